//! What happened, in order of time, with repeats folded into steps.

use rustc_hash::{FxHashMap, FxHashSet};
use touchstone_frame::NULL;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coded, Expr, Field, Item, Test, edit, terms};

use crate::answer::{StoryStep, Storyline};
use crate::cache::Cache;
use crate::edit::{clause_of, within_limits};
use crate::filter::Filter;
use crate::query_result::QueryResult;

/// Maximum steps per question, so that a mistake cannot flood the page.
const MAX: u32 = 500;

/// What a row without a time has in its place.
const UNDATED: i64 = i64::MIN;

/// What repeats have in common.
const KEY: [SilverColumn; 4] =
    [SilverColumn::Email, SilverColumn::ServiceName, SilverColumn::ActionName, SilverColumn::Outcome];

/// Repeats of one action.
struct Step {
    key: [u32; 4],
    row: u32,
    events: u32,
    times: Option<(i64, i64)>,
    addresses: u32,
    address: u32,
}

/// A window of the steps. `order` holds the selected rows in order of time, those without one last. Events that share
/// principal, service, action and outcome are one step while none is more than `pause_ms` after the one before.
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
    let coded = |column: SilverColumn| Coded::of(medallion, &selection, &Field::Text(column), &same);
    let fields = KEY.iter().map(|column| coded(*column)).collect::<QueryResult<Vec<_>>>()?;
    let addresses = coded(SilverColumn::SourceIpAddress)?;
    let silver = medallion.silver();
    let mut times = vec![UNDATED; silver.rows() as usize];
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), &selection, |row, time| {
        times[row as usize] = time.unwrap_or(UNDATED);
    });

    let mut steps: Vec<Step> = Vec::new();
    let mut latest: FxHashMap<[u32; 4], usize> = FxHashMap::default();
    let mut seen: FxHashSet<(usize, u32)> = FxHashSet::default();
    for row in order {
        let key = [0, 1, 2, 3].map(|at: usize| fields[at].code(*row));
        let time = Some(times[*row as usize]).filter(|time| *time != UNDATED);
        let continues = |step: &Step| match (step.times, time) {
            (Some((_, last)), Some(time)) => time - last <= pause_ms,
            (None, None) => true,
            _ => false,
        };
        let at = match latest.get(&key) {
            Some(at) if continues(&steps[*at]) => *at,
            _ => {
                let (times, address) = (time.map(|time| (time, time)), addresses.code(*row));
                steps.push(Step { key, row: *row, events: 0, times, addresses: 0, address });
                latest.insert(key, steps.len() - 1);
                steps.len() - 1
            }
        };
        let step = &mut steps[at];
        step.events += 1;
        step.times = step.times.zip(time).map(|((first, _), time)| (first, time));
        let address = addresses.code(*row);
        if address != NULL {
            step.addresses += u32::from(seen.insert((at, address)));
        }
    }
    let first = (start as usize).min(steps.len());
    let end = (first + count.min(MAX) as usize).min(steps.len());
    let told = steps[first..end].iter().map(|step| {
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
        total: steps.len(),
        start: first as u32,
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
