//! From the event to the bytes of a record, one file for each format.

mod delivery;
mod json;

use crate::calendar::Calendar;
use crate::model::Event;

/// In which order the keys of a record's objects are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyOrder {
    Usual,
    /// The opposite, in every object that the format itself defines; nested parameter values stay as they are.
    Reversed,
}

/// The format of one record. A new format is a new variant and a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Log delivery, version "2.0".
    Delivery,
    /// Log delivery, version "1.0" as of December 2019.
    Delivery2019,
}

impl Format {
    /// What the event's workspace writes.
    pub(crate) fn of(event: &Event<'_>) -> Self {
        match event.workspace {
            Some(workspace) if workspace.is_2019 => Self::Delivery2019,
            _ => Self::Delivery,
        }
    }

    /// Appends the record, without a line feed.
    pub(crate) fn write(self, event: &Event<'_>, order: KeyOrder, calendar: &Calendar, out: &mut Vec<u8>) {
        match self {
            Self::Delivery => delivery::write(event, order, out),
            Self::Delivery2019 => delivery::write_2019(event, order, calendar, out),
        }
    }
}
