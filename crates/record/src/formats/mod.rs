//! The formats, one file each. A record's format is told by the keys it has, never by the name of its input.

mod azure_diagnostic;
mod azure_log_analytics;
pub(crate) mod databricks_delivery;
mod databricks_silver;
mod databricks_system_table;
mod databricks_system_table_columns;
mod immuta_legacy;
mod immuta_uam;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::columns::EventRows;
use crate::event::Event;
use crate::fingerprint::FingerprintKey;
use crate::json::{self, Member};
use crate::time::{self, Moment};
use touchstone_source::{Problem, ProblemKind};

/// How many keys an unknown record's problem names, and how many letters of each.
const KEYS_NAMED: usize = 12;
const LETTERS_NAMED: usize = 64;

/// The event that a record is. Its first `own` members stand in the record, the rest in its input's folders.
pub(crate) fn read<'a>(members: &[Member<'a>], own: usize) -> Result<Event<'a>, Problem> {
    if databricks_delivery::is(members) {
        databricks_delivery::read(members)
    } else if databricks_system_table::is(members) {
        databricks_system_table::read(members)
    } else if azure_diagnostic::is(members) {
        azure_diagnostic::read(members)
    } else if azure_log_analytics::is(members) {
        azure_log_analytics::read(members)
    } else if databricks_silver::is(members) {
        databricks_silver::read(members)
    } else if immuta_uam::is(members) {
        immuta_uam::read(members, own)
    } else if immuta_legacy::is(members) {
        immuta_legacy::read(members, own)
    } else {
        Err(unknown(&members[..own]))
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
        format!("no audit log format has these keys: {}{more}", keys.join(", "))
    };
    Problem { kind: ProblemKind::UnknownFormat, message }
}

/// The first of some members that is a time.
fn time<const N: usize>(members: &[Member<'_>], keys: [&str; N]) -> Option<Moment> {
    keys.iter().find_map(|key| time::of_text(&json::text_of(members, key)?))
}
