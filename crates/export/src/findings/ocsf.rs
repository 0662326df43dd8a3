//! OCSF 1.9.0: findings as events of the class Detection Finding, one JSON object per line.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Map, Value, json};
use touchstone_evidence::State;
use touchstone_findings::{Fidelity, Finding, Severity};
use touchstone_medallion::{Medallion, SilverColumn as S};

use super::decided::Decided;
use super::entry::{Entry, Moment, Proof, path, principal};
use super::rule::{RuleFacts, level_name, triage_name};
use super::{File, Form, json};

/// The version of the schema.
const VERSION: &str = "1.9.0";
const CLASS: u32 = 2004;

/// The most records that become evidence; `unmapped` says how many there are.
const MAX_EVIDENCES: usize = 100;

/// One file.
#[derive(Debug)]
pub(crate) struct Ocsf;

impl Form for Ocsf {
    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        json::push_line(out, &event(file, entry));
        Ok(true)
    }
}

fn event(file: &File<'_>, entry: &Entry) -> Value {
    let medallion = file.session.medallion();
    let (finding, rule) = (entry.finding(file), entry.rule(file));
    let mut event = json!({
        "activity_id": 1,
        "activity_name": "Create",
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": CLASS,
        "class_name": "Detection Finding",
        "type_uid": CLASS * 100 + 1,
        "type_name": "Detection Finding: Create",
        "severity_id": finding.severity as u8 + 1,
        "severity": level_name(finding.severity),
        "status_id": 1,
        "status": "New",
        "is_alert": finding.severity >= Severity::Medium,
        // No clock says when the finding was made; its last event is what completed it.
        "time": entry.span.map_or(0, |(_, last)| last.ms),
        "message": finding.message,
        "count": finding.count,
        "metadata": {
            "version": VERSION,
            "uid": entry.fingerprint,
            "profiles": ["datetime"],
            "product": { "name": "Touchstone", "vendor_name": "Touchstone", "version": env!("CARGO_PKG_VERSION") },
        },
        "finding_info": info(file, entry, finding, rule),
        "evidences": entry.records.iter().take(MAX_EVIDENCES).map(|proof| evidence(medallion, *proof)).collect::<Vec<_>>(),
        "resources": workspaces(medallion, entry),
        "unmapped": {
            "triage": triage_name(finding.triage),
            "principals": finding.principals,
            "group": finding.group.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect::<Map<_, _>>(),
            "filter": finding.filter,
            "filter_exact": finding.is_filter_exact,
            "runbook": finding.runbook,
            "records": entry.record_count,
            "basis": file.basis.brief(),
        },
    });
    if let Some((first, last)) = entry.span {
        let (first_text, last_text) = entry.times(medallion);
        event["time_dt"] = json!(last_text);
        event["start_time"] = first.ms.into();
        event["start_time_dt"] = json!(first_text);
        event["end_time"] = last.ms.into();
        event["end_time_dt"] = json!(last_text);
    }
    if let Some(decided) = Decided::of(file, entry) {
        let (id, name) = match decided.state {
            State::Open => (1, "New"),
            State::Exception => (2, "In Progress"),
            State::Explained => (4, "Resolved"),
        };
        event["status_id"] = id.into();
        event["status"] = name.into();
        if let Some(disposition) = decided.disposition.filter(|disposition| !disposition.why.is_empty()) {
            event["comment"] = disposition.why.as_str().into();
        }
        event["unmapped"]["disposition"] = decided.json();
    }
    if let Some((id, name)) = rule.and_then(confidence) {
        event["confidence_id"] = id.into();
        event["confidence"] = name.into();
    }
    if !finding.runbook.is_empty() {
        let steps = finding.runbook.iter().enumerate().map(|(at, step)| match &step.filter {
            Some(filter) => format!("{}. {} ({filter})", at + 1, step.step),
            None => format!("{}. {}", at + 1, step.step),
        });
        event["remediation"] = json!({ "desc": steps.collect::<Vec<_>>().join("\n") });
    }
    event
}

fn confidence(rule: &RuleFacts) -> Option<(u8, &'static str)> {
    Some(match rule.written.as_ref()?.fidelity? {
        Fidelity::Low => (1, "Low"),
        Fidelity::Medium => (2, "Medium"),
        Fidelity::High => (3, "High"),
    })
}

fn info(file: &File<'_>, entry: &Entry, finding: &Finding, rule: Option<&RuleFacts>) -> Value {
    let medallion = file.session.medallion();
    let written = rule.and_then(|rule| rule.written.as_ref());
    let sources: BTreeSet<&str> = entry.records.iter().map(|proof| path(medallion, proof.place)).collect();
    let mut analytic = json!({ "type_id": 1, "type": "Rule", "uid": finding.rule, "name": finding.title });
    if let Some(description) = written.and_then(|written| written.description.as_ref()) {
        analytic["desc"] = json!(description);
    }
    if let Some(written) = written {
        // The content of its file is what tells one version of a rule from another.
        analytic["version"] = json!(written.sha256);
    }
    let mut info = json!({
        "uid": entry.fingerprint,
        "title": finding.title,
        "desc": finding.message,
        "analytic": analytic,
        "data_sources": sources,
        "related_events_count": finding.rows.len(),
    });
    if let Some((first, last)) = entry.span {
        let (first_text, last_text) = entry.times(medallion);
        info["first_seen_time"] = first.ms.into();
        info["first_seen_time_dt"] = json!(first_text);
        info["last_seen_time"] = last.ms.into();
        info["last_seen_time_dt"] = json!(last_text);
    }
    let attacks: Vec<Value> = rule.into_iter().flat_map(attacks).collect();
    if !attacks.is_empty() {
        info["attacks"] = attacks.into();
    }
    info
}

/// Tags do not say which technique serves which tactic, so each stands alone.
fn attacks(rule: &RuleFacts) -> impl Iterator<Item = Value> {
    let tactics = rule.tactics().map(|name| json!({ "tactic": { "name": name } }));
    let techniques = rule.techniques().map(|id| match id.split_once('.') {
        Some((of, _)) => json!({ "technique": { "uid": of }, "sub_technique": { "uid": id } }),
        None => json!({ "technique": { "uid": id } }),
    });
    tactics.chain(techniques)
}

/// A record as evidence.
fn evidence(medallion: &Medallion, proof: Proof) -> Value {
    let place = proof.place;
    let path = path(medallion, place);
    let mut data = json!({ "path": path, "record": place.record, "offset": place.offset, "length": place.length });
    let mut evidence = json!({ "name": format!("{path}:{}", place.record) });
    if let Some(row) = proof.row {
        let silver = medallion.silver();
        let text = |column: S| silver.text(column, row).filter(|text| !text.is_empty());
        if let Some(id) = text(S::EventId) {
            evidence["uid"] = id.into();
        }
        if let Some(name) = principal(medallion, row) {
            evidence["actor"] = json!({ "user": { "name": name } });
        }
        let mut api = json!({ "operation": silver.text(S::ActionName, row).unwrap_or_default() });
        if let Some(service) = text(S::ServiceName) {
            api["service"] = json!({ "name": service });
        }
        if let Some(request) = text(S::RequestId) {
            api["request"] = json!({ "uid": request });
        }
        if let Some(code) = silver.integer(S::StatusCode, row) {
            api["response"] = json!({ "code": code });
        }
        evidence["api"] = api;
        if let Some(address) = text(S::SourceIpAddress) {
            // The schema takes addresses only.
            if address.parse::<IpAddr>().is_ok() {
                evidence["src_endpoint"] = json!({ "ip": address });
            }
            data["source_ip_address"] = address.into();
        }
        if let Some(agent) = text(S::UserAgent) {
            evidence["http_request"] = json!({ "user_agent": agent });
        }
        data["event_time"] = json!(Moment::of(medallion, row).and_then(|time| time.text(medallion)));
        data["outcome"] = json!(silver.text(S::Outcome, row));
    }
    evidence["data"] = data;
    evidence
}

/// The workspaces of the records.
fn workspaces(medallion: &Medallion, entry: &Entry) -> Vec<Value> {
    let rows = entry.records.iter().filter_map(|proof| proof.row);
    let ids: BTreeSet<&str> = rows.filter_map(|row| medallion.silver().text(S::WorkspaceId, row)).collect();
    ids.into_iter().filter(|id| !id.is_empty()).map(|id| json!({ "type": "workspace", "uid": id })).collect()
}
