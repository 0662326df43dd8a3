//! Finds texts of a list by their hash.

use std::hash::{BuildHasher as _, Hasher as _};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::packed::MAX_LENGTH;
use crate::texts::{TextList, growth};

/// A table of codes with their hashes, which compares with the texts of a list. Because hashes are stored, a lookup reads
/// hardly any text but the one it finds, and growing the table reads none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    table: HashTable<Slot>,
    /// The last code in it.
    indexed: u32,
    firsts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    code: u32,
}

/// Size of a slot: hashbrown stores a control byte beside it.
const SLOT_BYTES: usize = size_of::<Slot>() + 1;

/// By code, the first code with the same text. Codes past the end are first ones: it is empty where no text repeats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Firsts<'a>(&'a [u32]);

impl Firsts<'_> {
    pub(crate) const NONE: Self = Self(&[]);

    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn of(self, code: u32) -> u32 {
        self.0.get(code as usize).copied().unwrap_or(code)
    }

    /// The codes that are not the first of their text, and the first.
    pub(crate) fn repeats(self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().enumerate().map(|(code, first)| (code, *first as usize)).filter(|(code, first)| code != first)
    }
}

impl Index {
    /// The number of codes in it.
    pub(crate) fn len(&self) -> usize {
        self.indexed as usize
    }

    pub(crate) fn firsts(&self) -> Firsts<'_> {
        Firsts(&self.firsts)
    }

    /// Adds the texts that are not in it yet.
    pub(crate) fn complete(&mut self, texts: &TextList) {
        if self.indexed as usize == texts.len() {
            return;
        }
        self.table.reserve(texts.len() - self.indexed as usize, |slot| spread(slot.hash));
        let mut buffer = [0; MAX_LENGTH];
        while (self.indexed as usize) < texts.len() {
            let text = texts.bytes(self.indexed as usize, &mut buffer);
            let code = self.indexed + 1;
            let first = self.enter(texts, text, hash(text));
            if first != code {
                self.firsts.extend(self.firsts.len() as u32..code);
                self.firsts.push(first);
            }
            self.indexed = code;
        }
    }

    /// The code of a text, or the next one if it is new: then it has to be appended to the list.
    pub(crate) fn enter(&mut self, texts: &TextList, text: &[u8], hash: u32) -> u32 {
        let found = |other: &Slot| other.hash == hash && texts.is(other.code as usize - 1, text);
        let slot = Slot { hash, code: self.indexed + 1 };
        self.table.entry(spread(hash), found, |other| spread(other.hash)).or_insert(slot).get().code
    }

    /// Counts a text that was entered and appended.
    pub(crate) fn count(&mut self) {
        self.indexed += 1;
    }

    /// A code whose text has this hash, without reading any text.
    pub(crate) fn likely(&self, hash: u32) -> Option<u32> {
        self.table.find(spread(hash), |other| other.hash == hash).map(|slot| slot.code)
    }

    /// The first code of a text.
    pub(crate) fn find(&self, texts: &TextList, text: &[u8]) -> Option<u32> {
        let hash = hash(text);
        let is_it = |slot: &Slot| slot.hash == hash && texts.is(slot.code as usize - 1, text);
        self.table.find(spread(hash), is_it).map(|slot| slot.code)
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.table.capacity() * 8 / 7 * SLOT_BYTES + self.firsts.capacity() * size_of::<u32>()
    }

    /// Allocation of an index of so many texts, of which some repeat.
    pub(crate) fn bytes_of(texts: usize) -> usize {
        (texts * 8 / 7).next_power_of_two() * SLOT_BYTES + 2 * texts * size_of::<u32>()
    }

    /// Peak allocation for completing it with so many texts. A table has a power of two of slots and fills up to seven
    /// eighths of them, so it may have twice the requested slots.
    pub(crate) fn growth_bytes(&self, texts: usize) -> Option<usize> {
        growth(self.table.len(), self.table.capacity(), texts.checked_mul(2)?, (SLOT_BYTES * 8).div_ceil(7))
    }
}

pub(crate) fn hash(text: &[u8]) -> u32 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text);
    hasher.finish() as u32
}

/// A hash spread over 64 bits, because tables use both ends of it.
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
