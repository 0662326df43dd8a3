//! Example filters that demonstrate the language on the loaded data; each selects at least one event.

use std::net::{IpAddr, Ipv4Addr};

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Evaluator, Expr, Field, Item, Network, Pattern, Piece, Range, Test, Value, Weekday};
use touchstone_record::{Outcome, time};

use crate::answer::{Example, Examples};
use crate::filter::Filter;
use crate::leaders::{FilteredValues, leaders};

/// One example for each part of the language that the loaded data can show.
#[inline(never)]
pub(crate) fn examples(medallion: &Medallion, evaluator: &mut Evaluator) -> Examples {
    let examples = candidates(medallion)
        .into_iter()
        .filter_map(|(filter, meaning)| {
            let filter = filter?;
            let events = evaluator.select(medallion, filter.expr()).count();
            (events > 0).then(|| Example { filter, meaning: meaning.to_owned(), events })
        })
        .collect();
    Examples { examples }
}

fn candidates(medallion: &Medallion) -> Vec<(Option<Filter>, &'static str)> {
    let all = Selection::all(medallion.silver().rows());
    let most = |column| most_frequent(medallion, &all, column);
    let service = most(SilverColumn::ServiceName);
    let action = most(SilverColumn::ActionName);
    let user = most(SilverColumn::Email);
    let address = most(SilverColumn::SourceIpAddress);
    let last_ms = last(medallion, &all);
    let denied = is(Field::Text(SilverColumn::Outcome), Value::Text(Pattern::text(Outcome::Denied.name())));
    vec![
        (service.as_deref().map(|name| of(text(SilverColumn::ServiceName, name))), "one service"),
        (
            service.as_deref().zip(action.as_deref()).map(|(service, action)| {
                let action = text(SilverColumn::ActionName, action);
                of(Expr::and([text(SilverColumn::ServiceName, service), action.negated()]))
            }),
            "a service, without one action",
        ),
        (Some(of(denied.clone())), "requests that were denied"),
        (parsed("status:>=400"), "status codes from 400 on"),
        (parsed("(outcome:denied OR outcome:failure) user:*"), "denied or failed, with a principal"),
        (
            user.as_deref().and_then(|user| user.split_once('@')).map(|(_, domain)| {
                let pattern = Pattern::of([Piece::Any, Piece::Text(format!("@{domain}"))]);
                of(is(Field::Text(SilverColumn::Email), Value::Text(pattern)))
            }),
            "principals of one domain",
        ),
        (
            address
                .as_deref()
                .and_then(network)
                .map(|network| of(is(Field::Text(SilverColumn::SourceIpAddress), Value::Network(network)).negated())),
            "addresses outside of one network",
        ),
        (parsed("action:~/(?i)(create|delete)/"), "actions by a regular expression"),
        (param(medallion), "a request parameter of any service"),
        (last_ms.and_then(|last_ms| parsed(&format!("time:{}", time::date(last_ms)))), "the last day"),
        (parsed("last:24h"), "the 24 hours before the last event"),
        (
            last_ms.map(|last_ms| {
                let day = Value::Weekday(Range::Is(Weekday::of_time(last_ms)));
                let outside = Item::is(Field::Hour, Value::Hour(Range::Between(8, 17)));
                of(Expr::and([is(Field::Weekday, day), Expr::Item(outside).negated()]))
            }),
            "a day of the week outside of office hours, UTC",
        ),
        (user.as_deref().and_then(|user| parsed(&quoted(user))), "a text in any field or request parameter"),
    ]
}

fn of(expr: Expr) -> Filter {
    expr.into()
}

fn parsed(filter: &str) -> Option<Filter> {
    Filter::parse(filter).ok()
}

fn is(field: Field, value: Value) -> Expr {
    Expr::Item(Item::is(field, value))
}

fn text(column: SilverColumn, text: &str) -> Expr {
    is(Field::Text(column), Value::Text(Pattern::text(text)))
}

fn quoted(text: &str) -> String {
    is(Field::Anywhere, Value::Text(Pattern::text(text))).to_string()
}

/// The most frequent value that is neither absent nor empty.
fn most_frequent(medallion: &Medallion, selection: &Selection, column: SilverColumn) -> Option<String> {
    let (frame, id) = (medallion.silver().frame(), medallion.silver().id(column));
    let leaders = leaders(frame.dictionary(id), &frame.count(id, selection), 3, &FilteredValues::default());
    leaders.into_iter().find_map(|leader| leader.value.filter(|text| !text.is_empty()))
}

fn last(medallion: &Medallion, selection: &Selection) -> Option<i64> {
    let silver = medallion.silver();
    silver.frame().span(silver.id(SilverColumn::EventTime), selection).ends.map(|(_, last)| last)
}

/// The /16 network of an IPv4 address.
fn network(address: &str) -> Option<Network> {
    let IpAddr::V4(address) = address.parse().ok()? else { return None };
    let [a, b, ..] = address.octets();
    Network::of(&format!("{}/16", Ipv4Addr::new(a, b, 0, 0)))
}

/// The first key of the largest gold frame that has keys.
fn param(medallion: &Medallion) -> Option<Filter> {
    let largest = medallion.gold().filter(|gold| !gold.keys().is_empty()).max_by_key(|gold| gold.rows())?;
    let (key, _) = largest.keys().into_iter().next()?;
    Some(of(Expr::Item(Item { field: Field::Param(key.to_owned()), test: Test::Present })))
}
