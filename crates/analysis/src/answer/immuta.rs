//! An Immuta record under the names of Immuta's audit schema, and the query that it belongs to.

use serde::Serialize;
use ts_rs::TS;

use crate::filter::Filter;

/// What Immuta's audit schema has of an event.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImmutaRecord {
    /// The properties of the record, in the order of the schema.
    pub properties: Vec<Property>,
    /// The user's entitlements at the time of the query.
    pub entitlements: Vec<Property>,
    /// The properties of each policy that was enforced.
    pub policies: Vec<Vec<Property>>,
    /// The query; `null` for a record without a query id.
    pub query: Option<ImmutaQuery>,
}

/// A property that the record has.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// Its name in Immuta's schema.
    pub name: String,
    /// What it says, in a few words.
    pub means: String,
    /// The column or request parameter to filter by; `null` for a part of one.
    pub column: Option<String>,
    /// Its value; lists and objects are JSON.
    pub value: String,
    /// Whether it is code or a plan, whose line ends are to be seen.
    pub is_code: bool,
}

/// A query: a record for each data source that it reads, all with one id.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImmutaQuery {
    /// Its id.
    pub id: String,
    /// The filter that selects its records.
    pub filter: Filter,
    /// The number of its records.
    pub total: u32,
    /// The first of them, in the order of silver's rows.
    pub records: Vec<ImmutaQueryRecord>,
}

/// A record of a query.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImmutaQueryRecord {
    /// Its silver row.
    pub row: u32,
    /// The names of its targets.
    pub targets: Vec<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Why it was denied or failed.
    pub reason: Option<String>,
}
