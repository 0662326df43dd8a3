//! Shapes: which request parameters an event has, in which order. `flattened` needs them beside the gold frame.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// A request parameter in a shape: the index of its column, and whether its text is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct ShapeKey {
    pub(crate) column: u32,
    pub(crate) is_json: bool,
}

/// Distinct shapes, numbered from 0 in order of arrival. Events of one action mostly share one.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    /// The keys of all shapes, concatenated.
    keys: Vec<ShapeKey>,
    /// The end of each shape in `keys`.
    ends: Vec<usize>,
    codes: HashTable<u32>,
}

/// Size of a table slot: hashbrown stores a control byte beside the number.
const SLOT_BYTES: usize = size_of::<u32>() + 1;

impl Shapes {
    /// The number of a shape, which is added if new.
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

    /// The shape with a number; empty for unused numbers.
    pub(crate) fn get(&self, code: u32) -> &[ShapeKey] {
        get(&self.keys, &self.ends, code)
    }

    /// Every shape, in order of number.
    pub(crate) fn into_list(self) -> Vec<Box<[ShapeKey]>> {
        (0..self.ends.len() as u32).map(|code| self.get(code).into()).collect()
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.keys.capacity() * size_of::<ShapeKey>()
            + self.ends.capacity() * size_of::<usize>()
            + self.codes.capacity() * 8 / 7 * SLOT_BYTES
    }

    /// Peak allocation for adding shapes with this total number of keys: full buffers double.
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
