//! Sentences and filters with places for names and numbers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use touchstone_query::{Moment, TimeUnit, parse, quoted};
use touchstone_record::time;

use crate::field::RuleField;

/// So many values are named in a sentence; of more, how many.
const NAMED: usize = 3;

/// So many values are listed in a filter; of more, any value is meant.
const LISTED: usize = 200;

/// A sentence with places.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

/// A filter with places.
#[derive(Clone, Debug)]
pub(crate) struct FilterTemplate {
    template: Template,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Place(Place),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Count,
    ValueCount,
    /// A number and what is counted, in the singular and in the plural.
    Counted(Box<Self>, String, String),
    First,
    Last,
    Window,
    /// The values of a field, or of the first that has some, by their names.
    Field(Vec<(String, RuleField)>),
}

/// What stands in the places.
pub(crate) struct Facts<'a> {
    pub(crate) count: usize,
    pub(crate) value_count: Option<u32>,
    pub(crate) first_ms: Option<i64>,
    pub(crate) last_ms: Option<i64>,
    pub(crate) window_ms: Option<i64>,
    /// The values of a field in the finding's events, the most frequent first.
    pub(crate) values: &'a dyn Fn(&RuleField) -> Vec<Option<String>>,
}

impl Facts<'_> {
    fn number(&self, place: &Place) -> usize {
        match place {
            Place::ValueCount => self.value_count.map_or(self.count, |count| count as usize),
            _ => self.count,
        }
    }

    /// The values of a field; of several, those that are there.
    fn values_of(&self, fields: &[(String, RuleField)]) -> Vec<Option<String>> {
        let all: Vec<_> = fields.iter().flat_map(|(_, field)| (self.values)(field)).collect();
        if fields.len() < 2 || all.iter().all(Option::is_none) {
            return all;
        }
        // The same value may stand under several names.
        let mut told = BTreeSet::new();
        all.into_iter().filter(|value| value.is_some() && told.insert(value.clone())).collect()
    }
}

impl Template {
    /// The template of a text; an error names a place that does not exist.
    pub(crate) fn of(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let Some(end) = rest[at..].find('}') else { break };
            parts.push(Part::Text(rest[..at].to_owned()));
            let name = &rest[at + 1..at + end];
            let counted = name.split_once(':').and_then(|(number, words)| Some((number, words.split_once('|')?)));
            parts.push(Part::Place(match name {
                _ if let Some((number, (one, many))) = counted => {
                    let number = match number {
                        "count" => Place::Count,
                        "value_count" => Place::ValueCount,
                        _ => return Err(format!("{number} is no number: write count or value_count")),
                    };
                    Place::Counted(Box::new(number), one.to_owned(), many.to_owned())
                }
                "count" => Place::Count,
                "value_count" => Place::ValueCount,
                "first" => Place::First,
                "last" => Place::Last,
                "window" => Place::Window,
                _ => {
                    let field = |name: &str| RuleField::groupable(name).map(|field| (name.to_owned(), field));
                    Place::Field(name.split('|').map(field).collect::<Result<_, _>>()?)
                }
            }));
            rest = &rest[at + end + 1..];
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self { parts })
    }

    /// The sentence.
    pub(crate) fn sentence(&self, facts: &Facts<'_>) -> String {
        let mut sentence = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => sentence.push_str(text),
                Part::Place(place @ (Place::Count | Place::ValueCount)) => {
                    push_number(&mut sentence, facts.number(place));
                }
                Part::Place(Place::Counted(place, one, many)) => {
                    let number = facts.number(place);
                    push_number(&mut sentence, number);
                    sentence.push(' ');
                    sentence.push_str(if number == 1 { one } else { many });
                }
                Part::Place(Place::First) => sentence.push_str(&shown_time(facts.first_ms)),
                Part::Place(Place::Last) => sentence.push_str(&shown_time(facts.last_ms)),
                Part::Place(Place::Window) => sentence.push_str(&span_in_words(facts.window_ms.unwrap_or_default())),
                Part::Place(Place::Field(fields)) => {
                    let name = fields.first().map_or("", |(name, _)| name);
                    let values = facts.values_of(fields);
                    let is_none = values.iter().all(Option::is_none);
                    sentence.push_str(&listed(name, if is_none { &values[..values.len().min(1)] } else { &values }));
                }
            }
        }
        sentence
    }
}

impl FilterTemplate {
    /// The filter of a text; an error says what cannot be read.
    pub(crate) fn of(text: &str) -> Result<Self, String> {
        let filter = Self { template: Template::of(text)? };
        let values = |field: &RuleField| match field {
            RuleField::Network => vec![Some("203.0.113.0/24".to_owned())],
            _ => vec![Some("1".to_owned())],
        };
        let facts = Facts {
            count: 1,
            value_count: Some(1),
            first_ms: Some(0),
            last_ms: Some(0),
            window_ms: Some(0),
            values: &values,
        };
        match parse(&filter.text(&facts)) {
            Ok(_) => Ok(filter),
            Err(error) => Err(format!("runbook: the filter {text} cannot be read {error}")),
        }
    }

    /// The filter's text.
    pub(crate) fn text(&self, facts: &Facts<'_>) -> String {
        let mut text = String::new();
        for part in &self.template.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Place(place @ (Place::Count | Place::ValueCount)) => _ = write!(text, "{}", facts.number(place)),
                Part::Place(Place::Counted(place, ..)) => _ = write!(text, "{}", facts.number(place)),
                Part::Place(Place::First) => text.push_str(&exact_time(facts.first_ms, NO_FIRST)),
                Part::Place(Place::Last) => text.push_str(&exact_time(facts.last_ms, NO_LAST)),
                Part::Place(Place::Window) => {
                    _ = write!(text, "{}s", (facts.window_ms.unwrap_or_default() / 1000).clamp(1, 999_999));
                }
                Part::Place(Place::Field(fields)) => {
                    let Some((_, field)) = fields.first() else { continue };
                    let values = (facts.values)(field);
                    let value = |value: &Option<String>| match value {
                        None => "-*".to_owned(),
                        Some(text) if *field == RuleField::Network => text.clone(),
                        Some(text) => quoted(text),
                    };
                    match values.as_slice() {
                        [one] => text.push_str(&value(one)),
                        [] => text.push('*'),
                        several if several.len() > LISTED => text.push('*'),
                        several => {
                            let values: Vec<_> = several.iter().map(value).collect();
                            _ = write!(text, "({})", values.join(", "));
                        }
                    }
                }
            }
        }
        without_times(&text)
    }
}

/// The first values by name, and how many more there are.
fn listed(name: &str, values: &[Option<String>]) -> String {
    let shown: Vec<String> = values
        .iter()
        .take(NAMED)
        .map(|value| match value {
            Some(text) if text.is_empty() => "(empty)".to_owned(),
            Some(text) => text.clone(),
            None => absent(name),
        })
        .collect();
    match (values.len().checked_sub(NAMED), shown.as_slice()) {
        (Some(more), _) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        (_, [first @ .., last]) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => shown.concat(),
    }
}

/// What stands for the absent value of a field.
fn absent(name: &str) -> String {
    match name {
        "principal" | "email" | "run_by" | "run_as" => "an unnamed principal".to_owned(),
        _ => format!("(no {})", name.rsplit('.').next().unwrap_or(name).replace('_', " ")),
    }
}

/// A number with its thousands apart.
fn push_number(into: &mut String, number: usize) {
    let digits = number.to_string();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            into.push(',');
        }
        into.push(digit);
    }
}

fn shown_time(time_ms: Option<i64>) -> String {
    time_ms.map_or_else(|| "an unknown time".to_owned(), |ms| time::rfc3339_seconds(ms.div_euclid(1000)))
}

/// What stands for the times of events that have none, and is no part of any filter.
const NO_FIRST: &str = "\u{1}first\u{1}";
const NO_LAST: &str = "\u{1}last\u{1}";

fn exact_time(time_ms: Option<i64>, otherwise: &str) -> String {
    let moment = time_ms.and_then(|time| Moment::new(time, TimeUnit::Millisecond));
    moment.map_or_else(|| otherwise.to_owned(), |moment| moment.to_string())
}

/// A filter in which events without a time are meant by that.
fn without_times(text: &str) -> String {
    if !text.contains('\u{1}') {
        return text.to_owned();
    }
    let text = text.replace(&format!("time:{NO_FIRST}..{NO_LAST}"), "-time:*");
    text.replace(NO_FIRST, "1970").replace(NO_LAST, "9998")
}

/// A length of time in its largest whole unit.
pub(crate) fn span_in_words(ms: i64) -> String {
    const UNITS: [(i64, &str); 5] =
        [(604_800_000, "week"), (86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second")];
    let (length, unit) = UNITS
        .into_iter()
        .find(|(length, unit)| ms >= *length && ms % length == 0 && !(*unit == "week" && ms < 2 * length))
        .unwrap_or((1000, "second"));
    let count = ms / length;
    // A day is better told as 24 hours: windows do not begin at midnight.
    if unit == "day" && count == 1 {
        return "24 hours".to_owned();
    }
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_what_happened() {
        let many: Vec<Option<String>> = ["a", "b", "c", "d", "e"].map(|text| Some(text.to_owned())).to_vec();
        for (count, expected) in [
            (0, "x "),
            (1, "x a"),
            (2, "x a and b"),
            (3, "x a, b and c"),
            (4, "x a, b, c and 1 more"),
            (5, "x a, b, c and 2 more"),
        ] {
            let values = |_: &RuleField| many[..count].to_vec();
            let facts = Facts {
                count: 1234,
                value_count: None,
                first_ms: Some(0),
                last_ms: None,
                window_ms: Some(3_600_000),
                values: &values,
            };
            assert_eq!(Template::of("x {principal}").unwrap().sentence(&facts), expected);
            let text = "{count} from {first} to {last} within {window} {";
            let expected = "1,234 from 1970-01-01T00:00:00Z to an unknown time within 1 hour {";
            assert_eq!(Template::of(text).unwrap().sentence(&facts), expected);
        }
        for (count, expected) in [(0, "0 logins were"), (1, "1 login was"), (1000, "1,000 logins were")] {
            let none = |_: &RuleField| Vec::new();
            let facts =
                Facts { count, value_count: None, first_ms: None, last_ms: None, window_ms: None, values: &none };
            let template = Template::of("{count:login was|logins were}").unwrap();
            assert_eq!(template.sentence(&facts), expected);
        }
        let none_or = |name: Option<&'static str>| {
            move |field: &RuleField| match field {
                RuleField::Principal => vec![None],
                _ => vec![name.map(str::to_owned)],
            }
        };
        for (name, expected) in
            [(Some("analysts"), "an unnamed principal made analysts"), (None, "an unnamed principal made (no a)")]
        {
            let values = none_or(name);
            let facts =
                Facts { count: 1, value_count: None, first_ms: None, last_ms: None, window_ms: None, values: &values };
            let template = Template::of("{principal} made {requestParams.a|requestParams.b}").unwrap();
            assert_eq!(template.sentence(&facts), expected);
        }
        assert!(Template::of("{principal:user|users}").is_err());
        assert!(Template::of("{principle}").is_err());
        assert!(FilterTemplate::of("user:{principal} (").is_err());
    }

    #[test]
    fn filters_name_values_whatever_they_hold() {
        for values in [vec![None], vec![Some("a\" OR \\".to_owned()), None], vec![Some("*".to_owned())], vec![]] {
            let of = |_: &RuleField| values.clone();
            let facts = Facts {
                count: 1,
                value_count: None,
                first_ms: Some(1_577_571_960_848),
                last_ms: Some(1_577_571_960_848),
                window_ms: None,
                values: &of,
            };
            let text = FilterTemplate::of("user:{principal} time:{first}..{last}").unwrap().text(&facts);
            assert_eq!(parse(&text).unwrap().expr.clauses().len(), 2, "{text}");
        }
    }

    #[test]
    fn lengths_are_told_in_words() {
        for (ms, words) in [
            (1000, "1 second"),
            (90_000, "90 seconds"),
            (900_000, "15 minutes"),
            (3_600_000, "1 hour"),
            (86_400_000, "24 hours"),
            (604_800_000, "7 days"),
            (1_209_600_000, "2 weeks"),
        ] {
            assert_eq!(span_in_words(ms), words);
        }
    }
}
