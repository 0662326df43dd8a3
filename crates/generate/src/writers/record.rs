//! What the formats of JSON have in common: objects as tables of fields, and the parts of an event that they share.

use super::KeyOrder;
use super::json::{self, Beyond};
use crate::model::{Event, Response, Value};
use crate::world::World;

/// A member of an object: its key, and what writes its value. A field that writes nothing is left out together with
/// its key.
pub(super) type Field = (&'static str, fn(&Record<'_, '_>, &mut Vec<u8>));

/// What becomes of a value that an event does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    LeftOut,
    Null,
}

/// What writing a field needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'e, 'w> {
    pub(super) event: &'e Event<'w>,
    pub(super) world: &'e World,
    pub(super) order: KeyOrder,
    pub(super) beyond: Beyond,
    pub(super) absent: Absent,
    /// Whether nested objects are strings of JSON.
    pub(super) strings: bool,
}

/// The user, as everybody but the system table spells it.
pub(super) const IDENTITY: [Field; 2] = [
    // Nobody is an e-mail of `null`: that key is never left out.
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

/// The response, as everybody but the system table spells it.
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
    /// In UTF-8, with `null` for what is absent, and objects as objects.
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

    /// An object of a member for each item. `write` says whether there is one.
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

    /// What `write` writes, as it stands or as a string of JSON; absent if that is nothing. Keys inside of a string
    /// keep their order: the string would be another value.
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

    /// The request parameters with the types that they have.
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

    /// The response with the fields that a format gives it; nothing if there is none.
    pub(super) fn response_of(&self, fields: &[Field], out: &mut Vec<u8>) {
        if self.event.response.is_some() {
            self.object(fields, out);
        }
    }

    pub(super) fn response(&self) -> Option<&'e Response<'w>> {
        self.event.response.as_ref()
    }
}

/// No key has a character that would have to be escaped.
pub(super) fn write_key(out: &mut Vec<u8>, key: &str) {
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}
