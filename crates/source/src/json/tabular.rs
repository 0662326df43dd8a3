//! Reads results that list their column names once and their rows as arrays: answers of query APIs.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::incomplete::incomplete;
use crate::csv;
use crate::piece::{Piece, Record, Sink};
use crate::{Problem, ProblemKind, Warning, WarningKind};

/// How many nested objects are searched for columns and rows.
const DEPTH: usize = 8;

/// Keys of columns, in lower case and without underscores.
const COLUMNS: [&str; 6] = ["columns", "fields", "schema", "columninfo", "rowtype", "meta"];

/// Keys of rows.
const ROWS: [&str; 5] = ["rows", "dataarray", "datatypedarray", "data", "values"];

/// Keys of a column's name.
const NAMES: [&str; 3] = ["name", "columnname", "label"];

/// Emits the rows of a result as records, each at the position of its array. Returns false if the record is not a
/// result.
pub(super) fn emit_rows(record: Record<'_>, sink: &mut dyn Sink) -> bool {
    let Some(tables) = tables(record.bytes) else { return false };
    let mut json = String::new();
    let given = tables.iter().map(|table| table.rows.len() as u64).sum();
    let whole = |warning| Piece::Warning { offset: record.offset, length: record.length, warning };
    let lacks = incomplete(record.bytes, Some(given));
    lacks.into_iter().chain(repeated(&tables)).for_each(|warning| sink.take(whole(warning)));
    for Table { columns, rows } in tables {
        for (nth, row) in rows.into_iter().enumerate() {
            let text = row.get();
            let at = text.as_ptr() as usize - record.bytes.as_ptr() as usize;
            let (offset, length) = (record.offset + at as u64, text.len() as u32);
            if nth == 0 && is_header(&columns, text) {
                let message = "a row that repeats the header was skipped";
                sink.take(Piece::Warning {
                    offset,
                    length,
                    warning: Warning::new(WarningKind::RepeatedHeader, message),
                });
                continue;
            }
            match write_row(&columns, text, &mut json) {
                Ok(()) => {
                    sink.take(Piece::Record(Record {
                        offset,
                        length,
                        bytes: json.as_bytes(),
                        is_text: false,
                        ..record
                    }));
                }
                Err(problem) => sink.take(Piece::Problem { offset, length, problem }),
            }
        }
    }
    true
}

/// The warning for tables with repeated column names.
fn repeated(tables: &[Table<'_>]) -> Option<Warning> {
    tables.iter().find_map(|table| csv::repeated(&table.columns))
}

/// Columns and their rows.
struct Table<'a> {
    columns: Vec<String>,
    rows: Vec<&'a RawValue>,
}

type Members<'a> = HashMap<String, &'a RawValue>;

/// The tables of a result; empty or none for any other text.
fn tables(text: &[u8]) -> Option<Vec<Table<'_>>> {
    // Searching for a word is much faster than parsing, and nearly no record contains one of these.
    let has = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    let may_be_columns = ["olumns\"", "chema\"", "olumnInfo\"", "owType\"", "\"meta\""].into_iter().any(has);
    if !may_be_columns || !["ows\"", "data", "alues\""].into_iter().any(has) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let mut tables = Vec::new();
    find(text, &mut Vec::new(), DEPTH, &mut tables);
    (!tables.is_empty()).then_some(tables)
}

/// Adds the tables in a value. `columns` are those found beside or around it.
fn find<'a>(text: &'a str, columns: &mut Vec<String>, depth: usize, tables: &mut Vec<Table<'a>>) {
    if depth == 0 {
        return;
    }
    if text.starts_with('[') {
        let elements = serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default();
        // Tables of one result each have their own columns.
        elements.iter().filter(|element| element.get().starts_with('{')).for_each(|element| {
            find(element.get(), &mut columns.clone(), depth - 1, tables);
        });
        return;
    }
    let Ok(members) = serde_json::from_str::<Members<'a>>(text) else { return };
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    let folded = |key: &str| key.replace('_', "").to_ascii_lowercase();
    for (key, value) in &members {
        if COLUMNS.contains(&folded(key).as_str())
            && let Some(found) = column_names(value.get(), depth)
        {
            *columns = found;
        }
    }
    // In the Statement API, the columns are beside the rows, inside another member.
    if columns.is_empty() {
        let mut within = members.iter().filter(|(_, value)| value.get().starts_with('{'));
        let found = within.find_map(|(_, value)| columns_within(value.get(), depth - 1));
        *columns = found.unwrap_or_default();
    }
    for (key, value) in &members {
        let raw = value.get();
        if !columns.is_empty()
            && ROWS.contains(&folded(key).as_str())
            && let Some(rows) = rows_of(raw)
        {
            tables.push(Table { columns: columns.clone(), rows });
        } else if raw.starts_with(['{', '[']) && !COLUMNS.contains(&folded(key).as_str()) {
            find(raw, &mut columns.clone(), depth - 1, tables);
        }
    }
}

fn columns_within(text: &str, depth: usize) -> Option<Vec<String>> {
    if depth == 0 {
        return None;
    }
    let members = serde_json::from_str::<Members<'_>>(text).ok()?;
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    members.iter().find_map(|(key, value)| {
        let key = key.replace('_', "").to_ascii_lowercase();
        COLUMNS.contains(&key.as_str()).then(|| column_names(value.get(), depth))?
    })
}

/// The names of columns, from texts, from objects with a name, or from an object that contains either.
fn column_names(text: &str, depth: usize) -> Option<Vec<String>> {
    if text.starts_with('{') {
        return columns_within(text, depth);
    }
    let columns = serde_json::from_str::<Vec<Column>>(text).ok()?;
    let names = columns.into_iter().map(|column| match column {
        Column::Name(name) => Some(name),
        Column::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            let is_name = |key: &str| NAMES.contains(&key.replace('_', "").to_ascii_lowercase().as_str());
            members.into_iter().find(|(key, _)| is_name(key))?.1.as_str().map(str::to_owned)
        }
    });
    names.collect::<Option<Vec<_>>>().filter(|names| names.len() > 1)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Column {
    Name(String),
    Object(HashMap<String, serde_json::Value>),
}

/// Rows, all of them arrays, or objects of cells as in `BigQuery` and Athena.
fn rows_of(text: &str) -> Option<Vec<&RawValue>> {
    let rows = serde_json::from_str::<Vec<&RawValue>>(text).ok()?;
    let is_row =
        |row: &&RawValue| row.get().starts_with('[') || row.get().starts_with('{') && cells(row.get()).is_some();
    let is_row_or_null = |row: &&RawValue| row.get() == "null" || is_row(row);
    (rows.iter().any(is_row) && rows.iter().all(is_row_or_null)).then_some(rows)
}

/// The cells of a row.
fn cells(text: &str) -> Option<Vec<&RawValue>> {
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(borrow, alias = "Data", alias = "values")]
        f: Vec<Cell<'a>>,
    }
    #[derive(Deserialize)]
    struct Cell<'a> {
        /// Athena omits it from a null cell.
        #[serde(borrow, default, alias = "VarCharValue", alias = "str")]
        v: Option<&'a RawValue>,
    }
    if text.starts_with('[') {
        return serde_json::from_str(text).ok();
    }
    Some(
        serde_json::from_str::<Row<'_>>(text)
            .ok()?
            .f
            .into_iter()
            .map(|cell| cell.v.unwrap_or(RawValue::NULL))
            .collect(),
    )
}

/// Whether the cells of a row repeat the column names, as in Athena's first row.
fn is_header(columns: &[String], text: &str) -> bool {
    let name = |cell: &RawValue| serde_json::from_str::<String>(cell.get()).ok();
    cells(text).is_some_and(|cells| cells.iter().map(|cell| name(cell)).eq(columns.iter().cloned().map(Some)))
}

/// Writes a row as an object, without null cells.
fn write_row(columns: &[String], text: &str, json: &mut String) -> Result<(), Problem> {
    if text == "null" {
        return Err(Problem::new(ProblemKind::NotAnObject, "the row is null"));
    }
    let cells = cells(text).unwrap_or_default();
    if cells.len() != columns.len() {
        let message = format!("the row has {} cells where the result has {} columns", cells.len(), columns.len());
        return Err(Problem::new(ProblemKind::UnexpectedType, message));
    }
    write_cells(columns, &cells, json);
    Ok(())
}

/// Writes cells as an object, without null cells.
pub(super) fn write_cells(names: &[String], cells: &[&RawValue], json: &mut String) {
    json.clear();
    json.push('{');
    for (name, cell) in names.iter().zip(cells).filter(|(_, cell)| cell.get() != "null") {
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&serde_json::Value::from(name.as_str()).to_string());
        json.push(':');
        json.push_str(cell.get());
    }
    json.push('}');
}
