//! The schema in a Parquet file's footer, before it is decoded: the decoder makes room for as many children as a group
//! says that it has, goes as deep as groups lie within each other, and spells the whole path of each column.

use super::thrift::{Compact, Field, Kind, Value};
use super::{damaged, unsupported};
use crate::Problem;

/// Groups within groups. Audit records have four.
const MOST_NESTED: usize = 100;

/// What a name takes in memory beside its text.
const NAME_BYTES: u64 = 24;

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

/// `LogicalType`, the cases that hold something.
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

/// A group on the way to its last child.
struct Group {
    children_left: usize,
    /// What its path takes in memory.
    path_bytes: u64,
}

/// Refuses a schema that is none, or that takes more than `most_bytes` once it is decoded.
pub(super) fn check(footer: &[u8], most_bytes: u64) -> Result<(), Problem> {
    let mut footer = Compact::new(footer);
    let not_sound = || damaged("its footer holds no schema");
    footer.number(1).ok_or_else(not_sound)?;
    let count = footer.structs(2).ok_or_else(not_sound)?;
    let mut groups: Vec<Group> = Vec::new();
    let mut path_bytes: u64 = 0;
    for after in (0..count).rev() {
        let (mut name, mut children) = (0, 0);
        let element = footer.read(ELEMENT, &mut |place, value| match (place, value) {
            ((0, NAME), Value::Length(length)) => name = length as u64,
            ((0, CHILDREN), Value::Number(number)) => children = number,
            _ => {}
        });
        element.ok_or_else(not_sound)?;
        let children = usize::try_from(children).ok().filter(|children| *children <= after).ok_or_else(not_sound)?;
        let path = groups.last().map_or(0, |group| group.path_bytes) + name + NAME_BYTES;
        if let Some(group) = groups.last_mut() {
            group.children_left -= 1;
        }
        // Groups whose last child this is go on as its ancestors, and end with it.
        if children > 0 {
            groups.push(Group { children_left: children, path_bytes: path });
        } else {
            path_bytes = path_bytes.saturating_add(path);
            while groups.last().is_some_and(|group| group.children_left == 0) {
                groups.pop();
            }
        }
        if groups.len() > MOST_NESTED {
            return Err(unsupported("the columns of the Parquet file are nested deeper than is read"));
        }
        if path_bytes > most_bytes {
            return Err(unsupported("the names of the Parquet file's columns take more than is held in memory"));
        }
    }
    Ok(())
}
