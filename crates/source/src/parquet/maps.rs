//! Decodes maps as lists of pairs, which have the same encoding, because the decoder panics if a map's keys do not
//! match its values. The pairs are turned into maps afterwards.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray, MapArray, RecordBatch, RecordBatchOptions, StructArray};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use parquet::basic::{ConvertedType, Repetition};
use parquet::errors::ParquetError;
use parquet::file::metadata::{FileMetaData, ParquetMetaData, ParquetMetaDataBuilder};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

/// The metadata of a footer, with lists of pairs in place of maps.
pub(super) fn as_pairs(metadata: ParquetMetaData) -> Result<ParquetMetaData, ParquetError> {
    let file = metadata.file_metadata();
    let root = type_as_pairs(&file.schema_descr().root_schema_ptr())?;
    let created_by = file.created_by().map(str::to_owned);
    let schema = Arc::new(SchemaDescriptor::new(root));
    let file = FileMetaData::new(file.version(), file.num_rows(), created_by, None, schema, None);
    let groups = metadata.into_builder().take_row_groups();
    Ok(ParquetMetaDataBuilder::new(file).set_row_groups(groups).build())
}

fn type_as_pairs(group: &TypePtr) -> Result<TypePtr, ParquetError> {
    if group.is_primitive() {
        return Ok(Arc::clone(group));
    }
    let info = group.get_basic_info();
    let fields = group.get_fields().iter().map(type_as_pairs).collect::<Result<Vec<_>, _>>()?;
    let builder = Type::group_type_builder(info.name()).with_id(info.has_id().then(|| info.id()));
    let builder = if is_map(group) {
        builder.with_converted_type(ConvertedType::LIST)
    } else {
        builder.with_converted_type(info.converted_type()).with_logical_type(info.logical_type_ref().cloned())
    };
    let builder = if info.has_repetition() { builder.with_repetition(info.repetition()) } else { builder };
    builder.with_fields(fields).build().map(Arc::new)
}

/// Whether a group is decoded as a map. Other groups marked as maps are decoded as lists or not at all.
fn is_map(group: &Type) -> bool {
    let is_said = matches!(group.get_basic_info().converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
    let is_repeated = |pairs: &Type| pairs.get_basic_info().repetition() == Repetition::REPEATED;
    match group.get_fields() {
        [pairs] => is_said && pairs.is_group() && is_repeated(pairs) && pairs.get_fields().len() == 2,
        _ => false,
    }
}

/// Rows with the maps of `schema` in place of lists of pairs.
pub(super) fn with_maps(rows: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns = schema.fields().iter().zip(rows.columns());
    let columns = columns.map(|(field, column)| array_with_maps(column, field.data_type()));
    let options = RecordBatchOptions::new().with_row_count(Some(rows.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns.collect::<Result<_, _>>()?, &options)
}

fn array_with_maps(array: &ArrayRef, wanted: &DataType) -> Result<ArrayRef, ArrowError> {
    match (wanted, array.data_type()) {
        (wanted, decoded) if wanted == decoded => Ok(Arc::clone(array)),
        (DataType::Map(entry, is_sorted), DataType::List(_)) => {
            let (_, offsets, pairs, nulls) = array.as_list::<i32>().clone().into_parts();
            let pairs = array_with_maps(&pairs, entry.data_type())?.as_struct().clone();
            Ok(Arc::new(MapArray::try_new(Arc::clone(entry), offsets, pairs, nulls, *is_sorted)?))
        }
        (DataType::List(element), DataType::List(_)) => {
            let (_, offsets, elements, nulls) = array.as_list::<i32>().clone().into_parts();
            let elements = array_with_maps(&elements, element.data_type())?;
            Ok(Arc::new(ListArray::try_new(Arc::clone(element), offsets, elements, nulls)?))
        }
        (DataType::Struct(fields), DataType::Struct(_)) => {
            let (_, columns, nulls) = array.as_struct().clone().into_parts();
            let columns = fields.iter().zip(&columns).map(|(field, column)| array_with_maps(column, field.data_type()));
            let columns = columns.collect::<Result<_, _>>()?;
            Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, nulls, array.len())?))
        }
        (wanted, decoded) => Err(ArrowError::SchemaError(format!("a column of {decoded} is said to be of {wanted}"))),
    }
}
