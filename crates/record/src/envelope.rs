//! Reads records inside another system's wrapper: a log pipeline's, a message broker's, a search engine's.

use std::borrow::Cow;
use std::rc::Rc;

use base64ct::Encoding as _;

use crate::doubtful;
use crate::event::Event;
use crate::fingerprint::{self, FingerprintKey};
use crate::formats;
use crate::json::{self, Member};
use crate::partitions::Partitions;
use crate::repair;
use crate::scalars;
use crate::time::{self, DateOrder};
use crate::unfold;
use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};

/// Keys under which systems wrap a record or another wrapper: Splunk's `result._raw`, Datadog's `content.attributes`,
/// Pub/Sub's `message.data`.
const WRAPPERS: [&str; 20] = [
    "result",
    "attributes",
    "content",
    "message",
    "_source",
    "data",
    "payload",
    "record",
    "event",
    "log",
    "body",
    "value",
    "fields",
    "jsonPayload",
    "protoPayload",
    "detail",
    "properties",
    "item",
    "document",
    "after",
];

/// Keys of a wrapper's time, the best first.
const TIMES: [&str; 12] = [
    "timestamp",
    "time",
    "_time",
    "@timestamp",
    "eventTime",
    "event_time",
    "ts",
    "date",
    "publishTime",
    "enqueuedTimeUtc",
    "EventEnqueuedUtcTime",
    "receiveTimestamp",
];

/// Keys of a wrapper's event id: Cloud Logging, Elastic, `CloudEvents` and Datadog, Pub/Sub.
const IDS: [&str; 4] = ["insertId", "_id", "id", "messageId"];

/// How many records in one wrapper a problem names.
const NAMES: usize = 12;

/// How many letters of a wrapper's name the ledger shows.
const NAME_LETTERS: usize = 64;

/// A record inside a wrapper.
pub(crate) struct Inner<'a> {
    /// The keys that lead to it.
    keys: Vec<String>,
    pub(crate) text: Cow<'a, str>,
    /// The string that it is, if halves of surrogate pairs were replaced in it.
    broken: Option<&'a str>,
    /// The members of its wrappers, the innermost first. Records beside each other share them.
    siblings: Vec<Rc<[Member<'a>]>>,
}

/// Reads the record that one of `members` is or contains. Returns the problem `unknown` if there is none.
pub(crate) fn read(
    members: &[Member<'_>],
    partitions: &Partitions,
    key: &FingerprintKey,
    order: DateOrder,
    unknown: Problem,
) -> Result<Event<'static>, Problem> {
    let Some(inner) = inner(members)? else { return Err(unknown) };
    let mut event = crate::read_in_order(inner.text.as_bytes(), partitions, key, order)?.into_owned();
    if let Some(literal) = inner.broken {
        note_broken(&mut event, literal, key);
    }
    fill(&mut event, &inner.siblings);
    event.wrapper = Some(join(&inner.keys.join("."), "").into());
    Ok(event)
}

/// Finds the one record inside a wrapper's members; a problem if there are several.
pub(crate) fn inner<'a>(members: &[Member<'a>]) -> Result<Option<Inner<'a>>, Problem> {
    let mut found = Vec::new();
    find_records(members, 1, &mut Vec::new(), &mut found);
    // Of several records, the first has all of the siblings that matter.
    let siblings = found.iter().take(1).flat_map(|inner| &inner.siblings);
    let lists = siblings.flat_map(|members| members.iter()).filter(|member| unfold::has_list(member.value.get()));
    let others: Vec<_> = lists.map(|member| member.key.clone().into_owned()).collect();
    if found.len() + others.len() > 1 {
        let mut names: Vec<_> = found.iter().map(|inner| inner.keys.join(".")).chain(others).collect();
        names.dedup();
        names.truncate(NAMES);
        let message = format!("several parts of the record are records of a log: {}", names.join(", "));
        return Err(Problem::new(ProblemKind::UnknownFormat, message));
    }
    Ok(found.pop())
}

/// Whether a value is a record, or a wrapper around exactly one.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    text.starts_with('{')
        && (is_known_format(text)
            || json::members(text).is_ok_and(|members| inner(&members).is_ok_and(|inner| inner.is_some())))
}

/// Whether an object wraps exactly one record. Ignores lists beside it.
pub(crate) fn wraps_one(text: &str) -> bool {
    let mut found = Vec::new();
    if let Ok(members) = json::members(text) {
        find_records(&members, 1, &mut Vec::new(), &mut found);
    }
    found.len() == 1
}

/// Joins the keys of an outer and an inner wrapper, cut to the length that the ledger shows.
pub fn join(outer: &str, inner: &str) -> String {
    let dot = if outer.is_empty() || inner.is_empty() { "" } else { "." };
    format!("{outer}{dot}{inner}").chars().take(NAME_LETTERS).collect()
}

/// Searches the values of members for records, and then, if there are none, inside known wrappers.
fn find_records<'a>(members: &[Member<'a>], level: u32, keys: &mut Vec<String>, found: &mut Vec<Inner<'a>>) {
    let before = found.len();
    let mut shared: Option<Rc<[Member<'a>]>> = None;
    let mut siblings = || Rc::clone(shared.get_or_insert_with(|| members.into()));
    for member in members {
        if let Some(text) = object_text(member)
            && is_known_format(&text)
        {
            let keys = keys.iter().cloned().chain([member.key.clone().into_owned()]).collect();
            let broken = is_broken(member.value.get()).then(|| member.value.get());
            found.push(Inner { keys, text, broken, siblings: vec![siblings()] });
        }
    }
    if found.len() > before || level == 3 {
        return;
    }
    for member in
        members.iter().filter(|member| WRAPPERS.iter().any(|wrapper| wrapper.eq_ignore_ascii_case(&member.key)))
    {
        // A string is not searched for further wrappers.
        let raw = member.value.get();
        if raw.starts_with('{')
            && let Ok(inner) = json::members(raw)
        {
            let before = found.len();
            keys.push(member.key.clone().into_owned());
            find_records(&inner, level + 1, keys, found);
            keys.pop();
            found[before..].iter_mut().for_each(|inner| inner.siblings.push(siblings()));
        }
    }
}

/// The text of an object: the member itself, or an object inside its string.
fn object_text<'a>(member: &Member<'a>) -> Option<Cow<'a, str>> {
    let raw = member.value.get();
    if raw.starts_with('{') {
        return Some(Cow::Borrowed(raw));
    }
    let text = text_of(raw)?;
    let trimmed = text.trim();
    if trimmed.starts_with('[') {
        return match json::elements(trimmed).ok()?.as_slice() {
            [one] => Some(Cow::Owned(one.get().to_owned())),
            _ => None,
        };
    }
    trimmed.starts_with('{').then_some(text)
}

/// The text of a string, decoded if it is base64 or hexadecimal.
pub(crate) fn text_of(raw: &str) -> Option<Cow<'_, str>> {
    let text = json::string(raw)?;
    Some(match decoded(&text) {
        Some(decoded) => Cow::Owned(decoded),
        None => text,
    })
}

/// Whether halves of surrogate pairs are replaced where a string, given with its quotes, is decoded.
pub(crate) fn is_broken(literal: &str) -> bool {
    literal.starts_with('"') && json::exact_string(literal).is_none()
}

/// Notes that halves of surrogate pairs were replaced in the string, given with its quotes, that a record was in. The
/// fingerprint of a record without an id is then that of the string: records that differ there are different records.
pub(crate) fn note_broken(event: &mut Event<'_>, literal: &str, key: &FingerprintKey) {
    if event.event_id.as_deref().is_none_or(str::is_empty) {
        event.fingerprint = fingerprint::of_lossy(literal, key);
    }
    event.warnings.push(repair::broken_text(None));
}

/// Whether a string contains JSON in base64 or hexadecimal.
pub(crate) fn is_encoded(raw: &str) -> bool {
    json::string(raw).is_some_and(|text| decoded(&text).is_some())
}

/// How the base64 of a JSON object or list starts.
const BEGINNINGS: [&str; 6] = ["eyJ", "eyA", "ewo", "ew0", "W3s", "WwogI"];

/// Decodes base64, as brokers' clients write it, or hexadecimal digits, as tables do, if the text starts like an object
/// or a list of objects.
fn decoded(text: &str) -> Option<String> {
    let digits = ["\\x", "0x", "X'"].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    if matches!(digits.get(..2), Some("7b" | "7B" | "5b" | "5B")) {
        let byte = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let bytes = (0..digits.trim_end_matches('\'').len()).step_by(2).map(byte).collect::<Option<Vec<_>>>()?;
        return String::from_utf8(bytes).ok();
    }
    if !BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) {
        return None;
    }
    String::from_utf8(base64ct::Base64::decode_vec(text.trim()).ok()?).ok()
}

/// Whether a text is a record of a known format.
pub(crate) fn is_known_format(text: &str) -> bool {
    let is_known_format =
        |text: &str| json::members(text).ok().map(|mut members| formats::detect(&mut members).is_some());
    is_known_format(text).or_else(|| is_known_format(&repair::text(text)?.text)).unwrap_or(false)
}

/// Fills in what the record lacks from its wrapper: the time, with a warning, and the id.
fn fill(event: &mut Event<'_>, siblings: &[Rc<[Member<'_>]>]) {
    let find = |keys: &[&str]| {
        siblings.iter().find_map(|members| {
            keys.iter()
                .find_map(|key| scalars::text_of(members, key).map(|text| ((*key).to_owned(), text.into_owned())))
        })
    };
    fill_time(
        event,
        siblings.iter().flat_map(|members| {
            TIMES.iter().filter_map(|key| Some(((*key).to_owned(), scalars::text_of(members, key)?.into_owned())))
        }),
    );
    if event.event_id.is_none()
        && let Some((_, id)) = find(&IDS)
        && !id.trim().is_empty()
        && !doubtful::is_implausible_id(id.trim())
    {
        event.event_id = Some(Cow::Owned(id.trim().to_owned()));
    }
}

/// Fills in a missing time with the first that has a single reading among those beside the record, each with its key,
/// which is empty in a list.
pub(crate) fn fill_time(event: &mut Event<'_>, times: impl Iterator<Item = (String, String)>) {
    let has_time_text = event.warnings.iter().any(|warning| warning.kind == WarningKind::UnplacedTime);
    if event.time_ms.is_none() && !event.needs_date_order && !has_time_text {
        let mut unplaced = None;
        for (key, text) in times.filter(|(_, text)| !text.trim().is_empty()) {
            if let Some(moment) = time::of_text(&text) {
                (event.time_ms, event.time_ns) = (Some(moment.ms), moment.ns);
                event.warnings.push(if key.is_empty() {
                    Warning::new(WarningKind::Guessed, "the record has no time; it has the one beside it in its list")
                } else {
                    let message = format!("the record has no time; it has that of {key} beside it");
                    Warning::new(WarningKind::Guessed, message).of_field(key)
                });
                unplaced = None;
                break;
            }
            unplaced.get_or_insert((key, text));
        }
        if let Some((key, text)) = unplaced {
            let shown: String = text.chars().take(NAME_LETTERS).collect();
            let message = format!("the record has no time, and that of {key} beside it has no single reading: {shown}");
            event.warnings.push(Warning::new(WarningKind::UnplacedTime, message).of_field(key));
        }
    }
}
