//! The event that records of every format are converted to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use touchstone_source::Warning;

/// One audit event. Texts are borrowed from the record unless they were escaped there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event<'a> {
    /// The record's format.
    pub format: Format,
    /// Milliseconds since 1970 UTC; absent if the record has no readable time.
    pub time_ms: Option<i64>,
    /// Nanoseconds within the millisecond, below 1,000,000; 0 if the record's time is not that fine.
    pub time_ns: u32,
    /// The service.
    pub service_name: Option<Cow<'a, str>>,
    /// The action.
    pub action_name: Option<Cow<'a, str>>,
    /// `WORKSPACE_LEVEL` or `ACCOUNT_LEVEL`.
    pub audit_level: Option<Cow<'a, str>>,
    /// The account.
    pub account_id: Option<Cow<'a, str>>,
    /// The effective workspace; text, because real ids exceed 64 bits.
    pub workspace_id: Option<Cow<'a, str>>,
    /// The principal's e-mail, or what the log has in its place.
    pub email: Option<Cow<'a, str>>,
    /// The principal's subject name.
    pub subject_name: Option<Cow<'a, str>>,
    /// The principal that started the action.
    pub run_by: Option<Cow<'a, str>>,
    /// The principal on whose behalf it ran.
    pub run_as: Option<Cow<'a, str>>,
    /// The source address without its port.
    pub source_ip_address: Option<Cow<'a, str>>,
    /// The port, if the record had one after an IPv4 address.
    pub source_port: Option<u16>,
    /// The user agent.
    pub user_agent: Option<Cow<'a, str>>,
    /// The session.
    pub session_id: Option<Cow<'a, str>>,
    /// The request. Not unique: a long action writes two records with the same id.
    pub request_id: Option<Cow<'a, str>>,
    /// The event's own id, if the format has one.
    pub event_id: Option<Cow<'a, str>>,
    /// The response's status; not always an HTTP status.
    pub status_code: Option<i32>,
    /// Whether the action succeeded.
    pub outcome: Outcome,
    /// The response's error message.
    pub error_message: Option<Cow<'a, str>>,
    /// The response's result, usually JSON text.
    pub result: Option<Cow<'a, str>>,
    /// The request parameters that are not null, in order of appearance.
    pub params: Vec<Param<'a>>,
    /// What was lost or guessed in this record.
    pub warnings: Vec<Warning>,
    /// What is reported once per input, however many records it concerns.
    pub notes: Vec<Note>,
    /// The keys that led to the record inside another system's wrapper, joined by dots.
    pub wrapper: Option<Cow<'a, str>>,
    /// Whether the time is missing until it is known if the input writes the day or the month first.
    pub needs_date_order: bool,
    /// Equal for duplicates.
    pub fingerprint: Fingerprint,
}

impl Event<'_> {
    /// The event without borrows from its record.
    pub(crate) fn into_owned(self) -> Event<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Event {
            format: self.format,
            time_ms: self.time_ms,
            time_ns: self.time_ns,
            service_name: owned(self.service_name),
            action_name: owned(self.action_name),
            audit_level: owned(self.audit_level),
            account_id: owned(self.account_id),
            workspace_id: owned(self.workspace_id),
            email: owned(self.email),
            subject_name: owned(self.subject_name),
            run_by: owned(self.run_by),
            run_as: owned(self.run_as),
            source_ip_address: owned(self.source_ip_address),
            source_port: self.source_port,
            user_agent: owned(self.user_agent),
            session_id: owned(self.session_id),
            request_id: owned(self.request_id),
            event_id: owned(self.event_id),
            status_code: self.status_code,
            outcome: self.outcome,
            error_message: owned(self.error_message),
            result: owned(self.result),
            params: self.params.into_iter().map(Param::into_owned).collect(),
            warnings: self.warnings,
            notes: self.notes,
            wrapper: owned(self.wrapper),
            needs_date_order: self.needs_date_order,
            fingerprint: self.fingerprint,
        }
    }
}

/// What was lost or guessed in the same way in many records of an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Note {
    /// Something was inferred about a field.
    Guessed {
        /// The field's name in the record.
        field: String,
        /// What was inferred: a sentence that starts in lower case.
        what: Cow<'static, str>,
    },
    /// The name of a column or key that no reader uses.
    Unread(String),
}

impl Note {
    /// How many letters of a name are kept.
    const LETTERS: usize = 64;

    /// A note on a guess about `field`.
    pub(crate) fn guessed(field: &str, what: impl Into<Cow<'static, str>>) -> Self {
        Self::Guessed { field: field.chars().take(Self::LETTERS).collect(), what: what.into() }
    }

    /// A note on a column or key that no reader uses.
    pub(crate) fn unread(name: &str) -> Self {
        Self::Unread(name.chars().take(Self::LETTERS).collect())
    }
}

/// A request parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// The value's text; a number, boolean, object or list is compact JSON.
    pub value: Cow<'a, str>,
    /// Whether `value` is JSON that was not a string in the record.
    pub is_json: bool,
}

impl Param<'_> {
    /// The parameter without borrows from its record.
    pub(crate) fn into_owned(self) -> Param<'static> {
        Param {
            key: Cow::Owned(self.key.into_owned()),
            value: Cow::Owned(self.value.into_owned()),
            is_json: self.is_json,
        }
    }

    /// Whether the value is an object or a list.
    pub(crate) fn is_nested(&self) -> bool {
        self.is_json && self.value.starts_with(['{', '['])
    }
}

/// The supported formats. Their names are part of the summary's contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// AWS and GCP log delivery, and the blog's bronze and gold tables, which keep `requestParams`.
    #[default]
    DatabricksDelivery,
    /// The blog's silver table, whose parameters are the JSON text `flattened`.
    DatabricksSilver,
    /// Azure's diagnostic logs, as Azure Monitor writes them to a storage account or an event hub.
    AzureDiagnostic,
    /// Exports of the Azure Log Analytics tables.
    AzureLogAnalytics,
    /// Exports of `system.access.audit`.
    DatabricksSystemTable,
    /// Immuta's universal audit model.
    ImmutaUam,
    /// Immuta's audit records from before the universal audit model.
    ImmutaLegacy,
}

impl Format {
    /// Every format, in the order of their codes.
    pub const ALL: [Self; 7] = [
        Self::DatabricksDelivery,
        Self::DatabricksSilver,
        Self::AzureDiagnostic,
        Self::AzureLogAnalytics,
        Self::DatabricksSystemTable,
        Self::ImmutaUam,
        Self::ImmutaLegacy,
    ];

    /// The name in the `format` column.
    pub fn name(self) -> &'static str {
        match self {
            Self::DatabricksDelivery => "databricks_delivery",
            Self::DatabricksSilver => "databricks_silver",
            Self::AzureDiagnostic => "azure_diagnostic",
            Self::AzureLogAnalytics => "azure_log_analytics",
            Self::DatabricksSystemTable => "databricks_system_table",
            Self::ImmutaUam => "immuta_uam",
            Self::ImmutaLegacy => "immuta_legacy",
        }
    }

    /// The product that assigns the events' ids. A Databricks event has the same id in every format that has ids.
    pub fn family(self) -> &'static str {
        match self {
            Self::ImmutaUam | Self::ImmutaLegacy => "immuta",
            _ => "databricks",
        }
    }
}

/// How an action ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It succeeded.
    Success,
    /// It was not allowed.
    Denied,
    /// It failed.
    Failure,
    /// The record has no response, or one without a status.
    #[default]
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Success, Self::Denied, Self::Failure, Self::Unknown];

    /// The name in the `outcome` column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Denied => "denied",
            Self::Failure => "failure",
            Self::Unknown => "unknown",
        }
    }

    /// The outcome for a Databricks status. Some services use codes that are not HTTP: 0 is success unless there is an
    /// error message, and other codes below 100 are failures (`runCommand` fails with 1).
    pub fn of_status(status: Option<i32>, has_error: bool) -> Self {
        match status {
            None => Self::Unknown,
            Some(401 | 403) => Self::Denied,
            Some(0) if !has_error => Self::Success,
            Some(100..=399) => Self::Success,
            Some(_) => Self::Failure,
        }
    }
}
