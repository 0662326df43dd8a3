//! Renames a file's columns to the names that its table uses, and leaves out columns that the table no longer has.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use parquet::arrow::PARQUET_FIELD_ID_META_KEY;

use crate::delta::{Column, Columns, Key, Within};
use crate::{Problem, ProblemKind};

/// Which columns of a file are decoded, and their names.
pub(super) struct Mapped {
    /// The remaining columns, in the order of the file.
    pub(super) schema: SchemaRef,
    /// For each leaf of the file, the remaining column that it belongs to.
    pub(super) column_of: Vec<Option<usize>>,
}

/// The columns of a file, maps included, as its table has them.
pub(super) fn mapped(columns: &Columns, file: &SchemaRef) -> Result<Mapped, Problem> {
    let mut walk = Walk::default();
    let fields = walk.fields(columns.of_table(), file.fields());
    if walk.lacks_ids {
        let message = "the Delta table maps columns by id, and the file's columns have no ids";
        return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
    }
    // Each column of the file starts with a leaf.
    let mut column_of = Vec::with_capacity(walk.is_kept.len());
    let (mut columns, mut leaves) = (0, walk.is_kept.as_slice());
    for field in file.fields() {
        let (own, rest) = leaves.split_at(count_leaves(field.data_type()).min(leaves.len()));
        column_of.extend(own.iter().map(|is_kept| is_kept.then_some(columns)));
        columns += usize::from(own.contains(&true));
        leaves = rest;
    }
    Ok(Mapped { schema: Arc::new(Schema::new(fields)), column_of })
}

/// The state of walking a file's columns.
#[derive(Default)]
struct Walk {
    /// For each leaf, whether the table has it.
    is_kept: Vec<bool>,
    /// Whether columns that should be identified by ids have none.
    lacks_ids: bool,
}

impl Walk {
    fn fields(&mut self, columns: &[Column], fields: &Fields) -> Fields {
        let are_told_by_ids = matches!(columns.first(), Some(Column { key: Key::Id(_), .. }));
        if are_told_by_ids && !fields.is_empty() && fields.iter().all(|field| id(field).is_none()) {
            self.lacks_ids = true;
        }
        fields.iter().filter_map(|field| self.field(columns, field)).collect()
    }

    fn field(&mut self, columns: &[Column], field: &FieldRef) -> Option<FieldRef> {
        let own = Key::of(field, columns.first());
        let found = own.and_then(|key| columns.binary_search_by(|column| column.key.cmp(&key)).ok());
        let begin = self.is_kept.len();
        let data_type = found.and_then(|at| self.within(&columns[at].within, field.data_type()));
        let (Some(data_type), Some(at)) = (data_type, found) else {
            // Drop the columns kept inside it, too: for example a map's keys without its values.
            self.is_kept.truncate(begin);
            self.is_kept.resize(begin + count_leaves(field.data_type()), false);
            return None;
        };
        Some(Arc::new(Field::clone(field).with_name(&columns[at].name).with_data_type(data_type)))
    }

    /// The part of a column that the table has; none if it has nothing of it.
    fn within(&mut self, within: &Within, data_type: &DataType) -> Option<DataType> {
        let element = |data_type, field: &FieldRef| Arc::new(Field::clone(field).with_data_type(data_type));
        match (within, data_type) {
            (Within::Struct(columns), DataType::Struct(fields)) => {
                let fields = self.fields(columns, fields);
                (!fields.is_empty()).then_some(DataType::Struct(fields))
            }
            (Within::List(within), DataType::List(field)) => {
                Some(DataType::List(element(self.within(within, field.data_type())?, field)))
            }
            (Within::Map(keys, values), DataType::Map(entry, is_sorted)) => {
                let DataType::Struct(pair) = entry.data_type() else { return Some(self.whole(data_type)) };
                let [key, value] = &pair[..] else { return Some(self.whole(data_type)) };
                let key = element(self.within(keys, key.data_type())?, key);
                let value = element(self.within(values, value.data_type())?, value);
                let pair = DataType::Struct([key, value].into_iter().collect());
                Some(DataType::Map(element(pair, entry), *is_sorted))
            }
            _ => Some(self.whole(data_type)),
        }
    }

    fn whole(&mut self, data_type: &DataType) -> DataType {
        self.is_kept.resize(self.is_kept.len() + count_leaves(data_type), true);
        data_type.clone()
    }
}

impl Key {
    /// The key of a field, of the same kind as that of `column`.
    fn of(field: &Field, column: Option<&Column>) -> Option<Self> {
        match column?.key {
            Self::Name(_) => Some(Self::Name(field.name().clone())),
            Self::Id(_) => id(field).map(Self::Id),
        }
    }
}

fn id(field: &Field) -> Option<i32> {
    field.metadata().get(PARQUET_FIELD_ID_META_KEY)?.parse().ok()
}

fn count_leaves(data_type: &DataType) -> usize {
    match data_type {
        DataType::Struct(fields) => fields.iter().map(|field| count_leaves(field.data_type())).sum(),
        DataType::List(field) | DataType::LargeList(field) | DataType::Map(field, _) => count_leaves(field.data_type()),
        _ => 1,
    }
}
