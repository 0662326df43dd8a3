//! The finding that no rule can make: records with one id that say different things.

use std::collections::BTreeSet;

use touchstone_frame::Selection;
use touchstone_medallion::{Conflict, Medallion};
use touchstone_schema::SilverColumn;

use crate::column::ABSENT;
use crate::evaluate::records_filter;
use crate::field::RuleField;
use crate::finding::{Finding, FindingStep};
use crate::rule::{Severity, Triage};
use crate::select::Loaded;

/// The id under which it is tuned.
pub const CONFLICTS_RULE: &str = "2f0cf5d0-6a5e-4c7e-9d7a-0f4a1c0b7e11";
pub(crate) const TITLE: &str = "Conflicting Records";

/// How serious it is unless the tuning says otherwise.
pub(crate) const SEVERITY: Severity = Severity::High;

/// So many fields are named.
const NAMED: usize = 5;

/// The finding of what is loaded.
pub(crate) fn finding(loaded: &mut Loaded<'_>, severity: Severity) -> Option<Finding> {
    let medallion = loaded.medallion;
    let conflicts = medallion.conflicts();
    if conflicts.is_empty() {
        return None;
    }
    let rows: BTreeSet<u32> =
        conflicts.iter().flat_map(|conflict| [Some(conflict.of_row), conflict.row]).flatten().collect();
    let beside: Vec<_> =
        conflicts.iter().filter(|conflict| conflict.row.is_none()).map(|conflict| conflict.place).collect();
    let of_rows: Vec<u32> = rows.iter().copied().collect();
    let principals = loaded.column(&RuleField::Principal, &of_rows);
    let named: BTreeSet<Option<String>> = rows
        .iter()
        .map(|row| principals.code(*row))
        .map(|code| if code == ABSENT { None } else { principals.text(code).map(str::to_owned) })
        .collect();
    let silver = medallion.silver();
    let mut selection = Selection::none(silver.rows());
    for row in &rows {
        selection.insert(*row);
    }
    let ends = silver.frame().span(silver.id(SilverColumn::EventTime), &selection).ends;
    let rows: Vec<u32> = rows.into_iter().collect();
    let (filter, is_filter_exact) = match records_filter(medallion, &rows) {
        Some(filter) => (filter, true),
        None => (String::new(), false),
    };
    Some(Finding {
        rule: CONFLICTS_RULE.to_owned(),
        title: TITLE.to_owned(),
        severity,
        triage: Triage::Logging,
        count: conflicts.len() as u64,
        group: Vec::new(),
        principals: named.into_iter().collect(),
        first_ms: ends.map(|(first, _)| first),
        last_ms: ends.map(|(_, last)| last),
        message: message(medallion, conflicts),
        runbook: vec![
            FindingStep { step: "Which of the records is the one that the provider wrote?".to_owned(), filter: None },
            FindingStep { step: "Who could write where the logs are kept?".to_owned(), filter: None },
        ],
        filter,
        is_filter_exact,
        rows,
        beside,
    })
}

fn message(medallion: &Medallion, conflicts: &[Conflict]) -> String {
    let fields: BTreeSet<&str> = conflicts.iter().flat_map(|conflict| &conflict.fields).map(AsRef::as_ref).collect();
    let more = fields.len().saturating_sub(NAMED);
    let named = fields.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    let named = if more > 0 { format!("{named} and {more} more") } else { named };
    let inputs: BTreeSet<u32> = conflicts.iter().map(|conflict| conflict.place.input).collect();
    let paths: Vec<&str> =
        inputs.iter().filter_map(|at| medallion.inputs().get(*at as usize)).map(|input| input.path.as_str()).collect();
    let place = match paths.as_slice() {
        [one] => (*one).to_owned(),
        several => format!("{} inputs", several.len()),
    };
    match conflicts.len() {
        1 => format!("A record of {place} has the id of an event and says something else: it differs in {named}"),
        count => {
            format!("{count} records of {place} have ids of events and say something else: they differ in {named}")
        }
    }
}
