//! Log delivery of AWS and GCP: one object a line, fields in the order of real records, keys left out where real
//! records leave them out.

use super::KeyOrder;
use super::json::{self, Beyond};
use crate::calendar::Calendar;
use crate::model::{Event, Response, Value};

/// A top-level field: its key, and what writes it. A field that writes nothing is left out together with its key.
type Field = (&'static str, fn(&Record<'_, '_>, &mut Vec<u8>));

/// What writing a field needs.
struct Record<'e, 'w> {
    event: &'e Event<'w>,
    order: KeyOrder,
    beyond: Beyond,
    date: &'e str,
}

/// Version "2.0", in the order of the example in Databricks' documentation.
const FIELDS: [Field; 17] = [
    ("version", |_, out| out.extend_from_slice(b"\"2.0\"")),
    ("auditLevel", |record, out| {
        let level: &[u8] = if record.is_account_level() { b"\"ACCOUNT_LEVEL\"" } else { b"\"WORKSPACE_LEVEL\"" };
        out.extend_from_slice(level);
    }),
    ("timestamp", |record, out| {
        json::integer(out, record.event.time_ms);
    }),
    ("orgId", |record, out| record.org_id(out)),
    ("shardName", |record, out| {
        if let Some(workspace) = record.event.workspace {
            record.text(out, &workspace.shard);
        }
    }),
    ("accountId", |record, out| {
        record.text(out, record.event.account_id);
    }),
    ("workspaceId", |record, out| {
        record.text(out, record.event.workspace.map_or("0", |workspace| &workspace.id));
    }),
    ("sourceIPAddress", |record, out| {
        record.source_ip_address(out);
    }),
    ("userAgent", |record, out| record.user_agent(out)),
    ("sessionId", |record, out| {
        if let Some(session) = record.event.session_id {
            out.push(b'"');
            json::uuid(out, session);
            out.push(b'"');
        }
    }),
    ("userIdentity", |record, out| record.user_identity(out)),
    ("serviceName", |record, out| {
        record.text(out, record.event.service);
    }),
    ("actionName", |record, out| {
        record.text(out, record.event.action);
    }),
    ("requestId", |record, out| {
        out.push(b'"');
        json::uuid(out, record.event.request_id);
        out.push(b'"');
    }),
    ("requestParams", |record, out| record.request_params(out)),
    ("response", |record, out| record.response(out)),
    // The documentation's account-level example ends with this key, which means nothing to a reader.
    ("MAX_LOG_MESSAGE_LENGTH", |record, out| {
        if record.is_account_level() {
            out.extend_from_slice(b"16384");
        }
    }),
];

/// Version "1.0", in the order of the records of December 2019.
const FIELDS_2019: [Field; 12] = [
    ("actionName", |record, out| {
        record.text(out, record.event.action);
    }),
    ("requestId", |record, out| {
        out.extend_from_slice(b"\"ServiceMain-");
        json::hexadecimal(out, record.event.request_id, 16);
        out.push(b'"');
    }),
    ("response", |record, out| record.response(out)),
    ("serviceName", |record, out| {
        record.text(out, record.event.service);
    }),
    ("sessionId", |record, out| {
        if let Some(session) = record.event.session_id {
            out.push(b'"');
            json::hexadecimal(out, session, 32);
            json::hexadecimal(out, session.rotate_left(64), 32);
            out.push(b'"');
        }
    }),
    ("timestamp", |record, out| {
        json::integer(out, record.event.time_ms);
    }),
    ("userAgent", |record, out| record.user_agent(out)),
    ("version", |_, out| out.extend_from_slice(b"\"1.0\"")),
    ("date", |record, out| record.text(out, record.date)),
    ("userIdentity", |record, out| record.user_identity(out)),
    ("sourceIPAddress", |record, out| {
        record.source_ip_address(out);
    }),
    ("requestParams", |record, out| record.request_params(out)),
];

pub(super) fn write(event: &Event<'_>, order: KeyOrder, out: &mut Vec<u8>) {
    let record = Record { event, order, beyond: Beyond::Kept, date: "" };
    record.object(&FIELDS, out);
}

pub(super) fn write_2019(event: &Event<'_>, order: KeyOrder, calendar: &Calendar, out: &mut Vec<u8>) {
    let record = Record { event, order, beyond: Beyond::Escaped, date: calendar.date(event.time_ms) };
    record.object(&FIELDS_2019, out);
}

impl Record<'_, '_> {
    /// Account-level records are written as the documentation shows them: with `null` where others leave the key
    /// out.
    fn is_account_level(&self) -> bool {
        self.event.workspace.is_none()
    }

    fn object(&self, fields: &[Field], out: &mut Vec<u8>) {
        out.push(b'{');
        let mut write = |(key, write_value): &Field| {
            let before = out.len();
            write_key(out, key);
            let after_key = out.len();
            write_value(self, out);
            if out.len() == after_key {
                out.truncate(before);
            } else {
                out.push(b',');
            }
        };
        match self.order {
            KeyOrder::Usual => fields.iter().for_each(&mut write),
            KeyOrder::Reversed => fields.iter().rev().for_each(&mut write),
        }
        close(out);
    }

    fn text(&self, out: &mut Vec<u8>, text: &str) {
        json::text(out, text, self.beyond);
    }

    fn optional(&self, out: &mut Vec<u8>, text: Option<&str>) {
        match text {
            Some(text) => self.text(out, text),
            None if self.is_account_level() => out.extend_from_slice(b"null"),
            None => {}
        }
    }

    fn org_id(&self, out: &mut Vec<u8>) {
        match self.event.workspace {
            Some(workspace) if workspace.org_id_is_number => {
                out.extend_from_slice(workspace.id.as_bytes());
            }
            Some(workspace) => self.text(out, &workspace.id),
            None => self.text(out, "0"),
        }
    }

    fn source_ip_address(&self, out: &mut Vec<u8>) {
        self.text(out, &self.event.ip);
        if let Some(port) = self.event.port {
            out.pop();
            out.push(b':');
            json::integer(out, i64::from(port));
            out.push(b'"');
        }
    }

    fn user_agent(&self, out: &mut Vec<u8>) {
        self.optional(out, self.event.user_agent.as_deref());
    }

    /// Nobody is an e-mail of `null`: that key is never left out.
    fn user_identity(&self, out: &mut Vec<u8>) {
        const IDENTITY: [Field; 2] = [
            ("email", |record, out| match record.event.email.as_deref() {
                Some(email) => record.text(out, email),
                None => out.extend_from_slice(b"null"),
            }),
            ("subjectName", |record, out| {
                if record.date.is_empty() {
                    record.optional(out, record.event.subject_name.as_deref());
                }
            }),
        ];
        self.object(&IDENTITY, out);
    }

    fn request_params(&self, out: &mut Vec<u8>) {
        let Some(params) = &self.event.params else {
            out.extend_from_slice(b"null");
            return;
        };
        out.push(b'{');
        let mut write = |(key, value): &(&'static str, Value<'_>)| {
            write_key(out, key);
            match value {
                Value::Text(text) => self.text(out, text),
                Value::Integer(number) => json::integer(out, *number),
                Value::Boolean(true) => out.extend_from_slice(b"true"),
                Value::Boolean(false) => out.extend_from_slice(b"false"),
                Value::Null => out.extend_from_slice(b"null"),
                Value::Json(json) => out.extend_from_slice(json.as_bytes()),
            }
            out.push(b',');
        };
        match self.order {
            KeyOrder::Usual => params.iter().for_each(&mut write),
            KeyOrder::Reversed => params.iter().rev().for_each(&mut write),
        }
        close(out);
    }

    fn response(&self, out: &mut Vec<u8>) {
        const RESPONSE: [Field; 3] = [
            ("statusCode", |record, out| {
                if let Some(status) = record.said().and_then(|response| response.status) {
                    json::integer(out, i64::from(status));
                }
            }),
            ("errorMessage", |record, out| {
                record.optional(out, record.said().and_then(|response| response.error_message.as_deref()));
            }),
            ("result", |record, out| {
                record.optional(out, record.said().and_then(|response| response.result.as_deref()));
            }),
        ];
        if self.event.response.is_some() {
            self.object(&RESPONSE, out);
        }
    }

    fn said(&self) -> Option<&Response<'_>> {
        self.event.response.as_ref()
    }
}

/// No key has a character that would have to be escaped.
fn write_key(out: &mut Vec<u8>, key: &str) {
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Ends an object after its last comma.
fn close(out: &mut Vec<u8>) {
    if out.last() == Some(&b',') {
        out.pop();
    }
    out.push(b'}');
}
