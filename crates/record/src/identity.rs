//! Who did it, as Databricks' formats say it: an object with an e-mail and a subject name.

use std::borrow::Cow;

use crate::event::Note;
use crate::json::{self, Member};
use touchstone_source::Problem;

/// The principal of an event.
pub(crate) struct Identity<'a> {
    /// Its e-mail, or what the log has in its place: the UUID of a service principal, `System-User`, `unknown`.
    pub(crate) email: Option<Cow<'a, str>>,
    /// Its subject name.
    pub(crate) subject_name: Option<Cow<'a, str>>,
}

/// The identity under `key`, an object or its JSON text. Its keys are in camel or in snake case.
pub(crate) fn of<'a>(members: &[Member<'a>], key: &str, notes: &mut Vec<Note>) -> Result<Identity<'a>, Problem> {
    let [email, camel, snake] = json::fields(members, key, ["email", "subjectName", "subject_name"], notes)?;
    Ok(Identity { email, subject_name: camel.or(snake) })
}
