//! Arrow: typed columns, lists as lists.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder, UInt64Builder};
use arrow_array::{
    ArrayRef, BooleanArray, RecordBatch, StringArray, TimestampMicrosecondArray, TimestampMillisecondArray, UInt64Array,
};
use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};

use super::columns::{COLUMNS, Content, Kind, Member};
use crate::findings::entry::Moment;

/// Rows of a batch.
pub(crate) const ROWS: usize = 256;

/// The fields of findings.
pub(crate) fn schema(has_fine_times: bool) -> Arc<Schema> {
    let field = |column: &super::columns::Column| Field::new(column.name, data_type(column.kind, has_fine_times), true);
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// A batch of findings, from their cells.
pub(crate) fn record_batch(
    schema: &Arc<Schema>,
    rows: Vec<Vec<Content>>,
    has_fine_times: bool,
) -> Result<RecordBatch, String> {
    let mut columns: Vec<Vec<Content>> = COLUMNS.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        columns.iter_mut().zip(row).for_each(|(column, content)| column.push(content));
    }
    let arrays = COLUMNS.iter().zip(columns).map(|(column, contents)| array(column.kind, contents, has_fine_times));
    RecordBatch::try_new(Arc::clone(schema), arrays.collect()).map_err(|error| error.to_string())
}

fn data_type(kind: Kind, has_fine_times: bool) -> DataType {
    let list = |item: DataType| DataType::List(Arc::new(Field::new("element", item, true)));
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Time => {
            let unit = if has_fine_times { TimeUnit::Microsecond } else { TimeUnit::Millisecond };
            DataType::Timestamp(unit, Some("UTC".into()))
        }
        Kind::Count => DataType::UInt64,
        Kind::Flag => DataType::Boolean,
        Kind::Texts => list(DataType::Utf8),
        Kind::Objects(members) => list(DataType::Struct(members_of(members))),
    }
}

fn members_of(members: &[Member]) -> Fields {
    let data_type = |member: &Member| if member.is_number { DataType::UInt64 } else { DataType::Utf8 };
    members.iter().map(|member| Field::new(member.name, data_type(member), true)).collect()
}

fn array(kind: Kind, contents: Vec<Content>, has_fine_times: bool) -> ArrayRef {
    let contents = contents.into_iter();
    match kind {
        Kind::Text => Arc::new(contents.map(text).collect::<StringArray>()),
        Kind::Time => {
            let times = contents.map(|content| if let Content::Time(time) = content { time } else { None });
            if has_fine_times {
                let times = times.map(|time| time.map(Moment::us));
                Arc::new(times.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
            } else {
                let times = times.map(|time| time.map(|time| time.ms));
                Arc::new(times.collect::<TimestampMillisecondArray>().with_timezone("UTC"))
            }
        }
        Kind::Count => {
            let count = |content| if let Content::Count(count) = content { Some(count) } else { None };
            Arc::new(contents.map(count).collect::<UInt64Array>())
        }
        Kind::Flag => {
            let flag = |content| if let Content::Flag(flag) = content { Some(flag) } else { None };
            Arc::new(contents.map(flag).collect::<BooleanArray>())
        }
        Kind::Texts => {
            let element = Arc::new(Field::new("element", DataType::Utf8, true));
            let mut builder = ListBuilder::new(StringBuilder::new()).with_field(element);
            for content in contents {
                if let Content::Texts(texts) = content {
                    for text in &texts {
                        builder.values().append_option(text.as_ref());
                    }
                }
                builder.append(true);
            }
            Arc::new(builder.finish())
        }
        Kind::Objects(members) => objects(members, contents),
    }
}

fn text(content: Content) -> Option<String> {
    if let Content::Text(text) = content { text } else { None }
}

fn objects(members: &[Member], contents: impl Iterator<Item = Content>) -> ArrayRef {
    let fields = members_of(members);
    let element = Arc::new(Field::new("element", DataType::Struct(fields.clone()), true));
    let mut builder = ListBuilder::new(StructBuilder::from_fields(fields, 0)).with_field(element);
    for content in contents {
        if let Content::Objects(_, list) = content {
            for values in list {
                let object = builder.values();
                for (at, (member, value)) in members.iter().zip(values).enumerate() {
                    if member.is_number {
                        let number = value.and_then(|digits| digits.parse().ok());
                        object.field_builder::<UInt64Builder>(at).into_iter().for_each(|one| one.append_option(number));
                    } else {
                        let texts = object.field_builder::<StringBuilder>(at).into_iter();
                        texts.for_each(|one| one.append_option(value.as_ref()));
                    }
                }
                object.append(true);
            }
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}
