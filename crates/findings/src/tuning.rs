//! Tuning: what an auditor changes about rules, as a file says it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::allow::Allow;
use crate::parse::line_of_yaml;
use crate::rule::{Rule, Severity};

/// What is changed about the rules. `docs/tuning.schema.json` describes its text, which is YAML.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tuning {
    /// Events that no rule looks at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allow>,
    /// Changes by rule: by its id, or its file's name without the ending.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, RuleTuning>,
}

/// What is changed about a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleTuning {
    /// Whether it is used; it is unless this is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// How serious its findings are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Severity>,
    /// How many events or values a correlation needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u64>,
    /// How long a correlation's window is: `15m`, `24h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timespan: Option<String>,
    /// How long further findings of a group are counted into the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppress: Option<String>,
    /// The fields by which findings of several groups are one within that time; an empty list keeps groups apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppress_by: Option<Vec<String>>,
    /// How many times as much as usual a count needs; 0 compares with nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above_usual: Option<u64>,
    /// Of a baseline: how much history it needs, or how long a silence is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Of a baseline: how many events it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_events: Option<u64>,
    /// Of a baseline: how many times the range between the quartiles is too far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// Of a baseline: what that range is at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// Of a baseline: what is too much without history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_history: Option<u64>,
    /// Events that it does not look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allow>,
}

/// Why a tuning cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TuningError {
    /// The line, from 1; nothing where it is not known.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for TuningError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(formatter, "line {line}, column {column}: {}", self.reason),
            (Some(line), None) => write!(formatter, "line {line}: {}", self.reason),
            _ => formatter.write_str(&self.reason),
        }
    }
}

impl std::error::Error for TuningError {}

/// The longest text of a tuning, in bytes.
const MAX_BYTES: usize = 1 << 20;

impl Tuning {
    /// The tuning of a text; an error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, TuningError> {
        let of_file = |reason: String| TuningError { line: None, column: None, reason };
        if text.len() > MAX_BYTES {
            return Err(of_file(format!("the tuning is longer than {MAX_BYTES} bytes")));
        }
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let read: Result<Option<Self>, _> = yaml_serde::from_str(text);
        let tuning = read.map_err(|error| {
            let reason = error.to_string();
            let place = error.location().map(|place| (place.line(), place.column())).filter(|(line, _)| *line > 0);
            let reason = reason.split(" at line ").next().unwrap_or(&reason).to_owned();
            TuningError {
                line: place.map(|(line, _)| line_of_yaml(text, line)),
                column: place.map(|(_, column)| column),
                reason,
            }
        })?;
        let tuning = tuning.unwrap_or_default();
        for (at, allow) in tuning.allow.iter().enumerate() {
            allow
                .check()
                .map_err(|wrong| located(text, &wrong.text, format!("allow, entry {}: {}", at + 1, wrong.reason)))?;
        }
        for (name, rule) in &tuning.rules {
            rule.check().map_err(|reason| {
                let key = reason.split(':').next().unwrap_or_default().to_owned();
                located_below(text, name, &key, format!("{name}: {reason}"))
            })?;
            for (at, allow) in rule.allow.iter().enumerate() {
                allow.check().map_err(|wrong| {
                    located_below(text, name, &wrong.text, format!("{name}: allow, entry {}: {}", at + 1, wrong.reason))
                })?;
            }
        }
        Ok(tuning)
    }

    /// Its text, as [`Tuning::parse`] takes it; empty if nothing is tuned.
    pub fn text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        yaml_serde::to_string(self).unwrap_or_default()
    }

    /// What is changed about a rule.
    pub fn of(&self, rule: &Rule) -> Option<&RuleTuning> {
        self.rules.get(&rule.id).or_else(|| self.rules.get(stem(&rule.origin.file)))
    }
}

/// An error at the first line with a text.
fn located(text: &str, part: &str, reason: String) -> TuningError {
    located_below(text, "", part, reason)
}

/// An error at the first line with a text, from the line of a key on.
fn located_below(text: &str, key: &str, part: &str, reason: String) -> TuningError {
    let lines: Vec<&str> = text.lines().collect();
    let is_key = |line: &&str| line.trim_start().trim_start_matches(['"', '\'']).starts_with(key);
    let from = lines.iter().position(is_key).unwrap_or_default();
    let found = (from..lines.len()).find(|at| lines[*at].contains(part)).unwrap_or(from);
    let column = lines.get(found).and_then(|line| Some(line.get(..line.find(part)?)?.chars().count() + 1));
    TuningError { line: Some(found + 1), column, reason }
}

/// A file's name without folders and ending.
pub(crate) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")).unwrap_or(name)
}
