//! Checks a Parquet file's footer before it is decoded. The decoder allocates as many children and row groups as the
//! footer claims, recurses into groups, and spells out the whole path of each column.

use super::thrift::{Compact, Field, Kind, Value};
use super::{damaged, too_large, unsupported};
use crate::Problem;

/// The deepest nesting of groups. Audit records have four levels.
const MAX_NESTED: usize = 100;

/// The approximate memory that a column or group takes, except the text of its path.
const ELEMENT_BYTES: u64 = 512;

/// `SchemaElement` in Parquet's `parquet.thrift`.
const ELEMENT: &[Field] = &[
    (1, Kind::Number),
    (2, Kind::Number),
    (3, Kind::Number),
    (NAME, Kind::Bytes),
    (CHILDREN, Kind::Number),
    (6, Kind::Number),
    (7, Kind::Number),
    (8, Kind::Number),
    (9, Kind::Number),
    (10, Kind::Struct(LOGICAL_TYPE)),
];
const NAME: i16 = 4;
const CHILDREN: i16 = 5;

/// `LogicalType`, the cases that have fields.
const LOGICAL_TYPE: &[Field] = &[
    (5, Kind::Struct(&[(1, Kind::Number), (2, Kind::Number)])),
    (7, Kind::Struct(TIME)),
    (8, Kind::Struct(TIME)),
    (10, Kind::Struct(&[(1, Kind::Byte), (2, Kind::Flag)])),
    (16, Kind::Struct(&[(1, Kind::Byte)])),
    (17, Kind::Struct(&[(1, Kind::Bytes)])),
    (18, Kind::Struct(&[(1, Kind::Bytes), (2, Kind::Number)])),
];

const TIME: &[Field] = &[(1, Kind::Flag), (2, Kind::Struct(&[]))];

/// `FileMetaData`, after the schema.
const FILE: &[Field] = &[
    (3, Kind::Long),
    (4, Kind::List(&Kind::Struct(ROW_GROUP))),
    (5, Kind::List(&Kind::Struct(KEY_VALUE))),
    (6, Kind::Bytes),
    (7, Kind::List(&Kind::Struct(&[(1, Kind::Struct(&[])), (2, Kind::Struct(&[])), (3, Kind::Struct(&[]))]))),
    (9, Kind::Bytes),
];

const ROW_GROUP: &[Field] = &[
    (1, Kind::List(&Kind::Struct(COLUMN_CHUNK))),
    (2, Kind::Long),
    (3, Kind::Long),
    (4, Kind::List(&Kind::Struct(&[(1, Kind::Number), (2, Kind::Flag), (3, Kind::Flag)]))),
    (5, Kind::Long),
    (7, Kind::Short),
];

const COLUMN_CHUNK: &[Field] = &[
    (1, Kind::Bytes),
    (2, Kind::Long),
    (3, Kind::Struct(COLUMN)),
    (4, Kind::Long),
    (5, Kind::Number),
    (6, Kind::Long),
    (7, Kind::Number),
];

/// `ColumnMetaData`.
const COLUMN: &[Field] = &[
    (1, Kind::Number),
    (2, Kind::List(&Kind::Number)),
    (3, Kind::List(&Kind::Bytes)),
    (4, Kind::Number),
    (5, Kind::Long),
    (6, Kind::Long),
    (7, Kind::Long),
    (8, Kind::List(&Kind::Struct(KEY_VALUE))),
    (9, Kind::Long),
    (10, Kind::Long),
    (11, Kind::Long),
    (12, Kind::Struct(STATISTICS)),
    (13, Kind::List(&Kind::Struct(&[(1, Kind::Number), (2, Kind::Number), (3, Kind::Number)]))),
    (14, Kind::Long),
    (15, Kind::Number),
    (16, Kind::Struct(&[(1, Kind::Long), (2, Kind::List(&Kind::Long)), (3, Kind::List(&Kind::Long))])),
    (17, Kind::Struct(&[(1, Kind::Struct(BOX)), (2, Kind::List(&Kind::Number))])),
];

const STATISTICS: &[Field] = &[
    (1, Kind::Bytes),
    (2, Kind::Bytes),
    (3, Kind::Long),
    (4, Kind::Long),
    (5, Kind::Bytes),
    (6, Kind::Bytes),
    (7, Kind::Flag),
    (8, Kind::Flag),
    (9, Kind::Long),
];

const KEY_VALUE: &[Field] = &[(1, Kind::Bytes), (2, Kind::Bytes)];

/// `BoundingBox`.
const BOX: &[Field] = &[
    (1, Kind::Double),
    (2, Kind::Double),
    (3, Kind::Double),
    (4, Kind::Double),
    (5, Kind::Double),
    (6, Kind::Double),
    (7, Kind::Double),
    (8, Kind::Double),
];

/// A group whose children are being read.
struct Group {
    children_left: usize,
    /// The memory that its path takes, in bytes.
    path_bytes: u64,
}

/// Rejects an invalid footer, and one whose schema takes more than `most_bytes` once it is decoded.
pub(super) fn check(footer: &[u8], most_bytes: u64) -> Result<(), Problem> {
    let mut footer = Compact::new(footer);
    let not_sound = || damaged("its footer holds no schema");
    footer.number(1).ok_or_else(not_sound)?;
    let count = footer.structs(2).ok_or_else(not_sound)?;
    let mut groups: Vec<Group> = Vec::new();
    let mut decoded_bytes: u64 = 0;
    for after in (0..count).rev() {
        let (mut name, mut children) = (0, 0);
        let element = footer.read(ELEMENT, &mut |place, value| match (place, value) {
            ((0, NAME), Value::Length(length)) => name = length as u64,
            ((0, CHILDREN), Value::Number(number)) => children = number,
            _ => {}
        });
        element.ok_or_else(not_sound)?;
        let children = usize::try_from(children).ok().filter(|children| *children <= after).ok_or_else(not_sound)?;
        let path = groups.last().map_or(0, |group| group.path_bytes) + name;
        decoded_bytes = decoded_bytes.saturating_add(name + ELEMENT_BYTES);
        if let Some(group) = groups.last_mut() {
            group.children_left -= 1;
        }
        // A group's last child ends its parent, too.
        if children > 0 {
            groups.push(Group { children_left: children, path_bytes: path });
        } else {
            decoded_bytes = decoded_bytes.saturating_add(path);
            while groups.last().is_some_and(|group| group.children_left == 0) {
                groups.pop();
            }
        }
        if groups.len() > MAX_NESTED {
            return Err(unsupported("the columns of the Parquet file are nested deeper than is read"));
        }
        if decoded_bytes > most_bytes {
            return Err(too_large("the columns of the Parquet file and their names take more than is held in memory"));
        }
    }
    footer.rest(2, FILE).ok_or_else(|| damaged("its footer is none"))
}
