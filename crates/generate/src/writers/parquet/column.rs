//! A column of a Parquet file: its name, its type, and its value for an event.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder as _, Date32Builder, Int32Builder, Int64Builder, MapBuilder, MapFieldNames, NullBufferBuilder,
    StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{Array as _, ArrayRef, StructArray};
use arrow_schema::{DataType, Field, Fields, TimeUnit};
use parquet::errors::ParquetError;

use crate::calendar::DAY;
use crate::model::Event;
use crate::world::World;
use crate::writers::spelling::TextOf;

pub(super) struct Column {
    name: &'static str,
    cells: Cells,
}

/// The cell of an event; `None` is null.
type Of<T> = for<'e> fn(&'e Event<'e>, &'e World) -> Option<T>;

/// Whether a struct is present.
type IsThere = fn(&Event<'_>, &World) -> bool;

enum Cells {
    Text(TextOf, StringBuilder),
    Int(Of<i32>, Int32Builder),
    Long(Of<i64>, Int64Builder),
    /// UTC in microseconds, from epoch milliseconds.
    Time(fn(&Event<'_>) -> i64, TimestampMicrosecondBuilder),
    /// The event's day.
    Date(Date32Builder),
    Struct(IsThere, Vec<Column>, NullBufferBuilder),
    /// The request parameters as a map from text to text.
    ParamsMap(Box<MapBuilder<StringBuilder, StringBuilder>>),
    /// The request parameters as a struct with a field for every key in the file.
    ParamsStruct(Vec<(&'static str, StringBuilder)>, NullBufferBuilder),
}

impl Column {
    pub(super) fn text(name: &'static str, of: TextOf) -> Self {
        Self { name, cells: Cells::Text(of, StringBuilder::new()) }
    }

    pub(super) fn int(name: &'static str, of: Of<i32>) -> Self {
        Self { name, cells: Cells::Int(of, Int32Builder::new()) }
    }

    pub(super) fn long(name: &'static str, of: Of<i64>) -> Self {
        Self { name, cells: Cells::Long(of, Int64Builder::new()) }
    }

    pub(super) fn time(name: &'static str, of: fn(&Event<'_>) -> i64) -> Self {
        Self { name, cells: Cells::Time(of, TimestampMicrosecondBuilder::new().with_timezone("UTC")) }
    }

    pub(super) fn date(name: &'static str) -> Self {
        Self { name, cells: Cells::Date(Date32Builder::new()) }
    }

    pub(super) fn of_struct(name: &'static str, is_there: IsThere, fields: Vec<Self>) -> Self {
        Self { name, cells: Cells::Struct(is_there, fields, NullBufferBuilder::new(0)) }
    }

    pub(super) fn params_map(name: &'static str) -> Self {
        // The names of a map's parts in the Parquet specification.
        let names = MapFieldNames { entry: "key_value".to_owned(), key: "key".to_owned(), value: "value".to_owned() };
        let builder = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
        Self { name, cells: Cells::ParamsMap(Box::new(builder)) }
    }

    pub(super) fn params_struct(name: &'static str, keys: BTreeSet<&'static str>) -> Self {
        let fields = keys.into_iter().map(|key| (key, StringBuilder::new())).collect();
        Self { name, cells: Cells::ParamsStruct(fields, NullBufferBuilder::new(0)) }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn field(&self) -> Field {
        Field::new(self.name, self.cells.data_type(), true)
    }

    pub(super) fn append(&mut self, event: &Event<'_>, world: &World) -> Result<(), ParquetError> {
        match &mut self.cells {
            Cells::Text(of, cells) => cells.append_option(of(event, world)),
            Cells::Int(of, cells) => cells.append_option(of(event, world)),
            Cells::Long(of, cells) => cells.append_option(of(event, world)),
            Cells::Time(of, cells) => cells.append_value(of(event) * 1000),
            Cells::Date(cells) => cells.append_value(event.time_ms.div_euclid(DAY) as i32),
            Cells::Struct(is_there, fields, validity) => {
                validity.append(is_there(event, world));
                fields.iter_mut().try_for_each(|field| field.append(event, world))?;
            }
            Cells::ParamsMap(cells) => append_map(event, cells)?,
            Cells::ParamsStruct(fields, validity) => append_struct(event, fields, validity),
        }
        Ok(())
    }

    /// Takes the cells so far and leaves the column empty.
    pub(super) fn finish(&mut self) -> Result<ArrayRef, ParquetError> {
        Ok(match &mut self.cells {
            Cells::Text(_, cells) => Arc::new(cells.finish()),
            Cells::Int(_, cells) => Arc::new(cells.finish()),
            Cells::Long(_, cells) => Arc::new(cells.finish()),
            Cells::Time(_, cells) => Arc::new(cells.finish()),
            Cells::Date(cells) => Arc::new(cells.finish()),
            Cells::ParamsMap(cells) => Arc::new(cells.finish()),
            Cells::Struct(_, fields, validity) => {
                let names: Fields = fields.iter().map(Self::field).collect();
                let arrays = fields.iter_mut().map(Self::finish).collect::<Result<_, _>>()?;
                Arc::new(StructArray::try_new(names, arrays, validity.finish())?)
            }
            Cells::ParamsStruct(fields, validity) => {
                let names = wide_fields(fields);
                let rows = validity.len();
                let arrays = fields.iter_mut().map(|(_, cells)| {
                    cells.append_nulls(rows - cells.len());
                    Arc::new(cells.finish()) as ArrayRef
                });
                let arrays = arrays.collect();
                Arc::new(StructArray::try_new_with_length(names, arrays, validity.finish(), rows)?)
            }
        })
    }
}

impl Cells {
    fn data_type(&self) -> DataType {
        match self {
            Self::Text(..) => DataType::Utf8,
            Self::Int(..) => DataType::Int32,
            Self::Long(..) => DataType::Int64,
            Self::Time(..) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Date(..) => DataType::Date32,
            Self::Struct(_, fields, _) => DataType::Struct(fields.iter().map(Column::field).collect()),
            // An empty map from the same builder has the type of later ones.
            Self::ParamsMap(cells) => cells.finish_cloned().data_type().clone(),
            Self::ParamsStruct(fields, _) => DataType::Struct(wide_fields(fields)),
        }
    }
}

fn wide_fields(fields: &[(&'static str, StringBuilder)]) -> Fields {
    fields.iter().map(|(key, _)| Field::new(*key, DataType::Utf8, true)).collect()
}

fn append_map(event: &Event<'_>, cells: &mut MapBuilder<StringBuilder, StringBuilder>) -> Result<(), ParquetError> {
    for (key, value) in event.params.iter().flatten() {
        cells.keys().append_value(key);
        cells.values().append_option(value.text());
    }
    Ok(cells.append(event.params.is_some())?)
}

/// Of hundreds of fields most are null in a row, so a field receives its nulls only before its next value.
fn append_struct(event: &Event<'_>, fields: &mut [(&'static str, StringBuilder)], validity: &mut NullBufferBuilder) {
    let row = validity.len();
    validity.append(event.params.is_some());
    for (key, value) in event.params.iter().flatten() {
        let field = fields.binary_search_by_key(key, |(key, _)| key);
        if let (Ok(field), Some(text)) = (field, value.text()) {
            let cells = &mut fields[field].1;
            cells.append_nulls(row.saturating_sub(cells.len()));
            cells.append_value(text);
        }
    }
}
