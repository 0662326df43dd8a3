//! Rows of a table, cell by cell, for the formats' readers. Texts are taken from where the table has them, and any
//! other cell as the JSON that the row would have there.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, MapArray, RecordBatch, StructArray};
use arrow_buffer::NullBuffer;
use arrow_json::EncoderOptions;
use arrow_json::writer::{NullableEncoder, make_encoder};
use arrow_schema::{DataType, Field, FieldRef};

use crate::texts::{Texts, is_valid};

/// How rows are written everywhere: without nulls.
static OPTIONS: LazyLock<EncoderOptions> = LazyLock::new(EncoderOptions::default);

/// Rows of a table, each as one value.
#[derive(Debug)]
pub struct Rows {
    array: StructArray,
    field: FieldRef,
}

/// A table of any format. Get one from [`RecordReader::table`].
///
/// [`RecordReader::table`]: crate::RecordReader::table
pub struct Table<'a> {
    rows: usize,
    columns: Vec<Column<'a>>,
    /// Of whole rows.
    encoder: RefCell<NullableEncoder<'a>>,
    /// Of the columns that are written, in order.
    encoders: Vec<NullableEncoder<'a>>,
    /// The cells of the last row that were written, each with a comma after it.
    written: String,
    /// For each encoder, where its cell is in `written`; none if there is no value.
    places: Vec<Option<Range<usize>>>,
}

/// A column, or a field of a struct.
#[derive(Debug)]
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) cells: Cells<'a>,
}

#[derive(Debug)]
pub(crate) enum Cells<'a> {
    Texts(Texts<'a>),
    Struct {
        fields: Vec<Column<'a>>,
        nulls: Option<&'a NullBuffer>,
    },
    /// From text to text.
    Map {
        map: &'a MapArray,
        keys: Texts<'a>,
        values: Texts<'a>,
    },
    /// Written as JSON, by the encoder with this number.
    Written(usize),
}

/// A row of a table.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    table: &'r dyn WriteRow,
    pub(crate) columns: &'r [Column<'r>],
    pub(crate) at: usize,
    written: &'r str,
    places: &'r [Option<Range<usize>>],
}

impl<'a> Table<'a> {
    /// A view of some rows; none if there are bytes among them, or what JSON cannot say.
    pub(crate) fn of(rows: &'a Rows) -> Option<Self> {
        let Rows { array, field } = rows;
        let mut encoders = Vec::new();
        let columns = columns(array.fields(), array.columns(), &mut encoders)?;
        let encoder = RefCell::new(make_encoder(field, array, &OPTIONS).ok()?);
        let places = Vec::with_capacity(encoders.len());
        Some(Self { rows: array.len(), columns, encoder, encoders, written: String::new(), places })
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at an index.
    pub fn row(&mut self, at: usize) -> Row<'_> {
        let mut written = std::mem::take(&mut self.written).into_bytes();
        written.clear();
        self.places.clear();
        for encoder in &mut self.encoders {
            let start = written.len();
            // Within a struct that is null there may be a value, which nobody asks for.
            let has_value = !encoder.is_null(at);
            if has_value {
                encoder.encode(at, &mut written);
                written.push(b',');
            }
            self.places.push(has_value.then_some(start..written.len()));
        }
        // Encoders write JSON, which is UTF-8.
        self.written = String::from_utf8(written).unwrap_or_default();
        Row { table: &self.encoder, columns: &self.columns, at, written: &self.written, places: &self.places }
    }
}

impl<'r> Row<'r> {
    /// The JSON of a cell that is written, and a comma, as in the row's JSON; none for null.
    pub(crate) fn written(&self, nth: usize) -> Option<&'r str> {
        self.written.get(self.places.get(nth)?.clone()?)
    }

    /// The row's JSON.
    pub fn json(&self) -> String {
        let mut json = Vec::new();
        self.table.write(self.at, &mut json);
        String::from_utf8(json).unwrap_or_default()
    }
}

/// Writes the JSON of rows.
trait WriteRow {
    fn write(&self, at: usize, into: &mut Vec<u8>);
}

impl WriteRow for RefCell<NullableEncoder<'_>> {
    fn write(&self, at: usize, into: &mut Vec<u8>) {
        self.borrow_mut().encode(at, into);
    }
}

impl From<&RecordBatch> for Rows {
    fn from(rows: &RecordBatch) -> Self {
        let array = StructArray::from(rows.clone());
        Self { field: Arc::new(Field::new_struct("", array.fields().clone(), false)), array }
    }
}

impl Cells<'_> {
    /// Whether there is a value in a row.
    pub(crate) fn is_valid(&self, row: &Row<'_>) -> bool {
        match self {
            Self::Texts(texts) => texts.token(row.at).is_some(),
            Self::Struct { nulls, .. } => is_valid(*nulls, row.at),
            Self::Map { map, .. } => map.is_valid(row.at),
            Self::Written(nth) => row.written(*nth).is_some(),
        }
    }
}

/// The columns of a table or of a struct.
fn columns<'a>(
    fields: &'a [FieldRef],
    arrays: &'a [ArrayRef],
    encoders: &mut Vec<NullableEncoder<'a>>,
) -> Option<Vec<Column<'a>>> {
    let columns = fields.iter().zip(arrays).map(|(field, array)| {
        let cells = match array.data_type() {
            DataType::Struct(_) => {
                let array = array.as_struct();
                let fields = columns(array.fields(), array.columns(), encoders)?;
                Cells::Struct { fields, nulls: array.nulls() }
            }
            DataType::Map(..) => {
                let map = array.as_map();
                let [keys, values] = [map.keys(), map.values()].map(|texts| Texts::of(texts, None));
                (map.keys().null_count() == 0 && map.entries().null_count() == 0).then_some(())?;
                Cells::Map { map, keys: keys?, values: values? }
            }
            data_type => match Texts::of(array, None) {
                Some(texts) => Cells::Texts(texts),
                None if is_plain(data_type) => {
                    encoders.push(make_encoder(field, array, &OPTIONS).ok()?);
                    Cells::Written(encoders.len() - 1)
                }
                None => return None,
            },
        };
        Some(Column { name: field.name(), cells })
    });
    columns.collect()
}

/// Whether values of a type are written as they are. Bytes are not: they may be texts, which the reader of the file
/// knows.
fn is_plain(data_type: &DataType) -> bool {
    match data_type {
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => false,
        DataType::List(element) | DataType::LargeList(element) | DataType::Map(element, _) => {
            is_plain(element.data_type())
        }
        DataType::Struct(fields) => fields.iter().all(|field| is_plain(field.data_type())),
        DataType::Dictionary(_, texts) => is_plain(texts),
        _ => true,
    }
}
