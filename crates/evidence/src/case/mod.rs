//! A case: what an auditor says about what was found, as one file. Nothing of it changes what is loaded.

mod asked;
mod compare;
mod read;
mod state;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::log::LogLine;

pub use asked::{CaseAnswer, CaseQuestion, ReportAsked, ReportForm};
pub use compare::{CaseComparison, CasedEvent, CasedFinding, InputsCompared};
pub use read::{CaseProblem, CaseRead};
pub use state::State;

/// The format of cases.
pub const CASE_FORMAT: &str = "touchstone-case 1";

/// A case. `docs/case.schema.json` describes its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Case {
    /// [`CASE_FORMAT`].
    pub format: String,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// What it is for.
    #[serde(default)]
    pub purpose: String,
    /// Who prepared it.
    #[serde(default)]
    pub prepared_by: String,
    /// The day on which it was prepared, `2026-01-31`.
    #[serde(default)]
    pub prepared_on: Option<String>,
    /// Who reviewed it.
    #[serde(default)]
    pub reviewed_by: String,
    /// The day on which it was reviewed.
    #[serde(default)]
    pub reviewed_on: Option<String>,
    /// The inputs on which it was made.
    #[serde(default)]
    pub inputs: Vec<CaseInput>,
    /// What was decided about findings.
    #[serde(default)]
    pub dispositions: Vec<Disposition>,
    /// What was noted on findings and events.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Filters to come back to.
    #[serde(default)]
    pub filters: Vec<SavedFilter>,
    /// The tuning of the rules as `--tuning` takes it; empty if nothing is tuned.
    #[serde(default)]
    pub tuning: String,
    /// Files of rules beside the pack.
    #[serde(default)]
    pub rules: Vec<CaseRules>,
    /// What was done, in order, each line with the hash of the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<LogLine>>", optional)]
    pub log: Vec<LogLine>,
    /// What this version does not know, so that it is not lost.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// An input on which a case was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CaseInput {
    /// Its path as given.
    pub path: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 of its bytes in hexadecimal; `null` if not computed.
    pub sha256: Option<String>,
    /// What this version does not know.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// What was decided about a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Disposition {
    /// The finding's fingerprint, as exports of findings have it.
    pub finding: String,
    /// What the finding said then.
    #[serde(default)]
    pub about: String,
    /// What it is.
    pub state: State,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// Who decided.
    #[serde(default)]
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// What this version does not know.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// A note on a finding or on an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Note {
    /// The finding's fingerprint; `null` for a note on an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// The filter that selects the event by its content, as links have it; `null` for a note on a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// What it is on, in words.
    #[serde(default)]
    pub about: String,
    /// Whether it is starred.
    #[serde(default)]
    pub star: bool,
    /// A word or two.
    #[serde(default)]
    pub label: String,
    /// As much as there is to say.
    #[serde(default)]
    pub comment: String,
    /// Who noted it.
    #[serde(default)]
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// What this version does not know.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// A filter with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SavedFilter {
    /// What it is called.
    pub name: String,
    /// The filter as text.
    pub filter: String,
    /// What this version does not know.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// A file of rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CaseRules {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What this version does not know.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            format: CASE_FORMAT.to_owned(),
            title: String::new(),
            purpose: String::new(),
            prepared_by: String::new(),
            prepared_on: None,
            reviewed_by: String::new(),
            reviewed_on: None,
            inputs: Vec::new(),
            dispositions: Vec::new(),
            notes: Vec::new(),
            filters: Vec::new(),
            tuning: String::new(),
            rules: Vec::new(),
            log: Vec::new(),
            other: Map::new(),
        }
    }
}

impl Case {
    /// The file. An error says that the case cannot be written.
    pub fn text(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| error.to_string())
    }

    /// What was decided about a finding.
    pub fn disposition(&self, fingerprint: &str) -> Option<&Disposition> {
        self.dispositions.iter().find(|disposition| disposition.finding == fingerprint)
    }

    /// The notes on a finding.
    pub fn notes_on<'a>(&'a self, fingerprint: &'a str) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(move |note| note.finding.as_deref() == Some(fingerprint))
    }

    /// What is decided about a finding: open unless it says otherwise.
    pub fn state(&self, fingerprint: &str) -> State {
        self.disposition(fingerprint).map_or(State::Open, |disposition| disposition.state)
    }
}
