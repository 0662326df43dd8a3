//! What a cell shows: a column by its name, and its value in one event.

use touchstone_medallion::{COLUMNS, Medallion, PARAM_PREFIX, PLACEHOLDER, SilverColumn};
use touchstone_record::time;

use crate::analysis::Asked;
use crate::question::Table;

/// A column of silver or of a gold frame, as it is shown and exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Shown as RFC 3339, with the digits it has and three at least.
    EventTime,
    /// The event's UTC day.
    EventDate,
    /// The event's time cut to whole seconds.
    DateTime,
    /// A stored text.
    Text(SilverColumn),
    /// A stored number.
    Integer(SilverColumn),
    /// The request parameters as JSON text.
    Flattened,
    /// One request parameter, by its key.
    Param(String),
}

impl Cell {
    /// The column of a name; an error names one that does not exist.
    pub fn of(name: &str) -> Asked<Self> {
        use SilverColumn as C;
        Ok(match name {
            "event_time" => Self::EventTime,
            "event_date" => Self::EventDate,
            "date_time" => Self::DateTime,
            "flattened" => Self::Flattened,
            "service_name" => Self::Text(C::ServiceName),
            "action_name" => Self::Text(C::ActionName),
            "audit_level" => Self::Text(C::AuditLevel),
            "account_id" => Self::Text(C::AccountId),
            "workspace_id" => Self::Text(C::WorkspaceId),
            "email" => Self::Text(C::Email),
            "subject_name" => Self::Text(C::SubjectName),
            "run_by" => Self::Text(C::RunBy),
            "run_as" => Self::Text(C::RunAs),
            "source_ip_address" => Self::Text(C::SourceIpAddress),
            "source_port" => Self::Integer(C::SourcePort),
            "user_agent" => Self::Text(C::UserAgent),
            "session_id" => Self::Text(C::SessionId),
            "request_id" => Self::Text(C::RequestId),
            "event_id" => Self::Text(C::EventId),
            "status_code" => Self::Integer(C::StatusCode),
            "outcome" => Self::Text(C::Outcome),
            "error_message" => Self::Text(C::ErrorMessage),
            "result" => Self::Text(C::Result),
            "format" => Self::Text(C::Format),
            "input" => Self::Integer(C::Input),
            "record" => Self::Integer(C::Record),
            _ => match name.strip_prefix(PARAM_PREFIX) {
                Some(key) => Self::Param(key.to_owned()),
                None => return Err(format!("there is no column {name}")),
            },
        })
    }

    /// Its value in an event as text.
    pub fn text(&self, medallion: &Medallion, row: u32) -> Option<String> {
        let silver = medallion.silver();
        match self {
            Self::EventTime => {
                self.integer(medallion, row).map(|time_ms| time::rfc3339_full(time_ms, silver.time_ns(row)))
            }
            Self::EventDate => silver.integer(SilverColumn::EventTime, row).map(time::date),
            Self::DateTime => self.integer(medallion, row).map(time::rfc3339_seconds),
            Self::Text(column) => silver.text(*column, row).map(str::to_owned),
            Self::Integer(_) => self.integer(medallion, row).map(|number| number.to_string()),
            Self::Flattened => Some(medallion.flattened(row)),
            Self::Param(key) => param(medallion, row, key).map(str::to_owned),
        }
    }

    /// Its value in an event as a number: a stored one, or a time in milliseconds, seconds or days since 1970.
    pub fn integer(&self, medallion: &Medallion, row: u32) -> Option<i64> {
        let silver = medallion.silver();
        match self {
            Self::Integer(column) => silver.integer(*column, row),
            Self::EventTime => silver.integer(SilverColumn::EventTime, row),
            Self::DateTime => silver.integer(SilverColumn::EventTime, row).map(|time| time.div_euclid(1000)),
            Self::EventDate => silver.integer(SilverColumn::EventTime, row).map(|time| time.div_euclid(86_400_000)),
            Self::Text(_) | Self::Flattened | Self::Param(_) => None,
        }
    }
}

/// One request parameter of an event.
pub(crate) fn param<'a>(medallion: &'a Medallion, row: u32, key: &str) -> Option<&'a str> {
    let (gold, gold_row) = medallion.gold_row(row)?;
    gold.frame().text(gold.key(key)?, gold_row)
}

/// The names of every column that a table could show, in the frame's order: silver's, without `flattened` for a gold
/// frame, whose request parameters follow.
pub(crate) fn available(medallion: &Medallion, service: Option<&str>) -> Asked<Vec<String>> {
    let silver = COLUMNS.iter().map(|(name, _)| *name);
    let Some(service) = service else { return Ok(silver.map(str::to_owned).collect()) };
    let gold = medallion.gold_of(service).ok_or_else(|| format!("there is no service {service}"))?;
    let mut names: Vec<String> = silver.filter(|name| *name != "flattened").map(str::to_owned).collect();
    let keys = gold.keys();
    if keys.is_empty() {
        names.push(PLACEHOLDER.to_owned());
    }
    names.extend(keys.iter().map(|(key, _)| format!("{PARAM_PREFIX}{key}")));
    Ok(names)
}

/// The columns that a table shows: those it names, else every one.
pub fn cells_of(medallion: &Medallion, table: &Table) -> Asked<Vec<(String, Cell)>> {
    let names =
        if table.columns.is_empty() { available(medallion, table.service.as_deref())? } else { table.columns.clone() };
    names
        .into_iter()
        .map(|name| {
            let cell = Cell::of(&name)?;
            Ok((name, cell))
        })
        .collect()
}
