//! The principal in Databricks' formats: an object with an e-mail and a subject name.

use std::borrow::Cow;

use crate::event::Note;
use crate::fields::Fields;
use touchstone_source::Problem;

/// The principal of an event.
pub(crate) struct Identity<'a> {
    /// The e-mail, or what the log has in its place: the UUID of a service principal, `System-User`, `unknown`.
    pub(crate) email: Option<Cow<'a, str>>,
    /// The subject name.
    pub(crate) subject_name: Option<Cow<'a, str>>,
}

/// The keys of an identity; some exports use snake case.
pub(crate) const KEYS: [&str; 3] = ["email", "subjectName", "subject_name"];

/// Reads the identity under `key`, an object or its JSON text, with keys in camel or snake case.
pub(crate) fn of<'a, R: Fields<'a> + ?Sized>(
    record: &R,
    key: &'static str,
    notes: &mut Vec<Note>,
) -> Result<Identity<'a>, Problem> {
    let [email, camel, snake] = record.members(key, KEYS, notes)?;
    Ok(Identity { email, subject_name: camel.or(snake) })
}
