//! Silver: one row per event, whatever its format. The columns are those of `docs/schema.md`.

use touchstone_frame::{ColumnId, Frame};
use touchstone_record::Event;

/// A stored column of silver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the column of its name; docs/schema.md describes them")]
pub enum SilverColumn {
    EventTime,
    ServiceName,
    ActionName,
    AuditLevel,
    AccountId,
    WorkspaceId,
    Email,
    SubjectName,
    RunBy,
    RunAs,
    SourceIpAddress,
    SourcePort,
    UserAgent,
    SessionId,
    RequestId,
    EventId,
    StatusCode,
    Outcome,
    ErrorMessage,
    Result,
    Format,
    Input,
    Record,
    /// The nanoseconds of the event's time within its millisecond; shown with `event_time`.
    TimeNs,
    /// Where the record begins within its input; not shown as a column.
    Offset,
    /// The record's length in bytes; not shown as a column.
    Length,
    /// The event's row in its gold frame; not shown as a column.
    GoldRow,
    /// The number of the event's shape; not shown as a column.
    Shape,
}

/// What a column holds, for exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Milliseconds since 1970 UTC.
    TimeMs,
    /// Microseconds since 1970 UTC: `event_time` in exports, where one of the times has them.
    TimeUs,
    /// Whole seconds since 1970 UTC.
    TimeS,
    /// A UTC day.
    Date,
    /// 16 bits without sign.
    U16,
    /// 32 bits.
    I32,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
    U64,
}

/// Silver's columns as they are shown and exported, in order.
pub const COLUMNS: [(&str, ColumnType); 26] = [
    ("event_time", ColumnType::TimeMs),
    ("event_date", ColumnType::Date),
    ("date_time", ColumnType::TimeS),
    ("service_name", ColumnType::Text),
    ("action_name", ColumnType::Text),
    ("audit_level", ColumnType::Text),
    ("account_id", ColumnType::Text),
    ("workspace_id", ColumnType::Text),
    ("email", ColumnType::Text),
    ("subject_name", ColumnType::Text),
    ("run_by", ColumnType::Text),
    ("run_as", ColumnType::Text),
    ("source_ip_address", ColumnType::Text),
    ("source_port", ColumnType::U16),
    ("user_agent", ColumnType::Text),
    ("session_id", ColumnType::Text),
    ("request_id", ColumnType::Text),
    ("event_id", ColumnType::Text),
    ("status_code", ColumnType::I32),
    ("outcome", ColumnType::Text),
    ("error_message", ColumnType::Text),
    ("result", ColumnType::Text),
    ("flattened", ColumnType::Text),
    ("format", ColumnType::Text),
    ("input", ColumnType::U32),
    ("record", ColumnType::U64),
];

/// The type of a silver column; request parameters are text.
pub fn column_type(name: &str) -> ColumnType {
    COLUMNS.iter().find(|(column, _)| *column == name).map_or(ColumnType::Text, |(_, column_type)| *column_type)
}

use SilverColumn as C;

/// The stored columns in the order of their declaration, with their names.
const STORED: [(SilverColumn, &str); 28] = [
    (C::EventTime, "event_time"),
    (C::ServiceName, "service_name"),
    (C::ActionName, "action_name"),
    (C::AuditLevel, "audit_level"),
    (C::AccountId, "account_id"),
    (C::WorkspaceId, "workspace_id"),
    (C::Email, "email"),
    (C::SubjectName, "subject_name"),
    (C::RunBy, "run_by"),
    (C::RunAs, "run_as"),
    (C::SourceIpAddress, "source_ip_address"),
    (C::SourcePort, "source_port"),
    (C::UserAgent, "user_agent"),
    (C::SessionId, "session_id"),
    (C::RequestId, "request_id"),
    (C::EventId, "event_id"),
    (C::StatusCode, "status_code"),
    (C::Outcome, "outcome"),
    (C::ErrorMessage, "error_message"),
    (C::Result, "result"),
    (C::Format, "format"),
    (C::Input, "input"),
    (C::Record, "record"),
    (C::TimeNs, "$time_ns"),
    (C::Offset, "$offset"),
    (C::Length, "$length"),
    (C::GoldRow, "$gold_row"),
    (C::Shape, "$shape"),
];

/// The stored text columns, and how an event fills each.
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

impl SilverColumn {
    /// Its name in tables and exports.
    pub fn name(self) -> &'static str {
        STORED[self as usize].1
    }
}

/// What an event has for each of [`TEXTS`].
pub(crate) fn texts<'a>(event: &'a Event<'_>) -> [Option<&'a str>; TEXTS.len()] {
    [
        // A service is what gold is split by, so it is never absent: records without one fall under the empty name.
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
    /// Its rows, one per event.
    pub fn rows(&self) -> u32 {
        self.frame.rows()
    }

    /// The frame of the stored columns. Derived ones (`event_date`, `date_time`, `flattened`) are not in it.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// A stored column's place in the frame.
    pub fn id(&self, column: SilverColumn) -> ColumnId {
        self.ids[column as usize]
    }

    /// The text of a stored text column.
    pub fn text(&self, column: SilverColumn, row: u32) -> Option<&str> {
        self.frame.text(self.id(column), row)
    }

    /// The nanoseconds of an event's time within its millisecond.
    pub fn time_ns(&self, row: u32) -> u32 {
        self.integer(SilverColumn::TimeNs, row).unwrap_or_default() as u32
    }

    /// The number of a stored number column.
    pub fn integer(&self, column: SilverColumn, row: u32) -> Option<i64> {
        self.frame.integer(self.id(column), row)
    }

    /// Appends to a stored number column, as [`Frame::extend_integers`] does.
    pub(crate) fn extend_integers(&mut self, column: SilverColumn, values: impl Iterator<Item = Option<i64>>) {
        let id = self.id(column);
        self.frame.extend_integers(id, values);
    }
}
