//! One JSON object per line, or a list of objects. Request parameters are a nested object without absent keys.

use std::ops::Range;

use serde_json::{Map, Value};
use touchstone_medallion::Medallion;

use crate::columns::Columns;

pub(crate) fn write(columns: &Columns, medallion: &Medallion, rows: Range<usize>) -> Vec<u8> {
    lines(rows.map(|row| object(columns, medallion, row)), false, false, false)
}

/// The same as one JSON list, of which this is a part.
pub(crate) fn write_list(
    columns: &Columns,
    medallion: &Medallion,
    rows: Range<usize>,
    is_first: bool,
    is_last: bool,
) -> Vec<u8> {
    lines(rows.map(|row| object(columns, medallion, row)), true, is_first, is_last)
}

/// Objects, one a line; as a list, with what comes before the first and behind the last.
pub(crate) fn lines(
    objects: impl Iterator<Item = Map<String, Value>>,
    within_list: bool,
    is_first: bool,
    is_last: bool,
) -> Vec<u8> {
    let mut piece = Vec::new();
    let mut is_begun = !is_first;
    if within_list && is_first {
        piece.push(b'[');
    }
    for object in objects {
        if within_list {
            piece.extend_from_slice(if is_begun { b",\n" } else { b"\n" });
        }
        is_begun = true;
        piece.extend_from_slice(Value::Object(object).to_string().as_bytes());
        if !within_list {
            piece.push(b'\n');
        }
    }
    if within_list && is_last {
        piece.extend_from_slice(b"\n]\n");
    }
    piece
}

fn object(columns: &Columns, medallion: &Medallion, row: usize) -> Map<String, Value> {
    let mut object = Map::new();
    for column in columns.list.iter().filter(|column| !column.is_param) {
        let value = if column.is_number() {
            columns.integer(medallion, column, row).into()
        } else {
            columns.text(medallion, column, row).into()
        };
        object.insert(column.name.clone(), value);
    }
    if columns.params() > 0 {
        let params = columns.params_of(medallion, row).into_iter();
        let params: Map<_, _> = params.map(|(at, text)| (columns.list[at].name.clone(), text.into())).collect();
        object.insert("requestParams".to_owned(), params.into());
    }
    object
}
