//! Texts by number, in chunks.

use std::cell::OnceCell;
use std::ops::Range;

use crate::packed::{MAX_LENGTH, Packed};

/// Number of texts in a full chunk.
const CHUNK_TEXTS: usize = 1 << 14;

/// Minimum capacity of a list.
const MIN_ITEMS: usize = 8;

/// Texts, numbered from 0 in order of arrival. Full chunks take no more memory than their texts and are never moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextList {
    full: Vec<FullChunk>,
    open: Chunk,
}

#[derive(Clone, Debug, Default)]
struct Chunk {
    bytes: String,
    /// The end of each text in `bytes`.
    ends: Vec<usize>,
}

/// A chunk that is full.
#[derive(Clone, Debug)]
enum FullChunk {
    /// The texts, and the end of each; none where all have one length.
    Plain(Box<str>, Box<[usize]>),
    Packed(Box<Packed>),
}

/// Consecutive texts, which are concatenated when they are read.
#[derive(Clone, Debug)]
pub struct TextRun<'a> {
    texts: Joined<'a>,
    /// Where the text starts that `ends` count from.
    start: usize,
    ends: Ends<'a>,
}

#[derive(Clone, Debug)]
enum Joined<'a> {
    Plain(&'a str),
    Packed { of: &'a Packed, first: usize, unpacked: OnceCell<String> },
}

/// The ends of some texts.
#[derive(Clone, Copy, Debug)]
enum Ends<'a> {
    Listed(&'a [usize]),
    /// Of so many texts of one length, which is not 0.
    Even {
        count: usize,
        length: usize,
    },
}

impl Ends<'_> {
    fn len(self) -> usize {
        match self {
            Self::Listed(ends) => ends.len(),
            Self::Even { count, .. } => count,
        }
    }

    #[inline]
    fn get(self, place: usize) -> usize {
        match self {
            Self::Listed(ends) => ends[place],
            Self::Even { length, .. } => (place + 1) * length,
        }
    }

    #[inline]
    fn span(self, place: usize) -> Range<usize> {
        match self {
            Self::Listed(ends) => (if place == 0 { 0 } else { ends[place - 1] })..ends[place],
            Self::Even { length, .. } => place * length..(place + 1) * length,
        }
    }
}

impl TextRun<'_> {
    /// The texts, concatenated without separators.
    pub fn joined(&self) -> &str {
        match &self.texts {
            Joined::Plain(text) => text,
            Joined::Packed { of, first, unpacked } => unpacked.get_or_init(|| of.part(*first, self.len())),
        }
    }

    /// Whether any text may have a byte of ASCII, as far as that is known without reading them.
    pub fn may_have(&self, byte: u8) -> bool {
        match &self.texts {
            Joined::Plain(_) => true,
            Joined::Packed { of, .. } => of.may_have(byte),
        }
    }

    /// Whether all texts are ASCII.
    pub fn is_ascii(&self) -> bool {
        match &self.texts {
            Joined::Plain(text) => text.is_ascii(),
            // Only such texts are packed.
            Joined::Packed { .. } => true,
        }
    }

    /// Number of bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.len().checked_sub(1).map_or(0, |last| self.end(last))
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the run is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The byte range of a text in the concatenation, by its index in the run.
    pub fn span(&self, place: usize) -> Range<usize> {
        let start = if place == 0 { 0 } else { self.end(place - 1) };
        start..self.end(place)
    }

    fn end(&self, place: usize) -> usize {
        self.ends.get(place) - self.start
    }

    /// The index of the text that contains a byte of the concatenation, searching from index `from`.
    pub fn place_of(&self, byte: usize, from: usize) -> usize {
        match self.ends {
            Ends::Even { length, .. } => byte / length,
            Ends::Listed(ends) => {
                // Usually one of the next few.
                let near = (from..ends.len().min(from + 8)).find(|place| ends[*place] - self.start > byte);
                near.unwrap_or_else(|| from + ends[from..].partition_point(|end| end - self.start <= byte))
            }
        }
    }

    /// The texts, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (text, ends, start) = (self.joined(), self.ends, self.start);
        let mut begin = 0;
        (0..ends.len()).map(move |place| {
            let end = ends.get(place) - start;
            let one = &text[begin..end];
            begin = end;
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
        let Chunk { bytes, ends } = &mut self.open;
        let length = ends.first().copied().unwrap_or_default();
        let is_even = length > 0 && ends.iter().enumerate().all(|(place, end)| *end == (place + 1) * length);
        let packed = if is_even { Packed::of(bytes, length) } else { None };
        self.full.push(if let Some(packed) = packed {
            bytes.clear();
            FullChunk::Packed(Box::new(packed))
        } else {
            let bytes = std::mem::take(bytes).into_boxed_str();
            FullChunk::Plain(bytes, if is_even { Box::default() } else { ends.as_slice().into() })
        });
        ends.clear();
    }

    /// The place of a text in the open chunk, or its full chunk and its place there.
    #[inline]
    fn place(&self, index: usize) -> Result<usize, (&FullChunk, usize)> {
        match index.checked_sub(self.full.len() * CHUNK_TEXTS) {
            Some(place) => Ok(place),
            None => Err((&self.full[index / CHUNK_TEXTS], index % CHUNK_TEXTS)),
        }
    }

    /// A text.
    pub(crate) fn get(&self, index: usize) -> &str {
        match self.place(index) {
            Ok(place) => &self.open.bytes[Ends::Listed(&self.open.ends).span(place)],
            Err((chunk, place)) => &chunk.joined()[chunk.ends().span(place)],
        }
    }

    /// The bytes of a text, without checking character boundaries; those of one that is packed are written to `buffer`.
    #[inline]
    pub(crate) fn bytes<'a>(&'a self, index: usize, buffer: &'a mut [u8; MAX_LENGTH]) -> &'a [u8] {
        match self.place(index) {
            Ok(place) => &self.open.bytes.as_bytes()[Ends::Listed(&self.open.ends).span(place)],
            Err((FullChunk::Packed(packed), place)) => packed.write(place, buffer),
            Err((chunk, place)) => &chunk.joined().as_bytes()[chunk.ends().span(place)],
        }
    }

    /// Whether this is a text.
    #[inline]
    pub(crate) fn is(&self, index: usize, text: &[u8]) -> bool {
        match self.place(index) {
            Ok(place) => is_same(&self.open.bytes.as_bytes()[Ends::Listed(&self.open.ends).span(place)], text),
            Err((chunk, place)) => chunk.is(place, text),
        }
    }

    /// A run of texts from `first`, limited in number and bytes, but never empty while texts remain.
    pub(crate) fn run(&self, first: usize, max_texts: usize, max_bytes: usize) -> TextRun<'_> {
        let (ends, at) = match self.place(first.min(self.len())) {
            Ok(place) => (Ends::Listed(&self.open.ends), place),
            Err((chunk, place)) => (chunk.ends(), place),
        };
        let start = if at == 0 { 0 } else { ends.get(at - 1) };
        let fitting = match ends {
            Ends::Listed(ends) => ends[at..].partition_point(|end| end - start <= max_bytes),
            Ends::Even { length, .. } => max_bytes / length,
        };
        let count = fitting.min(max_texts).max(1).min(ends.len() - at);
        let end = if count == 0 { start } else { ends.get(at + count - 1) };
        let texts = match self.place(first.min(self.len())) {
            Ok(_) => Joined::Plain(&self.open.bytes[start..end]),
            Err((FullChunk::Packed(of), _)) => Joined::Packed { of, first: at, unpacked: OnceCell::new() },
            Err((FullChunk::Plain(bytes, _), _)) => Joined::Plain(&bytes[start..end]),
        };
        match ends {
            Ends::Listed(ends) => TextRun { texts, start, ends: Ends::Listed(&ends[at..][..count]) },
            Ends::Even { length, .. } => TextRun { texts, start: 0, ends: Ends::Even { count, length } },
        }
    }

    /// The concatenated texts, and the end of each.
    pub(crate) fn into_joined(self) -> (String, Vec<usize>) {
        if self.full.is_empty() {
            return (self.open.bytes, self.open.ends);
        }
        let (mut bytes, mut ends) = (String::new(), Vec::with_capacity(self.len()));
        for chunk in self.full {
            ends.extend((0..CHUNK_TEXTS).map(|place| bytes.len() + chunk.ends().get(place)));
            bytes.push_str(chunk.joined());
        }
        ends.extend(self.open.ends.iter().map(|end| bytes.len() + end));
        bytes.push_str(&self.open.bytes);
        (bytes, ends)
    }

    /// Gives back room of the last chunk, which doubles when it is full.
    pub(crate) fn trim(&mut self) {
        let bytes = &mut self.open.bytes;
        if let Some(capacity) = trimmed::<u8>(bytes.len(), bytes.capacity()) {
            bytes.shrink_to(capacity);
        }
    }

    /// Gives back what reading packed texts took.
    pub(crate) fn forget(&mut self) {
        for chunk in &mut self.full {
            if let FullChunk::Packed(packed) = chunk {
                packed.forget();
            }
        }
    }

    /// Allocation for reading all packed texts.
    pub(crate) fn reading_bytes(&self) -> usize {
        let length = |chunk: &FullChunk| if let FullChunk::Packed(packed) = chunk { packed.length() } else { 0 };
        self.full.iter().map(length).sum::<usize>() * CHUNK_TEXTS
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.full.iter().map(FullChunk::memory_bytes).sum::<usize>()
            + self.full.capacity() * size_of::<FullChunk>()
            + self.open.bytes.capacity()
            + self.open.ends.capacity() * size_of::<usize>()
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
        let list = 2 * (self.full.len() + seals + MIN_ITEMS) * size_of::<FullChunk>();
        more.checked_add(next)?.checked_add(list)
    }
}

/// Lists of fewer bytes may have as much room again.
const FEW_BYTES: usize = 1 << 14;

/// The capacity that a list should have, if it has much more: room for half as many items again, where doubling gives room
/// for as many.
pub(crate) fn trimmed<T>(length: usize, capacity: usize) -> Option<usize> {
    let wanted = length + length / 2;
    (capacity > wanted && (capacity - wanted) * size_of::<T>() > FEW_BYTES).then_some(wanted)
}

impl FullChunk {
    #[inline]
    fn ends(&self) -> Ends<'_> {
        match self {
            Self::Plain(_, ends) if !ends.is_empty() => Ends::Listed(ends),
            Self::Plain(bytes, _) => Ends::Even { count: CHUNK_TEXTS, length: bytes.len() / CHUNK_TEXTS },
            Self::Packed(packed) => Ends::Even { count: CHUNK_TEXTS, length: packed.length() },
        }
    }

    fn joined(&self) -> &str {
        match self {
            Self::Plain(bytes, _) => bytes,
            Self::Packed(packed) => packed.joined(),
        }
    }

    fn is(&self, place: usize, text: &[u8]) -> bool {
        match self {
            Self::Plain(bytes, _) => is_same(&bytes.as_bytes()[self.ends().span(place)], text),
            Self::Packed(packed) => is_same(packed.write(place, &mut [0; MAX_LENGTH]), text),
        }
    }

    fn memory_bytes(&self) -> usize {
        match self {
            Self::Plain(bytes, ends) => bytes.len() + size_of_val(&**ends),
            Self::Packed(packed) => size_of::<Packed>() + packed.memory_bytes(),
        }
    }
}

/// Whether texts are the same. Compares word by word: in a browser a comparison of unknown length is a call that takes
/// longer than most texts need.
#[inline]
fn is_same(held: &[u8], text: &[u8]) -> bool {
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
/// Allocation of a list of `length` items that grows by `more`.
pub(crate) fn growth(length: usize, capacity: usize, more: usize, item: usize) -> Option<usize> {
    let wanted = length.checked_add(more)?;
    if wanted <= capacity {
        return Some(0);
    }
    let bytes = wanted.max(capacity.checked_mul(2)?).max(MIN_ITEMS).checked_mul(item)?;
    isize::try_from(bytes).is_ok().then_some(bytes)
}
