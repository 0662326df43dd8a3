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
