//! Finds NaN and infinities, which JSON does not have.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, RecordBatch, StructArray};
use arrow_schema::DataType;

/// The columns in which some value is NaN or infinite, by index, and the first row of each that has one.
pub(super) fn columns(rows: &RecordBatch) -> Vec<(usize, usize)> {
    let columns = rows.columns().iter().enumerate();
    columns.filter_map(|(at, column)| Some((at, first(&**column)?))).collect()
}

/// Whether there are floating-point numbers in a column.
fn has_numbers(data_type: &DataType) -> bool {
    match data_type {
        DataType::Struct(fields) => fields.iter().any(|field| has_numbers(field.data_type())),
        DataType::List(element) | DataType::LargeList(element) | DataType::Map(element, _) => {
            has_numbers(element.data_type())
        }
        other => other.is_floating(),
    }
}

/// The first row with NaN or an infinity.
fn first(array: &dyn Array) -> Option<usize> {
    if !has_numbers(array.data_type()) {
        return None;
    }
    match array.data_type() {
        DataType::Float16 => position(array.as_primitive::<Float16Type>().iter().map(|number| number.map(f64::from))),
        DataType::Float32 => position(array.as_primitive::<Float32Type>().iter().map(|number| number.map(f64::from))),
        DataType::Float64 => position(array.as_primitive::<Float64Type>().iter()),
        DataType::Struct(_) => within(array.as_struct()),
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            (0..list.len()).find(|row| list.is_valid(*row) && first(&*list.value(*row)).is_some())
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            (0..list.len()).find(|row| list.is_valid(*row) && first(&*list.value(*row)).is_some())
        }
        DataType::Map(..) => {
            let map = array.as_map();
            (0..map.len()).find(|row| map.is_valid(*row) && within(&map.value(*row)).is_some())
        }
        _ => None,
    }
}

fn within(group: &StructArray) -> Option<usize> {
    // A null group may have numbers below it.
    (0..group.len()).find(|row| {
        group.is_valid(*row) && group.columns().iter().any(|column| first(&*column.slice(*row, 1)).is_some())
    })
}

fn position(mut numbers: impl Iterator<Item = Option<f64>>) -> Option<usize> {
    numbers.position(|number| number.is_some_and(|number| !number.is_finite()))
}
