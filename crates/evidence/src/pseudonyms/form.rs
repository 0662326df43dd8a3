//! Texts within files: each is mapped, and written again as its form asks; whatever does not change keeps its bytes.

use std::borrow::Cow;
use std::fmt::Write as _;

/// How a file has its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON, one or many: its strings have escapes.
    Json,
    /// HTML or XML: texts and attributes have entities.
    Markup,
    /// A text without escapes.
    Plain,
}

/// Gives another text, or nothing where it stays.
pub(super) type Map<'a> = &'a mut dyn FnMut(&str) -> Option<String>;

/// JSON within strings of JSON is followed so deep.
const MAX_DEPTH: u32 = 4;

/// Maps the texts of some content. Bytes that are no UTF-8 stay.
pub(super) fn mapped(form: Form, content: &[u8], map: Map<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    for chunk in content.utf8_chunks() {
        let text = chunk.valid();
        match form {
            Form::Json => json(text, 0, map, &mut out),
            Form::Markup => markup(text, map, &mut out),
            Form::Plain => out.extend(map(text).map_or(Cow::Borrowed(text), Cow::Owned).as_bytes()),
        }
        out.extend(chunk.invalid());
    }
    out
}

/// What stands in quotes is a string; what does not, a text, so that nothing of damaged JSON is missed.
fn json(text: &str, depth: u32, map: Map<'_>, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        plain(&rest[..start], map, out);
        let string = &rest[start..];
        let Some(length) = string_length(string) else {
            plain(string, map, out);
            return;
        };
        json_string(&string[..length], depth, map, out);
        rest = &string[length..];
    }
    plain(rest, map, out);
}

fn plain(text: &str, map: Map<'_>, out: &mut Vec<u8>) {
    match map(text) {
        Some(mapped) => out.extend(mapped.as_bytes()),
        None => out.extend(text.as_bytes()),
    }
}

/// The length of the string that a text begins with, its quotes included.
fn string_length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(at + 1),
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
    None
}

fn json_string(quoted: &str, depth: u32, map: Map<'_>, out: &mut Vec<u8>) {
    let inner = &quoted[1..quoted.len() - 1];
    let text = match inner.contains('\\').then(|| serde_json::from_str::<String>(quoted)) {
        None => Cow::Borrowed(inner),
        Some(Ok(text)) => Cow::Owned(text),
        // No string after all.
        Some(Err(_)) => return plain(quoted, map, out),
    };
    let changed = if depth < MAX_DEPTH && text.trim_start().starts_with(['{', '[']) {
        let mut within = Vec::with_capacity(text.len());
        json(&text, depth + 1, map, &mut within);
        String::from_utf8(within).ok().filter(|within| *within != text)
    } else {
        map(&text)
    };
    match changed.map(|changed| serde_json::to_string(&changed)) {
        Some(Ok(changed)) => out.extend(changed.as_bytes()),
        _ => out.extend(quoted.as_bytes()),
    }
}

fn markup(text: &str, map: Map<'_>, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        entities(&rest[..start], map, out);
        let Some(end) = rest[start..].find('>') else {
            entities(&rest[start..], map, out);
            return;
        };
        let mut parts = rest[start..=start + end].split('"');
        // The parts of a tag are by turns outside and inside of quotes.
        out.extend(parts.next().unwrap_or_default().as_bytes());
        for (at, part) in parts.enumerate() {
            out.push(b'"');
            if at % 2 == 0 { entities(part, map, out) } else { out.extend(part.as_bytes()) }
        }
        rest = &rest[start + end + 1..];
    }
    entities(rest, map, out);
}

const ENTITIES: [(&str, char); 5] = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];

fn entities(text: &str, map: Map<'_>, out: &mut Vec<u8>) {
    let plain = if text.contains('&') { Cow::Owned(unescaped(text)) } else { Cow::Borrowed(text) };
    match map(&plain) {
        Some(changed) => out.extend(escaped(&changed).as_bytes()),
        None => out.extend(text.as_bytes()),
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, character) = ENTITIES
            .iter()
            .find(|(entity, _)| rest.starts_with(entity))
            .map_or((1, '&'), |(entity, character)| (entity.len(), *character));
        plain.push(character);
        rest = &rest[length..];
    }
    plain + rest
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match ENTITIES.iter().find(|(_, plain)| *plain == character) {
            Some((entity, _)) => escaped.push_str(entity),
            None => {
                write!(escaped, "{character}").ok();
            }
        }
    }
    escaped
}
