//! Thrift's compact protocol, as far as a Parquet file is looked at before it is decoded.
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md> says what is in it.
//!
//! The decoder behind takes a field for what its number says, whatever its type. What is known here by its number has to
//! have its type, and fields have to be in order: else both would read different things.

use super::varint::{varint, zigzag};

/// Structs within structs that are looked into.
const MAX_NESTED: u32 = 32;

/// What a field that is known by its number holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Flag,
    Byte,
    /// Of 16 bits.
    Short,
    /// Of 32 bits; of more, the lowest count, as they do for the decoder.
    Number,
    /// Of 64 bits.
    Long,
    Double,
    Bytes,
    Struct(&'static [Field]),
    /// Of what has one kind, which is no flag.
    List(&'static Kind),
}

/// A field's number and what it holds.
pub(super) type Field = (i16, Kind);

/// A field: the number of the one that it lies in, or 0, and its own.
pub(super) type Place = (i16, i16);

/// What a field was found to hold.
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

/// Bytes in the compact protocol, from front to back. Nothing is given of what is no sound text of it.
pub(super) struct Compact<'a> {
    left: &'a [u8],
}

impl<'a> Compact<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.left.len()
    }

    /// Reads a struct and shows each of the fields that are known.
    pub(super) fn read(&mut self, fields: &[Field], show: &mut dyn FnMut(Place, Value)) -> Option<()> {
        self.read_within(0, fields, show, MAX_NESTED)
    }

    /// Reads the beginning of a field, which has to be this one and a number.
    pub(super) fn number(&mut self, id: i16) -> Option<i32> {
        (self.field(id - 1)? == (id, types::I32)).then_some(())?;
        Some(zigzag(&mut self.left)? as i32)
    }

    /// Reads the beginning of a field, which has to be this one and a list of structs, and says how many.
    pub(super) fn structs(&mut self, id: i16) -> Option<usize> {
        (self.field(id - 1)? == (id, types::LIST)).then_some(())?;
        let (found, count) = self.list()?;
        (found == types::STRUCT).then_some(count)
    }

    /// Reads what is left of a struct behind its field `last`.
    pub(super) fn rest(&mut self, last: i16, fields: &[Field]) -> Option<()> {
        self.read_behind((0, last), fields, &mut |_, _| {}, MAX_NESTED)
    }

    fn read_within(
        &mut self,
        within: i16,
        fields: &[Field],
        show: &mut dyn FnMut(Place, Value),
        depth: u32,
    ) -> Option<()> {
        self.read_behind((within, 0), fields, show, depth)
    }

    fn read_behind(
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

    /// Reads what a field of a kind holds, which has to be of its type.
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

    /// The type of a list's elements and how many there are, each of a byte at least. Flags are left out, of which the
    /// decoder skips none.
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

    /// Skips what is not known by its number. Parquet has no maps of Thrift's.
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
