//! Where the readers of formats find a record's values: among its members, or by what is known of its layout.

use std::borrow::Cow;

use crate::event::{Note, Param};
use crate::json::{self, Member};
use crate::{params, unique};
use touchstone_source::Problem;

/// The values of a record, by their keys. Keys are constants of the formats' readers.
pub(crate) trait Fields<'a> {
    /// The text under a key: a string's value, anything else as compact JSON; none for null.
    fn text(&self, key: &'static str) -> Option<Cow<'a, str>>;

    /// Whether there is a value under a key that is not null.
    fn has(&self, key: &'static str) -> bool;

    /// The texts of some members of the object under `key`, or of the object whose JSON text is stored there. Notes
    /// keys that occur in it more than once, and members of structs that are not read.
    fn members<const N: usize>(
        &self,
        key: &'static str,
        names: [&'static str; N],
        notes: &mut Vec<Note>,
    ) -> Result<[Option<Cow<'a, str>>; N], Problem>;

    /// The request parameters under `key`; see [`params::of`].
    fn params(&self, key: &'static str, notes: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem>;
}

impl<'a> Fields<'a> for [Member<'a>] {
    fn text(&self, key: &'static str) -> Option<Cow<'a, str>> {
        json::text_of(self, key)
    }

    fn has(&self, key: &'static str) -> bool {
        json::get(self, key).is_some()
    }

    fn members<const N: usize>(
        &self,
        key: &'static str,
        names: [&'static str; N],
        notes: &mut Vec<Note>,
    ) -> Result<[Option<Cow<'a, str>>; N], Problem> {
        let mut note = |members: &[Member<'_>]| {
            unique::note_repeats(members, Some(key), notes);
            json::note_unread(members, key, &names, notes);
            json::note_spellings(members, key, &names, notes);
        };
        Ok(match json::document(self, key) {
            None => [const { None }; N],
            Some(Cow::Borrowed(text)) => {
                let members = json::object(text, key)?;
                note(&members);
                names.map(|name| json::text_of_folded(&members, name))
            }
            Some(Cow::Owned(text)) => {
                let members = json::object(&text, key)?;
                note(&members);
                names.map(|name| json::text_of_folded(&members, name).map(|text| Cow::Owned(text.into_owned())))
            }
        })
    }

    fn params(&self, key: &'static str, notes: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem> {
        params::of(self, key, notes)
    }
}
