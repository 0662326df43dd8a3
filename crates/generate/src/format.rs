//! The formats in which the same events can be written, and what each format lacks.

use std::fmt::{self, Display};
use std::str::FromStr;

use crate::Error;

/// A format of records. Events do not depend on it: the same options in another format give the same events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Log delivery of AWS and GCP.
    #[default]
    DatabricksDelivery,
    /// The table `system.access.audit`.
    DatabricksSystemTable,
    /// The silver table of the Databricks blog, derived from delivery.
    DatabricksSilver,
    /// Azure Monitor, from a storage account or an Event Hub.
    AzureDiagnostic,
    /// The tables of Azure Log Analytics.
    AzureLogAnalytics,
    /// Immuta's universal audit model.
    ImmutaUam,
    /// Immuta's audit before the universal model.
    ImmutaLegacy,
}

/// How a file holds its records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Container {
    /// One JSON object per line.
    #[default]
    Json,
    /// One JSON object per line, with nested columns as JSON strings.
    JsonStrings,
    /// One object per line with a list of records: `{"records":[…]}` from an Event Hub, `{"hits":[…]}` from Immuta.
    Envelope,
    /// Comma-separated values with a header, nested columns as JSON.
    Csv,
    /// Parquet with Snappy compression and several row groups.
    Parquet,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::DatabricksDelivery,
        Self::DatabricksSystemTable,
        Self::DatabricksSilver,
        Self::AzureDiagnostic,
        Self::AzureLogAnalytics,
        Self::ImmutaUam,
        Self::ImmutaLegacy,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::DatabricksDelivery => "databricks_delivery",
            Self::DatabricksSystemTable => "databricks_system_table",
            Self::DatabricksSilver => "databricks_silver",
            Self::AzureDiagnostic => "azure_diagnostic",
            Self::AzureLogAnalytics => "azure_log_analytics",
            Self::ImmutaUam => "immuta_uam",
            Self::ImmutaLegacy => "immuta_legacy",
        }
    }

    /// The containers of the format, the usual one first.
    pub fn containers(self) -> &'static [Container] {
        use Container::{Csv, Envelope, Json, JsonStrings, Parquet};
        match self {
            Self::DatabricksDelivery | Self::DatabricksSilver => &[Json, Parquet],
            Self::DatabricksSystemTable => &[Json, JsonStrings, Csv, Parquet],
            Self::AzureDiagnostic | Self::ImmutaLegacy => &[Json, Envelope],
            Self::AzureLogAnalytics => &[Json, JsonStrings],
            Self::ImmutaUam => &[Json],
        }
    }

    /// The columns of silver that the format lacks, named as in `system.access.audit`, for every container. All other
    /// columns have the same values as in every other format, except:
    ///
    /// * times are multiples of [`Format::time_unit_ms`];
    /// * `flattened` has its keys in the format's order, sorted in [`Format::DatabricksSilver`]; in the system table all
    ///   values are strings, in Parquet and the blog's silver nested values are;
    /// * events without a user have the `email` `unknown` in [`Format::ImmutaUam`], as Immuta writes it;
    /// * in CSV an empty text is `""` and an empty cell is null, as Spark writes them.
    ///
    /// A similar field may be present instead of a lacking column: Azure has the workspace's name but not its id, Immuta
    /// an actor's display name and a customer. Records of the 2019 [`Shape`](crate::Shape) also lack `audit_level`,
    /// `account_id`, `workspace_id` and `subject_name`.
    pub fn lacks(self) -> &'static [&'static str] {
        match self {
            Self::DatabricksSystemTable => &[],
            Self::DatabricksDelivery => &["run_by", "run_as", "event_id"],
            Self::DatabricksSilver => &["subject_name", "run_by", "run_as", "event_id"],
            Self::AzureDiagnostic | Self::AzureLogAnalytics => {
                &["audit_level", "account_id", "workspace_id", "run_by", "run_as"]
            }
            Self::ImmutaUam => &[
                "service_name",
                "audit_level",
                "account_id",
                "workspace_id",
                "subject_name",
                "run_by",
                "run_as",
                "source_port",
                "user_agent",
                "request_id",
                "status_code",
                "result",
                "flattened",
            ],
            // `success` does not distinguish a denial from a failure.
            Self::ImmutaLegacy => &[
                "service_name",
                "audit_level",
                "account_id",
                "workspace_id",
                "subject_name",
                "run_by",
                "run_as",
                "source_ip_address",
                "source_port",
                "user_agent",
                "session_id",
                "request_id",
                "status_code",
                "outcome",
                "result",
                "flattened",
            ],
        }
    }

    /// The precision of times in milliseconds: 1000 for Azure, whose times are whole seconds, and 1 for all others.
    pub fn time_unit_ms(self) -> i64 {
        match self {
            Self::AzureDiagnostic | Self::AzureLogAnalytics => 1000,
            _ => 1,
        }
    }
}

impl Container {
    /// Every container.
    pub const ALL: [Self; 5] = [Self::Json, Self::JsonStrings, Self::Envelope, Self::Csv, Self::Parquet];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonStrings => "json-strings",
            Self::Envelope => "envelope",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// Whether it can contain a line that is not a record.
    pub(crate) fn takes_any_line(self) -> bool {
        matches!(self, Self::Json | Self::JsonStrings | Self::Envelope)
    }

    /// Whether a record has keys, whose order can vary.
    pub(crate) fn has_keys(self) -> bool {
        self.takes_any_line()
    }
}

impl Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Display for Container {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        by_name("format", &Self::ALL, text)
    }
}

impl FromStr for Container {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        by_name("container", &Self::ALL, text)
    }
}

fn by_name<T: Display + Copy>(what: &str, all: &[T], text: &str) -> Result<T, Error> {
    all.iter().copied().find(|one| one.to_string() == text).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(ToString::to_string).collect();
        Error::Options(format!("there is no {what} {text:?}; there are {}", names.join(", ")))
    })
}
