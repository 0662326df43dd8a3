//! An independent count of a generated log: parses every line with `serde_json` and uses no code of the generator.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

/// Success, denied, failure and unknown.
pub(crate) type Outcomes = [u64; 4];

#[derive(Debug, Default)]
pub(crate) struct Recount {
    /// Lines and bad lines per file.
    pub files: Vec<(u64, u64)>,
    pub events: u64,
    pub duplicates: u64,
    /// Locations of bad lines.
    pub bad_lines: Vec<(usize, u64)>,
    pub time: Option<(i64, i64)>,
    pub outcomes: Outcomes,
    pub days: BTreeMap<String, u64>,
    pub workspaces: BTreeMap<String, u64>,
    pub actions: BTreeMap<(String, String), Outcomes>,
    pub keys: BTreeMap<(String, String), u64>,
    pub emails: BTreeMap<Option<String>, u64>,
    pub principals: BTreeMap<Option<String>, u64>,
    pub logins: BTreeMap<String, Outcomes>,
    pub created_by_day: BTreeMap<String, u64>,
    pub created_by_creator: BTreeMap<Option<String>, u64>,
    pub created_by_job: BTreeMap<String, (u64, BTreeSet<String>)>,
    pub without_autotermination: BTreeMap<Option<String>, u64>,
    /// E-mail and cluster name.
    pub never_stopping: BTreeSet<(Option<String>, String)>,
    /// Events and copies by location.
    pub records: BTreeMap<(usize, u64), Value>,
}

pub(crate) fn recount(files: &[(String, Vec<u8>)]) -> Recount {
    let mut recount = Recount::default();
    let mut seen = HashSet::new();
    for (file, (path, bytes)) in files.iter().enumerate() {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(text.is_empty() || text.ends_with('\n'), "{path} ends with a line feed");
        let mut bad = 0;
        let mut lines = 0;
        for line in text.lines() {
            lines += 1;
            match serde_json::from_str::<Value>(line) {
                Ok(record) if record.get("serviceName").is_some() => {
                    let mut content = String::with_capacity(line.len());
                    canonical(&record, &mut content);
                    if seen.insert(content) {
                        recount.event(&record);
                    } else {
                        recount.duplicates += 1;
                    }
                    recount.records.insert((file, lines), record);
                }
                _ => {
                    bad += 1;
                    recount.bad_lines.push((file, lines));
                }
            }
        }
        recount.files.push((lines, bad));
    }
    recount
}

/// The same text for records that differ only in key order. Without escaping, because texts are only compared.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            for (key, value) in members {
                out.push_str(key);
                out.push('\u{1}');
                canonical(value, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| canonical(item, out)),
        Value::String(text) => out.push_str(text),
        scalar => out.push_str(&scalar.to_string()),
    }
    out.push('\u{2}');
}

pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

impl Recount {
    fn event(&mut self, record: &Value) {
        let service = text(&record["serviceName"]).expect("a service");
        let action = text(&record["actionName"]).expect("an action");
        let params = &record["requestParams"];
        let time = record["timestamp"].as_i64().expect("a time");
        let day = jiff::Timestamp::from_millisecond(time).expect("a time").strftime("%F").to_string();
        let outcome = outcome(record);
        let email = text(&record["userIdentity"]["email"]);
        let principal = email.clone().or_else(|| text(&params["user"]));

        self.events += 1;
        self.outcomes[outcome] += 1;
        let (first, last) = self.time.unwrap_or((time, time));
        self.time = Some((first.min(time), last.max(time)));
        *self.days.entry(day.clone()).or_default() += 1;
        *self.workspaces.entry(workspace(record)).or_default() += 1;
        self.actions.entry((service.clone(), action.clone())).or_default()[outcome] += 1;
        for (key, value) in params.as_object().into_iter().flatten() {
            if !value.is_null() {
                *self.keys.entry((service.clone(), key.clone())).or_default() += 1;
            }
        }
        *self.emails.entry(email.clone()).or_default() += 1;
        *self.principals.entry(principal.clone()).or_default() += 1;
        if service == "accounts" && action != "logout" && action.to_lowercase().ends_with("login") {
            self.logins.entry(principal.expect("logins name somebody")).or_default()[outcome] += 1;
        }
        if (service.as_str(), action.as_str()) == ("clusters", "create") {
            self.cluster(params, day, email);
        }
    }

    fn cluster(&mut self, params: &Value, day: String, email: Option<String>) {
        let creator = text(&params["cluster_creator"]);
        let name = text(&params["cluster_name"]).expect("a name");
        *self.created_by_day.entry(day).or_default() += 1;
        *self.created_by_creator.entry(creator.clone()).or_default() += 1;
        let pieces: Vec<_> = name.split('-').collect();
        if let ["job", job, "run", run] = pieces[..]
            && job.parse::<u64>().is_ok()
            && run.parse::<u64>().is_ok()
        {
            let (created, users) = self.created_by_job.entry(job.to_owned()).or_default();
            *created += 1;
            users.extend(text(&params["user_id"]));
        }
        if params["autotermination_minutes"] == "0" {
            *self.without_autotermination.entry(creator.clone()).or_default() += 1;
            if creator.is_none() {
                self.never_stopping.insert((email, name));
            }
        }
    }
}

fn outcome(record: &Value) -> usize {
    match record["response"]["statusCode"].as_i64() {
        Some(200..=299) => 0,
        Some(401 | 403) => 1,
        Some(code) => {
            assert!(code >= 400 || record["response"]["errorMessage"].is_string(), "{record}");
            2
        }
        None => 3,
    }
}

fn workspace(record: &Value) -> String {
    if record["auditLevel"] == "ACCOUNT_LEVEL" {
        return text(&record["requestParams"]["workspace_id"]).unwrap_or_else(|| "0".to_owned());
    }
    text(&record["workspaceId"]).unwrap_or_default()
}
