//! Two filters side by side: how many events each value has under both, and how surprising the difference is.

use touchstone_frame::{Dictionary, Selection};
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Expr, edit, terms};

use crate::answer::{Change, Compared, ComparedBoard, ComparedSide, Difference};
use crate::cache::Cache;
use crate::edit::within_limits;
use crate::filter::Filter;
use crate::query_result::QueryResult;
use crate::row_delta::RowDeltas;

#[inline(never)]
pub(crate) fn compare(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    against: Option<&Filter>,
    most: usize,
) -> QueryResult<Compared> {
    let (before, after) = match against {
        Some(against) => (against.clone(), filter.clone()),
        None => spans(medallion, cache, filter)?,
    };
    let Cache { evaluator, counts: count_cache, spellings, .. } = cache;
    let shown = spellings.of(medallion);
    let mut changes = RowDeltas::default();
    let rows = [&before, &after].map(|filter| evaluator.select(medallion, filter.expr()));
    let events = [rows[0].count(), rows[1].count()];
    let silver = medallion.silver();
    let mut boards = Vec::new();
    for (name, column) in touchstone_schema::dimensions().iter().filter_map(|known| Some((known.name, known.stored?))) {
        let dictionary = silver.frame().dictionary(silver.id(column));
        let counts = [&rows[0], &rows[1]].map(|rows| count_cache.of(medallion, &mut changes, column, rows));
        let is_folded = column == SilverColumn::Email;
        let counts = [&counts[0], &counts[1]]
            .map(|counts| if is_folded { shown.folded(counts).into_owned() } else { counts.to_vec() });
        boards.push(board(name, dictionary, &counts, events, most));
    }
    let mut both = Selection::clone(&rows[0]);
    both.intersect(&rows[1]);
    let side = |at: usize, filter: Filter| {
        let span = silver.frame().span(silver.id(SilverColumn::EventTime), &rows[at]);
        ComparedSide {
            filter,
            events: events[at],
            first_ms: span.ends.map(|(first, _)| first),
            last_ms: span.ends.map(|(_, last)| last),
        }
    };
    Ok(Compared { both: both.count(), before: side(0, before), after: side(1, after), boards })
}

/// The filter's time range and the one before it; or, where nothing lies before it, the halves of its time.
fn spans(medallion: &Medallion, cache: &mut Cache, filter: &Filter) -> QueryResult<(Filter, Filter)> {
    let within = |expr: &Expr, from_ms: i64, until_ms: i64| {
        within_limits(&edit::add(expr.clone(), terms::of_time(from_ms, until_ms)))
    };
    if let Some((from_ms, until_ms)) = edit::time_of(filter.expr()) {
        let all_time = edit::of_all_time(filter.expr());
        if let Some(before) = until_ms.checked_sub(from_ms).and_then(|length| from_ms.checked_sub(length)) {
            let before = within(&all_time, before, from_ms)?;
            if !cache.evaluator.select(medallion, before.expr()).is_none() {
                return Ok((before, filter.clone()));
            }
        }
    }
    let silver = medallion.silver();
    let selected = cache.evaluator.select(medallion, filter.expr());
    let Some((first, last)) = silver.frame().span(silver.id(SilverColumn::EventTime), &selected).ends else {
        return Ok((filter.clone(), filter.clone()));
    };
    let middle = first + (last - first) / 2 + 1;
    Ok((within(filter.expr(), first, middle)?, within(filter.expr(), middle, last + 1)?))
}

fn board(
    column: &str,
    dictionary: &Dictionary,
    counts: &[Vec<u32>; 2],
    events: [u32; 2],
    most: usize,
) -> ComparedBoard {
    let count = |side: usize, code: u32| counts[side].get(code as usize).copied().unwrap_or_default();
    let codes = counts[0].len().max(counts[1].len()) as u32;
    let mut found: Vec<(u32, Difference)> = (0..codes)
        .filter_map(|code| {
            let (before, after) = (count(0, code), count(1, code));
            let difference = Difference {
                value: None,
                before,
                after,
                change: change(before, after, events),
                surprise: surprise(before, after, events),
            };
            (before + after > 0).then_some((code, difference))
        })
        .collect();
    let mut totals = Change::ALL.map(|change| (change, 0_usize));
    for (_, difference) in &found {
        totals[difference.change as usize].1 += 1;
    }
    let order = |(a, of_a): &(u32, Difference), (b, of_b): &(u32, Difference)| {
        let text = |code: u32| (dictionary.get(code).is_none(), dictionary.get(code));
        let sum = |difference: &Difference| u64::from(difference.before) + u64::from(difference.after);
        of_b.surprise
            .total_cmp(&of_a.surprise)
            .then_with(|| sum(of_b).cmp(&sum(of_a)))
            .then_with(|| text(*a).cmp(&text(*b)))
    };
    let total = found.len();
    if most > 0 && most < found.len() {
        found.select_nth_unstable_by(most - 1, order);
    }
    found.truncate(most);
    found.sort_unstable_by(order);
    let [new, gone, more, less, same] = totals.map(|(_, total)| total);
    let differences =
        found.into_iter().map(|(code, found)| Difference { value: dictionary.get(code).map(str::to_owned), ..found });
    ComparedBoard { column: column.to_owned(), total, new, gone, more, less, same, differences: differences.collect() }
}

/// What became of a value: by its share of each side's events.
fn change(before: u32, after: u32, [all_before, all_after]: [u32; 2]) -> Change {
    let product = |count: u32, all: u32| u64::from(count) * u64::from(all);
    match (before, after) {
        (0, _) => Change::New,
        (_, 0) => Change::Gone,
        _ => match product(after, all_before).cmp(&product(before, all_after)) {
            std::cmp::Ordering::Greater => Change::More,
            std::cmp::Ordering::Less => Change::Less,
            std::cmp::Ordering::Equal => Change::Same,
        },
    }
}

/// The log-likelihood ratio G² of the table of two: events with the value and without it, on both sides. 0 where the shares
/// are equal or a side is empty.
fn surprise(before: u32, after: u32, [all_before, all_after]: [u32; 2]) -> f64 {
    let of = f64::from;
    let total = of(all_before) + of(all_after);
    let with = of(before) + of(after);
    let cells = [
        (of(before), with, of(all_before)),
        (of(after), with, of(all_after)),
        (of(all_before) - of(before), total - with, of(all_before)),
        (of(all_after) - of(after), total - with, of(all_after)),
    ];
    let sum: f64 = cells
        .into_iter()
        .filter(|(observed, _, _)| *observed > 0.0)
        .map(|(observed, row, column)| observed * (observed * total / (row * column)).ln())
        .sum();
    (2.0 * sum).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surprise_is_the_log_likelihood_ratio() {
        // Recounted elsewhere: 2 Σ O ln(O / E) over the four cells.
        for (before, after, all, expected) in [
            (10, 10, [100, 100], 0.0),
            (0, 0, [100, 100], 0.0),
            (5, 0, [5, 0], 0.0),
            (0, 10, [100, 100], 14.3895),
            (10, 0, [100, 100], 14.3895),
            (110, 2, [2552, 29_114], 538.7257),
        ] {
            let found = surprise(before, after, all);
            assert!((found - expected).abs() < 1e-4 * expected.max(1.0), "{before} {after} {all:?}: {found}");
        }
    }

    #[test]
    fn a_change_is_of_the_share() {
        for (before, after, all, expected) in [
            (0, 1, [10, 10], Change::New),
            (1, 0, [10, 10], Change::Gone),
            (1, 2, [10, 10], Change::More),
            (2, 2, [10, 20], Change::Less),
            (2, 4, [10, 20], Change::Same),
        ] {
            assert_eq!(change(before, after, all), expected);
        }
    }
}
