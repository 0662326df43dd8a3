//! Converts structs, maps and lists from the notations of other tools to JSON: Python's `{'a': None}` and `Row(a='b')`,
//! DuckDB's `{'a': b}` and `{a=b}`, Spark's `{k -> v}` and `{v, v}`, Trino's `{k=v}`, JSON with NaN, and any of these
//! with the end cut off.

use std::borrow::Cow;
use std::ops::Range;

use crate::cut::{CUT_KEY, Cut};

/// How many nested brackets are followed. No part of an audit record has as many.
const DEPTH: usize = 64;

/// The longest key without quotes, in bytes.
const KEY_BYTES: usize = 128;

/// A text, parsed as a struct, map or list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notation {
    /// The JSON. Values without quotes become strings, except numbers and the words of Python and JSON after a colon.
    pub(crate) json: String,
    /// Whether the text ends before its last bracket closes. `json` has what comes before the cut.
    pub(crate) is_cut: bool,
    /// The innermost member whose value the cut is in.
    pub(crate) cut: Option<Cut>,
    /// Whether a comma was taken as part of a value because no key follows it.
    pub(crate) is_guessed: bool,
    /// Whether NaN or an infinity became null.
    pub(crate) has_nan: bool,
}

/// Parses a text. `fields` are the names of a struct's members in order, for notations that omit them. None if the text
/// has no brackets around it or uses none of these notations.
pub(crate) fn read(text: &str, fields: &[&str]) -> Option<Notation> {
    let text = text.trim();
    if text.starts_with('"') && matches!(key(text), Some((_, Separator::Arrow))) {
        return read(&format!("{{{text}}}"), fields);
    }
    let mut reader = Reader { rest: text, found: Notation::default() };
    match text.chars().next()? {
        '{' | '[' | '(' => reader.value(fields, Stop::End, 0)?,
        _ => reader.call(fields, 0)?,
    }
    reader.rest.trim_start().is_empty().then_some(reader.found)
}

struct Reader<'a> {
    rest: &'a str,
    found: Notation,
}

/// Separates a key from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Colon,
    Equals,
    Arrow,
}

/// What ends a value without quotes, besides the enclosing bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// Nothing: the value is the whole text.
    End,
    /// Any comma: the value is an element of a list.
    Comma,
    /// A comma followed by a key and this separator.
    Key(Separator),
}

impl Reader<'_> {
    fn push(&mut self, text: &str) {
        self.found.json.push_str(text);
    }

    fn push_string(&mut self, text: &str) {
        self.found.json.push_str(&serde_json::Value::from(text).to_string());
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, fields: &[&str], stop: Stop, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        self.skip_blanks();
        match self.rest.chars().next() {
            None => {
                self.found.is_cut = true;
                self.push("null");
                Some(())
            }
            Some(quote @ ('"' | '\'')) => {
                let text = self.quoted(quote);
                self.push_string(&text);
                Some(())
            }
            Some('{') => self.braces(fields, depth),
            Some('[') => self.list("]", fields, depth),
            Some('(') if stop != Stop::Key(Separator::Equals) && stop != Stop::Key(Separator::Arrow) => {
                self.list(")", fields, depth)
            }
            Some(_) => {
                let (rest, length) = (self.rest, self.found.json.len());
                let flags = (self.found.is_cut, self.found.is_guessed, self.found.has_nan);
                let cut = self.found.cut.clone();
                if self.call(fields, depth).is_none() {
                    // It only looked like a call; read it as a text.
                    self.rest = rest;
                    self.found.json.truncate(length);
                    (self.found.is_cut, self.found.is_guessed, self.found.has_nan) = flags;
                    self.found.cut = cut;
                    self.bare(stop);
                }
                Some(())
            }
        }
    }

    /// Reads a quoted text with the escapes of JSON and Python.
    fn quoted(&mut self, quote: char) -> String {
        let mut text = String::new();
        let mut letters = self.rest[1..].char_indices();
        let mut units = Vec::new();
        while let Some((at, letter)) = letters.next() {
            if letter == quote {
                flush(&mut units, &mut text);
                self.rest = &self.rest[1 + at + 1..];
                return text;
            }
            if letter != '\\' {
                flush(&mut units, &mut text);
                text.push(letter);
                continue;
            }
            let Some((_, escaped)) = letters.next() else { break };
            let digits = match escaped {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            if digits > 0 {
                let code = letters.as_str().get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                if let Some(code) = code {
                    (0..digits).for_each(|_| _ = letters.next());
                    match (u16::try_from(code), char::from_u32(code)) {
                        (Ok(unit), _) => units.push(unit),
                        (_, letter) => {
                            flush(&mut units, &mut text);
                            text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
                        }
                    }
                    continue;
                }
            }
            flush(&mut units, &mut text);
            match escaped {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'b' => text.push('\u{8}'),
                'f' => text.push('\u{c}'),
                '"' | '\'' | '\\' | '/' => text.push(escaped),
                other => text.extend(['\\', other]),
            }
        }
        flush(&mut units, &mut text);
        self.found.is_cut = true;
        self.rest = "";
        text
    }

    /// Reads a list, or a struct without member names.
    fn list(&mut self, close: &str, fields: &[&str], depth: usize) -> Option<()> {
        // Spark 2 writes maps in square brackets.
        if let Some((_, Separator::Arrow)) = key(&self.rest[1..]) {
            return self.entries(close, Separator::Arrow, depth);
        }
        if !fields.is_empty() {
            return self.positional(close, fields, depth);
        }
        self.rest = &self.rest[1..];
        self.push("[");
        self.elements(close, depth, &[], |reader, at| {
            if at > 0 {
                reader.push(",");
            }
            Some(())
        })?;
        self.push("]");
        Some(())
    }

    fn elements(
        &mut self,
        close: &str,
        depth: usize,
        fields: &[&str],
        mut before: impl FnMut(&mut Self, usize) -> Option<()>,
    ) -> Option<()> {
        let mut at = 0;
        loop {
            self.skip_blanks();
            if self.take(close) {
                return Some(());
            }
            if self.rest.is_empty() {
                self.found.is_cut = true;
                return Some(());
            }
            before(self, at)?;
            let start = self.start(0..0);
            self.value(&[], Stop::Comma, depth + 1)?;
            if let Some(name) = fields.get(at) {
                self.found.note_cut(start, name);
            }
            at += 1;
            self.skip_blanks();
            if !self.take(",") && !self.rest.starts_with(close) && !self.rest.is_empty() {
                return None;
            }
        }
    }

    /// What [`Notation::note_cut`] has to know from before a value.
    fn start(&self, key: Range<usize>) -> (bool, Cut) {
        let is_quoted = self.rest.trim_start().starts_with(['"', '\'']);
        let start = self.found.json.len();
        (self.found.is_cut, Cut { keys: Vec::new(), key, value: start..start, is_quoted })
    }

    fn positional(&mut self, close: &str, fields: &[&str], depth: usize) -> Option<()> {
        self.rest = &self.rest[1..];
        self.push("{");
        self.elements(close, depth, fields, |reader, at| {
            if at > 0 {
                reader.push(",");
            }
            reader.push_string(fields.get(at)?);
            reader.push(":");
            Some(())
        })?;
        self.push("}");
        Some(())
    }

    fn braces(&mut self, fields: &[&str], depth: usize) -> Option<()> {
        let inner = self.rest[1..].trim_start();
        if let Some(rest) = inner.strip_prefix('}') {
            self.rest = rest;
            self.push("{}");
            return Some(());
        }
        match key(inner) {
            Some((_, separator)) => self.entries("}", separator, depth),
            None if !fields.is_empty() && !inner.is_empty() => self.positional("}", fields, depth),
            // Only a key, and that is cut off.
            None if inner.is_empty() || inner.starts_with(['"', '\'']) => self.entries("}", Separator::Colon, depth),
            None => None,
        }
    }

    /// Reads members with keys, up to the closing bracket.
    fn entries(&mut self, close: &str, separator: Separator, depth: usize) -> Option<()> {
        self.rest = &self.rest[1..];
        self.push("{");
        let mut is_first = true;
        loop {
            self.skip_blanks();
            if self.take(close) {
                break;
            }
            if self.rest.is_empty() {
                self.found.is_cut = true;
                break;
            }
            if !is_first {
                self.push(",");
            }
            is_first = false;
            if !self.member(separator, depth)? {
                break;
            }
            self.skip_blanks();
            if !self.take(",") && !self.rest.starts_with(close) && !self.rest.is_empty() {
                return None;
            }
        }
        self.push("}");
        Some(())
    }

    /// Reads a key and its value. Returns false if the text ends within the key.
    fn member(&mut self, separator: Separator, depth: usize) -> Option<bool> {
        let Some((length, found)) = key(self.rest) else {
            let is_key = self.rest.starts_with(['"', '\'']) || self.rest.len() <= KEY_BYTES && !self.rest.contains(',');
            if !is_key {
                return None;
            }
            let rest = std::mem::take(&mut self.rest);
            // A closed quoted key may still lack its colon.
            self.found.is_cut = !rest.contains(['}', ']']);
            self.push_string(CUT_KEY);
            self.push(":");
            self.push_string(rest);
            return self.found.is_cut.then_some(false);
        };
        if found != separator {
            return None;
        }
        let spelled = self.rest[..length].trim_end();
        let name = match spelled.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let mut quoted = Reader { rest: spelled, found: Notation::default() };
                Cow::Owned(quoted.quoted(quote))
            }
            _ => Cow::Borrowed(spelled),
        };
        let key = self.found.json.len();
        self.push_string(&name);
        let key = key..self.found.json.len();
        self.push(":");
        let mark = match separator {
            Separator::Colon | Separator::Equals => 1,
            Separator::Arrow => 2,
        };
        self.rest = &self.rest[length + mark..];
        let start = self.start(key);
        self.value(&[], Stop::Key(separator), depth + 1)?;
        self.found.note_cut(start, &name);
        Some(true)
    }

    /// Reads Python's printed form of an object: a row, an array, a time.
    fn call(&mut self, fields: &[&str], depth: usize) -> Option<()> {
        let open = self.rest.bytes().take(KEY_BYTES + 1).position(|byte| byte == b'(')?;
        let name = &self.rest[..open];
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        match name {
            "Row" | "Map" | "OrderedDict" | "dict" => {
                self.rest = &self.rest[open..];
                match key(&self.rest[1..]) {
                    Some((_, separator)) => self.entries(")", separator, depth),
                    None if self.rest[1..].starts_with(['{', '[']) => {
                        self.rest = &self.rest[1..];
                        self.value(&[], Stop::Comma, depth + 1)?;
                        self.take(")").then_some(())
                    }
                    None if self.rest.starts_with("()") => {
                        self.rest = &self.rest[2..];
                        self.push("{}");
                        Some(())
                    }
                    None => self.positional(")", fields, depth),
                }
            }
            "array" | "list" | "tuple" | "WrappedArray" | "List" | "ArrayBuffer" => {
                self.rest = &self.rest[open + 1..];
                self.value(&[], Stop::Comma, depth + 1)?;
                let end = self.rest.find(')')?;
                self.rest = &self.rest[end + 1..];
                Some(())
            }
            "datetime.datetime" | "datetime.date" | "Timestamp" | "Decimal" | "UUID" => {
                let end = self.rest.find(')')?;
                let whole = &self.rest[..=end];
                let inner = &self.rest[open + 1..end];
                self.rest = &self.rest[end + 1..];
                let inner = inner.trim_matches(['\'', '"']);
                self.push_string(if name.starts_with("datetime") { whole } else { inner });
                Some(())
            }
            _ => None,
        }
    }

    /// Reads a value without quotes.
    fn bare(&mut self, stop: Stop) {
        let (mut depth, mut end, mut is_guessed) = (0_usize, None, false);
        for (at, letter) in self.rest.char_indices() {
            match letter {
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' if depth == 0 => {
                    end = Some(at);
                    break;
                }
                '}' | ']' | ')' => depth -= 1,
                ',' if depth == 0 => {
                    let behind = self.rest[at + 1..].trim_start();
                    let ends = match stop {
                        Stop::End => false,
                        Stop::Comma => true,
                        Stop::Key(_) if behind.starts_with(['}', ']', ')']) => true,
                        Stop::Key(separator) => key(behind).is_some_and(|(_, found)| found == separator),
                    };
                    if ends {
                        end = Some(at);
                        break;
                    }
                    is_guessed = true;
                }
                _ => {}
            }
        }
        self.found.is_guessed |= is_guessed;
        self.found.is_cut |= end.is_none();
        let (value, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        self.bare_value(value.trim_end(), stop);
    }

    fn bare_value(&mut self, value: &str, stop: Stop) {
        let is_typed = stop == Stop::Comma || stop == Stop::Key(Separator::Colon);
        match value {
            "None" | "NULL" | "null" | "nil" | "<NA>" | "NaT" => self.push("null"),
            "nan" | "NaN" | "inf" | "-inf" | "Infinity" | "-Infinity" => {
                self.found.has_nan = true;
                self.push("null");
            }
            "True" | "true" if is_typed => self.push("true"),
            "False" | "false" if is_typed => self.push("false"),
            _ if is_typed && serde_json::from_str::<serde_json::Number>(value).is_ok() => self.push(value),
            _ => self.push_string(value),
        }
    }
}

/// Appends the UTF-16 units collected from escapes. Half a pair becomes U+FFFD.
fn flush(units: &mut Vec<u16>, text: &mut String) {
    text.extend(char::decode_utf16(units.drain(..)).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// The length of the key that a text starts with, including quotes and blanks, and the separator after it.
fn key(text: &str) -> Option<(usize, Separator)> {
    let end = match text.chars().next()? {
        quote @ ('"' | '\'') => {
            let mut is_escaped = false;
            let closing = text[1..].char_indices().find(|(_, letter)| {
                let ends = *letter == quote && !is_escaped;
                is_escaped = *letter == '\\' && !is_escaped;
                ends
            });
            1 + closing?.0 + 1
        }
        first if first.is_alphanumeric() || matches!(first, '_' | '$' | '@') => {
            let is_key = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$' | '@' | '/');
            let mut end = text.find(|letter: char| !is_key(letter) && letter != '-')?;
            // In `a->b`, the dash is not part of the key.
            if text[end..].starts_with('>') && text[..end].ends_with('-') {
                end -= 1;
            }
            (end <= KEY_BYTES).then_some(end)?
        }
        _ => return None,
    };
    let behind = text[end..].trim_start();
    let separator = match behind.as_bytes() {
        [b':', ..] => Separator::Colon,
        // The separator of Ruby's hashes and PostgreSQL's hstore.
        [b'=', b'>', ..] if text.starts_with('"') => Separator::Arrow,
        [b'=', ..] => Separator::Equals,
        [b'-', b'>', ..] => Separator::Arrow,
        _ => return None,
    };
    Some((text.len() - behind.len(), separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTITY: [&str; 2] = ["email", "subject_name"];

    #[test]
    fn every_notation_gives_the_same_struct() {
        for text in [
            r#"{"email":"a@b.example","subject_name":null}"#,
            "{'email': 'a@b.example', 'subject_name': None}",
            "{'email': a@b.example, 'subject_name': NULL}",
            "Row(email='a@b.example', subject_name=None)",
            "{email=a@b.example, subject_name=null}",
            "{email -> a@b.example, subject_name -> null}",
            "[email -> a@b.example, subject_name -> null]",
            "Map(email -> a@b.example, subject_name -> null)",
            "{a@b.example, null}",
            "[a@b.example, null]",
            "('a@b.example', None)",
            "  {email=a@b.example,subject_name=NULL} ",
            "{\"email\": \"a@b.example\", \"subject_name\": NaN}",
        ] {
            let found = read(text, &IDENTITY).map(|found| found.json);
            assert_eq!(found.as_deref(), Some(r#"{"email":"a@b.example","subject_name":null}"#), "{text}");
        }
    }

    #[test]
    fn values_keep_their_types() {
        for (text, expected) in [
            ("{}", "{}"),
            ("{ }", "{}"),
            (r#"{'a': "it's", "b": 'x"y', 'c': 'x\'y\\z\n'}"#, r#"{"a":"it's","b":"x\"y","c":"x'y\\z\n"}"#),
            (r"{'a': '\xe9\u00e9\U0001f600\ud83d\ude00'}", r#"{"a":"éé😀😀"}"#),
            (r"{'a': 'x\ud83d'}", "{\"a\":\"x\u{fffd}\"}"),
            (
                "{'a': 1, 'b': 1.5, 'c': True, 'd': [1, 'x', None], 'e': (1, 2), 'f': {'g': {}}}",
                r#"{"a":1,"b":1.5,"c":true,"d":[1,"x",null],"e":[1,2],"f":{"g":{}}}"#,
            ),
            (
                "{'a': array(['x', 'y'], dtype=object), 'b': datetime.datetime(2025, 10, 6, 12, 0)}",
                r#"{"a":["x","y"],"b":"datetime.datetime(2025, 10, 6, 12, 0)"}"#,
            ),
            ("{a=1, b=true, c=x y, d=}", r#"{"a":"1","b":"true","c":"x y","d":""}"#),
            ("{a -> {b -> c}, d -> [1, 2]}", r#"{"a":{"b":"c"},"d":[1,2]}"#),
            (r#"{conf={"x":[1,2]}, name=n}"#, r#"{"conf":{"x":[1,2]},"name":"n"}"#),
            ("[('a', '1'), ('b', None)]", r#"[["a","1"],["b",null]]"#),
            (r#""a"=>"1", "b"=>NULL"#, r#"{"a":"1","b":null}"#),
            (r#"{"a"=>"1", "b"=>nil}"#, r#"{"a":"1","b":null}"#),
            ("{a: 'x', n: null, }", r#"{"a":"x","n":null}"#),
            ("{spark.conf.x=1, a-b=2}", r#"{"spark.conf.x":"1","a-b":"2"}"#),
        ] {
            let found = read(text, &[]).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.json, expected, "{text}");
            assert!(!found.is_cut && !found.is_guessed, "{text}");
        }
    }

    #[test]
    fn text_before_a_cut_is_kept() {
        for (text, expected) in [
            (r#"{"a":"1","b":"SELECT"#, r#"{"a":"1","b":"SELECT"}"#),
            (r#"{"a":"1","b":"x\"#, r#"{"a":"1","b":"x"}"#),
            (r#"{"a":"1","b":"#, r#"{"a":"1","b":null}"#),
            (r#"{"a":"1","b""#, r#"{"a":"1","TRUNCATED":"\"b\""}"#),
            (r#"{"a":"1","bc"#, r#"{"a":"1","TRUNCATED":"\"bc"}"#),
            (r#"{"a":"1","#, r#"{"a":"1"}"#),
            (r#"{"a":"1""#, r#"{"a":"1"}"#),
            ("{", "{}"),
            (r#"{"a":{"b":[1,2"#, r#"{"a":{"b":[1,2]}}"#),
            ("{'a': 'x', 'b': 'y", r#"{"a":"x","b":"y"}"#),
            ("{a=x, b=y", r#"{"a":"x","b":"y"}"#),
        ] {
            let found = read(text, &[]).map(|found| (found.json, found.is_cut));
            let json = found.as_ref().map(|(json, is_cut)| (json.replace(",}", "}"), *is_cut));
            assert_eq!(json, Some((expected.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn a_comma_may_be_part_of_a_value() {
        let found = read("{a=x, y, b=z}", &[]).unwrap();
        assert_eq!((found.json.as_str(), found.is_guessed), (r#"{"a":"x, y","b":"z"}"#, true));
    }

    #[test]
    fn text_may_look_like_a_call() {
        for (text, expected) in [
            ("{a=array([1, b=2}", r#"{"a":"array([1, b=2}"}"#),
            ("{a=f(x, y), b=2}", r#"{"a":"f(x, y)","b":"2"}"#),
            ("{'a': array([1], 'b': 2}", r#"{"a":"array([1], 'b': 2}"}"#),
        ] {
            let found = read(text, &[]).map(|found| found.json);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_result_is_json(text in "[{\\[(]([a-c]{0,2}|'|\"|[:=,{}()\\[\\]]| |->|Row\\(|array\\(|nan|None|\\\\){0,24}") {
            if let Some(found) = read(&text, &["a", "b"]) {
                let json = serde_json::from_str::<serde_json::Value>(&found.json);
                proptest::prop_assert!(json.is_ok(), "{} is read as {}", text, found.json);
            }
        }
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in ["", "a@b.example", "a=1", "1", "{a}", "{a, b}", "x {a=1}", "{a=1} x", "{'a': 1}}", "f(x)", "{:}"] {
            assert_eq!(read(text, &[]), None, "{text}");
        }
        let deep = format!("{}{}", "{'a':".repeat(200), "}".repeat(200));
        assert_eq!(read(&deep, &[]), None);
    }
}
