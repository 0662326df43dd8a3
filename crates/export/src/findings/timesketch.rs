//! Timesketch: one JSON object per line for each event of each finding.

use serde_json::{Value, json};
use touchstone_medallion::{Medallion, RecordPlace, SilverColumn as S};
use touchstone_query::Cell;

use super::decided::Decided;
use super::entry::{Entry, Moment, path, principal};
use super::{File, Form, PIECE_BYTES, json};

/// What stands for a time where there is none. Timesketch takes no event without one.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

/// One file.
#[derive(Debug, Default)]
pub(crate) struct Timesketch {
    /// The next event of the finding that is being written.
    next: usize,
}

impl Form for Timesketch {
    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        let finding = entry.finding(file);
        let of_finding = of_finding(file, entry);
        while out.len() < PIECE_BYTES {
            let at = self.next;
            let line = if let Some(row) = finding.rows.get(at) {
                of_event(file.session.medallion(), *row, &finding.title, &of_finding)
            } else if let Some(place) = finding.beside.get(at - finding.rows.len()) {
                of_record(file.session.medallion(), *place, &finding.title, &of_finding)
            } else {
                self.next = 0;
                return Ok(true);
            };
            json::push_line(out, &line);
            self.next += 1;
        }
        Ok(false)
    }
}

/// What each line says of its finding.
fn of_finding(file: &File<'_>, entry: &Entry) -> Value {
    let (finding, rule) = (entry.finding(file), entry.rule(file));
    let mut tags = vec![format!("level:{}", finding.severity)];
    tags.extend(rule.into_iter().flat_map(|rule| rule.tags().iter().cloned()));
    let decided = Decided::of(file, entry);
    let mut line = json!({
        "tag": tags,
        "data_type": "touchstone:finding:event",
        "finding": entry.fingerprint,
        "finding_message": finding.message,
        "rule": finding.rule,
        "rule_title": finding.title,
        "level": finding.severity.name(),
        "basis": file.basis.digest,
    });
    if let Some(decided) = decided {
        line["disposition"] = decided.state.name().into();
        line["disposition_why"] = json!(decided.disposition.map(|disposition| &disposition.why));
    }
    line
}

/// The members that Timesketch asks for, and behind them those of the finding and more.
fn line(head: Value, of_finding: &Value, more: Value) -> Value {
    let members = [head, of_finding.clone(), more].into_iter();
    members.flat_map(|part| if let Value::Object(members) = part { members } else { serde_json::Map::new() }).collect()
}

fn of_event(medallion: &Medallion, row: u32, title: &str, of_finding: &Value) -> Value {
    let silver = medallion.silver();
    let text = |column: S| silver.text(column, row);
    let time = Moment::of(medallion, row);
    let who = principal(medallion, row);
    let what = [text(S::ServiceName), text(S::ActionName)].map(Option::unwrap_or_default).join(" ");
    let message = match &who {
        Some(name) => format!("{title}: {what} by {name}"),
        None => format!("{title}: {what}"),
    };
    let head = json!({
        "message": message,
        "datetime": time.and_then(|time| time.text(medallion)).unwrap_or_else(|| NO_TIME.to_owned()),
        "timestamp": time.map_or(0, Moment::us),
        "timestamp_desc": if time.is_some() { "Event Time" } else { "Not a time" },
    });
    let place = medallion.place(row);
    let more = json!({
        "principal": who,
        "service_name": text(S::ServiceName),
        "action_name": text(S::ActionName),
        "outcome": text(S::Outcome),
        "status_code": silver.integer(S::StatusCode, row),
        "error_message": text(S::ErrorMessage),
        "workspace_id": text(S::WorkspaceId),
        "source_ip_address": text(S::SourceIpAddress),
        "user_agent": text(S::UserAgent),
        "session_id": text(S::SessionId),
        "request_id": text(S::RequestId),
        "event_id": text(S::EventId),
        "request_params": Cell::Flattened.text(medallion, row),
        "path": path(medallion, place),
        "record": place.record,
    });
    line(head, of_finding, more)
}

/// A record that is no event.
fn of_record(medallion: &Medallion, place: RecordPlace, title: &str, of_finding: &Value) -> Value {
    let path = path(medallion, place);
    let head = json!({
        "message": format!("{title}: record {} of {path}", place.record),
        "datetime": NO_TIME,
        "timestamp": 0,
        "timestamp_desc": "Not a time",
    });
    line(head, of_finding, json!({ "path": path, "record": place.record }))
}
