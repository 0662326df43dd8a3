//! The finding that no rule can make: records with one id that say different things.

use std::collections::BTreeSet;

use touchstone_frame::Selection;
use touchstone_medallion::{Conflict, Medallion};
use touchstone_schema::SilverColumn;

use crate::annotation::Fidelity;
use crate::column::ABSENT;
use crate::condition::Condition;
use crate::evaluate::records_filter;
use crate::field::RuleField;
use crate::finding::{Finding, FindingStep};
use crate::rule::{Severity, Triage};
use crate::select::Loaded;

/// The id under which it is tuned.
pub const CONFLICTS_RULE: &str = "2f0cf5d0-6a5e-4c7e-9d7a-0f4a1c0b7e11";
pub(crate) const TITLE: &str = "Conflicting Records";

/// What a finding that no file describes says for itself.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its title.
    pub title: &'static str,
    /// What it is for.
    pub objective: &'static str,
    /// What it finds.
    pub description: &'static str,
    /// Techniques: `attack.t1565.001`, …
    pub tags: &'static [&'static str],
    /// What else looks like it.
    pub false_positives: &'static [&'static str],
    /// How often it is what it says.
    pub fidelity: Fidelity,
}

/// Conflicting records.
pub const CONFLICTS: BuiltIn = BuiltIn {
    title: TITLE,
    objective: "An event that was recorded once must not be told in two ways: one of the records was changed, or forged.",
    description: "Two records have the id of one event and say different things. The first is the event; the other counts \
                  as a duplicate, or as an event of its own where its second, service or action differs. Inputs lists both \
                  with the fields that differ. It is part of the program, as no rule compares records.",
    tags: &["attack.t1565.001", "attack.t1070"],
    false_positives: &[
        "A provider that delivers an event again with more fields, or corrects it",
        "An export that was cut off or edited on its way, such as by a spreadsheet",
    ],
    fidelity: Fidelity::Medium,
};

/// How serious it is unless the tuning says otherwise.
pub(crate) const SEVERITY: Severity = Severity::High;

/// So many fields are named.
const NAMED: usize = 5;

/// The finding of what is loaded, without conflicts of events that are allowed.
pub(crate) fn finding(loaded: &mut Loaded<'_>, severity: Severity, allowed: &[Condition]) -> Option<Finding> {
    let medallion = loaded.medallion;
    let allowed = Condition::Or(allowed.to_vec()).spelled(loaded.spellings);
    let allowed = loaded.select(&allowed);
    let conflicts = medallion.conflicts().iter().filter(|conflict| !allowed.contains(conflict.of_row));
    let conflicts: Vec<&Conflict> = conflicts.collect();
    if conflicts.is_empty() {
        return None;
    }
    let rows: BTreeSet<u32> =
        conflicts.iter().flat_map(|conflict| [Some(conflict.of_row), conflict.row]).flatten().collect();
    let beside: Vec<_> =
        conflicts.iter().filter(|conflict| conflict.row.is_none()).map(|conflict| conflict.place).collect();
    let principals = loaded.column(&RuleField::Principal);
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
        message: message(medallion, &conflicts),
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

fn message(medallion: &Medallion, conflicts: &[&Conflict]) -> String {
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
