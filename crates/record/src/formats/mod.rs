//! The formats, one file each. A record's format is told by the keys it has, never by the name of its input.

mod azure_diagnostic;
mod azure_log_analytics;
pub(crate) mod databricks_delivery;
mod databricks_silver;
mod databricks_system_table;
mod databricks_system_table_columns;
mod immuta_legacy;
mod immuta_uam;

use std::borrow::Cow;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::columns::EventRows;
use crate::event::{Event, Format};
use crate::fingerprint::FingerprintKey;
use crate::json::{self, Member};
use crate::names::{self, Unfolded};
use crate::time::{self, DateOrder, Moment, Regional, Spelled};
use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};

/// How many keys an unknown record's problem names, and how many letters of each.
const KEYS_NAMED: usize = 12;
const LETTERS_NAMED: usize = 64;

/// The keys under which formats have what was done.
const NAMES: [&str; 9] = [
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

/// The format that a record's keys tell. Keys that are folded are given their format's spelling.
pub(crate) fn tell(members: &mut [Member<'_>]) -> Option<Format> {
    tell_known(members).0
}

/// The same, and whether the record may have members that no reader of the format looks for.
pub(crate) fn tell_known(members: &mut [Member<'_>]) -> (Option<Format>, bool) {
    let told = tell_exactly(members);
    let format = match told {
        Some(told) => names::spelled_as_another(told, members).unwrap_or(told),
        None => match names::format_of(members) {
            Some(format) => format,
            None => return (None, true),
        },
    };
    let Unfolded { is_renamed, has_unknown } = names::unfold(format, members);
    let told = if is_renamed || told.is_none() { tell_exactly(members) } else { told };
    (told, has_unknown || told != Some(format))
}

fn tell_exactly(members: &[Member<'_>]) -> Option<Format> {
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

/// The event that a record of a format is, which [`tell`] has told. Its first `own` members stand in the record, the rest in
/// its input's folders.
pub(crate) fn read<'a>(format: Option<Format>, members: &[Member<'a>], own: usize) -> Result<Event<'a>, Problem> {
    let Some(format) = format else { return Err(unknown(&members[..own])) };
    let is_name = |member: &&Member<'_>| NAMES.contains(&member.key.as_ref());
    if let Some(member) = members.iter().find(|member| is_name(member) && member.value.get().starts_with(['{', '['])) {
        let message = format!("{} is a list or an object, and ought to be a text", member.key);
        return Err(Problem::new(ProblemKind::UnexpectedType, message));
    }
    match format {
        Format::DatabricksDelivery => databricks_delivery::read(members),
        Format::DatabricksSystemTable => databricks_system_table::read(members),
        Format::AzureDiagnostic => azure_diagnostic::read(members),
        Format::AzureLogAnalytics => azure_log_analytics::read(members),
        Format::DatabricksSilver => databricks_silver::read(members),
        Format::ImmutaUam => immuta_uam::read(members, own),
        Format::ImmutaLegacy => immuta_legacy::read(members, own),
    }
}

/// The rows of a table, of a format that is read from columns.
pub(crate) fn rows<'a>(table: &'a RecordBatch, key: &FingerprintKey) -> Option<EventRows<'a>> {
    databricks_system_table_columns::rows(table, key)
}

/// By column of a table, whether nobody looks at it who reads rows from columns.
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
        format!("no audit log format has these keys: {}{more}{why}", keys.join(", "))
    };
    Problem { kind: ProblemKind::UnknownFormat, message }
}

/// The keys of a format's time, the better one first. A member that only begins with one and goes on in brackets, such as
/// `TimeGenerated [Local Time]`, has it in a zone that is named there.
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

/// The text of a record's time, whatever it says.
struct TimeText<'m, 'a> {
    /// The key it stands under.
    key: &'m str,
    text: Cow<'a, str>,
    /// How far its zone, which the key names, is ahead of UTC: milliseconds.
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

/// The zone that a key names behind that of a format's time, `TimeGenerated [UTC+02:00]`.
fn zone_of(format: Format, key: &str) -> Option<&str> {
    let (name, zone) = key.trim().strip_suffix(']')?.split_once('[')?;
    time_keys(format).iter().any(|time| names::is_folded(name, time)).then_some(zone)
}

/// The time of a record whose day and month could change places; nothing for every other record.
pub(crate) fn regional_time(format: Format, members: &[Member<'_>]) -> Option<Regional> {
    let TimeText { text, .. } = time_text(format, members)?;
    let Some(Spelled::Regional(time)) = time::spelled(&text) else { return None };
    let day = ["event_date", "date"].iter().find_map(|key| time::of_rfc3339(json::text_of(members, key)?.trim()));
    Some(Regional { said: day, ..time })
}

/// Places an event in time that has none yet, or says why that cannot be.
pub(crate) fn place_in_time(event: &mut Event<'_>, members: &[Member<'_>], order: DateOrder) {
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
        let message = format!("{key} is no time that can be read: {shown}");
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

/// The first of some members that is a time.
fn time<const N: usize>(members: &[Member<'_>], keys: [&str; N]) -> Option<Moment> {
    keys.iter().find_map(|key| time::of_text(&json::text_of(members, key)?))
}
