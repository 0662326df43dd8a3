//! Repairs records that are not quite JSON, or whose parts are not, so that every format's reader can read them. Warns
//! of what was lost or guessed.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::event::{Format, Note};
use crate::formats::immuta_uam;
use crate::json::{self, Member};
use crate::names;
use crate::notation::{self, Notation};
use crate::params;
use touchstone_source::{Warning, WarningKind};

/// How many letters of an unreadable text a warning quotes.
const SHOWN: usize = 200;

/// The note on a part in another tool's notation.
const NOTATION: &str =
    "it is text other than JSON; it was read as Python, DuckDB, Spark, Trino or PostgreSQL print a value";

/// The kind of a record's part, identified by its key regardless of case and word separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Request parameters. A value that is not an object becomes one parameter under the part's own name.
    Params,
    /// A struct. Its members have these names, in this order, if a notation omits them.
    Struct(&'static [&'static str]),
    /// A part that contains parts.
    Parent,
}

fn part_of(key: &str) -> Option<Part> {
    let key: String = key.chars().filter(|letter| !matches!(letter, '_' | '-') && !letter.is_whitespace()).collect();
    Some(match key.to_ascii_lowercase().as_str() {
        "requestparams" | "flattened" | "auditpayload" => Part::Params,
        "useridentity" => Part::Struct(&["email", "subject_name"]),
        "identity" => Part::Struct(&["email", "subjectName"]),
        "response" => Part::Struct(&["status_code", "error_message", "result"]),
        "identitymetadata" => Part::Struct(&["run_by", "run_as", "acting_resource"]),
        "actor" => Part::Struct(&[]),
        "properties" => Part::Parent,
        _ => return None,
    })
}

/// A part within `properties`, which holds no further `properties`.
fn part_of_parent(key: &str) -> Option<Part> {
    part_of(key).filter(|part| *part != Part::Parent)
}

/// A part of a record of a format. Immuta's records have parameters under any key.
fn part_in(format: Option<Format>, key: &str) -> Option<Part> {
    let part = part_of(key)?;
    match format {
        Some(Format::ImmutaLegacy) => None,
        Some(Format::ImmutaUam) => immuta_uam::PARTS.iter().any(|name| names::equals_folded(key, name)).then_some(part),
        _ => Some(part),
    }
}

/// A repaired record, and what the repair lost or guessed.
pub(crate) struct Repaired {
    pub(crate) text: String,
    pub(crate) losses: Losses,
}

/// What a repair lost or guessed.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    pub(crate) warnings: Vec<Warning>,
    pub(crate) notes: Vec<Note>,
}

/// Removes NaN, infinities and halves of surrogate pairs, which make a text invalid JSON. None if there are none.
pub(crate) fn text(text: &str) -> Option<Repaired> {
    let finite = finite(text);
    let Some(whole) = whole(finite.as_ref().map_or(text, |finite| &finite.text)) else { return finite };
    let warnings = finite.map(|finite| finite.losses.warnings).unwrap_or_default();
    Some(Repaired { losses: Losses { warnings: [warnings, whole.losses.warnings].concat(), ..whole.losses }, ..whole })
}

/// Removes NaN and infinities. None if there are none.
pub(crate) fn finite(text: &str) -> Option<Repaired> {
    let (text, keys) = without_nan(text)?;
    let warnings = keys.iter().map(|key| not_a_number(key)).collect();
    Some(Repaired { text, losses: Losses { warnings, notes: Vec::new() } })
}

/// Replaces halves of surrogate pairs. None if there are none.
pub(crate) fn whole(text: &str) -> Option<Repaired> {
    let text = without_half_pairs(text)?;
    Some(Repaired { text, losses: Losses { warnings: vec![broken_text(None)], notes: Vec::new() } })
}

/// Converts to JSON the parts of a record that are texts in other notations. None if no part could be converted.
pub(crate) fn parts(members: &[Member<'_>], format: Option<Format>) -> Option<Repaired> {
    repaired(members, format, mended)
}

/// Replaces halves of surrogate pairs in the JSON texts that are parts of a record. None if there are none.
pub(crate) fn half_pairs(members: &[Member<'_>], format: Option<Format>) -> Option<Repaired> {
    repaired(members, format, without_half_pairs_within)
}

fn repaired(members: &[Member<'_>], format: Option<Format>, mend: Mend) -> Option<Repaired> {
    let mut losses = Losses::default();
    let text = respelled(members, |key| part_in(format, key), &mut losses, mend)?;
    Some(Repaired { text, losses })
}

/// Repairs a part, given with its text; none if it can stay as it is.
type Mend = fn(Part, &Member<'_>, &str, &mut Losses) -> Option<String>;

fn respelled(
    members: &[Member<'_>],
    part_of: impl Fn(&str) -> Option<Part>,
    losses: &mut Losses,
    mend: Mend,
) -> Option<String> {
    let mut text = String::from("{");
    let mut is_changed = false;
    for member in members {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::Value::from(member.key.as_ref()).to_string());
        text.push(':');
        let mended = part_of(&member.key).and_then(|part| {
            let raw = member.value.get();
            let of_part = json::string(raw).unwrap_or(Cow::Borrowed(raw));
            if part == Part::Parent
                && let Ok(members) = json::members(&of_part)
            {
                return respelled(&members, part_of_parent, losses, mend);
            }
            mend(part, member, &of_part, losses)
        });
        is_changed |= mended.is_some();
        text.push_str(mended.as_deref().unwrap_or(member.value.get()));
    }
    text.push('}');
    is_changed.then_some(text)
}

/// Whether a text is the JSON of a part.
fn is_json(part: Part, text: &str) -> bool {
    json::members(text).is_ok() || part == Part::Params && params::are_pairs(text)
}

/// A part converted to JSON, if it is a text in another notation.
fn mended(part: Part, member: &Member<'_>, text: &str, losses: &mut Losses) -> Option<String> {
    let is_text = member.value.get().starts_with('"');
    if part == Part::Parent && (is_text || member.value.get().starts_with('{')) {
        let whole = of_text(Part::Struct(&[]), member, text, losses);
        let inner = respelled(&json::members(&whole).unwrap_or_default(), part_of_parent, losses, mended);
        return Some(inner.unwrap_or(whole));
    }
    if let Part::Struct(_) = part
        && text.trim_start().starts_with('[')
        && let Some(object) = only_object(text, false)
    {
        losses.notes.push(Note::guessed(&member.key, "it is a list of one object, which was read in its place"));
        let whole = if is_text { without_half_pairs(&object) } else { None };
        if whole.is_some() {
            losses.warnings.push(broken_text(Some(&member.key)));
        }
        return whole.or(Some(object));
    }
    let is_empty = matches!(text.trim(), "" | "null");
    if !is_text || is_empty {
        return None;
    }
    let whole = without_half_pairs(text);
    if whole.is_some() {
        losses.warnings.push(broken_text(Some(&member.key)));
    }
    let text = whole.as_deref().unwrap_or(text);
    // A text that was encoded as JSON twice.
    if let Some(inner) = json::string(text.trim()).filter(|inner| is_json(part, inner)) {
        return Some(inner.into_owned());
    }
    if is_json(part, text) {
        return whole;
    }
    Some(of_text(part, member, text, losses))
}

/// The JSON of a part that is the text of an object, without halves of surrogate pairs; none if it has none.
fn without_half_pairs_within(part: Part, member: &Member<'_>, text: &str, losses: &mut Losses) -> Option<String> {
    if !member.value.get().starts_with('"') {
        return None;
    }
    let whole = without_half_pairs(text).filter(|whole| is_json(part, whole))?;
    losses.warnings.push(broken_text(Some(&member.key)));
    Some(whole)
}

fn of_text(part: Part, member: &Member<'_>, text: &str, losses: &mut Losses) -> String {
    let fields = match part {
        Part::Struct(fields) => fields,
        Part::Params | Part::Parent => &[],
    };
    let field = || member.key.clone().into_owned();
    let is_object =
        |found: &Notation| found.json.starts_with('{') || part == Part::Params && params::are_pairs(&found.json);
    // Several structs are not the members of one.
    let are_structs =
        json::elements(text).is_ok_and(|all| all.len() > 1 && all.iter().all(|one| one.get().starts_with('{')));
    let mut found = if are_structs { None } else { notation::read(text, fields) };
    if let Some(found) = found.as_mut().filter(|found| part == Part::Params && found.is_cut) {
        remove_cut_pair(found);
    }
    if let Some(mut found) = found.filter(is_object) {
        if found.is_cut {
            let removed = found.remove_cut(part == Part::Params);
            let without = removed.map_or_else(String::new, |key| format!(" without {key}, which is incomplete"));
            let message = format!("{} is cut off; the part before the cut was read{without}", member.key);
            losses.warnings.push(Warning::new(WarningKind::CutOff, message).of_field(field()));
        }
        if found.has_nan {
            losses.warnings.push(not_a_number(&member.key));
        }
        if found.is_guessed {
            let message =
                format!("{} has no quotes; a comma without a key after it was read as part of a value", member.key);
            losses.warnings.push(Warning::new(WarningKind::Guessed, message).of_field(field()));
        }
        if !(found.is_cut || found.has_nan || found.is_guessed) {
            losses.notes.push(Note::guessed(&member.key, NOTATION));
        }
        let is_list = text.trim_start().starts_with(['[', '(']);
        return is_list.then(|| only_object(&found.json, true)).flatten().unwrap_or_else(|| by_name(part, &found.json));
    }
    if let Some(object) = of_pairs(text, fields) {
        losses.notes.push(Note::guessed(&member.key, NOTATION));
        return object;
    }
    let is_mail =
        text.contains('@') && !text.contains(|letter: char| letter.is_whitespace() || "{}[]()\"'".contains(letter));
    if let Part::Struct(["email", ..]) = part
        && is_mail
    {
        let message = format!("{} is a text instead of a struct; it was read as the e-mail", member.key);
        losses.warnings.push(Warning::new(WarningKind::Guessed, message).of_field(field()));
        return format!("{{\"email\":{}}}", serde_json::Value::from(text));
    }
    let shown: String = text.chars().take(SHOWN).collect();
    let message = format!("{} is neither an object nor the text of one; it starts with {shown:?}", member.key);
    losses.warnings.push(Warning::new(WarningKind::UnreadPart, message).of_field(field()));
    match part {
        Part::Params => format!("{{{}:{}}}", serde_json::Value::from(member.key.as_ref()), member.value.get()),
        Part::Struct(_) | Part::Parent => "null".to_owned(),
    }
}

/// Removes the last of a list of pairs if the cut left no pair of it.
fn remove_cut_pair(found: &mut Notation) {
    let elements = json::elements(&found.json).unwrap_or_default();
    let Some((_, before)) = elements.split_last() else { return };
    let pairs: Vec<_> = before.iter().map(|pair| pair.get()).collect();
    let pairs = format!("[{}]", pairs.join(","));
    if !before.is_empty() && !params::are_pairs(&found.json) && params::are_pairs(&pairs) {
        (found.json, found.cut) = (pairs, None);
    }
}

/// The one object in a list, or the one member of an object if that is an object.
fn only_object(text: &str, is_positional: bool) -> Option<String> {
    let one = if is_positional {
        let members = json::members(text).ok()?;
        let [one] = members.as_slice() else { return None };
        one.value
    } else {
        let [one] = json::elements(text).ok()?[..] else { return None };
        one
    };
    one.get().starts_with('{').then(|| one.get().to_owned())
}

/// Reads `email=…` without brackets, if the key is one of a struct's.
fn of_pairs(text: &str, fields: &[&str]) -> Option<String> {
    let (key, _) = text.split_once(['=', ':'])?;
    fields.iter().find(|field| names::equals_folded(key.trim(), field))?;
    let found = notation::read(&format!("{{{text}}}"), &[])?;
    json::members(&found.json).is_ok().then_some(found.json)
}

/// Names the members of a response that lacks names. They are in the order of the system table or, as Spark infers it,
/// of the alphabet; the position of the status decides.
fn by_name(part: Part, json: &str) -> String {
    const SYSTEM: [&str; 3] = ["status_code", "error_message", "result"];
    const ALPHABET: [&str; 3] = ["error_message", "result", "status_code"];
    let Ok(members) = json::members(json) else { return json.to_owned() };
    let is_status = |member: &Member<'_>| {
        let text = json::text(member.value.get());
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_response = part == Part::Struct(&SYSTEM) && members.iter().map(|member| member.key.as_ref()).eq(SYSTEM);
    if !is_response || is_status(&members[0]) || !is_status(&members[2]) {
        return json.to_owned();
    }
    let renamed = ALPHABET.iter().zip(&members).map(|(name, member)| format!("\"{name}\":{}", member.value.get()));
    format!("{{{}}}", renamed.collect::<Vec<_>>().join(","))
}

fn not_a_number(key: &str) -> Warning {
    let message = format!("{key} is NaN or infinite, which JSON does not have; it counts as absent");
    Warning::new(WarningKind::NotANumber, message).of_field(key.to_owned())
}

pub(crate) fn broken_text(key: Option<&str>) -> Warning {
    let message = "a text has half of a surrogate pair; U+FFFD replaces it";
    let warning = Warning::new(WarningKind::BrokenText, message);
    match key {
        Some(key) => warning.of_field(key.to_owned()),
        None => warning,
    }
}

/// Whether a text has an escape that may be half of a surrogate pair.
pub(crate) fn may_have_half_pairs(text: &str) -> bool {
    static ESCAPE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\\u"));
    let mut escapes = ESCAPE.find_iter(text.as_bytes());
    escapes.any(|at| matches!(text.as_bytes().get(at + 2), Some(b'd' | b'D')))
}

/// Replaces each escape that is half of a surrogate pair with `\ufffd`. None if there is none.
pub(crate) fn without_half_pairs(text: &str) -> Option<String> {
    memchr::memchr(b'\\', text.as_bytes())?;
    let bytes = text.as_bytes();
    let (mut whole, mut copied, mut at) = (String::new(), 0, 0);
    while let Some(slash) = memchr::memchr(b'\\', &bytes[at..]).map(|found| at + found) {
        let unit = |at: usize| {
            let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
            u16::from_str_radix(escape, 16).ok()
        };
        at = match (unit(slash), unit(slash + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => slash + 12,
            (Some(0xd800..0xe000), _) => {
                whole.push_str(&text[copied..slash]);
                whole.push_str("\\ufffd");
                copied = slash + 6;
                copied
            }
            _ => (slash + 2).min(bytes.len()),
        };
    }
    (copied > 0).then(|| whole + &text[copied..])
}

/// Replaces each NaN and infinity outside of strings with a number of the same length, up to a string that is not closed.
pub(crate) fn masked(text: &str) -> String {
    let mut masked = text.as_bytes().to_vec();
    let mut at = 0;
    while at < masked.len() {
        at = match masked[at] {
            b'"' => match end_of_string(&masked, at) {
                Some(end) => end,
                None => break,
            },
            b'N' | b'I' => {
                let word = ["NaN", "Infinity"].into_iter().find(|word| masked[at..].starts_with(word.as_bytes()));
                let length = word.map_or(0, str::len);
                masked[at..at + length].fill(b'1');
                at + length.max(1)
            }
            _ => at + 1,
        };
    }
    // Only ASCII was replaced, with ASCII.
    String::from_utf8(masked).unwrap_or_default()
}

/// Replaces each NaN and infinity with null, and returns the keys that had them. None if there is none.
fn without_nan(text: &str) -> Option<(String, Vec<String>)> {
    let bytes = text.as_bytes();
    let (mut finite, mut keys, mut seen) = (String::new(), Vec::new(), HashSet::new());
    let (mut copied, mut at, mut key) = (0, 0, 0..0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let end = end_of_string(bytes, at)?;
                if text[end..].trim_start().starts_with(':') {
                    key = at + 1..end - 1;
                }
                at = end;
            }
            b'N' | b'I' | b'-' => {
                let word = ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| text[at..].starts_with(word));
                let Some(word) = word else {
                    at += 1;
                    continue;
                };
                finite.push_str(&text[copied..at]);
                finite.push_str("null");
                at += word.len();
                copied = at;
                let name = &text[key.clone()];
                if seen.insert(name) {
                    keys.push(name.to_owned());
                }
            }
            _ => at += 1,
        }
    }
    (copied > 0).then(|| (finite + &text[copied..], keys))
}

/// The position after the quote that closes a string.
fn end_of_string(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}
