//! Dictionaries: texts and their codes.

use std::hash::{BuildHasher as _, Hasher as _};
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// The code of the absent text.
pub const NULL: u32 = 0;

/// Number of texts looked up together.
const LOOKUP_BATCH: usize = 16;

/// Up to this many texts are searched linearly, which is faster than building a table. Two thirds of a block's request
/// parameters have no more.
const LINEAR_SEARCH_MAX: usize = 8;

/// Texts, numbered from 1 in order of arrival. Each distinct text occurs once, except those added without a lookup.
/// Code [`NULL`] is the absent text.
///
/// The table holds codes with their hashes, and lookups compare against the stored bytes: besides its bytes and its
/// end, a text costs about twelve bytes. Because hashes are stored, a lookup reads hardly any text but the one it
/// finds, and growing the table reads none.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    bytes: String,
    /// End of each text in `bytes`; the text of code `n` ends at `ends[n - 1]`.
    ends: Vec<usize>,
    table: HashTable<Slot>,
    /// The last code processed for the table; later ones were added without a lookup.
    indexed: u32,
    /// The code returned last: rows often repeat the previous text.
    last: u32,
}

/// Texts of consecutive codes, which are adjacent in memory.
#[derive(Clone, Copy, Debug)]
pub struct TextRun<'a> {
    text: &'a str,
    start: usize,
    ends: &'a [usize],
}

impl<'a> TextRun<'a> {
    /// The texts, concatenated without separators.
    pub fn joined(&self) -> &'a str {
        self.text
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the run is empty.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The byte range of a text in the concatenation, by its index in the run.
    pub fn span(&self, place: usize) -> Range<usize> {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] - self.start);
        start..self.ends[place] - self.start
    }

    /// The index of the text that contains a byte of the concatenation, searching from index `from`.
    pub fn place_of(&self, byte: usize, from: usize) -> usize {
        // Usually one of the next few.
        let near = (from..self.ends.len().min(from + 8)).find(|place| self.ends[*place] - self.start > byte);
        near.unwrap_or_else(|| from + self.ends[from..].partition_point(|end| end - self.start <= byte))
    }

    /// The texts, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        let Self { text, start, ends } = *self;
        let mut begin = 0;
        ends.iter().map(move |end| {
            let one = &text[begin..end - start];
            begin = end - start;
            one
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    code: u32,
}

/// Size of a slot: hashbrown stores a control byte beside it.
const SLOT_BYTES: usize = size_of::<Slot>() + 1;

impl Dictionary {
    /// The code of a text, which is added if new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if self.is(self.last, text) {
            return self.last;
        }
        if self.ends.len() < LINEAR_SEARCH_MAX && self.indexed == 0 {
            self.last = self.find_unlisted(text).unwrap_or_else(|| self.push(text));
            return self.last;
        }
        self.index_added();
        self.intern_indexed(text, hash(text.as_bytes()))
    }

    /// Appends a text.
    fn push(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        self.ends.len() as u32
    }

    /// The codes of texts, which are added if new. Looking up several at once overlaps the cache misses of a large
    /// table.
    pub fn intern_all(&mut self, texts: &[&str]) -> Vec<u32> {
        if texts.len() <= LINEAR_SEARCH_MAX {
            return texts.iter().map(|text| self.intern(text)).collect();
        }
        self.index_added();
        let mut codes = Vec::with_capacity(texts.len());
        for texts in texts.chunks(LOOKUP_BATCH) {
            let mut likely = [Slot { hash: 0, code: NULL }; LOOKUP_BATCH];
            for (slot, text) in likely.iter_mut().zip(texts) {
                slot.hash = hash(text.as_bytes());
            }
            for slot in likely.iter_mut().take(texts.len()) {
                let found = self.table.find(spread(slot.hash), |other| other.hash == slot.hash);
                slot.code = found.map_or(NULL, |found| found.code);
            }
            for (text, Slot { hash, code }) in texts.iter().zip(likely) {
                codes.push(if self.is(code, text) { code } else { self.intern_indexed(text, hash) });
            }
        }
        codes
    }

    /// The code of a text when the table is complete.
    fn intern_indexed(&mut self, text: &str, hash: u32) -> u32 {
        let next = self.ends.len() as u32 + 1;
        self.last = enter(&self.bytes, &self.ends, &mut self.table, text.as_bytes(), Slot { hash, code: next });
        if self.last == next {
            self.indexed = self.push(text);
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

    /// Completes the table with the texts added without a lookup.
    fn index_added(&mut self) {
        let Self { bytes, ends, table, indexed, .. } = self;
        while (*indexed as usize) < ends.len() {
            *indexed += 1;
            let text = span(bytes, ends, *indexed);
            enter(bytes, ends, table, text, Slot { hash: hash(text), code: *indexed });
        }
    }

    /// The code of an optional text, which is added if new.
    pub fn intern_optional(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NULL, |text| self.intern(text))
    }

    /// The code of a known text; the first if it has several.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.find_listed(text).or_else(|| self.find_unlisted(text))
    }

    fn find_unlisted(&self, text: &str) -> Option<u32> {
        (self.indexed + 1..=self.ends.len() as u32).find(|code| self.is(*code, text))
    }

    fn find_listed(&self, text: &str) -> Option<u32> {
        let Self { bytes, ends, table, .. } = self;
        let (text, hash) = (text.as_bytes(), hash(text.as_bytes()));
        table.find(spread(hash), |slot| is_it(bytes, ends, *slot, text, hash)).map(|slot| slot.code)
    }

    fn is(&self, code: u32, text: &str) -> bool {
        code != NULL && is(&self.bytes, &self.ends, code, text.as_bytes())
    }

    /// The text of a code; `None` for [`NULL`] and unused codes.
    pub fn get(&self, code: u32) -> Option<&str> {
        let index = code.checked_sub(1)? as usize;
        (index < self.ends.len()).then(|| get(&self.bytes, &self.ends, code))
    }

    /// Number of texts; codes run from 1 to this.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the dictionary is empty.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every text and its code, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..=self.ends.len() as u32).map(|code| (code, get(&self.bytes, &self.ends, code)))
    }

    /// A run of texts from code `first`, limited in number and bytes, but never empty while texts remain.
    pub fn run(&self, first: u32, max_texts: usize, max_bytes: usize) -> TextRun<'_> {
        let at = (first.max(1) as usize - 1).min(self.ends.len());
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let fitting = self.ends[at..].partition_point(|end| end - start <= max_bytes);
        let ends = &self.ends[at..][..fitting.min(max_texts).max(1).min(self.ends.len() - at)];
        let end = ends.last().copied().unwrap_or(start);
        TextRun { text: &self.bytes[start..end], start, ends }
    }

    /// The concatenated texts in order of code, and the end of each.
    pub fn into_texts(self) -> (String, Vec<usize>) {
        (self.bytes, self.ends)
    }

    /// Size in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>() + self.table.capacity() * 8 / 7 * SLOT_BYTES
    }

    /// Peak allocation for adding so many texts and bytes: a full buffer doubles, and the old one lives during the
    /// move. `None` if a buffer would exceed the addressable length.
    pub fn growth_bytes(&self, texts: usize, bytes: usize) -> Option<usize> {
        let bytes = growth(self.bytes.len(), self.bytes.capacity(), bytes, 1)?;
        let ends = growth(self.ends.len(), self.ends.capacity(), texts, size_of::<usize>())?;
        // A table has a power of two of slots and fills up to seven eighths of them, so it may have twice the requested
        // slots.
        let unlisted = self.ends.len().checked_sub(self.indexed as usize)?;
        let slots = growth(
            self.table.len(),
            self.table.capacity(),
            2 * unlisted.checked_add(texts)?,
            (SLOT_BYTES * 8).div_ceil(7),
        )?;
        bytes.checked_add(ends)?.checked_add(slots)
    }
}

/// Minimum capacity of a list.
const MIN_ITEMS: usize = 8;

/// Allocation of a list of `length` items that grows by `more`.
fn growth(length: usize, capacity: usize, more: usize, item: usize) -> Option<usize> {
    let wanted = length.checked_add(more)?;
    if wanted <= capacity {
        return Some(0);
    }
    let bytes = wanted.max(capacity.checked_mul(2)?).max(MIN_ITEMS).checked_mul(item)?;
    isize::try_from(bytes).is_ok().then_some(bytes)
}

fn get<'a>(bytes: &'a str, ends: &[usize], code: u32) -> &'a str {
    let (start, end) = bounds(ends, code);
    &bytes[start..end]
}

/// Like [`get`], without checking character boundaries.
fn span<'a>(bytes: &'a str, ends: &[usize], code: u32) -> &'a [u8] {
    let (start, end) = bounds(ends, code);
    &bytes.as_bytes()[start..end]
}

fn bounds(ends: &[usize], code: u32) -> (usize, usize) {
    let index = code as usize - 1;
    (if index == 0 { 0 } else { ends[index - 1] }, ends[index])
}

/// Whether a code has this text. Compares word by word: in a browser a comparison of unknown length is a call that
/// takes longer than most texts need.
#[inline]
fn is(bytes: &str, ends: &[usize], code: u32, text: &[u8]) -> bool {
    let held = span(bytes, ends, code);
    if held.len() != text.len() {
        return false;
    }
    let ((words, rest), (other_words, other_rest)) = (held.as_chunks::<8>(), text.as_chunks::<8>());
    words.iter().zip(other_words).all(|(word, other)| word == other)
        && match (held.last_chunk::<8>(), text.last_chunk::<8>()) {
            // Covers the bytes after the last whole word, and some before them once more.
            (Some(last), Some(other)) => last == other,
            _ => rest.iter().zip(other_rest).all(|(byte, other)| byte == other),
        }
}

/// Adds a text to a table unless it has an earlier code; returns its code.
fn enter(bytes: &str, ends: &[usize], table: &mut HashTable<Slot>, text: &[u8], slot: Slot) -> u32 {
    let found = |other: &Slot| is_it(bytes, ends, *other, text, slot.hash);
    table.entry(spread(slot.hash), found, |other| spread(other.hash)).or_insert(slot).get().code
}

fn is_it(bytes: &str, ends: &[usize], slot: Slot, text: &[u8], hash: u32) -> bool {
    slot.hash == hash && is(bytes, ends, slot.code, text)
}

fn hash(text: &[u8]) -> u32 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text);
    hasher.finish() as u32
}

/// A hash spread over 64 bits, because tables use both ends of it.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
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
