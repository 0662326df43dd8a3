//! Dictionaries: texts and their codes.

use std::sync::OnceLock;

use hashbrown::HashTable;

use crate::index::{Firsts, Index, hash, spread};
use crate::texts::{TextList, TextRun};

/// The code of the absent text.
pub const NULL: u32 = 0;

/// Number of texts looked up together.
const LOOKUP_BATCH: usize = 16;

/// Up to this many texts are searched linearly, which is faster than building a table. Two thirds of a block's request
/// parameters have no more.
const LINEAR_SEARCH_MAX: usize = 8;

/// Rows after which a column may count as one that hardly repeats.
const TRIAL_ROWS: usize = 64;

/// One in so many appended texts is watched for repeats, in each of two ways.
const WATCHED_IN: u32 = 64;

/// Repeats among the watched texts that no column is blamed for.
const FEW_REPEATS: usize = 16;

/// Texts, numbered from 1 in order of arrival. Each distinct text occurs once, except those added without a lookup.
/// Code [`NULL`] is the absent text.
///
/// Besides its bytes and its end, a text costs about twelve bytes of a table. The texts of a column that hardly repeats are
/// appended without one, until somebody compares codes: then the first code of each text stands for the others, and
/// further texts are looked up. Many texts of one length that differ in hexadecimal digits only, such as UUIDs, are packed;
/// reading one unpacks it and its neighbours until [`crate::Frame::forget`].
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    texts: TextList,
    /// Texts that it lacks were added without a lookup.
    index: Index,
    /// While texts are appended that may repeat; `index` is empty until then.
    appended: Option<Box<Appended>>,
    /// The code returned last: rows often repeat the previous text.
    last: u32,
}

#[derive(Clone, Debug, Default)]
struct Appended {
    /// Hashes of the watched texts.
    watched: HashTable<u32>,
    /// How many of them were there before.
    repeats: usize,
    /// Of all texts, once codes were compared.
    index: OnceLock<Index>,
}

impl Dictionary {
    /// The code of a text, which is added if new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if self.is(self.last, text) {
            return self.last;
        }
        if self.texts.len() < LINEAR_SEARCH_MAX && self.index.len() == 0 {
            self.last = self.find_unlisted(text).unwrap_or_else(|| self.push(text));
            return self.last;
        }
        self.complete_index();
        self.intern_indexed(text, hash(text.as_bytes()))
    }

    /// Appends a text.
    fn push(&mut self, text: &str) -> u32 {
        self.texts.push(text);
        self.texts.len() as u32
    }

    /// The codes of texts, which are added if new. Looking up several at once overlaps the cache misses of a large
    /// table.
    pub fn intern_all(&mut self, texts: &[&str]) -> Vec<u32> {
        if texts.len() <= LINEAR_SEARCH_MAX {
            return texts.iter().map(|text| self.intern(text)).collect();
        }
        self.complete_index();
        let mut codes = Vec::with_capacity(texts.len());
        for texts in texts.chunks(LOOKUP_BATCH) {
            let mut likely = [(0, NULL); LOOKUP_BATCH];
            for ((hashed, _), text) in likely.iter_mut().zip(texts) {
                *hashed = hash(text.as_bytes());
            }
            for (hashed, code) in likely.iter_mut().take(texts.len()) {
                *code = self.index.likely(*hashed).unwrap_or(NULL);
            }
            for (text, (hashed, code)) in texts.iter().zip(likely) {
                codes.push(if self.is(code, text) { code } else { self.intern_indexed(text, hashed) });
            }
        }
        codes
    }

    /// Codes of the texts of `rows` further rows, most of them given once. As long as nearly every row has a text of its own, they are
    /// appended without a lookup, so that a text may get several codes; [`crate::Frame`] gives the first of them to
    /// everyone who reads codes.
    pub fn append_all(&mut self, texts: &[&str], rows: usize) -> Vec<u32> {
        let is_few = rows < TRIAL_ROWS;
        let hardly_repeats = match self.appended {
            None => !is_few && self.index.len() == 0 && texts.len() > rows - rows / 8,
            Some(_) => self.is_unindexed() && (is_few || texts.len() > rows - rows / 4),
        };
        if !hardly_repeats {
            return self.intern_all(texts);
        }
        let appended = self.appended.get_or_insert_default();
        for text in texts {
            self.texts.push(text);
            let hash = hash(text.as_bytes());
            // By hash, to find texts that all come again, and by place, to find one that comes often.
            if hash < u32::MAX / WATCHED_IN || self.texts.len().is_multiple_of(WATCHED_IN as usize) {
                let entry = appended.watched.entry(spread(hash), |other| *other == hash, |other| spread(*other));
                if let hashbrown::hash_table::Entry::Occupied(_) = entry {
                    appended.repeats += 1;
                } else {
                    entry.insert(hash);
                }
            }
        }
        let end = self.texts.len() as u32;
        self.last = end;
        if appended.repeats > FEW_REPEATS.max(appended.watched.len() / 8) {
            self.complete_index();
        }
        (end - texts.len() as u32 + 1..=end).collect()
    }

    /// The code of a text when the index is complete.
    fn intern_indexed(&mut self, text: &str, hash: u32) -> u32 {
        self.last = self.index.enter(&self.texts, text.as_bytes(), hash);
        if self.last as usize > self.texts.len() {
            self.index.count();
            self.push(text);
        }
        self.last
    }

    /// Adds a text without a lookup, unless it equals the last one, and returns its code. For texts known to be new, or
    /// that may have several codes.
    pub fn add(&mut self, text: &str) -> u32 {
        if !self.is(self.last, text) {
            self.last = self.push(text);
        }
        self.last
    }

    /// Completes the index with the texts added without a lookup.
    fn complete_index(&mut self) {
        if let Some(index) = self.appended.take().and_then(|appended| appended.index.into_inner()) {
            self.index = index;
        }
        self.index.complete(&self.texts);
    }

    /// By code, the first code of the same text. Indexes texts that were appended.
    pub(crate) fn firsts(&self) -> Firsts<'_> {
        let index_of_all = || {
            let mut index = Index::default();
            index.complete(&self.texts);
            index
        };
        match &self.appended {
            None => self.index.firsts(),
            Some(appended) => appended.index.get_or_init(index_of_all).firsts(),
        }
    }

    /// The code of an optional text, which is added if new.
    pub fn intern_optional(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NULL, |text| self.intern(text))
    }

    /// The code of a known text; the first if it has several.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.index().find(&self.texts, text.as_bytes()).or_else(|| self.find_unlisted(text))
    }

    fn index(&self) -> &Index {
        self.appended.as_ref().and_then(|appended| appended.index.get()).unwrap_or(&self.index)
    }

    fn find_unlisted(&self, text: &str) -> Option<u32> {
        (self.index().len()..self.texts.len()).find(|at| self.texts.is(*at, text.as_bytes())).map(|at| at as u32 + 1)
    }

    fn is(&self, code: u32, text: &str) -> bool {
        code != NULL && self.texts.is(code as usize - 1, text.as_bytes())
    }

    /// The text of a code; `None` for [`NULL`] and unused codes.
    pub fn get(&self, code: u32) -> Option<&str> {
        let index = code.checked_sub(1)? as usize;
        (index < self.texts.len()).then(|| self.texts.get(index))
    }

    /// Number of texts; codes run from 1 to this.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether the dictionary is empty.
    pub fn is_empty(&self) -> bool {
        self.texts.len() == 0
    }

    /// Every text and its code, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.texts.len()).map(|at| (at as u32 + 1, self.texts.get(at)))
    }

    /// A run of texts from code `first`, limited in number and bytes, but never empty while texts remain.
    pub fn run(&self, first: u32, max_texts: usize, max_bytes: usize) -> TextRun<'_> {
        self.texts.run(first.max(1) as usize - 1, max_texts, max_bytes)
    }

    /// The concatenated texts in order of code, and the end of each.
    pub fn into_texts(self) -> (String, Vec<usize>) {
        self.texts.into_joined()
    }

    /// Size in bytes.
    pub fn memory_bytes(&self) -> usize {
        let appended = self.appended.as_ref().map_or(0, |appended| {
            let watched = appended.watched.capacity() * 8 / 7 * (size_of::<u32>() + 1);
            size_of::<Appended>() + watched + appended.index.get().map_or(0, Index::memory_bytes)
        });
        self.texts.memory_bytes() + self.index.memory_bytes() + appended
    }

    /// Peak allocation for adding so many texts and bytes. `None` if a buffer would exceed the addressable length.
    pub fn growth_bytes(&self, texts: usize, bytes: usize) -> Option<usize> {
        let lists = self.texts.growth_bytes(texts, bytes)?;
        if self.is_unindexed() {
            return lists.checked_add(texts);
        }
        let unlisted = self.texts.len().checked_sub(self.index().len())?;
        let firsts = 2 * unlisted.checked_mul(size_of::<u32>())?;
        lists.checked_add(self.index().growth_bytes(unlisted.checked_add(texts)?)?)?.checked_add(firsts)
    }

    /// Gives back room that texts to come do not need yet.
    pub(crate) fn trim(&mut self) {
        self.texts.trim();
    }

    /// Gives back what reading packed texts took.
    pub(crate) fn forget(&mut self) {
        self.texts.forget();
    }

    /// Allocation for reading all texts that are packed.
    pub(crate) fn reading_bytes(&self) -> usize {
        self.texts.reading_bytes()
    }

    /// Allocation for an index of the texts that were appended, once codes are compared.
    pub(crate) fn unindexed_bytes(&self) -> usize {
        if self.is_unindexed() { Index::bytes_of(self.texts.len()) } else { 0 }
    }

    /// Whether texts were appended that may repeat, and no codes were compared yet.
    fn is_unindexed(&self) -> bool {
        self.appended.as_ref().is_some_and(|appended| appended.index.get().is_none())
    }
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
            let estimate = dictionary.growth_bytes(1, text.len()).unwrap();
            dictionary.intern(&text);
            let now = dictionary.memory_bytes();
            // The table is reallocated as a whole, so all of its present size may be new.
            assert!(now <= held + estimate, "{held} and {estimate} are less than {now} at {nth}");
            held = now;
        }
        assert_eq!(dictionary.growth_bytes(1, isize::MAX as usize), None);
    }

    #[test]
    fn what_was_added_unlooked_is_told_too() {
        let mut dictionary = Dictionary::default();
        for nth in 0..1000 {
            dictionary.add(&format!("text {}", nth % 700));
        }
        let (held, estimate) = (dictionary.memory_bytes(), dictionary.growth_bytes(1, 4).unwrap());
        assert_eq!(dictionary.intern("last"), 1001);
        assert!(dictionary.memory_bytes() <= held + estimate);
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
        fn every_text_comes_back(
            texts in proptest::collection::vec(("[a-c]{0,3}|[a-c]{7,9}", proptest::bool::weighted(0.2)), 0..200),
            more in proptest::collection::vec("[a-c]{0,3}|[a-c]{7,9}", 0..60),
        ) {
            let mut dictionary = Dictionary::default();
            let mut expected: Vec<&str> = Vec::new();
            for (text, is_added) in &texts {
                let known = expected.iter().position(|other| other == text);
                let code = if *is_added { dictionary.add(text) } else { dictionary.intern(text) };
                if code as usize > expected.len() {
                    prop_assert!(*is_added || known.is_none());
                    expected.push(text);
                }
                prop_assert_eq!(dictionary.get(code), Some(text.as_str()));
                let first = expected.iter().position(|other| other == text).map(|at| at as u32 + 1);
                prop_assert_eq!(dictionary.find(text), first);
            }
            let mut one_by_one = dictionary.clone();
            let more: Vec<&str> = more.iter().map(String::as_str).collect();
            for text in &more {
                one_by_one.intern(text);
            }
            let codes = dictionary.intern_all(&more);
            let texts: Vec<_> = codes.iter().filter_map(|code| dictionary.get(*code)).collect();
            prop_assert_eq!(texts, more);
            expected.extend(one_by_one.iter().skip(expected.len()).map(|(_, text)| text));
            prop_assert_eq!(dictionary.len(), expected.len());
            let texts: Vec<_> = dictionary.iter().map(|(_, text)| text).collect();
            prop_assert_eq!(texts, expected);
        }
    }
}
