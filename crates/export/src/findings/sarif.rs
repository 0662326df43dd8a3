//! SARIF 2.1.0: a run with the rules, the inputs as its artifacts, and the findings as its results.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use touchstone_evidence::State;
use touchstone_findings::Severity;
use touchstone_medallion::{Medallion, RecordPlace};

use super::decided::Decided;
use super::entry::{Entry, path};
use super::rule::{RuleFacts, Written, triage_name};
use super::{File, Form, json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name under which a result's fingerprint stands, with the version of how it is computed.
const FINGERPRINT: &str = "findingEvents/v1";

/// A score for each level, from the least serious on, on the scale that code scanning uses.
const SCORES: [&str; 5] = ["0.5", "2.0", "5.5", "8.0", "9.5"];

/// One log.
#[derive(Debug, Default)]
pub(crate) struct Sarif {
    /// Whether offsets of an input's records are offsets in its file.
    has_offsets: BTreeMap<u32, bool>,
    is_continued: bool,
}

impl Form for Sarif {
    fn begin(&mut self, file: &File<'_>, out: &mut Vec<u8>) -> Result<(), String> {
        let medallion = file.session.medallion();
        let rules: Vec<Value> = file.basis.rules.iter().map(descriptor).collect();
        let driver = json!({
            "name": "Touchstone",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let artifacts: Vec<Value> = (0..medallion.inputs().len()).map(|at| artifact(medallion, at)).collect();
        out.extend_from_slice(b"{\"$schema\":");
        json::push(out, &SCHEMA.into());
        out.extend_from_slice(b",\"version\":\"2.1.0\",\"runs\":[{\"tool\":");
        json::push(out, &json!({ "driver": driver }));
        out.extend_from_slice(b",\n\"invocations\":");
        json::push(out, &json!([invocation(file)]));
        out.extend_from_slice(b",\n\"artifacts\":");
        json::push(out, &artifacts.into());
        out.extend_from_slice(b",\n\"columnKind\":\"unicodeCodePoints\",\"results\":[");
        Ok(())
    }

    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        out.extend_from_slice(if self.is_continued { &b",\n"[..] } else { b"\n" });
        self.is_continued = true;
        let result = self.result(file, entry);
        json::push(out, &result);
        Ok(true)
    }

    fn end(&mut self, _file: &File<'_>, out: &mut Vec<u8>) -> Result<(), String> {
        out.extend_from_slice(b"\n]}]}\n");
        Ok(())
    }
}

impl Sarif {
    fn result(&mut self, file: &File<'_>, entry: &Entry) -> Value {
        let medallion = file.session.medallion();
        let finding = entry.finding(file);
        let (first, last) = entry.times(medallion);
        let group: Map<String, Value> =
            finding.group.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
        let mut locations = Vec::with_capacity(entry.records.len());
        for proof in &entry.records {
            let has_offsets = *self
                .has_offsets
                .entry(proof.place.input)
                .or_insert_with(|| file.session.has_file_offsets(proof.place.input));
            locations.push(location(medallion, proof.place, has_offsets));
        }
        let mut result = json!({
            "ruleId": finding.rule,
            "kind": "fail",
            "level": level(finding.severity),
            "rank": finding.severity as u8 * 25,
            "message": { "text": message(&finding.message) },
            "locations": locations,
            "partialFingerprints": { FINGERPRINT: entry.fingerprint },
            "properties": {
                "severity": finding.severity.name(),
                "triage": triage_name(finding.triage),
                "first": first,
                "last": last,
                "count": finding.count,
                "principals": finding.principals,
                "group": group,
                "filter": finding.filter,
                "filterExact": finding.is_filter_exact,
                "runbook": finding.runbook,
                "records": entry.record_count,
            },
        });
        if let Some(decided) = Decided::of(file, entry) {
            // Where one result says whether it is suppressed, all have to.
            let is_explained = decided.state == State::Explained;
            let why = decided.disposition.map_or("", |disposition| &disposition.why);
            let suppression = json!({ "kind": "external", "status": "accepted", "justification": why });
            result["suppressions"] = if is_explained { json!([suppression]) } else { json!([]) };
            result["properties"]["disposition"] = decided.json();
        }
        if let Some(at) = file.basis.place(&finding.rule) {
            result["ruleIndex"] = at.into();
        }
        result
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Informational | Severity::Low => "note",
        Severity::Medium => "warning",
        Severity::High | Severity::Critical => "error",
    }
}

/// The text of a message. In SARIF, braces are doubled, because single ones would be placeholders; a bracket that may
/// begin a link is escaped.
fn message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// A rule.
fn descriptor(rule: &RuleFacts) -> Value {
    let mut properties = json!({
        "severity": rule.severity.name(),
        "security-severity": SCORES[rule.severity as usize],
    });
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": { "text": message(&rule.title) },
        "defaultConfiguration": { "level": level(rule.own_severity) },
    });
    if let Some(written) = &rule.written {
        if let Some(description) = &written.description {
            descriptor["fullDescription"] = json!({ "text": message(description) });
        }
        let help = help(written);
        if !help.is_empty() {
            descriptor["help"] = json!({ "text": message(&help) });
        }
        let mut tags: Vec<&String> = Vec::new();
        for tag in &written.tags {
            // They must differ.
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        properties["tags"] = json!(tags);
        properties["triage"] = triage_name(written.triage).into();
        properties["status"] = json!(written.status);
        properties["file"] = json!(written.file);
        properties["sha256"] = json!(written.sha256);
    }
    if let Some(fidelity) = rule.fidelity() {
        properties["precision"] = fidelity.into();
    }
    descriptor["properties"] = properties;
    descriptor
}

/// What to know about a rule's findings, and what to check.
fn help(written: &Written) -> String {
    let list = |name: &str, texts: &[String]| {
        let lines: Vec<String> = texts.iter().map(|text| format!("* {text}")).collect();
        (!texts.is_empty()).then(|| format!("{name}:\n{}", lines.join("\n")))
    };
    let parts = [
        written.objective.clone(),
        list("What to check next", &written.steps),
        list("What looks like it", &written.false_positives),
        list("Where the idea comes from", &written.references),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// How the rules were evaluated.
fn invocation(file: &File<'_>) -> Value {
    let basis = file.basis;
    let overrides: Vec<Value> = basis
        .rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.is_off || rule.severity != rule.own_severity)
        .map(|(at, rule)| {
            let configuration =
                if rule.is_off { json!({ "enabled": false }) } else { json!({ "level": level(rule.severity) }) };
            json!({ "configuration": configuration, "descriptor": { "id": rule.id, "index": at } })
        })
        .collect();
    let notifications: Vec<Value> = basis
        .problems
        .iter()
        .map(|problem| json!({ "level": "error", "message": { "text": message(problem) } }))
        .collect();
    json!({
        "executionSuccessful": true,
        "ruleConfigurationOverrides": overrides,
        "toolConfigurationNotifications": notifications,
        "properties": { "basis": basis.whole() },
    })
}

fn artifact(medallion: &Medallion, at: usize) -> Value {
    let input = &medallion.inputs()[at];
    let mut artifact = json!({
        "location": { "uri": uri(&input.path), "index": at },
        "length": input.bytes,
        "roles": ["analysisTarget"],
        "properties": { "path": input.path, "input": at },
    });
    if let Some(sha256) = &input.sha256 {
        artifact["hashes"] = json!({ "sha-256": sha256 });
    }
    artifact
}

/// Where a record stands.
fn location(medallion: &Medallion, place: RecordPlace, has_offsets: bool) -> Value {
    let artifact = json!({ "uri": uri(path(medallion, place)), "index": place.input });
    let mut physical = json!({ "artifactLocation": artifact });
    if has_offsets && place.length > 0 {
        physical["region"] = json!({ "byteOffset": place.offset, "byteLength": place.length });
    }
    json!({
        "physicalLocation": physical,
        "properties": { "record": place.record, "offset": place.offset, "length": place.length },
    })
}

/// A path as a URI reference: whatever is not plain becomes `%` and its code.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend(char::from_digit(u32::from(byte >> 4), 16).map(|digit| digit.to_ascii_uppercase()));
            uri.extend(char::from_digit(u32::from(byte & 15), 16).map(|digit| digit.to_ascii_uppercase()));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_placeholders_and_no_links() {
        for (text, expected) in [
            ("a created 3 clusters", "a created 3 clusters"),
            ("{0} of {x}", "{{0}} of {{x}}"),
            ("a [b] (c)", "a [b] (c)"),
            ("[click](https://x.example)", "\\[click\\](https://x.example)"),
            ("\\[a](1)", "\\\\\\[a\\](1)"),
        ] {
            assert_eq!(message(text), expected);
        }
    }

    #[test]
    fn paths_are_uris() {
        for (path, expected) in [
            ("logs/date=2019/a.json", "logs/date%3D2019/a.json"),
            ("/var/log/a b.json", "file:///var/log/a%20b.json"),
            ("C:/x#?.json", "C%3A/x%23%3F.json"),
            ("é\u{202e}", "%C3%A9%E2%80%AE"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn levels_are_those_of_sarif() {
        let levels = Severity::ALL.map(level);
        assert_eq!(levels, ["note", "note", "warning", "error", "error"]);
    }
}
