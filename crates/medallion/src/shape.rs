//! Which request parameters an event has, in which order: what `flattened` needs beside the gold frame.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// A request parameter's place: its column within a list of columns, and whether its text is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct ShapeKey {
    pub(crate) column: u32,
    pub(crate) is_json: bool,
}

/// Distinct shapes, numbered from 0 in order of arrival. Events of one action mostly share one.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    /// The keys of all, one shape behind the other.
    keys: Vec<ShapeKey>,
    /// Where each ends.
    ends: Vec<usize>,
    codes: HashTable<u32>,
}

/// What a shape takes of the table: hashbrown keeps a control byte beside its number.
const SLOT_BYTES: usize = size_of::<u32>() + 1;

impl Shapes {
    /// The number of a shape, new or known.
    pub(crate) fn intern(&mut self, shape: &[ShapeKey]) -> u32 {
        let Self { keys, ends, codes } = self;
        let entry = codes.entry(
            FxBuildHasher.hash_one(shape),
            |code| get(keys, ends, *code) == shape,
            |code| FxBuildHasher.hash_one(get(keys, ends, *code)),
        );
        match entry {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let code = ends.len() as u32;
                entry.insert(code);
                keys.extend_from_slice(shape);
                ends.push(keys.len());
                code
            }
        }
    }

    /// The shape of a number; the empty one for a number never given out.
    pub(crate) fn get(&self, code: u32) -> &[ShapeKey] {
        get(&self.keys, &self.ends, code)
    }

    /// Every shape, by number.
    pub(crate) fn into_list(self) -> Vec<Box<[ShapeKey]>> {
        (0..self.ends.len() as u32).map(|code| self.get(code).into()).collect()
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.keys.capacity() * size_of::<ShapeKey>()
            + self.ends.capacity() * size_of::<usize>()
            + self.codes.capacity() * 8 / 7 * SLOT_BYTES
    }

    /// The most that so many shapes more, of so many keys in all, ask for: what is full moves to twice its room.
    pub(crate) fn growth_bytes(&self, shapes: usize, keys: usize) -> usize {
        let grown = |length: usize, capacity: usize, more: usize| {
            if length + more > capacity { 2 * (length + more).max(capacity).max(8) } else { 0 }
        };
        grown(self.keys.len(), self.keys.capacity(), keys) * size_of::<ShapeKey>()
            + grown(self.ends.len(), self.ends.capacity(), shapes) * size_of::<usize>()
            + grown(self.ends.len(), self.codes.capacity(), shapes) * 8 / 7 * SLOT_BYTES
    }
}

fn get<'a>(keys: &'a [ShapeKey], ends: &[usize], code: u32) -> &'a [ShapeKey] {
    let Some(end) = ends.get(code as usize) else { return &[] };
    let start = (code as usize).checked_sub(1).map_or(0, |before| ends[before]);
    &keys[start..*end]
}
