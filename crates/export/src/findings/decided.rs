//! What a case says of a finding.

use serde_json::{Value, json};
use touchstone_evidence::{Disposition, Note, State};

use super::File;
use super::entry::Entry;

/// What a case says of a finding.
pub(crate) struct Decided<'a> {
    /// Open unless it was decided.
    pub(crate) state: State,
    /// The decision.
    pub(crate) disposition: Option<&'a Disposition>,
    /// The notes on it.
    pub(crate) notes: Vec<&'a Note>,
}

impl<'a> Decided<'a> {
    /// Nothing without a case.
    pub(crate) fn of(file: &File<'a>, entry: &'a Entry) -> Option<Self> {
        let case = file.case?;
        let disposition = case.disposition(&entry.fingerprint);
        Some(Self {
            state: case.state(&entry.fingerprint),
            disposition,
            notes: case.notes_on(&entry.fingerprint).collect(),
        })
    }

    /// As a member of other forms.
    pub(crate) fn json(&self) -> Value {
        let of = |text: fn(&Disposition) -> &str| self.disposition.map(text).filter(|text| !text.is_empty());
        json!({
            "state": self.state.name(),
            "why": of(|disposition| &disposition.why),
            "by": of(|disposition| &disposition.by),
            "at": of(|disposition| &disposition.at),
            "notes": self.notes.iter().map(|note| json!({
                "star": note.star, "label": note.label, "comment": note.comment, "by": note.by, "at": note.at,
            })).collect::<Vec<_>>(),
        })
    }
}
