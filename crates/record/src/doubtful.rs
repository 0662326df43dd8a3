//! Implausible values: ids that are words for null or have lost digits, padded names, and times before audit logs
//! existed.

use std::borrow::Cow;
use std::ops::Range;

use crate::event::{Event, Note};
use crate::event_text::EventText;
use crate::{number, scalars};
use touchstone_source::{Warning, WarningKind};

/// How programs print a missing value. No event has one of these as its id.
const NULLS: [&str; 12] =
    ["None", "none", "null", "NULL", "Null", "nan", "NaN", "<NA>", "NaT", "\\N", "undefined", "(null)"];

/// Whether an event's id cannot be genuine.
pub(crate) fn is_implausible_id(id: &str) -> bool {
    is_null(id) || is_rounded(id) || is_broken(id)
}

/// Whether letters of an id were lost when it was decoded.
fn is_broken(id: &str) -> bool {
    !id.is_ascii() && id.contains(char::REPLACEMENT_CHARACTER)
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
const PLAUSIBLE_MS: Range<i64> = 1_262_304_000_000..4_102_444_800_000;

/// Whether a text of an event is a name or an id, which never starts or ends with a space.
#[inline]
fn is_name(of: EventText) -> bool {
    use EventText as T;
    is_id(of)
        || matches!(of, T::EventId | T::ServiceName | T::ActionName | T::AuditLevel | T::Email | T::SourceIpAddress)
}

/// Whether a text is an id other than the event's own.
#[inline]
fn is_id(of: EventText) -> bool {
    matches!(of, EventText::AccountId | EventText::RequestId | EventText::SessionId | EventText::WorkspaceId)
}

/// Whether a text names who acts.
#[inline]
fn is_principal(of: EventText) -> bool {
    matches!(of, EventText::Email | EventText::RunAs | EventText::RunBy | EventText::SubjectName)
}

/// Whether [`note`] would leave an event with this time and these texts unchanged.
fn is_sound<'t>(time_ms: Option<i64>, text: impl Fn(EventText) -> Option<&'t str>) -> bool {
    time_ms.is_none_or(is_plausible)
        && EventText::ALL.into_iter().all(|of| text(of).is_none_or(|text| is_sound_text(of, text)))
}

/// Whether [`note`] would leave a text of an event unchanged.
#[inline]
pub(crate) fn is_sound_text(of: EventText, text: &str) -> bool {
    !(is_name(of) && is_padded(text)
        || is_id(of) && number::is_rounded(text)
        || is_principal(of) && may_be_nested(text)
        || of == EventText::EventId && is_implausible_id(text))
}

/// Whether there were audit logs at a time.
pub(crate) fn is_plausible(time_ms: i64) -> bool {
    PLAUSIBLE_MS.contains(&time_ms)
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

/// Whether a text may be the JSON of an object or a list.
fn may_be_nested(text: &str) -> bool {
    text.starts_with(['{', '['])
}

/// Whether a text is the JSON of an object or a list.
pub(crate) fn is_nested(text: &str) -> bool {
    may_be_nested(text) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Strips spaces from names and ids, warns of ids that lost digits, and notes times outside [`PLAUSIBLE_MS`]. An
/// event's own id identifies duplicates, so an implausible one is removed.
pub(crate) fn note(event: &mut Event<'_>) {
    if is_sound(event.time_ms, |text| event.text(text)) {
        return;
    }
    for name in EventText::ALL.into_iter().filter(|of| is_name(*of)) {
        if let Some(text) = event.text_mut(name).as_mut().filter(|text| is_padded(text)) {
            *text = Cow::Owned(text.trim_matches(is_blank).to_owned());
        }
    }
    let cut_off = |of: EventText, id: &str| {
        let message =
            format!("{id} was rounded by a spreadsheet or in floating point, and the missing digits are lost");
        Warning::new(WarningKind::CutOff, message).of_field(of.name())
    };
    let ids = EventText::ALL.into_iter().filter(|of| is_id(*of));
    let rounded = ids.filter_map(|of| Some((of, event.text(of).filter(|id| number::is_rounded(id))?)));
    let mut warnings: Vec<_> = rounded.map(|(of, id)| cut_off(of, id)).collect();
    if let Some(id) = event.event_id.take_if(|id| is_implausible_id(id)) {
        if is_rounded(&id) {
            warnings.push(cut_off(EventText::EventId, &id));
        } else if is_broken(&id) {
            let message = format!("{id} lost letters, which U+FFFD replaces; it counts as absent");
            warnings.push(Warning::new(WarningKind::BrokenText, message).of_field(EventText::EventId.name()));
        }
    }
    for of in EventText::ALL.into_iter().filter(|of| is_principal(*of)) {
        if let Some(nested) = event.text_mut(of).take_if(|text| is_nested(text)) {
            warnings.push(scalars::unread(of.name(), &nested));
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
