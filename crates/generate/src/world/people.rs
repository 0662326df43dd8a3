//! The actors: people at corp.example, service principals identified by a UUID, and the platform itself.

use super::{agents, names, uuid};
use crate::random::{Random, Weights};

#[derive(Debug)]
pub(crate) struct Principal {
    /// An address for people, a UUID for service principals, `System-User` for the platform.
    pub(crate) email: String,
    pub(crate) subject_name: Option<String>,
    /// The numeric id that cluster and token events use.
    pub(crate) user_id: u64,
    /// The usual address first. Office and home addresses are from blocks reserved for documentation (RFC 5737, RFC
    /// 3849).
    pub(crate) addresses: Vec<String>,
    /// The usual client first.
    pub(crate) agents: [&'static str; 2],
    /// The indices of the usual workspace and another one.
    pub(crate) workspaces: [usize; 2],
    /// Together with the day, determines the session's id.
    pub(crate) session_seed: u128,
}

pub(crate) fn user(number: usize, workspaces: &Weights, random: &mut Random) -> Principal {
    // Both lists have 40 entries, so the pairs of the first 1600 numbers are distinct.
    let given = names::GIVEN[number % 40];
    let family = names::FAMILY[(number * 7 + number / 40) % 40];
    let email = format!("{given}.{family}@corp.example");
    let office = format!("203.0.113.{}", 2 + number % 12);
    let home = if random.one_in(3) {
        format!("2001:db8:{:x}:{:x}::{:x}", random.below(0x1_0000), random.below(0x1_0000), 1 + random.below(0xffff))
    } else {
        format!("198.51.100.{}", 1 + random.below(254))
    };
    let private = format!("10.{}.{}.{}", 20 + number % 4, random.below(256), 1 + random.below(254));
    Principal {
        subject_name: random.one_in(4).then(|| format!("{} {}", capitalised(given), capitalised(family))),
        email,
        user_id: 1_000_000_000_000_000 + random.below(8_000_000_000_000_000),
        addresses: vec![office, private, home],
        agents: [*random.pick(&agents::BROWSERS), *random.pick(&agents::TOOLS)],
        workspaces: [workspaces.pick(random), workspaces.pick(random)],
        session_seed: random.next_wide(),
    }
}

pub(crate) fn service_principal(number: usize, workspaces: &Weights, random: &mut Random) -> Principal {
    Principal {
        email: uuid(random.next_wide()),
        subject_name: random.one_in(2).then(|| format!("sp-{}", names::TEAMS[number % names::TEAMS.len()])),
        user_id: 1_000_000_000_000_000 + random.below(8_000_000_000_000_000),
        addresses: vec![
            format!("10.139.{}.{}", number, 1 + random.below(254)),
            format!("10.139.64.{}", 1 + random.below(254)),
        ],
        agents: [*random.pick(&agents::PROGRAMS), *random.pick(&agents::PROGRAMS)],
        workspaces: [workspaces.pick(random), workspaces.pick(random)],
        session_seed: random.next_wide(),
    }
}

pub(crate) fn system_user(random: &mut Random) -> Principal {
    Principal {
        email: "System-User".to_owned(),
        subject_name: None,
        user_id: 0,
        addresses: vec![String::new(), "0.0.0.0".to_owned(), "10.0.0.1".to_owned()],
        agents: [agents::PROGRAMS[0], agents::PROGRAMS[1]],
        workspaces: [0, 0],
        session_seed: random.next_wide(),
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
