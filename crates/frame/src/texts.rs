//! Texts by number, in chunks.

use std::ops::Range;

/// Number of texts in a full chunk.
const CHUNK_TEXTS: usize = 1 << 14;

/// Minimum capacity of a list.
const MIN_ITEMS: usize = 8;

/// Texts, numbered from 0 in order of arrival. Full chunks take no more memory than their texts and are never moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextList {
    full: Vec<Chunk>,
    open: Chunk,
}

#[derive(Clone, Debug, Default)]
struct Chunk {
    bytes: String,
    /// The end of each text in `bytes`.
    ends: Vec<usize>,
}

/// Consecutive texts that are adjacent in memory.
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

impl TextList {
    /// Number of texts.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.full.len() * CHUNK_TEXTS + self.open.ends.len()
    }

    /// Appends a text.
    #[inline]
    pub(crate) fn push(&mut self, text: &str) {
        if self.open.ends.len() == CHUNK_TEXTS {
            self.seal();
        }
        self.open.bytes.push_str(text);
        self.open.ends.push(self.open.bytes.len());
    }

    #[cold]
    fn seal(&mut self) {
        // The next texts are likely as long.
        let next = Chunk {
            bytes: String::with_capacity(self.open.bytes.len()),
            ends: Vec::with_capacity(self.open.ends.len()),
        };
        let mut full = std::mem::replace(&mut self.open, next);
        full.bytes.shrink_to_fit();
        self.full.push(full);
    }

    /// The chunk of a text, and its place there.
    #[inline]
    fn chunk(&self, index: usize) -> (&Chunk, usize) {
        match index.checked_sub(self.full.len() * CHUNK_TEXTS) {
            Some(place) => (&self.open, place),
            None => (&self.full[index / CHUNK_TEXTS], index % CHUNK_TEXTS),
        }
    }

    /// A text.
    pub(crate) fn get(&self, index: usize) -> &str {
        let (chunk, place) = self.chunk(index);
        &chunk.bytes[chunk.span(place)]
    }

    /// The bytes of a text, without checking character boundaries.
    #[inline]
    pub(crate) fn bytes(&self, index: usize) -> &[u8] {
        let (chunk, place) = self.chunk(index);
        &chunk.bytes.as_bytes()[chunk.span(place)]
    }

    /// Whether this is a text. Compares word by word: in a browser a comparison of unknown length is a call that takes
    /// longer than most texts need.
    #[inline]
    pub(crate) fn is(&self, index: usize, text: &[u8]) -> bool {
        let held = self.bytes(index);
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

    /// A run of texts from `first`, limited in number and bytes, but never empty while texts remain.
    pub(crate) fn run(&self, first: usize, max_texts: usize, max_bytes: usize) -> TextRun<'_> {
        let (Chunk { bytes, ends }, at) = self.chunk(first.min(self.len()));
        let start = at.checked_sub(1).map_or(0, |before| ends[before]);
        let fitting = ends[at..].partition_point(|end| end - start <= max_bytes);
        let ends = &ends[at..][..fitting.min(max_texts).max(1).min(ends.len() - at)];
        let end = ends.last().copied().unwrap_or(start);
        TextRun { text: &bytes[start..end], start, ends }
    }

    /// The concatenated texts, and the end of each.
    pub(crate) fn into_joined(self) -> (String, Vec<usize>) {
        if self.full.is_empty() {
            return (self.open.bytes, self.open.ends);
        }
        let (mut bytes, mut ends) = (String::new(), Vec::with_capacity(self.len()));
        for chunk in self.full.into_iter().chain([self.open]) {
            ends.extend(chunk.ends.iter().map(|end| bytes.len() + end));
            bytes.push_str(&chunk.bytes);
        }
        (bytes, ends)
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.full.iter().map(Chunk::memory_bytes).sum::<usize>()
            + self.full.capacity() * size_of::<Chunk>()
            + self.open.memory_bytes()
    }

    /// Peak allocation for adding so many texts and bytes: a full buffer of the last chunk doubles, and the old one lives
    /// during the move. `None` if a buffer would exceed the addressable length.
    pub(crate) fn growth_bytes(&self, texts: usize, bytes: usize) -> Option<usize> {
        let Chunk { bytes: open, ends } = &self.open;
        let more = growth(open.len(), open.capacity(), bytes, 1)?;
        let more = more.checked_add(growth(ends.len(), ends.capacity(), texts, size_of::<usize>())?)?;
        let seals = ends.len().checked_add(texts)? / CHUNK_TEXTS;
        if seals == 0 {
            return Some(more);
        }
        let next = open.len().checked_add(bytes)?.checked_add(CHUNK_TEXTS * size_of::<usize>())?;
        let list = 2 * (self.full.len() + seals + MIN_ITEMS) * size_of::<Chunk>();
        more.checked_add(next)?.checked_add(list)
    }
}

impl Chunk {
    #[inline]
    fn span(&self, place: usize) -> Range<usize> {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        start..self.ends[place]
    }

    fn memory_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}

/// Allocation of a list of `length` items that grows by `more`.
pub(crate) fn growth(length: usize, capacity: usize, more: usize, item: usize) -> Option<usize> {
    let wanted = length.checked_add(more)?;
    if wanted <= capacity {
        return Some(0);
    }
    let bytes = wanted.max(capacity.checked_mul(2)?).max(MIN_ITEMS).checked_mul(item)?;
    isize::try_from(bytes).is_ok().then_some(bytes)
}
