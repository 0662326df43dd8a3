//! What findings rest on: the rules that were evaluated and those that were not, their tuning, the filter and the inputs.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use touchstone_analysis::Found;
use touchstone_evidence::Basis;

use super::entry::Entry;
use super::rule::RuleFacts;
use super::{File, Form, json};

/// The longest tuning, in bytes of JSON, that is repeated with each finding.
const MAX_REPEATED: usize = 4096;

/// What findings rest on.
#[derive(Debug)]
pub(crate) struct FindingsBasis {
    /// The inputs, the filter and the events that it selects.
    pub(crate) basis: Basis,
    /// The rules in their order, those that are switched off included.
    pub(crate) rules: Vec<RuleFacts>,
    places: BTreeMap<String, usize>,
    /// A digest of the rules and their tuning: with the same one, the same events have the same findings.
    pub(crate) digest: String,
    /// As an object with the keys of `docs/tuning.schema.json`.
    pub(crate) tuning: Value,
    /// Rules that cannot be used, and why: a sentence each.
    pub(crate) problems: Vec<String>,
    replaced: Vec<String>,
}

impl FindingsBasis {
    /// `basis` is of the events that the filter selects.
    pub(crate) fn of(found: &Found<'_>, basis: Basis) -> Self {
        let rules: Vec<RuleFacts> =
            found.report.checked.iter().map(|checked| RuleFacts::of(found.rules, checked)).collect();
        let tuning = serde_json::to_value(found.rules.tuning()).unwrap_or_default();
        Self {
            basis: Basis { rows: found.shown.len() as u64, ..basis },
            places: rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at)).collect(),
            rules,
            digest: found.rules.sha256(),
            tuning,
            problems: found.rules.problems().iter().map(ToString::to_string).collect(),
            replaced: found.rules.replaced().to_vec(),
        }
    }

    /// What is known of a rule.
    pub(crate) fn rule(&self, id: &str) -> Option<&RuleFacts> {
        self.place(id).and_then(|at| self.rules.get(at))
    }

    /// The place of a rule among the others.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The ids of rules that are switched off.
    fn off(&self) -> Vec<&str> {
        self.rules.iter().filter(|rule| rule.is_off).map(|rule| rule.id.as_str()).collect()
    }

    /// In short, to be repeated with each finding. A long tuning is only in the whole.
    pub(crate) fn brief(&self) -> Value {
        let off = self.off();
        let mut brief = json!({
            "sha256": self.digest,
            "evaluated": self.rules.len() - off.len(),
            "off": off,
            "unusable": self.problems.len(),
            "filter": self.basis.filter,
        });
        let is_short = self.tuning.to_string().len() <= MAX_REPEATED;
        brief["tuning"] = if is_short { self.tuning.clone() } else { Value::Null };
        brief
    }

    /// In full.
    pub(crate) fn whole(&self) -> Value {
        let off = self.off().len();
        let list: Vec<Value> = self.rules.iter().map(rule).collect();
        let own =
            self.rules.iter().filter_map(|rule| rule.written.as_ref()).filter(|written| !written.is_packed).count();
        let mut whole = self.basis.json();
        whole["sha256"] = self.digest.as_str().into();
        whole["findings"] = self.basis.rows.into();
        whole["rules"] = json!({
            "evaluated": self.rules.len() - off,
            "off": off,
            "own": own,
            "unusable": self.problems,
            "replaced": self.replaced,
            "list": list,
        });
        whole["tuning"] = self.tuning.clone();
        whole
    }
}

fn rule(rule: &RuleFacts) -> Value {
    let written = rule.written.as_ref();
    json!({
        "id": rule.id,
        "title": rule.title,
        "level": rule.severity.name(),
        "off": rule.is_off,
        "findings": rule.findings,
        "undated": rule.undated,
        "lacks": rule.lacks,
        "file": written.map(|written| &written.file),
        "line": written.map(|written| written.line),
        "own": written.is_some_and(|written| !written.is_packed),
        "sha256": written.map(|written| &written.sha256),
    })
}

/// The basis as a file of its own, beside a form that has no place for it.
#[derive(Debug)]
pub(crate) struct BasisFile;

impl Form for BasisFile {
    fn begin(&mut self, file: &File<'_>, out: &mut Vec<u8>) -> Result<(), String> {
        out.extend(json::file(&file.basis.whole()));
        Ok(())
    }

    fn write(&mut self, _file: &File<'_>, _entry: &Entry, _out: &mut Vec<u8>) -> Result<bool, String> {
        Ok(true)
    }
}
