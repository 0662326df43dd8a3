//! Findings as a table: one row each, as CSV, NDJSON, Parquet or a workbook. `docs/schema.md` describes the columns.

mod arrow;
mod columns;
mod parquet;
mod xlsx;

use serde_json::{Map, Value};

use super::entry::Entry;
use super::{File, Form, json};
use crate::csv::{BOM, csv_lines};

pub(crate) use arrow::{ROWS, record_batch, schema};
pub(crate) use columns::row;
use columns::{COLUMNS, Content};
pub(crate) use parquet::Parquet;
pub(crate) use xlsx::Xlsx;

/// The most records of a row for spreadsheets, which take 32,767 characters in a cell.
const MAX_CELL_RECORDS: usize = 100;

/// As CSV by RFC 4180. Lists are JSON text.
#[derive(Debug)]
pub(crate) struct Csv {
    pub(crate) has_bom: bool,
}

impl Form for Csv {
    fn begin(&mut self, _file: &File<'_>, out: &mut Vec<u8>) -> Result<(), String> {
        if self.has_bom {
            out.extend_from_slice(BOM);
        }
        let header = COLUMNS.iter().map(|column| Some(column.name.to_owned())).collect();
        out.extend(csv_lines([header])?);
        Ok(())
    }

    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        let cells = row(file, entry, MAX_CELL_RECORDS).into_iter().map(|content| match content {
            Content::Text(text) => text,
            Content::Time(time) => time.and_then(|time| time.text(file.session.medallion())),
            other => Some(json::text(&value(other, file))),
        });
        out.extend(csv_lines([cells.collect()])?);
        Ok(true)
    }
}

/// As one JSON object per line.
#[derive(Debug)]
pub(crate) struct Ndjson;

impl Form for Ndjson {
    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        let contents = row(file, entry, usize::MAX).into_iter();
        let members =
            COLUMNS.iter().zip(contents).map(|(column, content)| (column.name.to_owned(), value(content, file)));
        json::push_line(out, &Value::Object(members.collect()));
        Ok(true)
    }
}

/// A cell as JSON.
fn value(content: Content, file: &File<'_>) -> Value {
    match content {
        Content::Text(text) => text.into(),
        Content::Time(time) => time.and_then(|time| time.text(file.session.medallion())).into(),
        Content::Count(count) => count.into(),
        Content::Flag(flag) => flag.into(),
        Content::Texts(texts) => texts.into(),
        Content::Objects(members, objects) => objects
            .into_iter()
            .map(|values| {
                let named = members.iter().zip(values).map(|(member, value)| {
                    let number =
                        value.as_ref().filter(|_| member.is_number).and_then(|digits| digits.parse::<u64>().ok());
                    (member.name.to_owned(), number.map_or_else(|| value.into(), Value::from))
                });
                Value::Object(named.collect::<Map<_, _>>())
            })
            .collect(),
    }
}
