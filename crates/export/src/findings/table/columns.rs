//! The columns, and what stands in them.

use touchstone_evidence::Disposition;
use touchstone_findings::FindingStep;
use touchstone_medallion::SilverColumn;
use touchstone_query::Cell;

use crate::findings::File;
use crate::findings::decided::Decided;
use crate::findings::entry::{Entry, Moment, path};
use crate::findings::rule::{RuleFacts, triage_name};

/// A column.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Time,
    Count,
    Flag,
    Texts,
    /// A list of objects with these members.
    Objects(&'static [Member]),
}

/// A member of an object: a text, or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) is_number: bool,
}

/// What stands in a cell.
#[derive(Debug)]
pub(crate) enum Content {
    Text(Option<String>),
    Time(Option<Moment>),
    Count(u64),
    Flag(bool),
    Texts(Vec<Option<String>>),
    /// A number is given as its digits.
    Objects(&'static [Member], Vec<Vec<Option<String>>>),
}

const GROUP: &[Member] = &[member("field"), member("value")];
const STEP: &[Member] = &[member("step"), member("filter")];
const NOTE: &[Member] = &[member("label"), member("comment"), member("by"), member("at")];
const RECORD: &[Member] = &[member("path"), Member { name: "record", is_number: true }, member("event_id")];

/// The columns in their order.
pub(crate) const COLUMNS: &[Column] = &[
    text("finding"),
    text("rule"),
    text("title"),
    text("level"),
    text("triage"),
    text("rule_status"),
    text("fidelity"),
    Column { name: "first", kind: Kind::Time },
    Column { name: "last", kind: Kind::Time },
    Column { name: "count", kind: Kind::Count },
    Column { name: "principals", kind: Kind::Texts },
    Column { name: "group", kind: Kind::Objects(GROUP) },
    text("message"),
    text("objective"),
    Column { name: "techniques", kind: Kind::Texts },
    Column { name: "tags", kind: Kind::Texts },
    text("filter"),
    Column { name: "filter_exact", kind: Kind::Flag },
    Column { name: "runbook", kind: Kind::Objects(STEP) },
    Column { name: "false_positives", kind: Kind::Texts },
    Column { name: "references", kind: Kind::Texts },
    Column { name: "records", kind: Kind::Objects(RECORD) },
    Column { name: "records_total", kind: Kind::Count },
    text("rule_file"),
    text("rule_sha256"),
    text("basis"),
    text("disposition"),
    text("disposition_why"),
    text("disposition_by"),
    text("disposition_at"),
    Column { name: "notes", kind: Kind::Objects(NOTE) },
];

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn member(name: &'static str) -> Member {
    Member { name, is_number: false }
}

/// The cells of a finding, one per column, with so many records at most.
pub(crate) fn row(file: &File<'_>, entry: &Entry, most: usize) -> Vec<Content> {
    let medallion = file.session.medallion();
    let (finding, rule) = (entry.finding(file), entry.rule(file));
    let written = rule.and_then(|rule| rule.written.as_ref());
    let texts = |list: Option<&Vec<String>>| Content::Texts(list.into_iter().flatten().cloned().map(Some).collect());
    let some = |text: &str| Content::Text(Some(text.to_owned()));
    let step = |step: &FindingStep| vec![Some(step.step.clone()), step.filter.clone()];
    let group = finding.group.iter().map(|(name, value)| vec![Some(name.clone()), value.clone()]).collect();
    let records = entry.records.iter().take(most).map(|proof| {
        let id = proof.row.and_then(|row| Cell::Text(SilverColumn::EventId).text(medallion, row));
        vec![Some(path(medallion, proof.place).to_owned()), Some(proof.place.record.to_string()), id]
    });
    let decided = Decided::of(file, entry);
    let of_disposition = |text: fn(&Disposition) -> &str| {
        let text = decided.as_ref().and_then(|decided| decided.disposition).map(text);
        Content::Text(text.filter(|text| !text.is_empty()).map(str::to_owned))
    };
    let notes = decided.iter().flat_map(|decided| &decided.notes).map(|note| {
        let star = if note.star { "starred" } else { "" };
        let label = if note.label.is_empty() { star } else { &note.label };
        [label, &note.comment, &note.by, &note.at].map(|text| (!text.is_empty()).then(|| text.to_owned())).to_vec()
    });
    vec![
        some(&entry.fingerprint),
        some(&finding.rule),
        some(&finding.title),
        some(finding.severity.name()),
        some(triage_name(finding.triage)),
        Content::Text(written.and_then(|written| written.status.clone())),
        Content::Text(rule.and_then(RuleFacts::fidelity).map(str::to_owned)),
        Content::Time(entry.span.map(|(first, _)| first)),
        Content::Time(entry.span.map(|(_, last)| last)),
        Content::Count(finding.count),
        Content::Texts(finding.principals.clone()),
        Content::Objects(GROUP, group),
        some(&finding.message),
        Content::Text(written.and_then(|written| written.objective.clone())),
        Content::Texts(rule.into_iter().flat_map(RuleFacts::techniques).map(Some).collect()),
        texts(written.map(|written| &written.tags)),
        some(&finding.filter),
        Content::Flag(finding.is_filter_exact),
        Content::Objects(STEP, finding.runbook.iter().map(step).collect()),
        texts(written.map(|written| &written.false_positives)),
        texts(written.map(|written| &written.references)),
        Content::Objects(RECORD, records.collect()),
        Content::Count(entry.record_count as u64),
        Content::Text(written.map(|written| written.file.clone())),
        Content::Text(written.map(|written| written.sha256.clone())),
        some(&file.basis.digest),
        Content::Text(decided.as_ref().map(|decided| decided.state.name().to_owned())),
        of_disposition(|disposition| &disposition.why),
        of_disposition(|disposition| &disposition.by),
        of_disposition(|disposition| &disposition.at),
        Content::Objects(NOTE, notes.collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_occurs_twice() {
        let names: std::collections::BTreeSet<&str> = COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), COLUMNS.len());
    }
}
