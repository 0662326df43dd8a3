//! Reads a table written as an object of columns, each a list of cells or an object of cells by row number. pandas
//! writes data frames this way by default.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::tabular::write_cells;
use crate::csv;
use crate::piece::{Piece, Record, Sink};
use crate::{Problem, ProblemKind};

/// How far into a record to look for the end of its first key.
const LONGEST_NAME: usize = 80;

/// Emits the rows of such a table as records, each at the position of its cell in the first of the longest columns.
/// Returns false if the record is not such a table.
pub(super) fn emit_rows(record: Record<'_>, sink: &mut dyn Sink) -> bool {
    let Some(table) = table(record.bytes) else { return false };
    let names: Vec<String> = table.iter().map(|(name, _)| name.clone()).collect();
    let longest = table.iter().rev().max_by_key(|(_, column)| column.len());
    let mut json = String::new();
    for (row, (index, first)) in longest.into_iter().flat_map(|(_, column)| column).enumerate() {
        let at = first.get().as_ptr() as usize - record.bytes.as_ptr() as usize;
        let (offset, length) = (record.offset + at as u64, first.get().len() as u32);
        let cells =
            table.iter().map(|(_, column)| column.get(row).filter(|(key, _)| key == index).map(|(_, cell)| *cell));
        let cells: Option<Vec<_>> = cells.collect();
        let Some(cells) = cells else {
            let message = "the columns of the table do not have the same rows";
            sink.take(Piece::Problem { offset, length, problem: Problem::new(ProblemKind::UnexpectedType, message) });
            continue;
        };
        write_cells(&names, &cells, &mut json);
        sink.take(Piece::Record(Record { offset, length, bytes: json.as_bytes(), is_text: false, ..record }));
    }
    true
}

/// The cells of a column, each with the name of its row.
type Column<'a> = Vec<(String, &'a RawValue)>;

/// The columns of a table by name; none for any other object.
fn table(text: &[u8]) -> Option<Vec<(String, Column<'_>)>> {
    // The first member of a record is nearly always a text or a number.
    let colon = text.iter().take(LONGEST_NAME).position(|byte| *byte == b':')?;
    let bracket = *text[colon + 1..].trim_ascii_start().first()?;
    if !matches!(bracket, b'{' | b'[') {
        return None;
    }
    let Members(members) = serde_json::from_str(std::str::from_utf8(text).ok()?).ok()?;
    let is_table = csv::is_header(members.iter().map(|(name, _)| name.as_bytes()))
        && members.iter().all(|(_, column)| column.get().as_bytes().first() == Some(&bracket));
    if !is_table {
        return None;
    }
    members.into_iter().map(|(name, cells)| Some((name, column(cells.get())?))).collect()
}

fn column(text: &str) -> Option<Column<'_>> {
    if text.starts_with('{') {
        return serde_json::from_str::<Members<'_>>(text).ok().map(|members| members.0);
    }
    let cells = serde_json::from_str::<Vec<&RawValue>>(text).ok()?;
    Some(cells.into_iter().map(|cell| (String::new(), cell)).collect())
}

/// The members of an object, in order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
