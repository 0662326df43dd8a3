//! One JSON object per line. Request parameters are an object of their own, without the absent ones.

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
    let mut params = None::<Map<String, Value>>;
    for column in &columns.list {
        if column.is_param {
            let params = params.get_or_insert_default();
            if let Some(text) = columns.text(medallion, column, row) {
                params.insert(column.name.clone(), text.into());
            }
        } else if column.is_number() {
            object.insert(column.name.clone(), columns.integer(medallion, column, row).into());
        } else {
            object.insert(column.name.clone(), columns.text(medallion, column, row).into());
        }
    }
    if let Some(params) = params {
        object.insert("requestParams".to_owned(), params.into());
    }
    object.into()
}
