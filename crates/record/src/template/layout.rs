//! A template holds what records with the same order of keys have in common.

use std::borrow::Cow;

use super::scan::Value;
use crate::canonical;
use crate::event::{Event, Format};
use crate::fingerprint::{self, FingerprintKey};
use crate::formats::databricks_delivery::{self, Texts};
use crate::identity::Identity;
use crate::partitions::Partitions;
use crate::{number, params, response, time, workspace};

/// The keys of log delivery. Records with any other key go to the general reader.
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

/// Parts whose members are read, too.
pub(super) const PARTS: [&str; 3] = ["userIdentity", "requestParams", "response"];

/// Alternative spellings of members of the parts.
const OTHER_SPELLINGS: [(&str, &str); 3] =
    [("userIdentity", "subject_name"), ("response", "status_code"), ("response", "error_message")];

/// What a key holds: the index of a value, or a part's members, each with the index of its value.
pub(super) type Entry = canonical::Entry<String, usize>;

/// Which of a record's values belongs to which field, by index.
#[derive(Debug)]
pub(super) struct Template {
    audit_level: Option<usize>,
    account_id: Option<usize>,
    workspace_id: Option<usize>,
    org_id: Option<usize>,
    source_ip_address: Option<usize>,
    user_agent: Option<usize>,
    session_id: Option<usize>,
    service_name: Option<usize>,
    action_name: Option<usize>,
    request_id: Option<usize>,
    timestamp: Option<usize>,
    email: Option<usize>,
    subject_name: Option<usize>,
    status_code: Option<usize>,
    error_message: Option<usize>,
    result: Option<usize>,
    params: Vec<usize>,
    /// The values in the order in which they are hashed.
    hashed: Vec<usize>,
    /// The hash key with the shared prefix, which is the keys of every record with this template.
    key: FingerprintKey,
}

impl Template {
    /// Builds the template for a record's members in order; none if the general reader has to read such records.
    pub(super) fn of(members: &[(String, Entry)], key: &FingerprintKey) -> Option<Self> {
        let mut all: Vec<_> = members.iter().map(|(key, _)| key.as_str()).collect();
        all.sort_unstable();
        let is_known = all.iter().all(|key| KEYS.contains(key)) && all.windows(2).all(|pair| pair[0] != pair[1]);
        if !is_known || !all.contains(&"serviceName") || !all.contains(&"actionName") {
            return None;
        }
        let value = |key: &str| match members.iter().find(|(other, _)| other == key) {
            Some((_, Entry::Value(value))) => Some(*value),
            _ => None,
        };
        let mut prefix = Vec::new();
        let hashed = canonical::push_keys(&mut prefix, members);
        let mut template = Self {
            audit_level: value("auditLevel"),
            account_id: value("accountId"),
            workspace_id: value("workspaceId"),
            org_id: value("orgId"),
            source_ip_address: value("sourceIPAddress"),
            user_agent: value("userAgent"),
            session_id: value("sessionId"),
            service_name: value("serviceName"),
            action_name: value("actionName"),
            request_id: value("requestId"),
            timestamp: value("timestamp"),
            email: None,
            subject_name: None,
            status_code: None,
            error_message: None,
            result: None,
            params: Vec::new(),
            hashed,
            key: key.with_prefix(&prefix),
        };
        for (key, entry) in members {
            if let Entry::Part(inner) = entry {
                template.place(key, inner)?;
            }
        }
        (template.params.len() <= params::MAX).then_some(template)
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
                // Other spellings, and members to be named as unread.
                _ => return None,
            }
        }
        Some(())
    }

    /// Builds the event of a record and takes its values; none if the general reader has to read it. `scratch` is a
    /// reused buffer.
    pub(super) fn event<'a>(
        &self,
        values: &mut [Value<'a>],
        partitions: &'a Partitions,
        scratch: &mut Vec<u64>,
    ) -> Option<Event<'a>> {
        scratch.clear();
        self.hashed.iter().for_each(|at| values[*at].push_canonical(scratch));
        let fingerprint = fingerprint::of_canonical(scratch, &self.key);
        let mut take = |at: Option<usize>| values.get_mut(at?)?.take();
        let is_there = |id: &Cow<'_, str>| workspace::is_id(id);
        let texts = Texts {
            audit_level: take(self.audit_level),
            account_id: take(self.account_id),
            // The only text that folders provide.
            workspace_id: (take(self.workspace_id).or_else(|| partitions.get("workspaceId")).filter(is_there))
                .or_else(|| take(self.org_id).filter(is_there))
                .map(number::id),
            source_ip_address: take(self.source_ip_address),
            user_agent: take(self.user_agent),
            session_id: take(self.session_id),
            service_name: take(self.service_name),
            action_name: take(self.action_name),
            request_id: take(self.request_id),
        };
        let time = take(self.timestamp).and_then(|text| time::of_text(&text));
        let identity = Identity { email: take(self.email), subject_name: take(self.subject_name) };
        let status = take(self.status_code);
        let (error_message, result) = (take(self.error_message), take(self.result));
        let is_typed =
            |text: &Option<Cow<'_, str>>| text.as_deref().is_some_and(|text| text.starts_with("{\"string\""));
        if status.as_deref().is_some_and(response::is_unread) || is_typed(&error_message) || is_typed(&result) {
            return None;
        }
        let response = response::of_texts(status.as_deref(), error_message, result);
        let mut params = Vec::with_capacity(self.params.len());
        params.extend(self.params.iter().filter_map(|at| values.get_mut(*at)?.take_param()));
        Some(databricks_delivery::event(
            Format::DatabricksDelivery,
            texts,
            time,
            identity,
            response,
            params,
            fingerprint,
        ))
    }
}
