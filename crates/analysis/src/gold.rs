//! Description of one gold frame.

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, PARAM_PREFIX, SilverColumn};
use touchstone_query::Evaluator;

use crate::answer::{Gold, Key};
use crate::filter::Filter;
use crate::leaders::{FilteredValues, distinct, leaders};
use crate::meaning;
use crate::query_result::QueryResult;
use crate::select::of_service;

/// Number of values listed for each key.
const TOP_VALUES: usize = 5;

pub(crate) fn gold(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    service: &str,
    filter: &Filter,
) -> QueryResult<Gold> {
    let gold = medallion.gold_of(service).ok_or_else(|| format!("there is no service {service}"))?;
    let silver = medallion.silver();
    let selected = of_service(medallion, evaluator, filter, service);
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
    let actions = silver.id(SilverColumn::ActionName);
    let actions = leaders(
        silver.frame().dictionary(actions),
        &silver.frame().count(actions, &selected),
        usize::MAX,
        &FilteredValues::default(),
    );
    Ok(Gold {
        meaning: meaning::of_service(service),
        action_meanings: actions
            .iter()
            .map(|action| meaning::of_action(service, action.value.as_deref().unwrap_or_default()))
            .collect(),
        service: service.to_owned(),
        rows: gold.rows(),
        selected: selected.count(),
        keys,
        actions,
    })
}
