//! One JSON object per line. Request parameters are a nested object without absent keys.

use std::ops::Range;

use serde_json::{Map, Value};
use touchstone_medallion::Medallion;

use crate::columns::Columns;

pub(crate) fn write(columns: &Columns, medallion: &Medallion, rows: Range<usize>) -> Vec<u8> {
    let mut piece = Vec::new();
    for row in rows {
        piece.extend_from_slice(object(columns, medallion, row).to_string().as_bytes());
        piece.push(b'\n');
    }
    piece
}

fn object(columns: &Columns, medallion: &Medallion, row: usize) -> Value {
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
    object.into()
}
