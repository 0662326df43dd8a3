//! Completion: fields, keys of request parameters, and values with the number of events each would select.

use std::collections::BTreeMap;

use serde::Serialize;
use touchstone_medallion::Medallion;
use ts_rs::TS;

use crate::error::Position;
use crate::evaluate::Evaluator;
use crate::expr::{Expr, Item, Test};
use crate::field::{Field, Kind, PARAM};
use crate::fold::folded;
use crate::group::{Grouping, as_stored, group};
use crate::parse::{Expecting, parse, probe};
use crate::pattern::Pattern;
use crate::suggest;
use crate::value::{Value, Weekday};

/// A word of so many characters may be the key of a request parameter.
const KEY_CHARS: usize = 3;

/// The completion at a position of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The start of the text that a candidate replaces.
    pub start: Position,
    /// Its end.
    pub end: Position,
    /// What is expected.
    pub expected: Expected,
    /// The likely ones first.
    pub candidates: Vec<Candidate>,
    /// The field whose values are expected.
    #[serde(skip)]
    #[ts(skip)]
    pub field: Option<Field>,
}

/// The kind of text expected at a position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Expected {
    /// Unknown: the text has an error before the position.
    #[default]
    Nothing,
    /// A field, or a text to search for.
    Field,
    /// The key of a request parameter.
    Key,
    /// A value.
    Value,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The text to insert.
    pub text: String,
    /// The text to show.
    pub label: String,
    /// Its meaning; empty if there is none.
    pub meaning: String,
    /// The number of events with the value that match the rest of the filter.
    pub events: Option<u32>,
}

/// The byte at a position in UTF-16 units.
pub fn byte_of_utf16(text: &str, units: usize) -> usize {
    let mut before = 0;
    for (at, character) in text.char_indices() {
        if before >= units {
            return at;
        }
        before += character.len_utf16();
    }
    text.len()
}

/// Completes a text at a byte, with at most `most` candidates.
pub fn complete(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    text: &str,
    cursor: usize,
    most: usize,
) -> Completion {
    let cursor = text.floor_char_boundary(cursor);
    let (before, behind) = text.split_at(cursor);
    let Some(probe) = probe(before) else { return Completion::default() };
    let is_item = matches!(probe.expecting, Expecting::Item | Expecting::Key);
    let ends = |character: char| {
        character.is_whitespace() || matches!(character, ')' | '(' | ',') || is_item && character == ':'
    };
    let mut end = cursor + behind.find(ends).unwrap_or(behind.len());
    if is_item && text[end..].starts_with(':') {
        end += 1;
    }
    let typed = folded(&probe.typed);
    let rest = || rest(text, probe.item_start, end);
    let (expected, mut candidates) = match &probe.expecting {
        Expecting::Item => {
            let mut found = fields(&typed);
            found.extend(keys_by_name(medallion, &typed));
            (Expected::Field, found)
        }
        Expecting::Key => (Expected::Key, keys(medallion, &typed)),
        Expecting::Duration => (Expected::Value, durations(&typed)),
        Expecting::Value(field) => {
            (Expected::Value, values(medallion, evaluator, field, &typed, probe.is_cased, &rest(), most))
        }
    };
    candidates.truncate(most);
    let field = match probe.expecting {
        Expecting::Value(field) => Some(field),
        _ => None,
    };
    Completion { start: Position::of(text, probe.start), end: Position::of(text, end), expected, candidates, field }
}

/// The filter without the item that is being typed.
fn rest(text: &str, start: usize, end: usize) -> Expr {
    let before = text[..start].trim_end_matches(['-', '#']);
    let without = format!("{before}{}", &text[end..]);
    parse(&without).or_else(|_| parse(before)).map(|parsed| parsed.expr).unwrap_or_default()
}

/// Whether a text fits what is typed, and how well: first those that begin with it.
fn fit(text: &str, typed: &str) -> Option<u8> {
    let text = folded(text);
    if text.starts_with(typed) {
        return Some(0);
    }
    text.contains(typed).then_some(1)
}

fn fields(typed: &str) -> Vec<Candidate> {
    let mut found: Vec<(u8, Candidate)> = Vec::new();
    let mut offer = |names: &[&str], text: String, meaning: &str| {
        if let Some(fit) = names.iter().filter_map(|name| fit(name, typed)).min() {
            let label = text.trim_end_matches([':', '.']).to_owned();
            found.push((fit, Candidate { text, label, meaning: meaning.to_owned(), events: None }));
        }
    };
    for (field, meaning) in Field::all() {
        let (name, column) = (field.name(), field.column().unwrap_or_default());
        let names = if matches!(field, Field::Weekday | Field::Hour) { vec![&*name] } else { vec![&*name, &*column] };
        offer(&names, format!("{name}:"), meaning);
    }
    offer(&["last"], "last:".to_owned(), "So long before the last event: 24h, 7d");
    offer(&["param", "requestParams"], PARAM.to_owned(), "A request parameter, by its key");
    // The order of silver's columns is that of use.
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

fn keys(medallion: &Medallion, typed: &str) -> Vec<Candidate> {
    let mut services: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for gold in medallion.gold() {
        for (key, _) in gold.keys() {
            services.entry(key).or_default().push(gold.service());
        }
    }
    let mut found: Vec<(u8, Candidate)> = services
        .into_iter()
        .filter_map(|(key, services)| {
            let name = Field::Param(key.to_owned()).name();
            let text = format!("{}:", name.strip_prefix(PARAM).unwrap_or(&name));
            let meaning = match services.as_slice() {
                [one] => format!("of {one}"),
                several => format!("of {} services", several.len()),
            };
            Some((fit(key, typed)?, Candidate { text, label: key.to_owned(), meaning, events: None }))
        })
        .collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Request parameters for whoever types a key and does not know that it needs `param.` before it.
fn keys_by_name(medallion: &Medallion, typed: &str) -> Vec<Candidate> {
    if typed.chars().count() < KEY_CHARS {
        return Vec::new();
    }
    let found = keys(medallion, typed).into_iter();
    found
        .map(|candidate| Candidate {
            text: format!("{PARAM}{}", candidate.text),
            label: format!("{PARAM}{}", candidate.label),
            ..candidate
        })
        .collect()
}

fn durations(typed: &str) -> Vec<Candidate> {
    let all = [("1h", "an hour"), ("24h", "a day"), ("7d", "a week"), ("30d", "thirty days")];
    let fitting = all.into_iter().filter(|(text, _)| text.starts_with(typed));
    fitting
        .map(|(text, meaning)| Candidate {
            text: text.to_owned(),
            label: text.to_owned(),
            meaning: meaning.to_owned(),
            events: None,
        })
        .collect()
}

fn values(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    field: &Field,
    typed: &str,
    is_cased: bool,
    rest: &Expr,
    most: usize,
) -> Vec<Candidate> {
    let selection = evaluator.select(medallion, rest);
    if *field == Field::Time {
        return days(medallion, &selection, typed);
    }
    let by = [field.clone()];
    // All groups are looked through for those that fit; few have as many as there are events.
    let grouping = Grouping { by: &by, distinct: None, most: usize::MAX, same: &as_stored };
    let Ok(groups) = group(medallion, &selection, &grouping) else { return Vec::new() };
    let counted = groups.groups.iter().filter_map(|group| Some((group.values.first()?.as_deref()?, group.events)));
    let mut candidates = match field.kind() {
        Kind::Hour => suggest::hour_ranges(typed, &counted),
        Kind::Address if !is_cased => suggest::networks(typed, &counted),
        _ => Vec::new(),
    };
    let mut found: Vec<(u8, u32, String)> = groups
        .groups
        .into_iter()
        .filter_map(|group| {
            let value = group.values.into_iter().next()??;
            Some((fit(&value, typed)?, group.events, value))
        })
        .collect();
    if *field == Field::Weekday {
        found.sort_by_key(|(_, _, value)| Weekday::named(value));
    } else {
        found.sort_by(|a, b| (a.0, std::cmp::Reverse(a.1), &a.2).cmp(&(b.0, std::cmp::Reverse(b.1), &b.2)));
    }
    found.truncate(most);
    candidates.extend(found.into_iter().map(|(_, events, label)| {
        let text = written(field, &label, is_cased);
        Candidate { text, label, meaning: String::new(), events: Some(events) }
    }));
    candidates
}

/// A value as a filter has it behind the field's colon.
fn written(field: &Field, shown: &str, is_cased: bool) -> String {
    let value = match field.kind() {
        Kind::Text | Kind::Address | Kind::Input if is_cased => Some(Value::Cased(Pattern::text(shown))),
        Kind::Text | Kind::Address | Kind::Input => Some(Value::Text(Pattern::text(shown))),
        _ => crate::terms::value_of(field, Some(shown)),
    };
    let Some(value) = value else { return shown.to_owned() };
    let clause = Expr::Item(Item { field: field.clone(), test: Test::Any(vec![value]) }).clause_text();
    let name = field.name().len() + 1;
    clause.get(name..).map_or(clause.clone(), str::to_owned)
}

/// The days that have events, the last one first.
fn days(medallion: &Medallion, selection: &touchstone_frame::Selection, typed: &str) -> Vec<Candidate> {
    let silver = medallion.silver();
    let mut days: BTreeMap<i64, u32> = BTreeMap::new();
    silver.frame().each_integer(silver.id(touchstone_medallion::SilverColumn::EventTime), selection, |_, time| {
        if let Some(time) = time {
            *days.entry(time.div_euclid(86_400_000)).or_default() += 1;
        }
    });
    let shown = days.into_iter().rev().map(|(day, events)| (touchstone_record::time::date(day * 86_400_000), events));
    let fitting = shown.filter(|(day, _)| day.starts_with(typed));
    fitting
        .map(|(day, events)| Candidate { text: day.clone(), label: day, meaning: String::new(), events: Some(events) })
        .collect()
}
