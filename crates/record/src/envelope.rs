//! Records within what another system wrapped around them: a log pipeline, a message broker, a search engine.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::event::Event;
use crate::fingerprint::FingerprintKey;
use crate::formats;
use crate::json::{self, Member};
use crate::partitions::Partitions;
use crate::repair;
use crate::time::{self, DateOrder};
use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};

/// Members that systems are known to wrap a record in, within which another may lie that holds it: Splunk's `result._raw`,
/// Datadog's `content.attributes`, Pub/Sub's `message.data`.
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

/// Where a wrapper says when, the best first.
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

/// Where a wrapper says which event: Cloud Logging, Elastic, `CloudEvents` and Datadog, Pub/Sub.
const IDS: [&str; 4] = ["insertId", "_id", "id", "messageId"];

/// How much of a wrapper's name the ledger shows.
const NAME_BYTES: usize = 64;

/// A record that was found within another.
struct Inner<'a> {
    /// The keys that lead to it.
    keys: Vec<String>,
    text: Cow<'a, str>,
    /// The members beside it, those next to it first.
    beside: Vec<Vec<Member<'a>>>,
}

/// The event of the record that one of `members` is or holds. `unknown` says what is wrong where none does.
pub(crate) fn read(
    members: &[Member<'_>],
    partitions: &Partitions,
    key: &FingerprintKey,
    order: DateOrder,
    unknown: Problem,
) -> Result<Event<'static>, Problem> {
    let mut found = Vec::new();
    look_into(members, 1, &mut Vec::new(), &mut found)?;
    if found.len() > 1 {
        let names: Vec<_> = found.iter().map(|inner| name(&inner.keys)).collect();
        let message = format!("several parts of the record are records of a log: {}", names.join(", "));
        return Err(Problem::new(ProblemKind::UnknownFormat, message));
    }
    let Some(inner) = found.pop() else { return Err(unknown) };
    let mut event = crate::read_in_order(inner.text.as_bytes(), partitions, key, order)?.into_owned();
    fill(&mut event, &inner.beside);
    event.wrapper = Some(name(&inner.keys).into());
    Ok(event)
}

fn name(keys: &[String]) -> String {
    keys.join(".").chars().take(NAME_BYTES).collect()
}

/// Looks for records among the values of members, and once more within wrappers that hold none themselves.
fn look_into<'a>(
    members: &[Member<'a>],
    level: u32,
    keys: &mut Vec<String>,
    found: &mut Vec<Inner<'a>>,
) -> Result<(), Problem> {
    let before = found.len();
    for member in members {
        let Some(text) = object_text(member)? else { continue };
        if is_record(&text) {
            let keys = keys.iter().cloned().chain([member.key.clone().into_owned()]).collect();
            found.push(Inner { keys, text, beside: vec![members.to_vec()] });
        }
    }
    if found.len() > before || level == 3 {
        return Ok(());
    }
    for member in members.iter().filter(|member| WRAPPERS.contains(&member.key.as_ref())) {
        // What lies in a text is not looked into once more.
        let raw = member.value.get();
        if raw.starts_with('{')
            && let Ok(inner) = json::members(raw)
        {
            let before = found.len();
            keys.push(member.key.clone().into_owned());
            look_into(&inner, level + 1, keys, found)?;
            keys.pop();
            found[before..].iter_mut().for_each(|inner| inner.beside.push(members.to_vec()));
        }
    }
    Ok(())
}

/// The text of an object that a member is, or holds as text; a problem where the text holds several.
fn object_text<'a>(member: &Member<'a>) -> Result<Option<Cow<'a, str>>, Problem> {
    let raw = member.value.get();
    if raw.starts_with('{') {
        return Ok(Some(Cow::Borrowed(raw)));
    }
    let Some(text) = json::string(raw) else { return Ok(None) };
    let text = match decoded(&text) {
        Some(decoded) => Cow::Owned(decoded),
        None => text,
    };
    let trimmed = text.trim();
    if !trimmed.starts_with(['{', '[']) {
        return Ok(None);
    }
    let mut values = serde_json::Deserializer::from_str(trimmed).into_iter::<&RawValue>();
    let first = values.next().and_then(Result::ok).map(RawValue::get);
    let rest = trimmed.get(values.byte_offset()..).unwrap_or_default();
    let elements = first.filter(|first| first.starts_with('[')).and_then(|first| json::elements(first).ok());
    let several = match &elements {
        Some(elements) => elements.len() > 1 && elements.iter().any(|element| is_record(element.get())),
        None => first.is_some_and(is_record) && rest.trim_start().starts_with('{'),
    };
    if several {
        let message = format!("{} holds several records as one text, which are not taken apart", member.key);
        return Err(Problem::new(ProblemKind::UnexpectedType, message));
    }
    Ok(match elements.as_deref() {
        Some([one]) => Some(Cow::Owned(one.get().to_owned())),
        Some(_) => None,
        None => Some(text),
    })
}

/// What a broker's client wrote in base64: only where it begins as an object in it.
fn decoded(text: &str) -> Option<String> {
    use base64ct::Encoding as _;
    if !text.starts_with("eyJ") && !text.starts_with("eyA") && !text.starts_with("ewo") {
        return None;
    }
    String::from_utf8(base64ct::Base64::decode_vec(text.trim()).ok()?).ok()
}

/// Whether a text is a record of a known format.
fn is_record(text: &str) -> bool {
    let is_told = |text: &str| json::members(text).ok().map(|mut members| formats::tell(&mut members).is_some());
    is_told(text).or_else(|| is_told(&repair::text(text)?.text)).unwrap_or(false)
}

/// Fills in what the record lacks and its wrapper says: the time, with a warning, and the id.
fn fill(event: &mut Event<'_>, beside: &[Vec<Member<'_>>]) {
    let find = |keys: &[&str]| {
        beside.iter().find_map(|members| {
            keys.iter().find_map(|key| json::text_of(members, key).map(|text| ((*key).to_owned(), text.into_owned())))
        })
    };
    let has_time_text = event.warnings.iter().any(|warning| warning.kind == WarningKind::UnplacedTime);
    if event.time_ms.is_none()
        && !event.needs_date_order
        && !has_time_text
        && let Some((key, text)) = find(&TIMES)
        && let Some(moment) = time::of_text(&text)
    {
        (event.time_ms, event.time_ns) = (Some(moment.ms), moment.ns);
        let message = format!("the record has no time; it has that of {key} beside it");
        event.warnings.push(Warning::new(WarningKind::Guessed, message).of_field(key));
    }
    if event.event_id.is_none()
        && let Some((_, id)) = find(&IDS)
    {
        event.event_id = Some(Cow::Owned(id));
    }
}
