//! Ids of which a spreadsheet left digits away.

use std::borrow::Cow;

use crate::event::Event;
use crate::number;
use touchstone_source::{Warning, WarningKind};

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

/// Warns of ids that lost digits. An event's own id tells duplicates, and so counts as absent then.
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
        event.event_id.take_if(|id| number::is_rounded(id));
    }
}
