//! One event in full.

use serde::Serialize;
use ts_rs::TS;

use super::findings::EventFinding;
use super::immuta::ImmutaRecord;
use super::meaning::Meaning;
use crate::filter::Filter;

/// One event and its original record.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its silver row.
    pub row: u32,
    /// What its action means; `null` if the dictionary does not have it.
    pub meaning: Option<Meaning>,
    /// The findings it belongs to; empty while the rules have not been evaluated.
    pub findings: Vec<EventFinding>,
    /// Every silver column in order; times in full precision.
    pub fields: Vec<Field>,
    /// Its request parameters, in order of appearance.
    pub request_params: Vec<Field>,
    /// Selects this event alone; `null` if it would be over a limit of filters.
    pub filter: Option<Filter>,
    /// Selects it by its content, in whatever order and from whatever files it is loaded; `null` as above.
    pub key: Option<Filter>,
    /// The record under the names of Immuta's schema; `null` for events of other products.
    pub immuta: Option<ImmutaRecord>,
    /// Where the record is.
    pub location: Location,
    /// The record, verbatim.
    pub raw: Raw,
}

/// The event that a link means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventFound {
    /// Number of events with that content.
    pub events: u32,
    /// The silver row of the first; `null` if none is loaded.
    pub row: Option<u32>,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The column, or the request parameter's key.
    pub name: String,
    /// The value; `null` if absent.
    pub value: Option<String>,
    /// The meaning of the name; `null` if it is not in the dictionary.
    pub meaning: Option<Meaning>,
}

/// The location of a record.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// The input's index in the ledger.
    pub input: u32,
    /// The input's path.
    pub path: String,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// The archive member that contains it, if the input is an archive.
    pub part: Option<String>,
    /// Its first byte in the text of the input or archive member, after decompression and in UTF-8; for Parquet, the
    /// row number from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length in that text; 0 for a Parquet row.
    pub length: u32,
}

/// A record's bytes, read again from the input; for a Parquet row, its JSON.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Raw {
    /// The bytes as text, with U+FFFD in place of bytes that are not UTF-8.
    pub text: String,
    /// Why the bytes could not be read, for instance because the file has changed.
    pub error: Option<String>,
}
