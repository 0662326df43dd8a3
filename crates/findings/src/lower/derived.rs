//! What a field has to be, in terms of what is stored.

use std::net::IpAddr;

use touchstone_query::{Decimal, Field, Network, Piece, Range, Regex, Value, Weekday};
use touchstone_schema::SilverColumn;

use crate::condition::Condition;
use crate::field::RuleField;
use crate::lower::value::text;

/// Names of the platform itself.
const SYSTEM: [&str; 3] = ["System-User", "unknown", "dbadmin"];
const EMAIL: &str = r"^[^@\s]+@[^@\s]+$";
const APPLICATION: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

/// Networks that are not of the internet.
const PRIVATE: [&str; 15] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

/// The digits of a number that begins with others: at most so many more.
const MORE_DIGITS: u32 = 9;

/// The field has a value.
pub(crate) fn presence(field: &RuleField) -> Condition {
    match field {
        RuleField::Stored(field) => Condition::present(field.clone()),
        RuleField::Principal | RuleField::PrincipalType | RuleField::Securable => missing(&field.choice()).negated(),
        RuleField::Network => is_address(),
        RuleField::PublicIp => Condition::And(Vec::new()),
        RuleField::Client => client(&[Piece::One, Piece::Any]).unwrap_or_else(|_| Condition::none()),
        RuleField::TokenLifetime => {
            Condition::Lifetime(vec![Value::Number(Range::From(Decimal::of_integer(i64::MIN)))])
        }
    }
}

/// The field has one of some values; an error says which a field cannot be compared with.
pub(crate) fn values_of(field: &RuleField, values: Vec<Value>) -> Result<Condition, String> {
    match field {
        RuleField::Stored(Field::Number(column)) => {
            let values = values.into_iter().map(|value| number(*column, value)).collect::<Result<Vec<_>, _>>()?;
            Ok(Condition::is(Field::Number(*column), values.concat()))
        }
        RuleField::Stored(Field::Hour) => {
            Ok(Condition::is(Field::Hour, values.into_iter().map(hour).collect::<Result<_, _>>()?))
        }
        RuleField::Stored(Field::Weekday) => {
            Ok(Condition::is(Field::Weekday, values.into_iter().map(weekday).collect::<Result<_, _>>()?))
        }
        RuleField::Stored(Field::Time) => match values.as_slice() {
            [Value::Absent] => Ok(Condition::is(Field::Time, values)),
            _ => Err("times are not compared: rules are about hour, weekday and windows".to_owned()),
        },
        RuleField::Stored(field) => Ok(Condition::is(field.clone(), values)),
        RuleField::Principal | RuleField::Securable => Ok(first_of(&field.choice(), values)),
        RuleField::PrincipalType => any(values, |value| match literal(&value) {
            Some(name) => principal_type(name),
            None if value == Value::Absent => Ok(missing(&RuleField::Principal.choice())),
            None => Err("it is user, service_principal, system or other".to_owned()),
        }),
        RuleField::PublicIp => any(values, |value| match literal(&value) {
            Some("true") => Ok(Condition::And(vec![is_address(), is_private().negated()])),
            Some("false") => Ok(Condition::Or(vec![is_private(), is_address().negated()])),
            Some("1" | "0" | "yes" | "no") => Ok(Condition::none()),
            _ if value == Value::Absent => Ok(Condition::none()),
            _ => Err("it is true or false".to_owned()),
        }),
        RuleField::Network => any(values, network),
        RuleField::Client => any(values, |value| match &value {
            Value::Absent => Ok(presence(field).negated()),
            Value::Text(pattern) | Value::Cased(pattern) => client(pattern.pieces()),
            _ => Err("it is compared with texts".to_owned()),
        }),
        RuleField::TokenLifetime => any(values, |value| match value {
            Value::Absent => Ok(presence(field).negated()),
            Value::Number(_) => Ok(Condition::Lifetime(vec![value])),
            _ => Err("it is compared with numbers of hours".to_owned()),
        }),
    }
}

/// The principal has this name.
pub(crate) fn principal_is(name: Option<&str>) -> Condition {
    first_of(&RuleField::Principal.choice(), vec![name.map_or(Value::Absent, text)])
}

fn any(values: Vec<Value>, of: impl Fn(Value) -> Result<Condition, String>) -> Result<Condition, String> {
    Ok(Condition::Or(values.into_iter().map(of).collect::<Result<_, _>>()?))
}

fn literal(value: &Value) -> Option<&str> {
    match value {
        Value::Text(pattern) | Value::Cased(pattern) => pattern.literal(),
        _ => None,
    }
}

/// None of the fields has a text; an empty one is none.
fn missing(fields: &[Field]) -> Condition {
    let of = |field: &Field| Condition::is(field.clone(), vec![Value::Absent, text("")]);
    Condition::And(fields.iter().map(of).collect())
}

/// The first of the fields that has a text has one of the values.
fn first_of(fields: &[Field], values: Vec<Value>) -> Condition {
    // An empty text is none, so that no field is one.
    let values = values.into_iter().filter(|value| literal(value) != Some(""));
    let (absent, values): (Vec<_>, Vec<_>) = values.partition(|value| *value == Value::Absent);
    let mut choices = Vec::new();
    if !values.is_empty() {
        choices.extend(fields.iter().enumerate().map(|(at, field)| {
            let mut parts = vec![Condition::is(field.clone(), values.clone())];
            // A pattern may mean the empty text, which is none.
            if values.iter().any(|value| literal(value).is_none()) {
                parts.push(Condition::is(field.clone(), vec![text("")]).negated());
            }
            if at > 0 {
                parts.push(missing(&fields[..at]));
            }
            Condition::And(parts)
        }));
    }
    if !absent.is_empty() {
        choices.push(missing(fields));
    }
    Condition::Or(choices)
}

fn principal_type(name: &str) -> Result<Condition, String> {
    let looks_like = |regex: &str| -> Result<Condition, String> {
        Ok(first_of(&RuleField::Principal.choice(), vec![Value::Regex(Regex::new(regex, true)?)]))
    };
    let system = || first_of(&RuleField::Principal.choice(), SYSTEM.map(text).to_vec());
    match name {
        "user" => looks_like(EMAIL),
        "service_principal" => looks_like(APPLICATION),
        "system" => Ok(system()),
        "other" => {
            let others = [system(), looks_like(EMAIL)?, looks_like(APPLICATION)?];
            let named = presence(&RuleField::Principal);
            Ok(Condition::And([named].into_iter().chain(others.map(Condition::negated)).collect()))
        }
        other => Err(format!("{other} is none of user, service_principal, system and other")),
    }
}

/// What a principal's name looks like.
pub(crate) fn type_of_principal(name: &str) -> &'static str {
    let is = |regex: &str| Regex::new(regex, true).is_ok_and(|regex| regex.matches(name));
    if SYSTEM.iter().any(|system| system.eq_ignore_ascii_case(name)) {
        "system"
    } else if is(EMAIL) {
        "user"
    } else if is(APPLICATION) {
        "service_principal"
    } else {
        "other"
    }
}

fn source_address(values: Vec<Value>) -> Condition {
    Condition::is(Field::Text(SilverColumn::SourceIpAddress), values)
}

fn networks(texts: &[&str]) -> Vec<Value> {
    texts.iter().filter_map(|text| Network::of(text)).map(Value::Network).collect()
}

fn is_address() -> Condition {
    source_address(networks(&["0.0.0.0/0", "::/0"]))
}

fn is_private() -> Condition {
    source_address(networks(&PRIVATE))
}

/// Whether an address is one of the internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    !PRIVATE.iter().filter_map(|text| Network::of(text)).any(|network| network.contains(address))
}

/// The network that an address belongs to: its /24, or its /64.
pub(crate) fn network_of(address: IpAddr) -> Option<Network> {
    let address = address.to_canonical();
    Network::new(address, if address.is_ipv4() { 24 } else { 64 })
}

fn network(value: Value) -> Result<Condition, String> {
    match &value {
        Value::Absent => return Ok(is_address().negated()),
        Value::Network(_) => return Ok(source_address(vec![value])),
        _ => {}
    }
    let network = literal(&value).and_then(Network::of);
    match network {
        Some(network) => Ok(source_address(vec![Value::Network(network)])),
        None => Err("it is compared with networks, as 203.0.113.0/24 is one".to_owned()),
    }
}

/// What ends the name of a client within a user agent.
const CLIENT_ENDS: [char; 7] = ['/', '(', ')', '[', ']', '{', '}'];
const WITHIN_CLIENT: &str = r"[^/()\[\]{}\s]";

/// The user agent begins with a client of this name.
fn client(pieces: &[Piece]) -> Result<Condition, String> {
    let mut regex = "^".to_owned();
    for piece in pieces {
        match piece {
            Piece::Text(text) if text.contains(|end: char| CLIENT_ENDS.contains(&end) || end.is_whitespace()) => {
                return Ok(Condition::none());
            }
            Piece::Text(text) => regex += &escaped(text),
            Piece::Any => regex.extend([WITHIN_CLIENT, "*"]),
            Piece::One => regex += WITHIN_CLIENT,
        }
    }
    // A client has a name.
    if pieces.is_empty() {
        return Ok(Condition::none());
    }
    regex += r"(?:[/()\[\]{}\s]|$)";
    let named = Value::Regex(Regex::new(&format!("^{WITHIN_CLIENT}"), true)?);
    let agent = |value| Condition::is(Field::Text(SilverColumn::UserAgent), vec![value]);
    Ok(Condition::And(vec![agent(Value::Regex(Regex::new(&regex, true)?)), agent(named)]))
}

/// A text as a regular expression.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        if !character.is_alphanumeric() && character.is_ascii() {
            escaped.push('\\');
        }
        escaped.push(character);
        escaped
    })
}

/// The client that a user agent names: up to its first slash, bracket or blank, in lower case.
pub(crate) fn client_of(agent: &str) -> Option<String> {
    let end = agent.find(|end: char| CLIENT_ENDS.contains(&end) || end.is_whitespace());
    let client = end.map_or(agent, |end| &agent[..end]);
    (!client.is_empty()).then(|| client.to_lowercase())
}

fn number(column: SilverColumn, value: Value) -> Result<Vec<Value>, String> {
    let of_text = |value: &Value| -> Option<Vec<Value>> {
        let (Value::Text(pattern) | Value::Cased(pattern)) = value else { return None };
        match pattern.pieces() {
            [Piece::Text(digits)] => Some(vec![Value::Number(Range::Is(plain(digits)?))]),
            [Piece::Text(digits), Piece::Any] => {
                let first = plain(digits)?.integer().filter(|first| *first > 0)?;
                let ranges = (0..=MORE_DIGITS).filter_map(|more| {
                    let scale = 10_i64.checked_pow(more)?;
                    let least = first.checked_mul(scale)?;
                    let most = least.checked_add(scale - 1)?;
                    Some(Value::Number(Range::Between(Decimal::of_integer(least), Decimal::of_integer(most))))
                });
                Some(ranges.collect())
            }
            _ => None,
        }
    };
    match &value {
        Value::Number(range) if !is_whole(range) => Err(format!("{} holds whole numbers", column.name())),
        Value::Absent | Value::Number(_) => Ok(vec![value]),
        _ => of_text(&value).ok_or_else(|| format!("{} holds numbers: compare it with one", column.name())),
    }
}

fn is_whole(range: &Range<Decimal>) -> bool {
    match range {
        Range::Is(one) | Range::From(one) | Range::Above(one) | Range::To(one) | Range::Below(one) => {
            one.integer().is_some()
        }
        Range::Between(least, most) => least.integer().is_some() && most.integer().is_some(),
    }
}

/// A whole number, spelled as a number is shown.
fn plain(digits: &str) -> Option<Decimal> {
    let number: i64 = digits.parse().ok()?;
    (number.to_string() == digits).then(|| Decimal::of_integer(number))
}

fn hour(value: Value) -> Result<Value, String> {
    let refused = || "it is an hour, 0 to 23".to_owned();
    let of = |number: &Decimal| {
        number.integer().and_then(|hour| u8::try_from(hour).ok()).filter(|hour| *hour < 24).ok_or_else(refused)
    };
    let range = match &value {
        Value::Absent => return Ok(value),
        Value::Number(Range::Is(one)) => Range::Is(of(one)?),
        Value::Number(Range::From(least)) => Range::From(of(least)?),
        Value::Number(Range::Above(least)) => Range::Above(of(least)?),
        Value::Number(Range::To(most)) => Range::To(of(most)?),
        Value::Number(Range::Below(most)) => Range::Below(of(most)?),
        Value::Number(Range::Between(least, most)) => Range::Between(of(least)?, of(most)?),
        other => Range::Is(literal(other).and_then(plain).map_or_else(|| Err(refused()), |number| of(&number))?),
    };
    Ok(Value::Hour(range))
}

fn weekday(value: Value) -> Result<Value, String> {
    if value == Value::Absent {
        return Ok(value);
    }
    let day = literal(&value).and_then(Weekday::named);
    day.map(|day| Value::Weekday(Range::Is(day))).ok_or_else(|| "it is a day, mon to sun".to_owned())
}
