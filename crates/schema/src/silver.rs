//! The columns of silver: one declaration that defines the enum, the order and the tables.

use crate::column::{Column, ColumnType};

/// Processes the declarations one by one: `stored` and `derived` columns are shown, `hidden` ones are only stored.
macro_rules! silver {
    (@ [$($variants:tt)*] [$($stored:tt)*] [$($columns:tt)*]
        stored $variant:ident: $type:ident $name:literal $(as $short:literal)? $(dimension $heading:literal $order:literal)?
        $(events $events:literal)? $(gold $gold:literal)? { $meaning:literal, $from:literal, $null_when:literal }
        $($rest:tt)*
    ) => {
        silver! {
            @ [$($variants)* #[doc = concat!($meaning, ": `", $name, "`.")] $variant,]
            [$($stored)* (SilverColumn::$variant, $name),]
            [$($columns)* Column {
                stored: Some(SilverColumn::$variant),
                $(short: $short,)?
                $(dimension: $heading, dimension_order: $order,)?
                $(in_events: $events,)?
                $(in_gold: $gold,)?
                ..shown($name, ColumnType::$type, $meaning, $from, $null_when)
            },]
            $($rest)*
        }
    };
    (@ [$($variants:tt)*] [$($stored:tt)*] [$($columns:tt)*]
        derived $type:ident $name:literal { $meaning:literal, $from:literal, $null_when:literal } $($rest:tt)*
    ) => {
        silver! {
            @ [$($variants)*] [$($stored)*]
            [$($columns)* shown($name, ColumnType::$type, $meaning, $from, $null_when),]
            $($rest)*
        }
    };
    (@ [$($variants:tt)*] [$($stored:tt)*] [$($columns:tt)*]
        $(#[$doc:meta])* hidden $variant:ident $name:literal; $($rest:tt)*
    ) => {
        silver! {
            @ [$($variants)* $(#[$doc])* $variant,] [$($stored)* (SilverColumn::$variant, $name),] [$($columns)*]
            $($rest)*
        }
    };
    (@ [$($variants:tt)*] [$($stored:tt)*] [$($columns:tt)*]) => {
        /// A stored column of silver, in storage order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum SilverColumn { $($variants)* }

        /// The stored columns and their names, in order of declaration.
        pub const STORED: &[(SilverColumn, &str)] = &[$($stored)*];

        /// Silver's columns as shown and exported, in order.
        pub const COLUMNS: &[Column] = &[$($columns)*];
    };
}

const fn shown(
    name: &'static str,
    column_type: ColumnType,
    meaning: &'static str,
    from: &'static str,
    null_when: &'static str,
) -> Column {
    Column {
        name,
        short: "",
        column_type,
        stored: None,
        meaning,
        from,
        null_when,
        dimension: "",
        dimension_order: 0,
        in_events: 0,
        in_gold: 0,
    }
}

silver! {
    @ [] [] []
    stored EventTime: TimeMs "event_time" as "time" events 1 gold 1 {
        "When it happened",
        "`timestamp`, see [Times](#times)",
        "it is absent or cannot be read"
    }
    derived Date "event_date" {
        "The UTC day",
        "the UTC day of `event_time`",
        "`event_time` is"
    }
    derived TimeS "date_time" {
        "The time in whole seconds",
        "`event_time` cut to whole seconds: the blog's column",
        "`event_time` is"
    }
    stored ServiceName: Text "service_name" as "service" dimension "Service" 1 events 2 {
        "The service that logged it",
        "`serviceName`",
        "never; a record that names none has the empty text"
    }
    stored ActionName: Text "action_name" as "action" dimension "Action" 2 events 3 gold 2 {
        "What was done",
        "`actionName`",
        "it is null"
    }
    stored AuditLevel: Text "audit_level" as "level" {
        "Workspace or account level",
        "`auditLevel`",
        "it is absent, as in 2019"
    }
    stored AccountId: Text "account_id" as "account" {
        "The Databricks account",
        "`accountId`",
        "it is absent"
    }
    stored WorkspaceId: Text "workspace_id" as "ws" dimension "Workspace" 6 events 8 {
        "The effective workspace",
        "the effective one, see below",
        "none of its sources is there"
    }
    stored Email: Text "email" as "user" dimension "Principal" 3 events 4 gold 3 {
        "The principal's e-mail address or application",
        "`userIdentity.email`, else `email` at the record's top",
        "neither is there; it is never guessed"
    }
    stored SubjectName: Text "subject_name" as "subject" {
        "The identity's subject",
        "`userIdentity.subjectName`",
        "it is absent"
    }
    stored RunBy: Text "run_by" {
        "Who started it",
        "no member: the system table's `identity_metadata`, Immuta's impersonation",
        "it is absent"
    }
    stored RunAs: Text "run_as" {
        "Whose rights it ran with",
        "no member: the system table's `identity_metadata`, Immuta's impersonation",
        "it is absent"
    }
    stored SourceIpAddress: Text "source_ip_address" as "ip" dimension "Source address" 4 events 7 gold 5 {
        "The address the request came from",
        "`sourceIPAddress` without its port",
        "it is absent; the empty text stays the empty text"
    }
    stored SourcePort: U16 "source_port" as "port" {
        "The port the request came from",
        "the port behind an IPv4 address",
        "there is none"
    }
    stored UserAgent: Text "user_agent" as "agent" dimension "User agent" 7 events 9 {
        "The client, as it calls itself",
        "`userAgent`",
        "it is absent"
    }
    stored SessionId: Text "session_id" as "session" {
        "The session",
        "`sessionId`",
        "it is absent"
    }
    stored RequestId: Text "request_id" as "request" {
        "The request; several events may share it",
        "`requestId`; not unique",
        "it is absent"
    }
    stored EventId: Text "event_id" {
        "The event's own id",
        "no member: other formats have one; it tells [duplicates](#duplicates)",
        "it is absent"
    }
    stored StatusCode: I32 "status_code" as "status" events 6 {
        "The response's status code",
        "`response.statusCode`, a number or its digits; `200.0` is 200",
        "it is absent, no whole number, or beyond 32 bits"
    }
    stored Outcome: Text "outcome" dimension "Outcome" 5 events 5 gold 4 {
        "Success, denied, failure or unknown",
        "see [Outcomes](#outcomes)",
        "never"
    }
    stored ErrorMessage: Text "error_message" as "error" events 10 {
        "The response's error message",
        "`response.errorMessage`",
        "it is absent"
    }
    stored Result: Text "result" {
        "The response's result",
        "`response.result`, usually JSON text",
        "it is absent"
    }
    derived Text "flattened" {
        "The request parameters as JSON",
        "the request parameters as JSON, see below",
        "never; an event without any has `{}`"
    }
    stored Format: Text "format" dimension "Format" 8 {
        "The format of the record",
        "the format that the record has",
        "never"
    }
    stored Input: U32 "input" {
        "The file it was read from",
        "the input's index in the ledger, from 0",
        "never"
    }
    stored Record: U64 "record" {
        "The record's number within its input",
        "the record's number within its input, from 1; blank lines do not count",
        "never"
    }
    /// Nanoseconds of the event's time within its millisecond; shown with `event_time`.
    hidden TimeNs "$time_ns";
    /// The record's offset in its input; not shown as a column.
    hidden Offset "$offset";
    /// The record's length in bytes; not shown as a column.
    hidden Length "$length";
    /// The event's row in its gold frame; not shown as a column.
    hidden GoldRow "$gold_row";
    /// The number of the event's shape; not shown as a column.
    hidden Shape "$shape";
}

impl SilverColumn {
    /// Its name in the frame and, if it is shown, in exports and filters.
    pub fn name(self) -> &'static str {
        STORED[self as usize].1
    }
}

/// The shown column with a name.
pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// The type of a silver column; request parameters are text.
pub fn column_type(name: &str) -> ColumnType {
    column(name).map_or(ColumnType::Text, |column| column.column_type)
}

/// The columns with a leaderboard, in leaderboard order.
pub fn dimensions() -> Vec<&'static Column> {
    in_order(|column| column.dimension_order)
}

/// The default columns of the events table, in order.
pub fn event_columns() -> Vec<&'static Column> {
    in_order(|column| column.in_events)
}

/// The columns with a position, in order.
pub(crate) fn in_order(place: impl Fn(&Column) -> u8) -> Vec<&'static Column> {
    let mut columns: Vec<_> = COLUMNS.iter().filter(|column| place(column) > 0).collect();
    columns.sort_by_key(|column| place(column));
    columns
}
