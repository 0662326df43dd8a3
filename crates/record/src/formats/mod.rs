//! The formats, one file each. A record's format is detected from its keys, never from the name of its input.

pub(crate) mod azure_diagnostic;
mod azure_log_analytics;
mod databricks_delivery;
mod databricks_silver;
mod databricks_system_table;
mod databricks_system_table_columns;
mod immuta_legacy;
pub(crate) mod immuta_uam;

use std::borrow::Cow;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::columns::EventRows;
use crate::event::{Event, Format, Note, Param};
use crate::fields::Fields;
use crate::fingerprint::FingerprintKey;
use crate::json::{self, Member};
use crate::names::{self, Normalized};
use crate::template::Known;
use crate::time::{self, DateOrder, Moment, Regional, Spelled};
use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};

pub(crate) use databricks_system_table::METADATA;

/// How many keys the problem of an unknown record names, and how many letters of each.
const KEYS_NAMED: usize = 12;
const LETTERS_NAMED: usize = 64;

/// Keys of services, actions and operations in all formats.
pub(crate) const NAMES: [&str; 9] = [
    "serviceName",
    "service_name",
    "ServiceName",
    "actionName",
    "action_name",
    "ActionName",
    "operationName",
    "OperationName",
    "recordType",
];

/// The parts of Databricks' records, each an object or its JSON text.
pub(crate) const PARTS: [&str; 12] = [
    "userIdentity",
    "user_identity",
    "identity",
    "Identity",
    "response",
    "Response",
    "requestParams",
    "request_params",
    "RequestParams",
    "flattened",
    "identity_metadata",
    "properties",
];

/// Detects a record's format from its keys, and renames keys to the format's spelling.
pub(crate) fn detect(members: &mut [Member<'_>]) -> Option<Format> {
    detect_known(members).0
}

/// Like [`detect`], and returns whether the record may have keys that no reader of the format uses.
pub(crate) fn detect_known(members: &mut [Member<'_>]) -> (Option<Format>, bool) {
    let detected = detect_exactly(members);
    let format = match detected {
        Some(detected) => names::format_of_time_key(detected, members).unwrap_or(detected),
        None => match names::format_of(members) {
            Some(format) => format,
            None => return (None, true),
        },
    };
    let Normalized { is_renamed, has_unknown } = names::normalize(format, members);
    let detected = if is_renamed || detected.is_none() { detect_exactly(members) } else { detected };
    (detected, has_unknown || detected != Some(format))
}

fn detect_exactly(members: &[Member<'_>]) -> Option<Format> {
    if databricks_delivery::is(members) {
        Some(Format::DatabricksDelivery)
    } else if databricks_system_table::is(members) {
        Some(Format::DatabricksSystemTable)
    } else if azure_diagnostic::is(members) {
        Some(Format::AzureDiagnostic)
    } else if azure_log_analytics::is(members) {
        Some(Format::AzureLogAnalytics)
    } else if databricks_silver::is(members) {
        Some(Format::DatabricksSilver)
    } else if immuta_uam::is(members) {
        Some(Format::ImmutaUam)
    } else if immuta_legacy::is(members) {
        Some(Format::ImmutaLegacy)
    } else {
        None
    }
}

/// Reads a record as the event of the format that [`detect`] found. The first `own` members are the record's, the rest
/// come from its input's folders.
pub(crate) fn read<'a>(format: Option<Format>, members: &[Member<'a>], own: usize) -> Result<Event<'a>, Problem> {
    let Some(format) = format else { return Err(unknown(&members[..own])) };
    check_names(format, members)?;
    match format {
        Format::DatabricksDelivery => databricks_delivery::event(format, &["requestParams"], members),
        Format::DatabricksSystemTable => databricks_system_table::event(members),
        Format::AzureDiagnostic => azure_diagnostic::read(members),
        Format::AzureLogAnalytics => azure_log_analytics::event(members),
        Format::DatabricksSilver => databricks_delivery::event(format, &databricks_silver::PARAMS, members),
        Format::ImmutaUam => immuta_uam::read(members, own),
        Format::ImmutaLegacy => immuta_legacy::read(members, own),
    }
}

/// A problem if a format's service, action or operation is a list or an object.
fn check_names(format: Format, members: &[Member<'_>]) -> Result<(), Problem> {
    let is_name = |member: &&Member<'_>| NAMES.contains(&member.key.as_ref()) && names::is_exact(format, &member.key);
    match members.iter().find(|member| is_name(member) && member.value.get().starts_with(['{', '['])) {
        Some(Member { key, .. }) => {
            let message = format!("{key} is a list or an object instead of a text");
            Err(Problem::new(ProblemKind::UnexpectedType, message))
        }
        None => Ok(()),
    }
}

/// Reads a record of a known layout, and its `properties`, as [`read`] would.
pub(crate) fn read_known<'a>(
    format: Format,
    record: &Known<'_, 'a>,
    properties: &Known<'_, 'a>,
) -> Result<Event<'a>, Problem> {
    match format {
        Format::DatabricksDelivery => databricks_delivery::event(format, &["requestParams"], record),
        Format::DatabricksSystemTable => databricks_system_table::event(record),
        Format::AzureDiagnostic => azure_diagnostic::event(record, properties),
        Format::AzureLogAnalytics => azure_log_analytics::event(record),
        Format::DatabricksSilver => databricks_delivery::event(format, &databricks_silver::PARAMS, record),
        Format::ImmutaUam => immuta_uam::event(record, record.flat_params()),
        Format::ImmutaLegacy => Ok(immuta_legacy::event(record, record.flat_params())),
    }
}

/// Whether a key of Immuta's formats becomes a column and no parameter.
pub(crate) fn is_column(format: Format, key: &str) -> bool {
    match format {
        Format::ImmutaUam => immuta_uam::COLUMNS.contains(&key) || key == "tenantId",
        Format::ImmutaLegacy => immuta_legacy::COLUMNS.contains(&key),
        _ => false,
    }
}

/// The rows of a table, if its format can be read from columns.
pub(crate) fn rows<'a>(table: &'a RecordBatch, key: &FingerprintKey) -> Option<EventRows<'a>> {
    databricks_system_table_columns::rows(table, key)
}

/// For each column of a table, whether reading from columns never uses it.
pub(crate) fn unused(schema: &Schema) -> Vec<bool> {
    databricks_system_table_columns::unused(schema)
}

fn unknown(members: &[Member<'_>]) -> Problem {
    let message = if members.is_empty() {
        "the object has no keys".to_owned()
    } else {
        let keys: Vec<String> =
            members.iter().take(KEYS_NAMED).map(|member| member.key.chars().take(LETTERS_NAMED).collect()).collect();
        let more = if members.len() > KEYS_NAMED { ", …" } else { "" };
        let has_rows = members.iter().any(|member| member.key == "data_array" && member.value.get().starts_with('['));
        let why = if has_rows { "; the names of its columns are in the result's first chunk" } else { "" };
        format!("unrecognised record; its keys are: {}{more}{why}", keys.join(", "))
    };
    Problem { kind: ProblemKind::UnknownFormat, message }
}

/// The keys of a format's time, the preferred one first. A key may continue in brackets that name the zone of its time:
/// `TimeGenerated [Local Time]`.
fn time_keys(format: Format) -> &'static [&'static str] {
    match format {
        Format::DatabricksDelivery | Format::DatabricksSilver => &["timestamp", "date_time"],
        Format::DatabricksSystemTable => &["event_time", "date_time"],
        Format::AzureDiagnostic => &["time"],
        Format::AzureLogAnalytics => &azure_log_analytics::TIME,
        Format::ImmutaUam => &["eventTimestamp"],
        Format::ImmutaLegacy => &["dateTime"],
    }
}

/// The text of a record's time, valid or not.
struct TimeText<'m, 'a> {
    /// Its key.
    key: &'m str,
    text: Cow<'a, str>,
    /// How far the zone named by the key is ahead of UTC, in milliseconds.
    ahead_ms: i64,
}

fn time_text<'m, 'a>(format: Format, members: &'m [Member<'a>]) -> Option<TimeText<'m, 'a>> {
    let text = |key: &str| json::text_of(members, key).filter(|text| !text.trim().is_empty());
    let plain = time_keys(format).iter().find_map(|key| Some(TimeText { key, text: text(key)?, ahead_ms: 0 }));
    plain.or_else(|| {
        members.iter().find_map(|member| {
            let ahead_ms = time::ahead_of_utc(zone_of(format, &member.key)?)?;
            Some(TimeText { key: &member.key, text: text(&member.key)?, ahead_ms })
        })
    })
}

/// The zone in brackets after the key of a format's time, as in `TimeGenerated [UTC+02:00]`.
pub(crate) fn zone_of(format: Format, key: &str) -> Option<&str> {
    let (name, zone) = key.trim().strip_suffix(']')?.split_once('[')?;
    time_keys(format).iter().any(|time| names::equals_folded(name, time)).then_some(zone)
}

/// The time of a record if its day and month could be swapped.
pub(crate) fn regional_time(format: Format, members: &[Member<'_>]) -> Option<Regional> {
    let TimeText { text, .. } = time_text(format, members)?;
    let Some(Spelled::Regional(time)) = time::spelled(&text) else { return None };
    let day = ["event_date", "date"].iter().find_map(|key| time::of_rfc3339(json::text_of(members, key)?.trim()));
    Some(Regional { stated_day: day, ..time })
}

/// Sets the time of an event that has none yet, or warns why that is not possible.
pub(crate) fn set_time(event: &mut Event<'_>, members: &[Member<'_>], order: DateOrder) {
    let Some(TimeText { key, text, ahead_ms }) = time_text(event.format, members) else {
        let local = members.iter().find(|member| zone_of(event.format, &member.key).is_some());
        if let Some(local) = local.filter(|local| !local.is_null()) {
            let message = format!(
                "{} is in a zone whose distance from UTC the file does not say; export the time in UTC: {}",
                local.key,
                json::text(local.value.get())
            );
            let warning = Warning::new(WarningKind::UnplacedTime, message);
            event.warnings.push(warning.of_field(local.key.clone().into_owned()));
        }
        return;
    };
    if ahead_ms != 0
        && let Some(Spelled::At(moment)) = time::spelled(&text)
    {
        let ahead_ms = if time::names_its_zone(&text) { 0 } else { ahead_ms };
        (event.time_ms, event.time_ns) = (Some(moment.ms - ahead_ms), moment.ns);
        return;
    }
    let key = key.to_owned();
    let shown: String = text.chars().take(LETTERS_NAMED).collect();
    let Some(time) = regional_time(event.format, members) else {
        let message = format!("{key} is not a readable time: {shown}");
        event.warnings.push(Warning::new(WarningKind::UnplacedTime, message).of_field(key));
        return;
    };
    if let Some(moment) = time.at(order) {
        (event.time_ms, event.time_ns) = (Some(moment.ms - ahead_ms), moment.ns);
        if order == DateOrder::MonthFirstByHabit && !time.is_certain() {
            let message =
                format!("{key} was read with the month first, as it is spelled; no row of the input shows it: {shown}");
            event.warnings.push(Warning::new(WarningKind::Guessed, message).of_field(key));
        }
        return;
    }
    event.needs_date_order = order == DateOrder::Unasked;
    if !event.needs_date_order {
        let why = match order {
            DateOrder::Mixed => "rows of the input show both orders",
            _ => "no row of the input shows which",
        };
        let message =
            format!("{key} has the day or the month first, and {why}; export times as year-month-day: {shown}");
        event.warnings.push(Warning::new(WarningKind::UnplacedTime, message).of_field(key));
    }
}

/// The request parameters under the first of the keys that has any. Notes others that differ from them as unread.
fn params<'a, R: Fields<'a> + ?Sized>(
    record: &R,
    keys: &[&'static str],
    notes: &mut Vec<Note>,
) -> Result<Vec<Param<'a>>, Problem> {
    fn sorted<'p>(params: &'p [Param<'_>]) -> Vec<(&'p str, &'p str)> {
        let mut sorted: Vec<_> = params.iter().map(|param| (&*param.key, &*param.value)).collect();
        sorted.sort_unstable();
        sorted
    }
    let mut first = Vec::new();
    for key in keys {
        let others = record.params(key, notes);
        if first.is_empty() {
            first = others?;
        } else if !others.is_ok_and(|others| others.is_empty() || sorted(&first) == sorted(&others)) {
            notes.push(Note::unread(key));
        }
    }
    Ok(first)
}

/// The time under the first key that has a valid one.
fn time<'a, R: Fields<'a> + ?Sized, const N: usize>(record: &R, keys: [&'static str; N]) -> Option<Moment> {
    keys.iter().find_map(|key| time::of_text(&record.text(key)?))
}
