//! What happened, in order of time, with repeats folded into steps.

use rustc_hash::{FxHashMap, FxHashSet};
use touchstone_frame::NULL;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coded, Coder, Expr, Field, Item, Test, edit, terms};

use crate::answer::{StoryStep, Storyline};
use crate::cache::Cache;
use crate::edit::{clause_of, within_limits};
use crate::filter::Filter;
use crate::query_result::QueryResult;

/// What a row without a time has in its place.
const UNDATED: i64 = i64::MIN;

/// What repeats have in common.
const KEY: [SilverColumn; 4] =
    [SilverColumn::Email, SilverColumn::ServiceName, SilverColumn::ActionName, SilverColumn::Outcome];

/// The codes of what repeats have in common.
type Key = [u32; KEY.len()];

/// The latest step with a key: its number, and when its last event was.
struct Latest {
    step: usize,
    last: Option<i64>,
}

/// Repeats of one action.
struct Step {
    key: Key,
    row: u32,
    events: u32,
    times: Option<(i64, i64)>,
    addresses: u32,
    address: u32,
}

/// A window of the steps. `order` holds the selected rows in order of time, those without one last. Events that share
/// principal, service, action and outcome are one step while none is more than `pause_ms` after the one before.
#[inline(never)]
pub(crate) fn storyline(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    order: &[u32],
    pause_ms: i64,
    (start, count): (u32, u32),
) -> QueryResult<Storyline> {
    let shown = cache.spellings.of(medallion);
    let selection = cache.evaluator.select(medallion, filter.expr());
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let of_rows = Coder::new(medallion, &selection);
    let coded = |column: SilverColumn| of_rows.coded(&Field::Text(column), &same);
    let fields = KEY.iter().map(|column| coded(*column)).collect::<QueryResult<Vec<_>>>()?;
    let addresses = coded(SilverColumn::SourceIpAddress)?;
    let silver = medallion.silver();
    let mut times = vec![UNDATED; silver.rows() as usize];
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), &selection, |row, time| {
        times[row as usize] = time.unwrap_or(UNDATED);
    });

    // Of steps outside of the window only the latest of each key is kept: there may be as many as events.
    let first = start as usize;
    let end = first.saturating_add(count as usize);
    let mut steps: Vec<Step> = Vec::new();
    let mut total = 0;
    let mut latest: FxHashMap<Key, Latest> = FxHashMap::default();
    let mut seen: FxHashSet<(usize, u32)> = FxHashSet::default();
    for row in order {
        let key = std::array::from_fn(|at| fields[at].code(*row));
        let time = Some(times[*row as usize]).filter(|time| *time != UNDATED);
        let address = addresses.code(*row);
        let continues = |latest: &&Latest| match (latest.last, time) {
            (Some(last), Some(time)) => time - last <= pause_ms.max(0),
            (None, None) => true,
            _ => false,
        };
        let number = latest.get(&key).filter(continues).map_or(total, |latest| latest.step);
        latest.insert(key, Latest { step: number, last: time });
        if number == total {
            total += 1;
            if (first..end).contains(&number) {
                let times = time.map(|time| (time, time));
                steps.push(Step { key, row: *row, events: 0, times, addresses: 0, address });
            }
        }
        let Some(step) = number.checked_sub(first).and_then(|at| steps.get_mut(at)) else { continue };
        step.events += 1;
        step.times = step.times.zip(time).map(|((first, _), time)| (first, time));
        if address != NULL {
            step.addresses += u32::from(seen.insert((number, address)));
        }
    }
    let told = steps.iter().map(|step| {
        let value = |at: usize| fields[at].value(step.key[at]).map(str::to_owned);
        Ok(StoryStep {
            row: step.row,
            principal: value(0),
            service: value(1),
            action: value(2),
            outcome: value(3),
            events: step.events,
            first_ms: step.times.map(|(first, _)| first),
            last_ms: step.times.map(|(_, last)| last),
            address: addresses.value(step.address).map(str::to_owned),
            addresses: step.addresses,
            filter: filter_of(medallion, filter, step, &fields)?,
        })
    });
    Ok(Storyline {
        events: selection.count(),
        total,
        start: first.min(total) as u32,
        steps: told.collect::<QueryResult<_>>()?,
    })
}

/// Selects a step's events: no others lie between its first and its last.
fn filter_of(medallion: &Medallion, filter: &Filter, step: &Step, fields: &[Coded<'_>]) -> QueryResult<Filter> {
    let mut expr = filter.expr().clone();
    for ((column, field), code) in KEY.iter().zip(fields).zip(step.key) {
        expr = edit::add(expr, clause_of(medallion, column.name(), field.value(code))?);
    }
    let of_time = match step.times {
        Some((first, last)) => terms::of_time(first, last + 1),
        None => Expr::Item(Item { field: Field::Time, test: Test::Present }).negated(),
    };
    within_limits(&edit::add(expr, of_time))
}
