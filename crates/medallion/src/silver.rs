//! Silver: one row per event of any format. `docs/schema.md` lists the columns.

use touchstone_frame::{ColumnId, Frame};
use touchstone_record::Event;
pub(crate) use touchstone_schema::SilverColumn;
use touchstone_schema::{ColumnType, STORED};

/// Silver's columns as shown and exported, in order, with their types.
pub const COLUMNS: [(&str, ColumnType); touchstone_schema::COLUMNS.len()] = {
    let mut columns = [("", ColumnType::Text); touchstone_schema::COLUMNS.len()];
    let mut at = 0;
    while at < columns.len() {
        columns[at] = (touchstone_schema::COLUMNS[at].name, touchstone_schema::COLUMNS[at].column_type);
        at += 1;
    }
    columns
};

use SilverColumn as C;

/// The stored text columns.
pub(crate) const TEXTS: [SilverColumn; 18] = [
    C::ServiceName,
    C::ActionName,
    C::AuditLevel,
    C::AccountId,
    C::WorkspaceId,
    C::Email,
    C::SubjectName,
    C::RunBy,
    C::RunAs,
    C::SourceIpAddress,
    C::UserAgent,
    C::SessionId,
    C::RequestId,
    C::EventId,
    C::Outcome,
    C::ErrorMessage,
    C::Result,
    C::Format,
];

/// An event's texts for [`TEXTS`].
pub(crate) fn texts<'a>(event: &'a Event<'_>) -> [Option<&'a str>; TEXTS.len()] {
    [
        // Gold is split by service, so the service is never absent: records without one have the empty name.
        Some(event.service_name.as_deref().unwrap_or_default()),
        event.action_name.as_deref(),
        event.audit_level.as_deref(),
        event.account_id.as_deref(),
        event.workspace_id.as_deref(),
        event.email.as_deref(),
        event.subject_name.as_deref(),
        event.run_by.as_deref(),
        event.run_as.as_deref(),
        event.source_ip_address.as_deref(),
        event.user_agent.as_deref(),
        event.session_id.as_deref(),
        event.request_id.as_deref(),
        event.event_id.as_deref(),
        Some(event.outcome.name()),
        event.error_message.as_deref(),
        event.result.as_deref(),
        Some(event.format.name()),
    ]
}

/// The silver frame.
#[derive(Debug)]
pub struct Silver {
    pub(crate) frame: Frame,
    ids: Vec<ColumnId>,
}

impl Default for Silver {
    fn default() -> Self {
        let mut frame = Frame::default();
        let ids = STORED
            .iter()
            .map(|(column, name)| if TEXTS.contains(column) { frame.add_text(name) } else { frame.add_integer(name) })
            .collect();
        Self { frame, ids }
    }
}

impl Silver {
    /// Number of rows, one per event.
    pub fn rows(&self) -> u32 {
        self.frame.rows()
    }

    /// The frame of stored columns; it has no derived ones (`event_date`, `date_time`, `flattened`).
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The frame's column for a stored column.
    pub fn id(&self, column: SilverColumn) -> ColumnId {
        self.ids[column as usize]
    }

    /// The text of a stored text column.
    pub fn text(&self, column: SilverColumn, row: u32) -> Option<&str> {
        self.frame.text(self.id(column), row)
    }

    /// Nanoseconds of an event's time within its millisecond.
    pub fn time_ns(&self, row: u32) -> u32 {
        self.integer(SilverColumn::TimeNs, row).unwrap_or_default() as u32
    }

    /// The value of a stored number column.
    pub fn integer(&self, column: SilverColumn, row: u32) -> Option<i64> {
        self.frame.integer(self.id(column), row)
    }

    /// Appends to a stored number column, as [`Frame::extend_integers`] does.
    pub(crate) fn extend_integers(&mut self, column: SilverColumn, values: impl Iterator<Item = Option<i64>>) {
        let id = self.id(column);
        self.frame.extend_integers(id, values);
    }
}
