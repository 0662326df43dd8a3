//! Thrift's compact protocol, as far as a Parquet file is looked at before it is decoded.
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md> says what is in it.
//!
//! The decoder behind takes a field for what its number says, whatever its type. What is known here by its number has to
//! have its type, and fields have to be in order: else both would read different things.

/// Structs within structs that are looked into.
const MOST_NESTED: u32 = 32;

/// What a field that is known by its number holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Flag,
    Byte,
    /// Of 32 bits.
    Number,
    Bytes,
    Struct(&'static [Field]),
}

/// A field's number and what it holds.
pub(super) type Field = (i16, Kind);

/// A field that was found: the number of the field that it lies in, or 0, and its own.
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
        self.read_within(0, fields, show, MOST_NESTED)
    }

    /// Reads the beginning of a field, which has to be this one and a number.
    pub(super) fn number(&mut self, id: i16) -> Option<i32> {
        (self.field(id - 1)? == (id, types::I32)).then_some(())?;
        i32::try_from(self.zigzag()?).ok()
    }

    /// Reads the beginning of a field, which has to be this one and a list of structs, and says how many.
    pub(super) fn structs(&mut self, id: i16) -> Option<usize> {
        (self.field(id - 1)? == (id, types::LIST)).then_some(())?;
        let head = self.byte()?;
        (head & 0x0f == types::STRUCT).then_some(())?;
        let count = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            count => usize::from(count),
        };
        // Each takes a byte at least.
        (count <= self.left()).then_some(count)
    }

    fn read_within(
        &mut self,
        within: i16,
        fields: &[Field],
        show: &mut dyn FnMut(Place, Value),
        depth: u32,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut last = 0;
        loop {
            let (id, found) = self.field(last)?;
            if found == types::END {
                return Some(());
            }
            (id > last).then_some(())?;
            last = id;
            let kind = fields.iter().find(|field| field.0 == id).map(|field| field.1);
            let value = match (kind, found) {
                (None, _) => {
                    self.skip(found, depth)?;
                    continue;
                }
                (Some(Kind::Struct(fields)), types::STRUCT) => {
                    self.read_within(id, fields, show, depth)?;
                    continue;
                }
                (Some(Kind::Flag), types::TRUE | types::FALSE) => Value::Flag(found == types::TRUE),
                (Some(Kind::Byte), types::BYTE) => Value::Number(i32::from(self.byte()?)),
                (Some(Kind::Number), types::I32) => Value::Number(i32::try_from(self.zigzag()?).ok()?),
                (Some(Kind::Bytes), types::BINARY) => Value::Length(self.bytes()?.len()),
                _ => return None,
            };
            show((within, id), value);
        }
    }

    /// The number and type of the next field, or the struct's end.
    fn field(&mut self, last: i16) -> Option<(i16, u8)> {
        let head = self.byte()?;
        let id = match (head & 0x0f, head >> 4) {
            (types::END, _) => last,
            (_, 0) => i16::try_from(self.zigzag()?).ok()?,
            (_, step) => last.checked_add(i16::from(step))?,
        };
        Some((id, head & 0x0f))
    }

    /// Skips what is not known by its number. Nothing of what is skipped has lists.
    fn skip(&mut self, found: u8, depth: u32) -> Option<()> {
        match found {
            types::TRUE | types::FALSE => Some(()),
            types::BYTE => self.byte().map(drop),
            types::I16 | types::I32 | types::I64 => self.varint().map(drop),
            types::DOUBLE => self.take(8).map(drop),
            types::BINARY => self.bytes().map(drop),
            types::STRUCT => self.read_within(0, &[], &mut |_, _| {}, depth),
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        self.take(length)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(taken)
    }

    fn zigzag(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}
