//! Reading a case: strict about what is known, and nothing of what is not known is lost.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};
use touchstone_analysis::Filter;
use touchstone_findings::Tuning;
use touchstone_record::time;
use ts_rs::TS;

use super::{CASE_FORMAT, Case, State};
use crate::log::check_log;

/// The longest file, in bytes.
const MAX_BYTES: usize = 64 << 20;

/// The name that in JavaScript is no member's.
const PROTOTYPE: &str = "__proto__";

/// A case that was read.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CaseRead {
    /// The case.
    pub case: Case,
    /// What is to be known about it, a sentence each: what this version does not know, decisions without a reason.
    pub said: Vec<String>,
}

/// Something that makes a case unusable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseProblem {
    /// Where: `dispositions[2].at`; empty for the file as a whole.
    pub place: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for CaseProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return formatter.write_str(&self.reason);
        }
        write!(formatter, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for CaseProblem {}

impl Case {
    /// The case of a file. An error lists all that makes it unusable, and where.
    pub fn read(bytes: &[u8]) -> Result<CaseRead, Vec<CaseProblem>> {
        let of_file = |reason: String| vec![CaseProblem { place: String::new(), reason }];
        if bytes.len() > MAX_BYTES {
            return Err(of_file(format!("is longer than {MAX_BYTES} bytes")));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| of_file("is no UTF-8".to_owned()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = serde_json::Deserializer::from_str(text);
        let case: Case = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            // A member that was not read to its end has no name.
            let place = path.trim_end_matches('?').trim_end_matches('.').to_owned();
            vec![CaseProblem { place, reason: error.inner().to_string() }]
        })?;
        reader.end().map_err(|error| of_file(error.to_string()))?;
        let mut check = Check::default();
        check.case(&case);
        if check.problems.is_empty() { Ok(CaseRead { case, said: check.said }) } else { Err(check.problems) }
    }
}

#[derive(Default)]
struct Check {
    problems: Vec<CaseProblem>,
    said: Vec<String>,
}

impl Check {
    fn case(&mut self, case: &Case) {
        self.format(&case.format);
        self.unknown("", &case.other);
        for (place, day) in [("prepared_on", &case.prepared_on), ("reviewed_on", &case.reviewed_on)] {
            if day.as_deref().is_some_and(|day| !is_day(day)) {
                self.wrong(place, "is no day such as 2026-01-31");
            }
        }
        for (at, input) in case.inputs.iter().enumerate() {
            let place = format!("inputs[{at}]");
            self.unknown(&place, &input.other);
            if input.sha256.as_deref().is_some_and(|digest| !is_sha256(digest)) {
                self.wrong(&format!("{place}.sha256"), "is no SHA-256: 64 hexadecimal digits in lower case");
            }
        }
        let mut decided: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, disposition) in case.dispositions.iter().enumerate() {
            let place = format!("dispositions[{at}]");
            self.unknown(&place, &disposition.other);
            self.fingerprint(&place, &disposition.finding);
            self.time(&place, &disposition.at);
            if let Some(before) = decided.insert(&disposition.finding, at) {
                let reason = format!("is a finding that dispositions[{before}] decides, too");
                self.wrong(&format!("{place}.finding"), &reason);
            }
            if disposition.state != State::Open && disposition.why.trim().is_empty() {
                self.said.push(format!("{place}: {} without a reason", disposition.state.name()));
            }
        }
        for (at, note) in case.notes.iter().enumerate() {
            let place = format!("notes[{at}]");
            self.unknown(&place, &note.other);
            self.time(&place, &note.at);
            match (&note.finding, &note.event) {
                (Some(finding), None) => self.fingerprint(&place, finding),
                (None, Some(event)) if event.trim().is_empty() => {
                    self.wrong(&format!("{place}.event"), "is empty, and would select every event");
                }
                (None, Some(event)) => self.filter(&format!("{place}.event"), event),
                (Some(_), Some(_)) | (None, None) => self.wrong(&place, "is on a finding or on an event, one of them"),
            }
        }
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, saved) in case.filters.iter().enumerate() {
            let place = format!("filters[{at}]");
            self.unknown(&place, &saved.other);
            self.filter(&format!("{place}.filter"), &saved.filter);
            if let Some(before) = names.insert(&saved.name, at) {
                self.wrong(&format!("{place}.name"), &format!("is the name of filters[{before}], too"));
            }
        }
        if let Err(error) = Tuning::parse(&case.tuning) {
            self.wrong("tuning", &error.to_string());
        }
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, file) in case.rules.iter().enumerate() {
            let place = format!("rules[{at}]");
            self.unknown(&place, &file.other);
            if let Some(before) = files.insert(&file.name, at) {
                self.wrong(&format!("{place}.name"), &format!("is the name of rules[{before}], too"));
            }
        }
        self.said.extend(check_log(&case.log));
    }

    fn format(&mut self, format: &str) {
        if format == CASE_FORMAT {
            return;
        }
        let number = format.strip_prefix("touchstone-case ").and_then(|number| number.parse::<u32>().ok());
        match number {
            Some(number) if number > 1 => self.said.push(format!(
                "format: {format} is of a newer version; what this version does not know is kept and has no effect"
            )),
            _ => self.wrong("format", &format!("is {format:?}, and a case says {CASE_FORMAT:?}")),
        }
    }

    /// Says which members have no meaning here.
    fn unknown(&mut self, place: &str, other: &Map<String, Value>) {
        for (name, value) in other {
            if name == PROTOTYPE || names_prototype(value) {
                self.wrong(place, &format!("has a member {PROTOTYPE}, which a browser does not keep"));
            }
            let dot = if place.is_empty() { "" } else { "." };
            self.said.push(format!("{place}{dot}{name}: is not known to this version; it is kept and has no effect"));
        }
    }

    fn fingerprint(&mut self, place: &str, fingerprint: &str) {
        if !is_sha256(fingerprint) {
            self.wrong(
                &format!("{place}.finding"),
                "is no fingerprint of a finding: 64 hexadecimal digits in lower case",
            );
        }
    }

    fn filter(&mut self, place: &str, filter: &str) {
        if let Err(error) = Filter::parse(filter) {
            self.wrong(place, &format!("the filter cannot be read {error}"));
        }
    }

    fn time(&mut self, place: &str, text: &str) {
        if !text.contains('T') || time::of_rfc3339(text).is_none() {
            self.wrong(&format!("{place}.at"), "is no time such as 2026-01-31T12:00:00Z");
        }
    }

    fn wrong(&mut self, place: &str, reason: &str) {
        self.problems.push(CaseProblem { place: place.to_owned(), reason: reason.to_owned() });
    }
}

/// Whether some object in a value has a member of that name.
fn names_prototype(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| name == PROTOTYPE || names_prototype(value)),
        Value::Array(values) => values.iter().any(names_prototype),
        _ => false,
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && time::of_rfc3339(text).is_some()
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
