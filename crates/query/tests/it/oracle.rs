//! What a filter means, said once more: event by event, without a dictionary or a bitmap.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

use jiff::tz::TimeZone;
use touchstone_medallion::{COLUMNS, Medallion, SilverColumn};
use touchstone_query::{Decimal, Expr, Field, Item, Moment, Pattern, Piece, Range, RowView, Test, Value, Weekday};

/// An event as owned values.
pub(crate) struct Event {
    pub(crate) texts: Vec<(&'static str, Option<String>)>,
    numbers: Vec<(&'static str, Option<i64>)>,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) time_ms: Option<i64>,
    flattened: String,
    input: (i64, String),
}

/// The events of what is loaded, and the time of the last.
pub(crate) fn events(medallion: &Medallion) -> (Vec<Event>, Option<i64>) {
    let events: Vec<Event> = (0..medallion.silver().rows()).map(|row| event(medallion, row)).collect();
    let last = events.iter().filter_map(|event| event.time_ms).max();
    (events, last)
}

fn event(medallion: &Medallion, row: u32) -> Event {
    let view = RowView::new(medallion, row).unwrap();
    let mut event = Event {
        texts: Vec::new(),
        numbers: Vec::new(),
        params: view.params().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        time_ms: view.time_ms(),
        flattened: medallion.flattened(row),
        input: (view.integer(SilverColumn::Input).unwrap(), view.input().unwrap().to_owned()),
    };
    for (name, _) in COLUMNS {
        match Field::named(name) {
            Some(Field::Text(column)) => event.texts.push((name, view.text(column).map(str::to_owned))),
            Some(Field::Number(column)) => event.numbers.push((name, view.integer(column))),
            _ => {}
        }
    }
    event
}

/// Whether a filter means an event.
pub(crate) fn means(expr: &Expr, event: &Event, last: Option<i64>) -> bool {
    match expr {
        Expr::All | Expr::Off(_) => true,
        Expr::Item(item) => item_means(item, event, last),
        Expr::Not(inner) => !means(inner, event, last),
        Expr::And(parts) => parts.iter().all(|part| means(part, event, last)),
        Expr::Or(parts) => parts.iter().any(|part| means(part, event, last)),
    }
}

fn item_means(Item { field, test }: &Item, event: &Event, last: Option<i64>) -> bool {
    match test {
        Test::Any(values) => values.iter().any(|value| value_means(field, value, event)),
        Test::Last(duration) => event.time_ms.zip(last).is_some_and(|(time, last)| time > last - duration.ms()),
        Test::Present => match field {
            Field::Text(column) => event.text(column.name()).is_some(),
            Field::Number(column) => event.number(column.name()).is_some(),
            Field::Time | Field::Weekday | Field::Hour => event.time_ms.is_some(),
            Field::Param(key) => event.param(key).is_some(),
            Field::Input | Field::Flattened | Field::Anywhere => true,
        },
    }
}

fn value_means(field: &Field, value: &Value, event: &Event) -> bool {
    match field {
        Field::Anywhere => event
            .texts
            .iter()
            .filter_map(|(_, text)| text.as_deref())
            .chain(event.params.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]))
            .any(|text| contains(value, text)),
        Field::Text(column) => is_text(value, event.text(column.name()), *column == SilverColumn::SourceIpAddress),
        Field::Param(key) => is_text(value, event.param(key), false),
        Field::Flattened => is_text(value, Some(&event.flattened), false),
        Field::Input => match value {
            Value::Number(range) => range.contains(&Decimal::of_integer(event.input.0)),
            other => is_text(other, Some(&event.input.1), false),
        },
        Field::Number(column) => match (value, event.number(column.name())) {
            (Value::Absent, number) => number.is_none(),
            (Value::Number(range), Some(number)) => range.contains(&Decimal::of_integer(number)),
            _ => false,
        },
        Field::Time | Field::Weekday | Field::Hour => match (value, event.time_ms) {
            (Value::Absent, time) => time.is_none(),
            (Value::Time(range), Some(time)) => is_time(range, time),
            // By the calendar instead of by division.
            (Value::Weekday(range), Some(time)) => {
                let day = TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(time).unwrap()).weekday();
                is_round(range, Weekday::ALL[day.to_monday_zero_offset() as usize])
            }
            (Value::Hour(range), Some(time)) => {
                let time = TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(time).unwrap());
                is_round(range, time.hour() as u8)
            }
            _ => false,
        },
    }
}

fn is_round<T: Ord + Copy>(range: &Range<T>, value: T) -> bool {
    match *range {
        Range::Between(a, b) if a > b => value >= a || value <= b,
        Range::Between(a, b) => a <= value && value <= b,
        Range::Is(a) => value == a,
        Range::From(a) => value >= a,
        Range::Above(a) => value > a,
        Range::To(a) => value <= a,
        Range::Below(a) => value < a,
    }
}

/// A moment holds a time if the time, cut to its unit, is that moment.
fn is_time(range: &Range<Moment>, time: i64) -> bool {
    let cut = |moment: &Moment| Moment::new(time, moment.unit()).unwrap();
    match range {
        Range::Is(a) => cut(a) == *a,
        Range::From(a) => cut(a) >= *a,
        Range::Above(a) => cut(a) > *a,
        Range::To(a) => cut(a) <= *a,
        Range::Below(a) => cut(a) < *a,
        Range::Between(a, b) => cut(a) >= *a && cut(b) <= *b,
    }
}

/// Lower case, character by character. `ẞ` becomes `ß`, and no word of these tests has letters that fold otherwise.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

thread_local! {
    /// Regular expressions by their source: each is asked of many texts.
    static COMPILED: RefCell<BTreeMap<String, Rc<regex::Regex>>> = RefCell::default();
}

fn compiled(source: &str) -> Rc<regex::Regex> {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(regex) = compiled.get(source) {
            return Rc::clone(regex);
        }
        let regex = Rc::new(regex::Regex::new(source).unwrap());
        compiled.insert(source.to_owned(), Rc::clone(&regex));
        regex
    })
}

/// A pattern as a regular expression.
fn as_regex(pattern: &Pattern, is_lower: bool, is_whole: bool) -> Rc<regex::Regex> {
    let pieces = pattern.pieces().iter().map(|piece| match piece {
        Piece::Any => ".*".to_owned(),
        Piece::One => ".".to_owned(),
        Piece::Text(text) => regex::escape(&if is_lower { lower(text) } else { text.clone() }),
    });
    let source: String = pieces.collect();
    compiled(&if is_whole { format!("(?s)^(?:{source})$") } else { format!("(?s){source}") })
}

fn contains(value: &Value, text: &str) -> bool {
    match value {
        Value::Text(pattern) => as_regex(pattern, true, false).is_match(&lower(text)),
        Value::Cased(pattern) => as_regex(pattern, false, false).is_match(text),
        other => is_text(other, Some(text), false),
    }
}

fn is_text(value: &Value, text: Option<&str>, is_address: bool) -> bool {
    let Some(text) = text else { return *value == Value::Absent };
    // An address may stand in brackets, with a zone behind it, and with a port behind both.
    let address = || {
        let whole = compiled(
            r"^(?:\[(?<inner>[^\[\]%]*)(?:%[^\]]+)?\](?::[0-9]{1,5})?|(?<v4>[0-9.]+):[0-9]{1,5}|(?<v6>[^%]*:[^%]*)%.+|(?<plain>[^%]*))$",
        );
        let parts = whole.captures(text)?;
        let inner = ["inner", "v4", "v6", "plain"].into_iter().find_map(|name| parts.name(name))?;
        inner.as_str().parse::<IpAddr>().ok().map(|address| address.to_canonical())
    };
    match value {
        Value::Text(pattern) => {
            let wanted = pattern.literal().and_then(|text| text.parse::<IpAddr>().ok());
            let is_same = wanted.is_some_and(|wanted| address() == Some(wanted.to_canonical()));
            as_regex(pattern, true, true).is_match(&lower(text)) || is_address && is_same
        }
        Value::Cased(pattern) => as_regex(pattern, false, true).is_match(text),
        Value::Regex(regex) => regex.matches(text),
        Value::Network(network) => address().is_some_and(|address| network.contains(address)),
        Value::Number(range) => Decimal::of(text).is_some_and(|number| range.contains(&number)),
        _ => false,
    }
}

impl Event {
    fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(other, _)| *other == name).and_then(|(_, text)| text.as_deref())
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.numbers.iter().find(|(other, _)| *other == name).and_then(|(_, number)| *number)
    }

    fn param(&self, key: &str) -> Option<&str> {
        self.params.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str())
    }
}
