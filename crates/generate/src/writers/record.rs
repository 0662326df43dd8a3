//! Shared by the JSON formats: objects as tables of fields, and the common parts of an event.

use super::KeyOrder;
use super::json::{self, Beyond};
use crate::model::{Event, Response, Value};
use crate::world::World;

/// A member of an object: its key, and a function that writes its value. If it writes nothing, the key is omitted as
/// well.
pub(super) type Field = (&'static str, fn(&Record<'_, '_>, &mut Vec<u8>));

/// How a missing value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    LeftOut,
    Null,
}

/// The context for writing a field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'e, 'w> {
    pub(super) event: &'e Event<'w>,
    pub(super) world: &'e World,
    pub(super) order: KeyOrder,
    pub(super) beyond: Beyond,
    pub(super) absent: Absent,
    /// Whether nested objects are JSON strings.
    pub(super) strings: bool,
}

/// The user, in the spelling of all formats but the system table.
pub(super) const IDENTITY: [Field; 2] = [
    // A missing user has the e-mail `null`: this key is never omitted.
    ("email", |record, out| match record.event.email.as_deref() {
        Some(email) => record.text(out, email),
        None => out.extend_from_slice(b"null"),
    }),
    ("subjectName", |record, out| {
        if !record.event.is_2019() {
            record.optional(out, record.event.subject_name.as_deref());
        }
    }),
];

/// The response, in the spelling of all formats but the system table.
pub(super) const RESPONSE: [Field; 3] = [
    ("statusCode", |record, out| {
        if let Some(status) = record.response().and_then(|response| response.status) {
            json::integer(out, i64::from(status));
        }
    }),
    ("errorMessage", |record, out| record.optional(out, record.event.error_message())),
    ("result", |record, out| record.optional(out, record.event.result_text())),
];

impl<'e, 'w> Record<'e, 'w> {
    /// Defaults: UTF-8, `null` for missing values, and objects as objects.
    pub(super) fn new(event: &'e Event<'w>, world: &'e World, order: KeyOrder) -> Self {
        Self { event, world, order, beyond: Beyond::Kept, absent: Absent::Null, strings: false }
    }

    pub(super) fn object(&self, fields: &[Field], out: &mut Vec<u8>) {
        self.members(fields, out, |(key, write_value), out| {
            write_key(out, key);
            let after_key = out.len();
            write_value(self, out);
            out.len() > after_key
        });
    }

    /// An object with a member per item, for which `write` returns true.
    pub(super) fn members<T>(&self, items: &[T], out: &mut Vec<u8>, write: impl Fn(&T, &mut Vec<u8>) -> bool) {
        out.push(b'{');
        let mut write = |item: &T| {
            let before = out.len();
            if write(item, out) {
                out.push(b',');
            } else {
                out.truncate(before);
            }
        };
        match self.order {
            KeyOrder::Usual => items.iter().for_each(&mut write),
            KeyOrder::Reversed => items.iter().rev().for_each(&mut write),
        }
        if out.last() == Some(&b',') {
            out.pop();
        }
        out.push(b'}');
    }

    pub(super) fn text(&self, out: &mut Vec<u8>, text: &str) {
        json::text(out, text, self.beyond);
    }

    pub(super) fn optional(&self, out: &mut Vec<u8>, text: Option<&str>) {
        match text {
            Some(text) => self.text(out, text),
            None => self.absent(out),
        }
    }

    pub(super) fn absent(&self, out: &mut Vec<u8>) {
        if self.absent == Absent::Null {
            out.extend_from_slice(b"null");
        }
    }

    /// The output of `write`, as is or as a JSON string; absent if empty. Inside a string keys keep their order,
    /// because another order would be another value.
    pub(super) fn nested(&self, out: &mut Vec<u8>, write: impl Fn(&Self, &mut Vec<u8>)) {
        let before = out.len();
        let order = if self.strings { KeyOrder::Usual } else { self.order };
        write(&Self { order, ..*self }, out);
        if out.len() == before {
            self.absent(out);
        } else if self.strings && &out[before..] != b"null" {
            let inner = out.split_off(before);
            self.text(out, &String::from_utf8_lossy(&inner));
        }
    }

    /// The request parameters with their types.
    pub(super) fn params(&self, out: &mut Vec<u8>) {
        let Some(params) = &self.event.params else {
            out.extend_from_slice(b"null");
            return;
        };
        self.members(params, out, |(key, value), out| {
            self.param(key, value, out);
            true
        });
    }

    pub(super) fn param(&self, key: &str, value: &Value<'_>, out: &mut Vec<u8>) {
        write_key(out, key);
        match value {
            Value::Text(text) => self.text(out, text),
            Value::Integer(number) => json::integer(out, *number),
            Value::Boolean(true) => out.extend_from_slice(b"true"),
            Value::Boolean(false) => out.extend_from_slice(b"false"),
            Value::Null => out.extend_from_slice(b"null"),
            Value::Json(json) => out.extend_from_slice(json.as_bytes()),
        }
    }

    /// The response with the format's fields; nothing without a response.
    pub(super) fn response_of(&self, fields: &[Field], out: &mut Vec<u8>) {
        if self.event.response.is_some() {
            self.object(fields, out);
        }
    }

    pub(super) fn response(&self) -> Option<&'e Response<'w>> {
        self.event.response.as_ref()
    }
}

/// No key needs escaping.
pub(super) fn write_key(out: &mut Vec<u8>, key: &str) {
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}
