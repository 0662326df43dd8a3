//! Filters of version 1 addresses: terms over columns, and a range of time.

use touchstone_medallion::SilverColumn;

use crate::decimal::Decimal;
use crate::expr::{Expr, Item, Test};
use crate::field::{Field, Kind};
use crate::moment::Moment;
use crate::pattern::Pattern;
use crate::value::{Range, Value};

/// A column with the values that it may have, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// A silver column (`service_name`), or `requestParams.<key>`.
    pub column: &'a str,
    /// The values meant, as shown; nothing is the absent value.
    pub values: Vec<Option<&'a str>>,
    /// Whether events with one of them are left out.
    pub exclude: bool,
}

/// The filter of terms and a half-open range of milliseconds. An error names a column that does not exist.
pub fn of_terms(terms: &[Term<'_>], time: Option<(i64, i64)>) -> Result<Expr, String> {
    let mut clauses = Vec::new();
    for Term { column, values, exclude } in terms {
        let field = Field::of_column(column).ok_or_else(|| format!("unknown column: {column}"))?;
        let values: Vec<Value> = values.iter().filter_map(|value| value_of(&field, *value)).collect();
        let clause = if values.is_empty() { Expr::none() } else { Expr::Item(Item { field, test: Test::Any(values) }) };
        clauses.push(if *exclude { clause.negated() } else { clause });
    }
    clauses.extend(time.map(|(from_ms, until_ms)| of_time(from_ms, until_ms)));
    Ok(Expr::and(clauses))
}

/// The clause of a half-open range of milliseconds, told as coarsely as it can be.
pub fn of_time(from_ms: i64, until_ms: i64) -> Expr {
    match Moment::range(from_ms, until_ms) {
        Some((first, last)) => {
            let range = if first == last { Range::Is(first) } else { Range::Between(first, last) };
            Expr::Item(Item::is(Field::Time, Value::Time(range)))
        }
        None => Expr::none(),
    }
}

/// The value of a field that a cell shows. What is no value of the field equals none.
pub fn value_of(field: &Field, shown: Option<&str>) -> Option<Value> {
    let Some(text) = shown else { return Some(Value::Absent) };
    Some(match field.kind() {
        // A principal is the same in every case.
        _ if *field == Field::Text(SilverColumn::Email) => Value::Text(Pattern::text(text)),
        Kind::Text | Kind::Address => Value::Cased(Pattern::text(text)),
        Kind::Number | Kind::Input => {
            let number = Decimal::of(text).filter(|number| number.integer().is_some());
            match number {
                Some(number) => Value::Number(Range::Is(number)),
                None if *field == Field::Input => Value::Cased(Pattern::text(text)),
                None => return None,
            }
        }
        Kind::Time => {
            let text = text.split_once(' ').map_or_else(|| text.to_owned(), |(date, clock)| format!("{date}T{clock}"));
            // Digits beyond milliseconds are shown, and not compared.
            let exact = Moment::of(&text).or_else(|| {
                let point = text.find('.')?;
                let zone = if text.ends_with('Z') { "Z" } else { "" };
                Moment::of(&format!("{}{zone}", text.get(..point + 4)?))
            });
            Value::Time(Range::Is(exact?))
        }
        Kind::Weekday => Value::Weekday(Range::Is(crate::Weekday::named(text)?)),
        Kind::Hour => Value::Hour(Range::Is(text.parse().ok().filter(|hour| *hour < 24)?)),
    })
}
