//! Texts and their codes.

use std::hash::{BuildHasher as _, Hasher as _};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// The code of the absent text.
pub const NULL: u32 = 0;

/// Each distinct text once, numbered from 1 in order of arrival. Code [`NULL`] is the absent text.
///
/// The table holds codes only and compares against the stored bytes, so that a text costs its own length, its end and
/// about six bytes.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    bytes: String,
    /// End of each text within `bytes`; the text of code `n` ends at `ends[n - 1]`.
    ends: Vec<usize>,
    table: HashTable<u32>,
    /// The code given out last: rows often repeat the one before.
    last: u32,
}

impl Dictionary {
    /// The code of a text, new or known.
    pub fn intern(&mut self, text: &str) -> u32 {
        if self.get(self.last) == Some(text) {
            return self.last;
        }
        let Self { bytes, ends, table, last } = self;
        let entry =
            table.entry(hash(text), |code| get(bytes, ends, *code) == text, |code| hash(get(bytes, ends, *code)));
        *last = match entry {
            hashbrown::hash_table::Entry::Occupied(entry) => *entry.get(),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                let code = ends.len() as u32 + 1;
                entry.insert(code);
                bytes.push_str(text);
                ends.push(bytes.len());
                code
            }
        };
        *last
    }

    /// The code of an optional text.
    pub fn intern_optional(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NULL, |text| self.intern(text))
    }

    /// The code of a text that is already here.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.table.find(hash(text), |code| get(&self.bytes, &self.ends, *code) == text).copied()
    }

    /// The text of a code; nothing for [`NULL`] and for codes never given out.
    pub fn get(&self, code: u32) -> Option<&str> {
        let index = code.checked_sub(1)? as usize;
        (index < self.ends.len()).then(|| get(&self.bytes, &self.ends, code))
    }

    /// How many texts there are; codes run from 1 to this.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every text with its code, by code.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..=self.ends.len() as u32).map(|code| (code, get(&self.bytes, &self.ends, code)))
    }

    /// The texts, one behind the other by code, and the end of each.
    pub fn into_texts(self) -> (String, Vec<usize>) {
        (self.bytes, self.ends)
    }

    /// Memory held, in bytes.
    pub fn memory_bytes(&self) -> usize {
        // hashbrown keeps a control byte beside each slot.
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>() + self.table.capacity() * 8 / 7 * 5
    }

    /// The most memory that so many texts of so many bytes in all make it ask for: what is full is moved to twice the
    /// room, and the old is given back only then. Nothing where one of its parts would get longer than memory has it.
    pub fn growth_bytes(&self, texts: usize, bytes: usize) -> Option<usize> {
        let bytes = growth(self.bytes.len(), self.bytes.capacity(), bytes, 1)?;
        let ends = growth(self.ends.len(), self.ends.capacity(), texts, size_of::<usize>())?;
        // A table has a power of two of slots, of which seven eighths are filled: up to twice what is asked for.
        let slots = growth(self.table.len(), self.table.capacity(), 2 * texts, 6)?;
        bytes.checked_add(ends)?.checked_add(slots)
    }
}

/// The least that a list begins with.
const LEAST_ITEMS: usize = 8;

/// What a list of `length` items asks for when it takes in `more`.
fn growth(length: usize, capacity: usize, more: usize, item: usize) -> Option<usize> {
    let wanted = length.checked_add(more)?;
    if wanted <= capacity {
        return Some(0);
    }
    let bytes = wanted.max(capacity.checked_mul(2)?).max(LEAST_ITEMS).checked_mul(item)?;
    isize::try_from(bytes).is_ok().then_some(bytes)
}

fn get<'a>(bytes: &'a str, ends: &[usize], code: u32) -> &'a str {
    let index = code as usize - 1;
    let start = if index == 0 { 0 } else { ends[index - 1] };
    &bytes[start..ends[index]]
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_dictionary_asks_for_is_told_before() {
        let mut dictionary = Dictionary::default();
        let mut held = 0;
        for nth in 0..100_000 {
            let text = format!("text {nth}");
            let told = dictionary.growth_bytes(1, text.len()).unwrap();
            dictionary.intern(&text);
            let now = dictionary.memory_bytes();
            // The table is allocated anew, so what is new is at most what is there of it.
            assert!(now <= held + told, "{held} and {told} are less than {now} at {nth}");
            held = now;
        }
        assert_eq!(dictionary.growth_bytes(1, isize::MAX as usize), None);
    }

    #[test]
    fn null_and_the_empty_text_differ() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.intern_optional(None), NULL);
        assert_eq!(dictionary.intern(""), 1);
        assert_eq!(dictionary.get(1), Some(""));
        assert_eq!(dictionary.get(NULL), None);
        assert_eq!(dictionary.get(2), None);
    }

    proptest! {
        #[test]
        fn every_text_comes_back(texts in proptest::collection::vec("[a-c]{0,3}", 0..200)) {
            let mut dictionary = Dictionary::default();
            let codes: Vec<u32> = texts.iter().map(|text| dictionary.intern(text)).collect();
            for (text, code) in texts.iter().zip(&codes) {
                prop_assert_eq!(dictionary.get(*code), Some(text.as_str()));
                prop_assert_eq!(dictionary.find(text), Some(*code));
            }
            let distinct: std::collections::BTreeSet<_> = texts.iter().collect();
            prop_assert_eq!(dictionary.len(), distinct.len());
            prop_assert_eq!(dictionary.iter().count(), distinct.len());
        }
    }
}
