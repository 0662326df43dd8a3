//! Suggestions at the end of error messages.

use crate::field::{Field, Kind, PARAM};
use crate::moment::{Duration, Moment, TimeUnit};
use crate::parse::value::range;

/// The end of a message that proposes a text.
pub(super) fn proposal(text: &str) -> String {
    format!("; did you mean {text}?")
}

/// What people write between a field and its value in other languages.
const OPERATORS: [&str; 9] = ["!=", "==", ">=", "<=", "=>", "=<", "=", ">", "<"];

/// The operator that a text begins with.
pub(super) fn operator(text: &str) -> Option<&'static str> {
    OPERATORS.into_iter().find(|operator| text.starts_with(operator))
}

/// The clause that a field, an operator and a value mean.
pub(super) fn clause(name: &str, operator: &str, value: &str) -> String {
    match operator {
        "!=" => format!("-{name}:{value}"),
        ">" | "<" | ">=" | "<=" => format!("{name}:{operator}{value}"),
        "=>" => format!("{name}:>={value}"),
        "=<" => format!("{name}:<={value}"),
        _ => format!("{name}:{value}"),
    }
}

/// The word that a text begins with, behind blanks.
pub(super) fn word(text: &str) -> &str {
    let text = text.trim_start();
    // What stands in quotes is one word.
    let end = match text.strip_prefix('"').and_then(|rest| rest.find('"')) {
        Some(quote) => quote + 2,
        None => text.find(|next: char| next.is_whitespace() || matches!(next, '(' | ')')).unwrap_or(text.len()),
    };
    &text[..end]
}

/// Whether a name is a field's.
pub(super) fn is_field(name: &str) -> bool {
    let key = name.get(..PARAM.len()).filter(|prefix| prefix.eq_ignore_ascii_case(PARAM)).map(|_| &name[PARAM.len()..]);
    key.is_some_and(|key| !key.is_empty()) || name.eq_ignore_ascii_case("last") || Field::named(name).is_some()
}

/// Whether a clause with a field, a bracket or a negation begins a text, behind blanks.
pub(super) fn begins_clause(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['(', '-']) || text.split_once(':').is_some_and(|(name, _)| is_field(name))
}

/// The text without the word that it ends with, and that word: what stands before an operator.
pub(super) fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    let start = text
        .rfind(|before: char| before.is_whitespace() || matches!(before, '(' | ')' | '-'))
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    &text[start..]
}

/// What a value that is none most likely means: the end of a message, empty where it cannot be guessed.
pub(super) fn for_value(field: &Field, text: &str) -> String {
    let (name, kind) = (field.name(), field.kind());
    if kind == Kind::Time
        && let Some(reason) = calendar(text)
    {
        return format!("; {reason}");
    }
    if let Some(operator) = operator(text) {
        let value = text[operator.len()..].trim_matches('"');
        return if range(kind, value).is_ok() { proposal(&clause(&name, operator, value)) } else { String::new() };
    }
    let list: Vec<&str> = text.split([',', ';', '|']).filter(|value| !value.is_empty()).collect();
    if !list.is_empty() && list.iter().all(|value| range(kind, value).is_ok()) {
        return proposal(&match list.as_slice() {
            [one] => format!("{name}:{one}"),
            several => format!("{name}:({})", several.join(", ")),
        });
    }
    let unquoted = text.trim_matches(['"', '\'']);
    let candidates: Vec<String> = match kind {
        Kind::Time => times(unquoted),
        Kind::Number | Kind::Input => {
            let plain = unquoted.trim_start_matches('+');
            let whole = plain.strip_suffix(".0").unwrap_or(plain).to_owned();
            std::iter::once(whole).chain(hundreds(text)).chain(spans(unquoted)).collect()
        }
        Kind::Hour => {
            let hours = unquoted.split_once(':').map(|(hour, _)| hour.to_owned());
            hours.into_iter().chain(spans(unquoted)).collect()
        }
        Kind::Weekday => spans(unquoted).into_iter().collect(),
        Kind::Text | Kind::Address => Vec::new(),
    };
    let candidates = std::iter::once(unquoted.to_owned()).chain(candidates);
    let likely = candidates.into_iter().find(|candidate| range(kind, candidate).is_ok());
    match likely {
        Some(value) => proposal(&format!("{name}:{value}")),
        None if kind == Kind::Time && !unquoted.bytes().all(|byte| byte.is_ascii_digit()) => {
            for_last(unquoted).map(|last| proposal(&format!("last:{last}"))).unwrap_or_default()
        }
        None => String::new(),
    }
}

/// The value with the two ends of a range the other way round.
pub(super) fn turned_round(field: &Field, text: &str) -> String {
    match text.split_once("..") {
        Some((first, last)) => proposal(&format!("{}:{last}..{first}", field.name())),
        None => String::new(),
    }
}

/// The length of time that a text most likely means, as filters write it.
pub(super) fn for_last(text: &str) -> Option<String> {
    match text.to_ascii_lowercase().as_str() {
        "today" | "yesterday" | "day" | "now" => return Some("24h".to_owned()),
        "week" => return Some("7d".to_owned()),
        "month" => return Some("30d".to_owned()),
        _ => {}
    }
    let text = text.trim_matches(['"', '-', '(', ')']);
    let digits = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at(digits);
    let count: u32 = count.parse().ok().filter(|count| (1..=9999).contains(count))?;
    let proposed = match unit.to_ascii_lowercase().as_str() {
        "" | "hr" | "hrs" | "hour" | "hours" | "h" => format!("{count}h"),
        "sec" | "secs" | "second" | "seconds" | "s" => format!("{count}s"),
        "min" | "mins" | "minute" | "minutes" | "m" => format!("{count}m"),
        "day" | "days" | "d" => format!("{count}d"),
        "week" | "weeks" | "w" => format!("{count}w"),
        "mo" | "month" | "months" => format!("{}d", 30 * count),
        "y" | "year" | "years" => format!("{}d", 365 * count),
        _ => return None,
    };
    Duration::of(&proposed).map(|duration| duration.to_string())
}

/// Why a date or a time of the right form does not exist.
fn calendar(text: &str) -> Option<String> {
    let date = text.split(['T', 't', ' ']).next()?;
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month) = (parts.next()??, parts.next()??);
    if date.find('-') != Some(4) {
        return None;
    }
    if !(1..=12).contains(&month) {
        return Some(format!("there is no month {month}"));
    }
    let day = parts.next()??;
    let month_text = format!("{year:04}-{month:02}");
    let length = Moment::of(&month_text)?;
    let days = (length.end_ms() - length.start_ms()) / 86_400_000;
    if !(1..=days).contains(&i64::from(day)) {
        return Some(format!("{month_text} has {days} days"));
    }
    let hour = text.get(date.len() + 1..)?.split([':', 'Z', 'z', '+', '-', '.']).next()?.parse::<u32>().ok()?;
    (hour > 23).then(|| "hours go from 00 to 23".to_owned())
}

/// Times that a text may mean.
fn times(text: &str) -> Vec<String> {
    let mut times = Vec::new();
    // Seconds or milliseconds since 1970.
    if text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 10 || text.len() == 13) {
        let (scale, unit) = if text.len() == 10 { (1000, TimeUnit::Second) } else { (1, TimeUnit::Millisecond) };
        let moment = text.parse::<i64>().ok().and_then(|time| Moment::new(time * scale, unit));
        times.extend(moment.map(|moment| moment.to_string()));
    }
    let (date, clock) = text.split_once(['T', 't', '_']).map_or((text, None), |(date, clock)| (date, Some(clock)));
    let parts: Vec<String> = date
        .trim_end_matches(['Z', 'z'])
        .split(['-', '/', '.'])
        .map(|part| if part.len() == 1 { format!("0{part}") } else { part.to_owned() })
        .collect();
    let date = parts.join("-");
    let Some(clock) = clock else {
        times.push(date);
        return times;
    };
    let clock = clock.replace(',', ".");
    times.push(format!("{date}T{clock}"));
    // Milliseconds are the finest that a filter compares.
    if let Some(point) = clock.find('.') {
        let fraction: String = clock[point..].chars().take(4).collect();
        times.push(format!("{date}T{}{fraction}", &clock[..point]));
    }
    times
}

/// `4*`, `4xx` and `4??` as the hundred that they mean.
fn hundreds(text: &str) -> Option<String> {
    let (digit, rest) = text.split_at_checked(1)?;
    let is_hundred = digit.bytes().all(|byte| byte.is_ascii_digit()) && matches!(rest, "*" | "xx" | "XX" | "??" | "**");
    is_hundred.then(|| format!("{digit}00..{digit}99"))
}

/// `8-17` and `8...17` as a range.
fn spans(text: &str) -> Option<String> {
    let (first, last) = text.split_once("...").or_else(|| text.split_once('…')).or_else(|| text.split_once('-'))?;
    (!first.is_empty() && !last.is_empty()).then(|| format!("{first}..{last}"))
}
