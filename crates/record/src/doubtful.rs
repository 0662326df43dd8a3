//! Implausible values: ids that are words for null or have lost digits, padded names, and times before audit logs
//! existed.

use std::borrow::Cow;
use std::ops::Range;

use crate::event::{Event, Note};
use crate::{number, scalars};
use touchstone_source::{Warning, WarningKind};

/// How programs print a missing value. No event has one of these as its id.
const NULLS: [&str; 12] =
    ["None", "none", "null", "NULL", "Null", "nan", "NaN", "<NA>", "NaT", "\\N", "undefined", "(null)"];

/// Whether an event's id cannot be genuine.
pub(crate) fn is_implausible_id(id: &str) -> bool {
    is_null(id) || is_rounded(id)
}

pub(crate) fn is_null(id: &str) -> bool {
    id.len() <= 9 && NULLS.contains(&id)
}

/// Whether an event's own id lost digits. One of 16 digits that ends in zero may be genuine, but taking two events for
/// one would be worse.
fn is_rounded(id: &str) -> bool {
    number::is_rounded(id) || id.len() == 16 && number::is_cut_to_fifteen(id)
}

/// Plausible times of audit logs: from 2010 to 2100, in milliseconds.
pub(crate) const PLAUSIBLE_MS: Range<i64> = 1_262_304_000_000..4_102_444_800_000;

/// Whether [`note`] would leave an event unchanged.
fn is_sound(event: &Event<'_>) -> bool {
    event.time_ms.is_none_or(|ms| PLAUSIBLE_MS.contains(&ms))
        && principals(event).iter().all(|(_, text)| text.as_deref().is_none_or(|text| !may_be_nested(text)))
        && names(event).iter().all(|text| text.as_deref().is_none_or(|text| !is_padded(text)))
        && ids(event).iter().all(|(_, id)| id.as_deref().is_none_or(|id| !number::is_rounded(id)))
        && event.event_id.as_deref().is_none_or(|id| !is_implausible_id(id))
}

/// Whether a text is padded with spaces, as in columns of fixed width, or with blanks that are not ASCII, as copied from
/// pages. Other white space may be intended.
pub(crate) fn is_padded(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.as_bytes().first(), text.as_bytes().last()) else { return false };
    let is_ascii = (first | last).is_ascii();
    *first == b' ' || *last == b' ' || !is_ascii && (text.starts_with(is_blank) || text.ends_with(is_blank))
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\u{feff}') || !letter.is_ascii() && letter.is_whitespace()
}

/// Texts that never start or end with a space.
fn names<'e, 'a>(event: &'e Event<'a>) -> [&'e Option<Cow<'a, str>>; 10] {
    [
        &event.service_name,
        &event.action_name,
        &event.audit_level,
        &event.account_id,
        &event.workspace_id,
        &event.email,
        &event.source_ip_address,
        &event.session_id,
        &event.request_id,
        &event.event_id,
    ]
}

/// Whether a text may be the JSON of an object or a list.
pub(crate) fn may_be_nested(text: &str) -> bool {
    text.starts_with(['{', '['])
}

fn principals<'e, 'a>(event: &'e Event<'a>) -> [(&'static str, &'e Option<Cow<'a, str>>); 4] {
    [
        ("email", &event.email),
        ("run_as", &event.run_as),
        ("run_by", &event.run_by),
        ("subject_name", &event.subject_name),
    ]
}

fn ids<'e, 'a>(event: &'e Event<'a>) -> [(&'static str, &'e Option<Cow<'a, str>>); 4] {
    [
        ("account_id", &event.account_id),
        ("request_id", &event.request_id),
        ("session_id", &event.session_id),
        ("workspace_id", &event.workspace_id),
    ]
}

/// Strips spaces from names and ids, warns of ids that lost digits, and notes times outside [`PLAUSIBLE_MS`]. An
/// event's own id identifies duplicates, so an implausible one is removed.
pub(crate) fn note(event: &mut Event<'_>) {
    if is_sound(event) {
        return;
    }
    let padded = [
        &mut event.service_name,
        &mut event.action_name,
        &mut event.audit_level,
        &mut event.account_id,
        &mut event.workspace_id,
        &mut event.email,
        &mut event.source_ip_address,
        &mut event.session_id,
        &mut event.request_id,
        &mut event.event_id,
    ];
    for text in padded.into_iter().flatten().filter(|text| is_padded(text)) {
        *text = Cow::Owned(text.trim_matches(is_blank).to_owned());
    }
    let cut_off = |name: &'static str, id: &str| {
        let message =
            format!("{id} was rounded by a spreadsheet or in floating point, and the missing digits are lost");
        Warning::new(WarningKind::CutOff, message).of_field(name)
    };
    let rounded = ids(event).into_iter().filter_map(|(name, id)| Some((name, id.as_deref()?)));
    let mut warnings: Vec<_> =
        rounded.filter(|(_, id)| number::is_rounded(id)).map(|(name, id)| cut_off(name, id)).collect();
    if let Some(id) = event.event_id.take_if(|id| is_implausible_id(id))
        && is_rounded(&id)
    {
        warnings.push(cut_off("event_id", &id));
    }
    for (name, text) in [
        ("email", &mut event.email),
        ("run_as", &mut event.run_as),
        ("run_by", &mut event.run_by),
        ("subject_name", &mut event.subject_name),
    ] {
        let is_nested = |text: &str| may_be_nested(text) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        if let Some(nested) = text.take_if(|text| is_nested(text)) {
            warnings.push(scalars::unread(name, &nested));
        }
    }
    warnings.sort_by(|one, other| one.field.cmp(&other.field));
    event.warnings.extend(warnings);
    if event.time_ms.is_some_and(|ms| !PLAUSIBLE_MS.contains(&ms)) {
        event
            .notes
            .push(Note::guessed("event_time", "there were no audit logs at that time; it is kept as it was read"));
    }
}
