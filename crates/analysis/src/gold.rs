//! Description of one gold frame.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, PARAM_PREFIX, SilverColumn};

use crate::answer::{Gold, Key};
use crate::bins::Bins;
use crate::cache::Cache;
use crate::filter::Filter;
use crate::leaders::{FilteredValues, distinct, leaders};
use crate::meaning;
use crate::overview::figures;
use crate::query_result::QueryResult;
use crate::row_delta::RowDeltas;
use crate::select::{FilteredRows, narrowed};

/// Number of values listed for each key.
const TOP_VALUES: usize = 5;

#[inline(never)]
pub(crate) fn gold(
    medallion: &Medallion,
    cache: &mut Cache,
    service: &str,
    filter: &Filter,
    bins: u32,
) -> QueryResult<Gold> {
    let gold = medallion.gold_of(service).ok_or_else(|| format!("there is no service {service}"))?;
    let silver = medallion.silver();
    let Cache { evaluator, counts: count_cache, histograms, spellings, .. } = cache;
    let of_service = Filter::from(narrowed(filter.expr(), SilverColumn::ServiceName, &[service]));
    let mut filtered = FilteredRows::of(medallion, evaluator, &of_service);
    let selected = Rc::clone(filtered.all());
    let of_all_time = filtered.of_all_time();
    let mut changes = RowDeltas::default();
    let figures = figures(medallion, &mut changes, count_cache, &spellings.of(medallion), &selected);
    let bins = Bins::of_view(medallion, None, bins);
    let histogram =
        histograms.histogram(medallion, &mut changes, count_cache, &of_all_time, bins, SilverColumn::Outcome);
    let mut rows = Selection::none(gold.rows());
    gold.frame().each_integer(gold.silver_rows(), &Selection::all(gold.rows()), |row, silver_row| {
        if silver_row.is_some_and(|silver_row| selected.contains(silver_row as u32)) {
            rows.insert(row);
        }
    });
    let keys = gold
        .keys()
        .into_iter()
        .map(|(key, column)| {
            let mut counts = gold.frame().count(column, &rows);
            counts[0] = 0;
            Key {
                column: format!("{PARAM_PREFIX}{key}"),
                meaning: meaning::of_parameter(service, "", key),
                filled: counts.iter().sum(),
                distinct: distinct(&counts, false),
                top: leaders(gold.frame().dictionary(column), &counts, TOP_VALUES, &FilteredValues::default()),
                first_input: medallion.inputs()[gold.first_input(column) as usize].path.clone(),
            }
        })
        .collect();
    let mut all_of = |column: SilverColumn| {
        let counts = count_cache.of(medallion, &mut changes, column, &selected);
        leaders(silver.frame().dictionary(silver.id(column)), &counts, usize::MAX, &FilteredValues::default())
    };
    let (actions, outcomes) = (all_of(SilverColumn::ActionName), all_of(SilverColumn::Outcome));
    Ok(Gold {
        meaning: meaning::of_service(service),
        action_meanings: actions
            .iter()
            .map(|action| meaning::of_action(service, action.value.as_deref().unwrap_or_default()))
            .collect(),
        service: service.to_owned(),
        rows: gold.rows(),
        selected: selected.count(),
        figures,
        histogram,
        outcomes,
        keys,
        actions,
    })
}
