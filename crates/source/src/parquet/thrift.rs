//! Reads Thrift's compact protocol, as far as necessary to check a Parquet file before it is decoded. The protocol:
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.
//!
//! The decoder interprets a field by its number, whatever its type. Here a known field must have its type, and fields
//! must be in order; otherwise the two could read different things.

use super::varint::{varint, zigzag};

/// How many nested structs are entered.
const MAX_NESTED: u32 = 32;

/// The kind of a field that is known by its number.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Flag,
    Byte,
    /// 16 bits.
    Short,
    /// 32 bits; of a longer number, the lowest count, as in the decoder.
    Number,
    /// 64 bits.
    Long,
    Double,
    Bytes,
    Struct(&'static [Field]),
    /// A list of elements of one kind, except flags.
    List(&'static Kind),
}

/// A field's number and its kind.
pub(super) type Field = (i16, Kind);

/// Identifies a field: the number of the enclosing field, or 0, and its own.
pub(super) type Place = (i16, i16);

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Flag(bool),
    Number(i32),
    /// The length of a text.
    Length(usize),
}

/// The types of fields.
mod types {
    pub(super) const END: u8 = 0;
    pub(super) const TRUE: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const BYTE: u8 = 3;
    pub(super) const I16: u8 = 4;
    pub(super) const I32: u8 = 5;
    pub(super) const I64: u8 = 6;
    pub(super) const DOUBLE: u8 = 7;
    pub(super) const BINARY: u8 = 8;
    pub(super) const LIST: u8 = 9;
    pub(super) const SET: u8 = 10;
    pub(super) const STRUCT: u8 = 12;
}

/// Reads bytes in the compact protocol from start to end. Invalid input gives none.
pub(super) struct Compact<'a> {
    left: &'a [u8],
}

impl<'a> Compact<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// The number of bytes left.
    pub(super) fn left(&self) -> usize {
        self.left.len()
    }

    /// Reads a struct and shows each known field.
    pub(super) fn read(&mut self, fields: &[Field], show: &mut dyn FnMut(Place, Value)) -> Option<()> {
        self.read_within(0, fields, show, MAX_NESTED)
    }

    /// Reads the header of the field `id`, which must be a number, and returns the number.
    pub(super) fn number(&mut self, id: i16) -> Option<i32> {
        (self.field(id - 1)? == (id, types::I32)).then_some(())?;
        Some(zigzag(&mut self.left)? as i32)
    }

    /// Reads the header of the field `id`, which must be a list of structs, and returns its length.
    pub(super) fn structs(&mut self, id: i16) -> Option<usize> {
        (self.field(id - 1)? == (id, types::LIST)).then_some(())?;
        let (found, count) = self.list()?;
        (found == types::STRUCT).then_some(count)
    }

    /// Reads the rest of a struct after its field `last`.
    pub(super) fn rest(&mut self, last: i16, fields: &[Field]) -> Option<()> {
        self.read_after((0, last), fields, &mut |_, _| {}, MAX_NESTED)
    }

    fn read_within(
        &mut self,
        within: i16,
        fields: &[Field],
        show: &mut dyn FnMut(Place, Value),
        depth: u32,
    ) -> Option<()> {
        self.read_after((within, 0), fields, show, depth)
    }

    fn read_after(
        &mut self,
        (within, mut last): Place,
        fields: &[Field],
        show: &mut dyn FnMut(Place, Value),
        depth: u32,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        loop {
            let (id, found) = self.field(last)?;
            if found == types::END {
                return Some(());
            }
            (id > last).then_some(())?;
            last = id;
            match fields.iter().find(|field| field.0 == id) {
                None => self.skip(found, depth)?,
                Some((_, kind)) => self.known((within, id), *kind, found, show, depth)?,
            }
        }
    }

    /// Reads the value of a known field, which must have its type.
    fn known(
        &mut self,
        place: Place,
        kind: Kind,
        found: u8,
        show: &mut dyn FnMut(Place, Value),
        depth: u32,
    ) -> Option<()> {
        match (kind, found) {
            (Kind::Flag, types::TRUE | types::FALSE) => show(place, Value::Flag(found == types::TRUE)),
            (Kind::Number, types::I32) => show(place, Value::Number(zigzag(&mut self.left)? as i32)),
            (Kind::Bytes, types::BINARY) => show(place, Value::Length(self.bytes()?.len())),
            (Kind::Struct(fields), types::STRUCT) => self.read_within(place.1, fields, show, depth)?,
            (Kind::List(kind), types::LIST) => {
                let (found, count) = self.list()?;
                for _ in 0..count {
                    self.known(place, *kind, found, show, depth)?;
                }
            }
            (Kind::Byte, types::BYTE)
            | (Kind::Short, types::I16)
            | (Kind::Long, types::I64)
            | (Kind::Double, types::DOUBLE) => self.skip(found, depth)?,
            _ => return None,
        }
        Some(())
    }

    /// Reads the type of a list's elements and their number; each takes at least one byte. Lists of flags are rejected,
    /// since the decoder does not skip their elements.
    fn list(&mut self) -> Option<(u8, usize)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => usize::try_from(varint(&mut self.left)?).ok()?,
            count => usize::from(count),
        };
        let is_read = count == 0 || !matches!(head & 0x0f, types::TRUE | types::FALSE);
        (is_read && count <= self.left()).then_some((head & 0x0f, count))
    }

    /// The number and type of the next field, or the struct's end.
    fn field(&mut self, last: i16) -> Option<(i16, u8)> {
        let head = self.byte()?;
        let id = match (head & 0x0f, head >> 4) {
            (types::END, _) => last,
            (_, 0) => i16::try_from(zigzag(&mut self.left)?).ok()?,
            (_, step) => last.checked_add(i16::from(step))?,
        };
        Some((id, head & 0x0f))
    }

    /// Skips an unknown field. Parquet uses no Thrift maps.
    fn skip(&mut self, found: u8, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match found {
            types::TRUE | types::FALSE => Some(()),
            types::BYTE => self.byte().map(drop),
            types::I16 | types::I32 | types::I64 => varint(&mut self.left).map(drop),
            types::DOUBLE => self.take(8).map(drop),
            types::BINARY => self.bytes().map(drop),
            types::STRUCT => self.read_within(0, &[], &mut |_, _| {}, depth),
            types::LIST | types::SET => {
                let (found, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip(found, depth))
            }
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(varint(&mut self.left)?).ok()?;
        self.take(length)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(taken)
    }
}
