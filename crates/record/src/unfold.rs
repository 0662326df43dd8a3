//! Finds the records in a text that contains several: lists inside another system's wrappers, and strings with the JSON
//! of more than one record.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IgnoredAny;
use touchstone_source::{Limits, Nested, Piece, Problem, json_records, nested};

use crate::repair;
use crate::{envelope, json, time};

/// How many nested lists are searched; a string counts as two.
const LEVELS: u32 = 6;

/// The longest list that may be one record with its metadata.
const MAX_TUPLE: usize = 3;

/// One of several records in a text, or a damaged part in a record's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// Its bytes in the text; for a part decoded from base64, those of the encoded string.
    pub place: Range<usize>,
    /// Its JSON.
    pub bytes: Cow<'a, [u8]>,
    /// The keys that lead to it, joined by dots.
    pub wrapper: String,
    /// What is already known to be wrong with it.
    pub problem: Option<Problem>,
    /// The time beside it in a short list, as in Loki's pair of time and line.
    pub(crate) time: Option<String>,
    /// What it was in its string, with quotes, if halves of surrogate pairs were replaced there.
    pub(crate) broken: Option<String>,
}

impl<'a> Part<'a> {
    fn of(place: Range<usize>, bytes: &'a [u8]) -> Self {
        Self { place, bytes: Cow::Borrowed(bytes), wrapper: String::new(), problem: None, time: None, broken: None }
    }

    fn into_owned(self) -> Part<'static> {
        Part { bytes: Cow::Owned(self.bytes.into_owned()), ..self }
    }
}

/// The records in a text that is not a record itself, in order. Empty if the text would be read as a wrapper around one
/// record. If what surrounds the records is damaged, the whole text is added as one more part.
pub(crate) fn unfold(bytes: &[u8]) -> Vec<Part<'_>> {
    let found = parts(bytes, LEVELS);
    // Where records are nested too deep, only their wrappers are found.
    if found.iter().any(|part| holds(&part.bytes, LEVELS)) { found } else { after_damage(bytes) }
}

/// How many times the length of a line is parsed in search of objects after the damage, and how many bytes are in any
/// case.
const MAX_PARSED: usize = 32;
const MIN_PARSED: usize = 1 << 20;

/// How many times NaN is replaced in the rest of a line.
const MAX_MASKED: usize = 32;

/// The damaged start of a line and the records after it; empty if there are none. An object may start where another has
/// ended.
fn after_damage(bytes: &[u8]) -> Vec<Part<'_>> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    if !text.starts_with('{') || is_json(bytes) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let (mut damage, mut at, mut parsed) = (0, 1, 0);
    let most_parsed = bytes.len().saturating_mul(MAX_PARSED).max(MIN_PARSED);
    let mut finite = Finite { text, masked: None, times: 0 };
    while let Some(found) = memchr::memchr(b'{', &bytes[at..]).map(|found| at + found) {
        at = found + 1;
        let before =
            text[damage..found].trim_end_matches(|letter: char| letter.is_ascii_whitespace() || ",|".contains(letter));
        let is_begun = bytes[at..].trim_ascii_start().first() == Some(&b'"');
        // Damage may end anywhere, but a record starts only after a separator or a closing brace.
        if !is_begun || before.len() + damage == found && !before.ends_with('}') && !before.is_empty() {
            continue;
        }
        let mut length = value_length(finite.from(found));
        if let Err(failed) = length {
            parsed += failed;
            if finite.mask(found, failed) {
                length = value_length(finite.from(found));
            }
        }
        let Ok(length) = length else {
            if parsed > most_parsed {
                break;
            }
            continue;
        };
        let end = found + length;
        if !holds(&bytes[found..end], LEVELS) {
            at = end;
            continue;
        }
        if !before.is_empty() {
            parts.push(Part::of(damage..damage + before.len(), &bytes[damage..damage + before.len()]));
        }
        parts.push(Part::of(found..end, &bytes[found..end]));
        (damage, at) = (end, end);
    }
    let is_rest = |letter: char| letter.is_ascii_whitespace() || ",|]}".contains(letter);
    if !parts.is_empty() && damage < bytes.len() {
        let rest = &text[damage..];
        let begun = rest.trim_start_matches(is_rest);
        if !begun.is_empty() {
            let start = bytes.len() - begun.len();
            parts.push(Part::of(start..bytes.len(), &bytes[start..]));
        }
    }
    parts
}

/// The length of the JSON value that a text starts with, or of what the parser read of it before it failed.
fn value_length(text: &str) -> Result<usize, usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => Ok(values.byte_offset()),
        Some(Err(error)) if error.line() == 1 => Err(error.column()),
        Some(Err(_)) | None => Err(text.len()),
    }
}

/// A text whose NaN and infinities are numbers of the same length from some position on, outside of strings.
struct Finite<'a> {
    text: &'a str,
    /// That position, and the text from there.
    masked: Option<(usize, String)>,
    /// How many times it was set.
    times: usize,
}

impl Finite<'_> {
    fn from(&self, at: usize) -> &str {
        match &self.masked {
            Some((start, masked)) => masked.get(at - start..).unwrap_or_default(),
            None => &self.text[at..],
        }
    }

    /// Starts at a position, where no string is open, if the parser failed at NaN or an infinity `length` bytes behind it.
    fn mask(&mut self, at: usize, length: usize) -> bool {
        let is_nan = self.from(at).as_bytes().get(length.saturating_sub(2)..).is_some_and(|rest| {
            ["NaN", "Infinity"]
                .iter()
                .any(|word| (0..2).any(|skip| rest.get(skip..).is_some_and(|rest| rest.starts_with(word.as_bytes()))))
        });
        let is_masked = is_nan && self.times < MAX_MASKED;
        if is_masked {
            self.masked = Some((at, repair::masked(&self.text[at..])));
            self.times += 1;
        }
        is_masked
    }
}

/// Whether a value is one record, wrapped or not, or a string that contains records.
pub(crate) fn is_record(bytes: &[u8]) -> bool {
    holds(bytes, LEVELS)
}

/// Whether a value that is not a record contains a list of records.
pub(crate) fn has_list(raw: &str) -> bool {
    let is_known_format = || raw.starts_with('{') && envelope::is_known_format(raw);
    match raw.as_bytes() {
        [b'{' | b'[', rest @ ..] if memchr::memchr2(b'{', b'"', rest).is_some() => {
            let found = nested(raw.as_bytes(), &mut |value| holds(value, LEVELS));
            found.iter().any(|one| one.is_element || of_string(raw[one.range.clone()].as_bytes(), LEVELS).len() > 1)
                && !is_known_format()
        }
        _ => of_string(raw.as_bytes(), LEVELS).len() > 1,
    }
}

fn holds(bytes: &[u8], left: u32) -> bool {
    match bytes {
        [b'{', ..] => {
            std::str::from_utf8(bytes).is_ok_and(|text| envelope::is_known_format(text) || envelope::wraps_one(text))
        }
        _ => string_holds(bytes, left),
    }
}

/// Whether a string, given with its quotes, contains a record.
fn string_holds(literal: &[u8], left: u32) -> bool {
    let Some((_, content)) = content(literal, left) else { return false };
    let mut found = false;
    json_records(content.as_bytes(), Limits::default(), &mut |piece: Piece<'_>| {
        if let Piece::Record(record) = piece
            && !found
        {
            found = holds(record.bytes, left - 2) || !parts(record.bytes, left - 2).is_empty();
        }
    });
    found
}

/// A string's literal and its decoded text, if that may be JSON.
fn content(literal: &[u8], left: u32) -> Option<(&str, Cow<'_, str>)> {
    let text = std::str::from_utf8(literal).ok().filter(|text| text.starts_with('"') && left > 1)?;
    let content = envelope::text_of(text)?;
    content.trim_start().starts_with(['{', '[', '"']).then_some((text, content))
}

fn parts(bytes: &[u8], left: u32) -> Vec<Part<'_>> {
    match bytes {
        [b'"', ..] => of_string(bytes, left),
        [b'{' | b'[', ..] if left > 0 => of_object(bytes, left),
        _ => Vec::new(),
    }
}

fn of_object(bytes: &[u8], left: u32) -> Vec<Part<'_>> {
    let found = nested(bytes, &mut |value| holds(value, left - 1));
    let mut only = None;
    if let [one] = found.as_slice()
        && !one.is_element
    {
        // A wrapper around one record is read as that record.
        let inner = of_string(&bytes[one.range.clone()], left - 1);
        let is_known_format = |part: &Part<'_>| std::str::from_utf8(&part.bytes).is_ok_and(envelope::is_known_format);
        if inner.is_empty() || matches!(inner.as_slice(), [one] if one.wrapper.is_empty() && is_known_format(one)) {
            return Vec::new();
        }
        only = Some(inner);
    }
    let (found, time) = without_metadata(found, bytes);
    let mut parts = Vec::new();
    let mut around = Vec::new();
    let mut copied = 0;
    for Nested { range, keys, .. } in found {
        around.extend_from_slice(&bytes[copied..range.start]);
        around.push(b'0');
        copied = range.end;
        let value = &bytes[range.clone()];
        let inner = match only.take() {
            Some(inner) => inner,
            None if envelope::is_one(value) => Vec::new(),
            None => self::parts(value, left - 1),
        };
        let inner = if inner.is_empty() { vec![Part::of(0..value.len(), value)] } else { inner };
        parts.extend(inner.into_iter().map(|part| Part {
            place: part.place.start + range.start..part.place.end + range.start,
            wrapper: envelope::join(&keys, &part.wrapper),
            time: part.time.or_else(|| time.clone()),
            ..part
        }));
    }
    around.extend_from_slice(&bytes[copied..]);
    if !parts.is_empty() && !is_json(&around) {
        parts.push(Part::of(0..bytes.len(), bytes));
    }
    parts
}

/// Drops the metadata beside a record in a short list, and returns the time in it, as in Loki's pair of time and line.
fn without_metadata(found: Vec<Nested>, bytes: &[u8]) -> (Vec<Nested>, Option<String>) {
    let is_metadata =
        |one: &Nested| !matches!(bytes[one.range.start], b'{' | b'[') && !holds(&bytes[one.range.clone()], LEVELS);
    let is_tuple = bytes.first() == Some(&b'[')
        && found.len() <= MAX_TUPLE
        && found.iter().filter(|one| !is_metadata(one)).count() == 1;
    if !is_tuple {
        return (found, None);
    }
    let (metadata, records): (Vec<_>, Vec<_>) = found.into_iter().partition(is_metadata);
    let text = |one: &Nested| json::string(std::str::from_utf8(&bytes[one.range.clone()]).ok()?).map(Cow::into_owned);
    (records, metadata.iter().filter_map(text).find(|text| time::of_text(text).is_some()))
}

fn is_json(bytes: &[u8]) -> bool {
    let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    std::str::from_utf8(bytes)
        .is_ok_and(|text| is_json(text) || repair::text(text).is_some_and(|mended| is_json(&mended.text)))
}

/// The records in a string, given with its quotes; empty if it contains none.
fn of_string(literal: &[u8], left: u32) -> Vec<Part<'static>> {
    let Some((text, content)) = content(literal, left) else { return Vec::new() };
    let mut parts: Vec<Part<'static>> = Vec::new();
    let mut has_record = false;
    json_records(content.as_bytes(), Limits::default(), &mut |piece: Piece<'_>| match piece {
        Piece::Record(record) => {
            let (start, length) = (record.offset as usize, record.length as usize);
            let is_one = envelope::is_one(record.bytes);
            let inner = if is_one { Vec::new() } else { self::parts(record.bytes, left - 2) };
            has_record |= is_one || !inner.is_empty();
            let whole = || vec![Part::of(0..length, record.bytes)];
            let inner = if inner.is_empty() { whole() } else { inner };
            parts.extend(inner.into_iter().map(|part| {
                // A table's row appears in the text in another form than its JSON.
                let place = if record.is_text { part.place.clone() } else { 0..length };
                Part {
                    place: place.start + start..place.end + start,
                    wrapper: envelope::join(record.wrapper, &part.wrapper),
                    ..part.into_owned()
                }
            }));
        }
        Piece::Problem { offset, length, problem } => {
            let place = offset as usize..offset as usize + length as usize;
            parts.push(Part { problem: Some(problem), ..Part::of(place, &[]) });
        }
        _ => {}
    });
    if !has_record {
        return Vec::new();
    }
    if envelope::is_encoded(text) {
        for part in &mut parts {
            part.place = 0..literal.len();
        }
    } else {
        let mut places = Places { literal: text, raw: 1, decoded: 0 };
        for part in &mut parts {
            part.place = places.of(part.place.start)..places.of(part.place.end);
            let spelled = text.get(part.place.clone()).filter(|text| repair::may_have_half_pairs(text));
            let literal = spelled.map(|text| format!("\"{text}\""));
            part.broken = literal.filter(|literal| envelope::is_broken(literal)).or(part.broken.take());
        }
    }
    parts
}

/// Maps positions in a string's decoded text to positions in its literal, in ascending order.
struct Places<'a> {
    literal: &'a str,
    raw: usize,
    decoded: usize,
}

impl Places<'_> {
    /// Where the byte at `decoded` is in the literal. For a position before the previous one, returns the previous
    /// result.
    fn of(&mut self, decoded: usize) -> usize {
        let bytes = self.literal.as_bytes();
        while self.decoded < decoded && self.raw + 1 < bytes.len() {
            let unit = |at: usize| {
                let digits = self.literal.get(at..at + 6)?.strip_prefix("\\u")?;
                u32::from_str_radix(digits, 16).ok()
            };
            let (raw, length) = match (bytes[self.raw], unit(self.raw)) {
                (b'\\', None) => (2, 1),
                (b'\\', Some(0xd800..0xdc00)) if matches!(unit(self.raw + 6), Some(0xdc00..0xe000)) => (12, 4),
                (b'\\', Some(unit)) => (6, char::from_u32(unit).map_or(3, char::len_utf8)),
                _ => (1, 1),
            };
            self.raw += raw;
            self.decoded += length;
        }
        self.raw.min(bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_in_a_text_map_to_its_literal() {
        let literal = r#""a\"b\u00e9\ud83d\ude00é\n{}""#;
        let text: String = serde_json::from_str(literal).unwrap();
        let mut places = Places { literal, raw: 1, decoded: 0 };
        let start = text.find('{').unwrap();
        assert_eq!(&literal[places.of(start)..places.of(text.len())], "{}");
    }
}
