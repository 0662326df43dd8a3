//! Sessions: events that share a session id.

use std::collections::BTreeMap;

use touchstone_frame::NULL;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coded, Coder, Field};

use crate::answer::{SessionSummary, Sessions};
use crate::cache::Cache;
use crate::filter::Filter;
use crate::query_result::QueryResult;
use crate::tally::TalliedRows;

/// How many values of a session are named.
const NAMED: usize = 3;

/// A window of the sessions, the latest first.
#[inline(never)]
pub(crate) fn sessions(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    start: u32,
    count: u32,
) -> QueryResult<Sessions> {
    let shown = cache.spellings.of(medallion);
    let selection = cache.evaluator.select(medallion, filter.expr());
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let of_rows = Coder::new(medallion, &selection);
    let coded = |column: SilverColumn| of_rows.coded(&Field::Text(column), &same);
    let ids = coded(SilverColumn::SessionId)?;
    let rows = TalliedRows::of(medallion, &selection);
    let mut tallies = rows.tally(&ids, None);
    let mut without = 0;
    tallies.retain(|((code, _), tally)| {
        if *code == NULL {
            without = tally.events;
        }
        *code != NULL
    });
    tallies.sort_by(|((a, _), of_a), ((b, _), of_b)| {
        of_b.first_ms().cmp(&of_a.first_ms()).then_with(|| ids.value(*a).cmp(&ids.value(*b)))
    });
    let first = (start as usize).min(tallies.len());
    let end = first.saturating_add(count as usize).min(tallies.len());
    let listed = &tallies[first..end];
    // By code of a listed session, the values of each column with their events.
    let places: BTreeMap<u32, usize> = listed.iter().enumerate().map(|(at, ((code, _), _))| (*code, at)).collect();
    let mut values: Vec<Vec<BTreeMap<u32, u32>>> = Vec::new();
    let columns =
        [SilverColumn::Email, SilverColumn::SourceIpAddress, SilverColumn::UserAgent, SilverColumn::ServiceName];
    let fields = columns.iter().map(|column| coded(*column)).collect::<QueryResult<Vec<_>>>()?;
    values.resize_with(listed.len(), || vec![BTreeMap::new(); fields.len()]);
    for (row, _, _) in rows.iter() {
        let code = ids.code(row);
        if let Some(at) = if code == NULL { None } else { places.get(&code) } {
            for (field, counts) in fields.iter().zip(&mut values[*at]) {
                *counts.entry(field.code(row)).or_default() += 1;
            }
        }
    }
    let sessions = listed.iter().zip(&values).map(|(((code, _), tally), values)| SessionSummary {
        id: ids.value(*code).unwrap_or_default().to_owned(),
        events: tally.events,
        denied: tally.denied,
        first_ms: tally.first_ms(),
        last_ms: tally.last_ms(),
        principals: named(&fields[0], &values[0]),
        addresses: named(&fields[1], &values[1]),
        agents: named(&fields[2], &values[2]),
        services: named(&fields[3], &values[3]),
        distinct_addresses: values[1].keys().filter(|code| **code != NULL).count() as u32,
        distinct_services: values[3].keys().filter(|code| **code != NULL).count() as u32,
    });
    Ok(Sessions { total: tallies.len(), without, start: first as u32, sessions: sessions.collect() })
}

/// The values with the most events.
fn named(field: &Coded<'_>, counts: &BTreeMap<u32, u32>) -> Vec<String> {
    let mut found: Vec<(u32, &str)> =
        counts.iter().filter_map(|(code, events)| Some((*events, field.value(*code)?))).collect();
    found.sort_by(|(a, of_a), (b, of_b)| b.cmp(a).then(of_a.cmp(of_b)));
    found.into_iter().take(NAMED).map(|(_, value)| value.to_owned()).collect()
}
