//! A rule, as it was read.

use std::fmt;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::annotation::Annotation;
use crate::baseline::Baseline;
use crate::condition::Condition;
use crate::correlate::Correlation;

/// A rule of the pack, or one of the auditor's own.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id, a UUID in the pack.
    pub id: String,
    /// What other rules call it.
    pub name: Option<String>,
    /// What it finds, in a few words.
    pub title: String,
    /// How serious a finding is.
    pub severity: Severity,
    /// How mature it is: `experimental`, …
    pub status: Option<String>,
    /// What it finds and why that matters.
    pub description: Option<String>,
    /// Where the idea comes from.
    pub references: Vec<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When, as it was written.
    pub date: Option<String>,
    /// Techniques: `attack.t1078`, …
    pub tags: Vec<String>,
    /// What else looks like it.
    pub false_positives: Vec<String>,
    /// What it says for itself beside Sigma's keys.
    pub annotation: Annotation,
    /// Where it was read.
    pub origin: Origin,
    /// Whether it only selects events for another rule of its file, and finds nothing by itself.
    pub is_part: bool,
    /// What its logs are called, and what selects their events.
    pub(crate) log_source: Option<(String, Condition)>,
    pub(crate) kind: Kind,
}

/// Where a rule was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file, from the folder of rules on.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Whether it is of the pack.
    pub is_packed: bool,
    /// The whole file.
    pub text: Rc<str>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Each event that it selects.
    Events(Condition),
    /// Events that other rules select, together.
    Correlation(Correlation),
    /// Events that differ from those before.
    Baseline(Condition, Baseline),
}

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "Sigma's levels")]
pub enum Severity {
    Informational,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// From the least serious on.
    pub const ALL: [Self; 5] = [Self::Informational, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Its name, as Sigma has it.
    pub fn name(self) -> &'static str {
        ["informational", "low", "medium", "high", "critical"][self as usize]
    }

    /// The level of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl From<rsigma_parser::Level> for Severity {
    fn from(level: rsigma_parser::Level) -> Self {
        use rsigma_parser::Level;
        match level {
            Level::Informational => Self::Informational,
            Level::Low => Self::Low,
            Level::Medium => Self::Medium,
            Level::High => Self::High,
            Level::Critical => Self::Critical,
        }
    }
}

/// In which order findings of one severity are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Triage {
    /// The logs themselves are tampered with.
    Logging,
    /// Somebody acts who should not.
    Identity,
    /// Data is reached, moved or destroyed.
    #[default]
    Data,
    /// Money is spent.
    Cost,
}
