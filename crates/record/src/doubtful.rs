//! Ids that are none: words for null that a program wrote as text, and numbers of which a spreadsheet left digits away.

use std::borrow::Cow;

use crate::event::Event;
use crate::number;
use touchstone_source::{Warning, WarningKind};

/// How programs print what is missing. No event has one of these for an id.
const NULLS: [&str; 12] =
    ["None", "none", "null", "NULL", "Null", "nan", "NaN", "<NA>", "NaT", "\\N", "undefined", "(null)"];

/// Whether an id of an event cannot be one.
pub(crate) fn is_no_id(id: &str) -> bool {
    id.len() <= 9 && NULLS.contains(&id) || number::is_rounded(id)
}

/// Whether an event has an id that is to be warned of.
pub(crate) fn has_rounded(event: &Event<'_>) -> bool {
    ids(event).iter().any(|(_, id)| id.as_deref().is_some_and(number::is_rounded))
}

fn ids<'e, 'a>(event: &'e Event<'a>) -> [(&'static str, &'e Option<Cow<'a, str>>); 5] {
    [
        ("account_id", &event.account_id),
        ("event_id", &event.event_id),
        ("request_id", &event.request_id),
        ("session_id", &event.session_id),
        ("workspace_id", &event.workspace_id),
    ]
}

/// Warns of ids that lost digits. An event's own id tells duplicates, and so counts as absent where it is none.
pub(crate) fn note(event: &mut Event<'_>) {
    if has_rounded(event) {
        let rounded = ids(event).into_iter().filter_map(|(name, id)| Some((name, id.as_deref()?)));
        let warnings: Vec<_> = rounded
            .filter(|(_, id)| number::is_rounded(id))
            .map(|(name, id)| {
                let message = format!("{id} was shortened by a spreadsheet, and the digits it left away are lost");
                Warning::new(WarningKind::CutOff, message).of_field(name)
            })
            .collect();
        event.warnings.extend(warnings);
    }
    event.event_id.take_if(|id| is_no_id(id));
}
