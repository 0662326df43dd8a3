//! Values that cannot be what a log had: ids that are words for null or lost digits, names with spaces around them, times
//! before there were audit logs.

use std::borrow::Cow;
use std::ops::Range;

use crate::event::{Event, Note};
use crate::number;
use touchstone_source::{Warning, WarningKind};

/// How programs print what is missing. No event has one of these for an id.
const NULLS: [&str; 12] =
    ["None", "none", "null", "NULL", "Null", "nan", "NaN", "<NA>", "NaT", "\\N", "undefined", "(null)"];

/// Whether an id of an event cannot be one.
pub(crate) fn is_no_id(id: &str) -> bool {
    is_null(id) || is_rounded(id)
}

fn is_null(id: &str) -> bool {
    id.len() <= 9 && NULLS.contains(&id)
}

/// Whether an event's own id lost digits. One of 16 digits that ends in zero may be whole; two events in one would be worse.
fn is_rounded(id: &str) -> bool {
    number::is_rounded(id) || id.len() == 16 && number::is_cut_to_fifteen(id)
}

/// Times of audit logs: from the year 2010 to the year 2100, in milliseconds.
pub(crate) const PLAUSIBLE_MS: Range<i64> = 1_262_304_000_000..4_102_444_800_000;

/// Whether [`note`] leaves an event as it is.
pub(crate) fn is_sound(event: &Event<'_>) -> bool {
    event.time_ms.is_none_or(|ms| PLAUSIBLE_MS.contains(&ms))
        && names(event).iter().all(|text| text.as_deref().is_none_or(|text| !is_padded(text)))
        && ids(event).iter().all(|(_, id)| id.as_deref().is_none_or(|id| !number::is_rounded(id)))
        && event.event_id.as_deref().is_none_or(|id| !is_no_id(id))
}

/// Whether a text has spaces around it, as columns of a fixed width have. Other white space is somebody's own.
pub(crate) fn is_padded(text: &str) -> bool {
    text.starts_with(' ') || text.ends_with(' ')
}

/// Texts to which spaces around them do not belong.
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

fn ids<'e, 'a>(event: &'e Event<'a>) -> [(&'static str, &'e Option<Cow<'a, str>>); 4] {
    [
        ("account_id", &event.account_id),
        ("request_id", &event.request_id),
        ("session_id", &event.session_id),
        ("workspace_id", &event.workspace_id),
    ]
}

/// Takes spaces off names and ids, and warns of ids that lost digits and of times when there was no audit log. An event's
/// own id tells duplicates, and so counts as absent where it is none.
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
        *text = Cow::Owned(text.trim_matches(' ').to_owned());
    }
    let cut_off = |name: &'static str, id: &str| {
        let message =
            format!("{id} was rounded by a spreadsheet or in floating point, and the digits left away are lost");
        Warning::new(WarningKind::CutOff, message).of_field(name)
    };
    let rounded = ids(event).into_iter().filter_map(|(name, id)| Some((name, id.as_deref()?)));
    let mut warnings: Vec<_> =
        rounded.filter(|(_, id)| number::is_rounded(id)).map(|(name, id)| cut_off(name, id)).collect();
    if let Some(id) = event.event_id.take_if(|id| is_no_id(id))
        && is_rounded(&id)
    {
        warnings.push(cut_off("event_id", &id));
    }
    warnings.sort_by(|one, other| one.field.cmp(&other.field));
    event.warnings.extend(warnings);
    if event.time_ms.is_some_and(|ms| !PLAUSIBLE_MS.contains(&ms)) {
        event.notes.push(Note::guessed("event_time", "there was no audit log then; the time stands as it was read"));
    }
}
