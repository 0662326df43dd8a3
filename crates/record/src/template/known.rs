//! A record whose layout is known, for the readers of the formats.

use std::borrow::Cow;
use std::cell::Cell;
use std::ptr;

use super::layout::{Entry, Layout};
use super::scan::{Value, ValueKind};
use crate::event::{Note, Param};
use crate::fields::Fields;
use crate::partitions::{self, Partitions};
use crate::workspace;
use touchstone_source::Problem;

/// A record, or an object in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'r, 'a> {
    pub(super) layout: &'r Layout,
    /// Which of the layout's objects it is.
    pub(super) object: usize,
    pub(super) values: &'r [Value<'a>],
    pub(super) partitions: &'a Partitions,
    pub(super) state: &'r State,
}

/// What is noted while a record is read.
#[derive(Debug, Default)]
pub(super) struct State {
    /// How many keys have been looked up.
    asked: Cell<usize>,
    /// Whether the general reader has to read the record.
    pub(super) is_unusual: Cell<bool>,
}

/// A key that was looked up in an object, and what is there.
pub(super) type Asked = (usize, &'static str, Option<Entry>);

impl<'r, 'a> Known<'r, 'a> {
    /// The object under a key, or one without members.
    pub(super) fn part(&self, key: &'static str) -> Self {
        match self.find(key) {
            Some(Entry::Object(object)) => Self { object, ..*self },
            Some(Entry::Value(at)) if !self.values[at].is_null() => self.unusual(),
            _ => Self { object: Layout::NOTHING, ..*self },
        }
    }

    /// The parameters of a format that flattens its records.
    pub(crate) fn flat_params(&self) -> Vec<Param<'a>> {
        let params = self.layout.flat.iter().filter_map(|flat| {
            let value = &self.values[flat.value];
            if value.is_object() && !flat.is_whole && !matches!(value.text().as_deref(), Some("{}")) {
                self.state.is_unusual.set(true);
            }
            value.param(flat.key.as_ref().map_or(Cow::Borrowed(value.key), |key| Cow::Owned(key.to_string())))
        });
        params.collect()
    }

    /// The same object, after noting that the general reader has to read the record.
    fn unusual(&self) -> Self {
        self.state.is_unusual.set(true);
        *self
    }

    /// What is under a key. Readers look up the same keys in the same order for every record of a layout, so each
    /// answer is expected to be the one that was given at this point before.
    #[inline]
    fn find(&self, key: &'static str) -> Option<Entry> {
        let nth = self.state.asked.get();
        self.state.asked.set(nth + 1);
        let Some(expected) = self.layout.asked.get(nth) else { return self.layout.find(self.object, key) };
        let (object, asked, found) = expected.get();
        if object == self.object && ptr::eq(asked, key) {
            return found;
        }
        let found = self.layout.find(self.object, key);
        expected.set((self.object, key, found));
        found
    }

    /// The value under a key that is not null.
    #[inline]
    fn value(&self, key: &'static str) -> Option<&'r Value<'a>> {
        match self.find(key)? {
            Entry::Value(at) => Some(&self.values[at]).filter(|value| !value.is_null()),
            Entry::Object(_) => {
                self.unusual();
                None
            }
        }
    }

    /// The value that the names of the input's folders have under a key.
    fn of_folders(&self, key: &'static str) -> Option<Cow<'a, str>> {
        let text = self.partitions.get(key)?;
        // The record may name its own workspace.
        if ["workspace_id", "orgId"].into_iter().any(|other| other != key && self.value(other).is_some()) {
            self.unusual();
        }
        Some(text)
    }

    /// The text of a member of a struct.
    fn member(&self, key: &'static str) -> Option<Cow<'a, str>> {
        let value = self.value(key)?;
        let text = value.text();
        // Messages and results may be JSON, but not an object that names its type.
        let may_be_nested = || matches!(key, "result" | "errorMessage" | "error_message");
        let is_typed = || text.as_deref().is_some_and(|text| text.starts_with("{\"string\""));
        if value.kind == ValueKind::Nested && (!may_be_nested() || is_typed()) {
            self.unusual();
        }
        text
    }
}

impl<'a> Fields<'a> for Known<'_, 'a> {
    fn text(&self, key: &'static str) -> Option<Cow<'a, str>> {
        let own = self.value(key).and_then(Value::text);
        match own {
            Some(own) if key != partitions::WORKSPACE || workspace::is_id(&own) => Some(own),
            own if self.object == 0 => self.of_folders(key).or(own),
            own => own,
        }
    }

    fn has(&self, key: &'static str) -> bool {
        match self.find(key) {
            Some(Entry::Object(_)) => true,
            Some(Entry::Value(at)) if !self.values[at].is_null() => true,
            _ => self.object == 0 && self.partitions.get(key).is_some(),
        }
    }

    fn members<const N: usize>(
        &self,
        key: &'static str,
        names: [&'static str; N],
        _: &mut Vec<Note>,
    ) -> Result<[Option<Cow<'a, str>>; N], Problem> {
        let part = self.part(key);
        if part.object == Layout::NOTHING {
            return Ok([const { None }; N]);
        }
        Ok(names.map(|name| part.member(name)))
    }

    fn params(&self, key: &'static str, _: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem> {
        let members = self.layout.members(self.part(key).object);
        let mut params = Vec::with_capacity(members.len());
        params.extend(members.iter().filter_map(|(_, entry)| match entry {
            Entry::Value(at) => {
                let value = &self.values[*at];
                value.param(Cow::Borrowed(value.key))
            }
            Entry::Object(_) => None,
        }));
        Ok(params)
    }
}
