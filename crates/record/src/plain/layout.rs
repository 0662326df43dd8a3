//! What is known of all records whose keys come in the same order.

use std::borrow::Cow;

use super::scan::Value;
use crate::canonical::{self, Kind};
use crate::event::{Event, Format, Param};
use crate::fingerprint::{self, FingerprintKey};
use crate::formats::databricks_delivery;
use crate::identity::Identity;
use crate::partitions::Partitions;
use crate::{params, response, time};

/// The keys of log delivery. A record with any other is left to the general reader.
const KEYS: [&str; 18] = [
    "version",
    "auditLevel",
    "timestamp",
    "orgId",
    "shardName",
    "accountId",
    "workspaceId",
    "sourceIPAddress",
    "userAgent",
    "sessionId",
    "userIdentity",
    "serviceName",
    "actionName",
    "requestId",
    "requestParams",
    "response",
    "date",
    "MAX_LOG_MESSAGE_LENGTH",
];

/// Parts whose members are looked at, too.
pub(super) const PARTS: [&str; 3] = ["userIdentity", "requestParams", "response"];

/// Other spellings of keys that are read within the parts.
const OTHER_SPELLINGS: [(&str, &str); 3] =
    [("userIdentity", "subject_name"), ("response", "status_code"), ("response", "error_message")];

/// What a key of a record holds.
pub(super) enum Held {
    /// The value of this number.
    Value(usize),
    /// The members of a part, each with the number of its value.
    Part(Vec<(String, usize)>),
}

/// Where the values of a record belong.
#[derive(Debug)]
pub(super) struct Layout {
    /// By key of [`KEYS`], the number of its value.
    top: [Option<usize>; KEYS.len()],
    email: Option<usize>,
    subject_name: Option<usize>,
    status_code: Option<usize>,
    error_message: Option<usize>,
    result: Option<usize>,
    /// The numbers of the request parameters' values.
    params: Vec<usize>,
    spelling: Vec<(Vec<u8>, usize)>,
    spelling_end: Vec<u8>,
}

impl Layout {
    /// Of a record's members in order; nothing where the general reader has to look at such records.
    pub(super) fn of(members: &[(String, Held)]) -> Option<Self> {
        let has = |key: &str| members.iter().any(|(other, _)| other == key);
        if !has("serviceName") || !has("actionName") {
            return None;
        }
        let (spelling, spelling_end) = spelling(members);
        let mut layout = Self {
            top: [None; KEYS.len()],
            email: None,
            subject_name: None,
            status_code: None,
            error_message: None,
            result: None,
            params: Vec::new(),
            spelling,
            spelling_end,
        };
        for (at, (key, held)) in members.iter().enumerate() {
            let known = KEYS.iter().position(|known| known == key)?;
            if members[..at].iter().any(|(other, _)| other == key) {
                return None;
            }
            match held {
                Held::Value(value) => layout.top[known] = Some(*value),
                Held::Part(inner) => layout.place(key, inner)?,
            }
        }
        (layout.params.len() <= params::MOST).then_some(layout)
    }

    fn place(&mut self, part: &str, inner: &[(String, usize)]) -> Option<()> {
        let mut keys: Vec<_> = inner.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        let is_known = |key: &&str| OTHER_SPELLINGS.contains(&(part, *key));
        if keys.windows(2).any(|pair| pair[0] == pair[1]) || keys.iter().any(is_known) {
            return None;
        }
        for (key, value) in inner {
            match (part, key.as_str()) {
                ("requestParams", _) => self.params.push(*value),
                ("userIdentity", "email") => self.email = Some(*value),
                ("userIdentity", "subjectName") => self.subject_name = Some(*value),
                ("response", "statusCode") => self.status_code = Some(*value),
                ("response", "errorMessage") => self.error_message = Some(*value),
                ("response", "result") => self.result = Some(*value),
                _ => {}
            }
        }
        Some(())
    }

    /// The event of a record with these values. `spelled` is scratch.
    pub(super) fn event<'a>(
        &self,
        values: &[Value<'a>],
        partitions: &'a Partitions,
        key: &FingerprintKey,
        spelled: &mut Vec<u8>,
    ) -> Event<'a> {
        let of = |at: Option<usize>| values.get(at?)?.text();
        let text = |key: &str| {
            let own = KEYS.iter().position(|known| *known == key).and_then(|at| of(self.top[at]));
            own.or_else(|| partitions.get(key))
        };
        let identity = Identity { email: of(self.email), subject_name: of(self.subject_name) };
        let response = response::of_texts(of(self.status_code).as_deref(), of(self.error_message), of(self.result));
        let mut params = Vec::with_capacity(self.params.len());
        params.extend(self.params.iter().filter_map(|at| {
            let value = values.get(*at)?;
            Some(Param { key: Cow::Borrowed(value.key), value: value.text()?, is_json: value.is_json() })
        }));
        let time = text("timestamp").and_then(|text| time::of_text(&text));
        let event = databricks_delivery::event(Format::DatabricksDelivery, &text, time, identity, response, params);
        spelled.clear();
        for (bytes, at) in &self.spelling {
            spelled.extend_from_slice(bytes);
            values[*at].spell(spelled);
        }
        spelled.extend_from_slice(&self.spelling_end);
        Event { fingerprint: fingerprint::of_canonical(spelled, key), ..event }
    }
}

/// Bytes and the value behind them, over and over, and the bytes behind the last.
fn spelling(members: &[(String, Held)]) -> (Vec<(Vec<u8>, usize)>, Vec<u8>) {
    let mut steps = Vec::new();
    let mut bytes = Vec::new();
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    canonical::push_head(&mut bytes, Kind::Object, sorted.len());
    for (key, held) in sorted {
        canonical::push_text(&mut bytes, Kind::Text, key);
        match held {
            Held::Value(at) => steps.push((std::mem::take(&mut bytes), *at)),
            Held::Part(inner) => {
                let mut inner: Vec<_> = inner.iter().collect();
                inner.sort();
                canonical::push_head(&mut bytes, Kind::Object, inner.len());
                for (key, at) in inner {
                    canonical::push_text(&mut bytes, Kind::Text, key);
                    steps.push((std::mem::take(&mut bytes), *at));
                }
            }
        }
    }
    (steps, bytes)
}
