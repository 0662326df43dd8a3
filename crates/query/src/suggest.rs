//! Values that complete a clause and stand in no cell: ranges of hours, and networks.

use crate::complete::Candidate;
use crate::fold::folded;
use crate::network::{Network, address};

/// Hours in which most people work, and the others.
const HOURS: [(&str, &str); 2] = [("8..17", "office hours, UTC"), ("18..7", "outside office hours, UTC")];

/// Networks that are not on the Internet, by RFC 1918, RFC 6598 and RFC 4193.
const NETWORKS: [(&str, &str); 5] = [
    ("10.0.0.0/8", "private network"),
    ("172.16.0.0/12", "private network"),
    ("192.168.0.0/16", "private network"),
    ("100.64.0.0/10", "carrier's network"),
    ("fc00::/7", "private network"),
];

/// Ranges of hours that begin as typed, with the events of their hours. `hours` are the values of `hour` with their
/// events.
pub(crate) fn hour_ranges<'a>(typed: &str, hours: &(impl Iterator<Item = (&'a str, u32)> + Clone)) -> Vec<Candidate> {
    let office = |hour: &str| hour.parse().is_ok_and(|hour: u8| (8..=17).contains(&hour));
    let fitting = HOURS.into_iter().enumerate().filter(|(_, (text, _))| text.starts_with(typed));
    fitting
        .map(|(at, (text, meaning))| {
            let events = hours.clone().filter(|(hour, _)| office(hour) == (at == 0)).map(|(_, events)| events).sum();
            candidate(text, meaning, events)
        })
        .collect()
}

/// Networks that begin as typed and hold some of the addresses, with the events of those.
pub(crate) fn networks<'a>(typed: &str, addresses: &(impl Iterator<Item = (&'a str, u32)> + Clone)) -> Vec<Candidate> {
    let fitting = NETWORKS.into_iter().filter(|(text, _)| folded(text).starts_with(typed));
    fitting
        .filter_map(|(text, meaning)| {
            let network = Network::of(text)?;
            let within = |(cell, _): &(&str, u32)| address(cell).is_some_and(|address| network.contains(address));
            let events = addresses.clone().filter(within).map(|(_, events)| events).sum();
            (events > 0).then(|| candidate(text, meaning, events))
        })
        .collect()
}

fn candidate(text: &str, meaning: &str, events: u32) -> Candidate {
    Candidate { text: text.to_owned(), label: text.to_owned(), meaning: meaning.to_owned(), events: Some(events) }
}
