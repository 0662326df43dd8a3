//! Who and where in a text: e-mail and IP addresses by their shape, names because the log has them as those of somebody.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::str::FromStr as _;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use touchstone_medallion::{Medallion, SilverColumn};

use super::key::Kind;

/// E-mail addresses, also with the `@` of URLs, HTML and JSON, the `\u00fc` of JSON within a text, the `#EXT#` of guests in
/// Azure, and an address in brackets for a domain; then IPv4, also as in `ip-10-0-0-1`, then what may be IPv6.
const SHAPES: &str = concat!(
    r"(?:[\w%+]|\\+u[0-9A-Fa-f]{4})(?:[\w.%+'-]|\\+u[0-9A-Fa-f]{4})*(?:(?i:#EXT#))?",
    r"(?:[@＠]|%(?:25)*40|\\+x40|\\+u0040|&(?:#0*64|#[xX]0*40|commat);)",
    r"(?:\[[0-9A-Fa-f.:]+\]|(?:[\w--_]|\\+u[0-9A-Fa-f]{4})+(?:-+(?:[\w--_]|\\+u[0-9A-Fa-f]{4})+)*",
    r"(?:\.(?:[\w--_]|\\+u[0-9A-Fa-f]{4})+(?:-+(?:[\w--_]|\\+u[0-9A-Fa-f]{4})+)*)+)",
    r"|\d{1,3}(?:\.\d{1,3}){3}|(?i:ip-)\d{1,3}(?:-\d{1,3}){3}",
    r"|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}",
);

/// What no IP address has, and every e-mail address.
const MAIL_MARKS: [char; 5] = ['@', '＠', '%', '\\', '&'];

/// Names of the platform, which are nobody's.
const NOBODY: [&str; 6] = ["system-user", "unknown", "dbadmin", "anonymous", "none", "null"];

/// Request parameters that name a person, in lower case and without `_`, `.` and `-`.
const PERSONS: [&str; 18] = [
    "user",
    "username",
    "useremail",
    "email",
    "targetusername",
    "targetuser",
    "userdisplayname",
    "fullname",
    "firstname",
    "lastname",
    "givenname",
    "familyname",
    "namegivenname",
    "namefamilyname",
    "createdby",
    "creatorusername",
    "runas",
    "runasusername",
];

/// Names shorter than this are left: they are parts of many words.
const MIN_NAME: usize = 3;

/// Finds them.
#[derive(Debug)]
pub(super) struct Finder {
    shapes: Regex,
    names: AhoCorasick,
    kinds: Vec<Kind>,
    /// IPv4 addresses of the log, which are no versions.
    addresses: BTreeSet<String>,
}

impl Finder {
    /// With the names of what is loaded. An error is a sentence: they are too many.
    pub(super) fn of(medallion: &Medallion) -> Result<Self, String> {
        let shapes = Regex::new(SHAPES).map_err(|error| error.to_string())?;
        let silver = medallion.silver();
        let sources = silver.frame().dictionary(silver.id(SilverColumn::SourceIpAddress));
        let addresses = sources.iter().filter(|(_, text)| is_ipv4(text)).map(|(_, text)| text.to_owned()).collect();
        let mut known: BTreeMap<String, Kind> = BTreeMap::new();
        let mut add = |text: &str, kind: Kind| {
            let text = text.trim();
            let shape = shapes.find(text).and_then(|found| address(text, found.range(), &addresses));
            let is_covered = shape.is_some_and(|(range, _)| range == (0..text.len()));
            if !is_covered && is_name(text) && !known.contains_key(text) {
                known.extend(spellings(text).into_iter().map(|spelling| (spelling, kind)));
                known.insert(text.to_owned(), kind);
            }
        };
        for column in [SilverColumn::Email, SilverColumn::SubjectName, SilverColumn::RunBy, SilverColumn::RunAs] {
            silver.frame().dictionary(silver.id(column)).iter().for_each(|(_, text)| add(text, Kind::Name));
        }
        sources.iter().for_each(|(_, text)| add(text, Kind::Address));
        for gold in medallion.gold() {
            for (key, column) in gold.keys() {
                if is_person(key) {
                    gold.frame().dictionary(column).iter().for_each(|(_, text)| add(text, Kind::Name));
                }
            }
        }
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(known.keys())
            .map_err(|error| format!("the names of the logs cannot be looked for: {error}"))?;
        Ok(Self { shapes, names, kinds: known.into_values().collect(), addresses })
    }

    /// Where they are, from left to right; none overlaps another.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, Kind)> {
        let shapes = self.shapes.find_iter(text).filter_map(|found| address(text, found.range(), &self.addresses));
        let mut found: Vec<(Range<usize>, Kind)> = shapes.collect();
        let names = self.names.find_iter(text).filter(|name| is_word(text, &name.range()));
        found.extend(names.map(|name| (name.range(), self.kinds[name.pattern().as_usize()])));
        found.sort_by(|(a, _), (b, _)| (a.start, b.end).cmp(&(b.start, a.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            let is_free = range.start >= end;
            if is_free {
                end = range.end;
            }
            is_free
        });
        found
    }
}

/// Where the address is in what has the shape of one, and what it is; nothing if it is none where it stands. `known` are
/// addresses that the log has.
fn address(text: &str, range: Range<usize>, known: &BTreeSet<String>) -> Option<(Range<usize>, Kind)> {
    let shape = &text[range.clone()];
    if shape.contains(MAIL_MARKS) {
        return Some((range, Kind::Mail));
    }
    if shape.contains(':') {
        // The colon of `ip:2001:db8::1` is none of the address.
        let start = range.start + usize::from(shape.starts_with(':') && !shape.starts_with("::"));
        let end = range.end - usize::from(shape.ends_with(':') && !shape.ends_with("::"));
        let range = start..end.max(start);
        let shape = &text[range.clone()];
        let is_digit = |byte: u8| byte.is_ascii_hexdigit();
        let is_one = Ipv6Addr::from_str(shape).is_ok() && shape.bytes().any(is_digit) && is_word(text, &range);
        return is_one.then_some((range, Kind::Address));
    }
    if let Some((host, digits)) = shape.split_once('-') {
        let is_one = is_ipv4(&digits.replace('-', ".")) && is_word(text, &range);
        return is_one.then_some((range.start + host.len() + 1..range.end, Kind::Address));
    }
    let is_one = is_ipv4(shape) && is_word(text, &range) && (known.contains(shape) || !is_version(text, &range));
    is_one.then_some((range, Kind::Address))
}

/// Whether four numbers are a version, as in `Chrome/120.0.0.0`, or stand in a longer row of numbers. Behind the name of a host or
/// a folder, as in `node/10.0.0.1:8020` and `/mnt/192.0.2.1/x`, they are an address if a port or a path follows, or the network
/// is private.
fn is_version(text: &str, range: &Range<usize>) -> bool {
    let after = &text[range.end..];
    let goes_on = |mark: char| {
        after.strip_prefix(mark).is_some_and(|after| after.starts_with(|digit: char| digit.is_ascii_digit()))
    };
    let mut before = text[..range.start].chars().rev();
    match before.next() {
        _ if goes_on('.') => true,
        Some('.') => true,
        Some('/') => {
            let is_private = Ipv4Addr::from_str(&text[range.clone()]).is_ok_and(|address| address.is_private());
            before.next().is_some_and(char::is_alphanumeric) && !goes_on(':') && !after.starts_with('/') && !is_private
        }
        _ => false,
    }
}

/// Whether a text is four numbers up to 255; leading zeros do not matter.
fn is_ipv4(text: &str) -> bool {
    text.split('.').count() == 4 && text.split('.').all(|part| part.len() <= 3 && part.parse::<u8>().is_ok())
}

/// How else a name may be written: in other letters beyond ASCII, where case is not looked at anyway, and in URLs.
fn spellings(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !name.is_ascii() {
        found.extend([name.to_lowercase(), name.to_uppercase()]);
    }
    for space in ["%20", "+"] {
        let coded: String = name.bytes().map(|byte| in_url(byte, space)).collect();
        if coded != name {
            found.push(coded);
        }
    }
    found
}

fn in_url(byte: u8, space: &str) -> String {
    match byte {
        b' ' => space.to_owned(),
        b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    }
}

/// Whether it is not a part of a longer word.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let joins = |character: char| character.is_alphanumeric() || character == '~';
    !text[..range.start].ends_with(joins) && !text[range.end..].starts_with(joins)
}

/// Whether a text is a name, and no number, no id, nobody.
fn is_name(text: &str) -> bool {
    let is_id = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') || is_uuid(text);
    text.chars().count() >= MIN_NAME && !is_id && !NOBODY.contains(&text.to_ascii_lowercase().as_str())
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_person(key: &str) -> bool {
    let plain: String = key.chars().filter(|character| !"_.-".contains(*character)).collect();
    PERSONS.contains(&plain.to_ascii_lowercase().as_str())
}
