//! Logs, rules, and what these find in those.

#[path = "../../../medallion/tests/it/support/session.rs"]
mod session;

use std::net::IpAddr;

use serde_json::{Map, Value, json};
use touchstone_findings::{Finding, Report, Rules, evaluate, parse_rules};
use touchstone_medallion::{COLUMNS, Medallion, Session};
use touchstone_query::{Cell, RowView, address};

pub(crate) use session::load;

/// An event in the delivery form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    pub(crate) time: Option<i64>,
    pub(crate) service: &'static str,
    pub(crate) action: String,
    pub(crate) email: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) status: Option<i64>,
    pub(crate) params: Vec<(String, String)>,
}

/// 1 March 2026.
pub(crate) const START: i64 = 1_772_323_200;

/// An event so many seconds after [`START`].
pub(crate) fn event(seconds: i64, action: &str, email: &str) -> Event {
    Event {
        time: Some((START + seconds) * 1000),
        service: "accounts",
        action: action.to_owned(),
        email: (!email.is_empty()).then(|| email.to_owned()),
        address: Some("198.51.100.7".to_owned()),
        status: Some(200),
        params: Vec::new(),
    }
}

impl Event {
    pub(crate) fn with(mut self, key: &str, value: &str) -> Self {
        self.params.push((key.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn from(mut self, address: &str) -> Self {
        self.address = (!address.is_empty()).then(|| address.to_owned());
        self
    }

    fn json(&self, nth: usize) -> Value {
        let params: Map<String, Value> = self.params.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
        let mut record = json!({
            "version": "2.0",
            "timestamp": self.time,
            "serviceName": self.service,
            "actionName": self.action,
            "requestId": format!("r{nth}"),
            "sourceIPAddress": self.address,
            "requestParams": params,
        });
        if let Some(email) = &self.email {
            record["userIdentity"] = json!({ "email": email });
        }
        if let Some(status) = self.status {
            record["response"] = json!({ "statusCode": status });
        }
        record
    }
}

/// A session over events.
pub(crate) fn session_of(events: &[Event]) -> Session {
    let lines: Vec<String> = events.iter().enumerate().map(|(nth, event)| event.json(nth).to_string()).collect();
    let session = load(&[("log.json", lines.join("\n").as_bytes())]);
    assert_eq!(session.medallion().silver().rows() as usize, events.len());
    session
}

/// One's own rules only.
pub(crate) fn rules_of(text: &str) -> Rules {
    let (rules, problems) = parse_rules("own.yml", text, false);
    assert_eq!(problems, [], "{text}");
    assert!(!rules.is_empty());
    let mut rules = Rules::default();
    rules.add([("own.yml", text)]);
    assert_eq!(rules.problems(), [], "{text}");
    rules
}

/// What rules find in events.
pub(crate) fn found(text: &str, events: &[Event]) -> Vec<Finding> {
    report(text, events).findings
}

/// What became of rules over events. Each filter that is exact selects the finding's events.
pub(crate) fn report(text: &str, events: &[Event]) -> Report {
    let session = session_of(events);
    let report = evaluate(&rules_of(text), session.medallion());
    filters_select(session.medallion(), &report);
    report
}

/// The filter of each finding selects its events, and so do those of its runbook parse.
pub(crate) fn filters_select(medallion: &Medallion, report: &Report) {
    let mut evaluator = touchstone_query::Evaluator::default();
    for finding in &report.findings {
        let filter = touchstone_query::parse(&finding.filter).unwrap().expr;
        let selected: Vec<u32> = evaluator.select(medallion, &filter).iter().collect();
        if finding.is_filter_exact {
            assert_eq!(selected, finding.rows, "{} {}", finding.title, finding.filter);
        } else {
            assert!(finding.rows.iter().all(|row| selected.contains(row)), "{} {}", finding.title, finding.filter);
        }
        for step in &finding.runbook {
            if let Some(filter) = &step.filter {
                touchstone_query::parse(filter).unwrap();
            }
        }
    }
}

/// An event as a flat object with the fields of rules, computed without the code under test.
pub(crate) fn flat(medallion: &Medallion, row: u32) -> Value {
    let view = RowView::new(medallion, row).unwrap();
    let mut object = Map::new();
    for column in COLUMNS {
        let name = column.0;
        let Ok(cell) = Cell::of(name) else { continue };
        let value = match &cell {
            Cell::Integer(_) => cell.integer(medallion, row).map(|number| json!(number)),
            Cell::Flattened | Cell::EventTime | Cell::EventDate | Cell::DateTime => None,
            _ => cell.text(medallion, row).map(|text| json!(text)),
        };
        object.extend(value.map(|value| (name.to_owned(), value)));
    }
    for (key, value) in view.params() {
        object.insert(format!("requestParams.{key}"), json!(value));
    }
    let text = |name: &str| text_of(&object, name);
    let first = |names: &[&str]| names.iter().find_map(|name| text(name));
    let principal = first(&["email", "requestParams.user", "run_by", "subject_name"]);
    let securable = first(&[
        "requestParams.table_full_name",
        "requestParams.volume_full_name",
        "requestParams.name",
        "requestParams.url",
        "requestParams.table_url",
        "requestParams.table_id",
        "requestParams.volume_id",
    ]);
    let address = text("source_ip_address").and_then(|text| address(&text));
    let is_public = address.map(|address| match address {
        IpAddr::V4(address) => {
            let shared = address.octets()[0] == 100 && address.octets()[1] & 0xc0 == 64;
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.octets()[0] == 0
                || address.octets()[0] >= 224
                || shared)
        }
        IpAddr::V6(address) => {
            let first = address.segments()[0];
            !(address.is_loopback()
                || address.is_unspecified()
                || first & 0xfe00 == 0xfc00
                || first & 0xff80 == 0xfe80
                || first & 0xff00 == 0xff00)
        }
    });
    if let Some(name) = &principal {
        object.insert("principal_type".to_owned(), json!(principal_type(name)));
    }
    for (name, value) in [("principal", principal), ("securable", securable)] {
        object.extend(value.map(|value| (name.to_owned(), json!(value))));
    }
    object.insert("public_ip".to_owned(), json!(is_public.unwrap_or_default()));
    if let Some(time) = view.time_ms() {
        let hour = time.div_euclid(3_600_000).rem_euclid(24);
        object.insert("hour".to_owned(), json!(hour));
        object.insert("weekday".to_owned(), json!(touchstone_query::Weekday::of_time(time).name()));
    }
    let agent = text_of(&object, "user_agent").unwrap_or_default();
    let client = agent.split(['/', '(', ')', '[', ']', '{', '}', ' ', '\t', '\n']).next().unwrap_or_default();
    if !client.is_empty() {
        object.insert("client".to_owned(), json!(client.to_lowercase()));
    }
    let expires: Option<i64> = text_of(&object, "requestParams.tokenExpirationTime").and_then(|text| text.parse().ok());
    if let Some((expires, made)) = expires.filter(|expires| *expires > 0).zip(view.time_ms()) {
        object.insert("token_lifetime".to_owned(), json!((expires - made) as f64 / 3_600_000.0));
    }
    Value::Object(object)
}

fn text_of(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn principal_type(name: &str) -> &'static str {
    let is_hex = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = name.split('-').collect();
    let is_application =
        parts.len() == 5 && parts.iter().zip([8, 4, 4, 4, 12]).all(|(part, length)| is_hex(part, length));
    let is_email = name.split('@').count() == 2
        && name.split('@').all(|part| !part.is_empty())
        && !name.contains(char::is_whitespace);
    match name.to_lowercase().as_str() {
        "system-user" | "unknown" | "dbadmin" => "system",
        _ if is_email => "user",
        _ if is_application => "service_principal",
        _ => "other",
    }
}
