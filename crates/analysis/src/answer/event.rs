//! One event in full.

use serde::Serialize;
use ts_rs::TS;

/// One event with the record it came from.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its silver row.
    pub row: u32,
    /// Every silver column in order; times in full precision.
    pub fields: Vec<Field>,
    /// Its request parameters, in order of appearance.
    pub request_params: Vec<Field>,
    /// Where the record lies.
    pub location: Location,
    /// The record as it stands in the input.
    pub raw: Raw,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The column, or the request parameter's key.
    pub name: String,
    /// The value; `null` where there is none.
    pub value: Option<String>,
}

/// Where a record lies.
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
    /// Of an archive, the part that it lies in.
    pub part: Option<String>,
    /// Where it begins in the input's text, or its part's: after decompression, in UTF-8; of Parquet the row, from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length there; 0 for a row of Parquet.
    pub length: u32,
}

/// A record's bytes, read again; of a row of Parquet, its JSON.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Raw {
    /// The bytes as text; bytes that are no UTF-8 appear as U+FFFD.
    pub text: String,
    /// Why the bytes could not be read, for instance because the file changed since.
    pub error: Option<String>,
}
