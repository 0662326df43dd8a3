//! Edits by clicks. The page never edits a filter's text itself.

use crate::expr::{Expr, Item, Test};
use crate::field::Field;
use crate::terms;
use crate::value::{Range, Value};

/// How a value is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Events with it only: what else was chosen of the field goes.
    Only,
    /// Events with it, too: it joins the field's list.
    Also,
    /// Events without it: it joins the list of what is left out.
    Without,
}

/// The filter with a value of a field chosen, which is absent or has no wildcard. A value that is chosen already in
/// this way is let go.
#[must_use]
pub fn choose(expr: Expr, field: &Field, value: &Value, choice: Choice) -> Expr {
    let excludes = choice == Choice::Without;
    let mut clauses = expr.into_clauses();
    // In the other sense it goes, whatever was meant.
    take(&mut clauses, field, value, !excludes);
    if choice == Choice::Only {
        let is_it = |clause: &Expr| {
            list(clause, field, false)
                .is_some_and(|values| !values.is_empty() && values.iter().all(|of| same(of, value)))
        };
        let was_it = clauses.iter().any(is_it);
        clauses.retain(|clause| {
            list(clause, field, false).is_none() && !(*field == Field::Time && is_range_of_time(clause))
        });
        if !was_it {
            clauses.push(clause_of(field, vec![value.clone()], false));
        }
        return Expr::and(clauses);
    }
    if take(&mut clauses, field, value, excludes) {
        return Expr::and(clauses);
    }
    match clauses.iter_mut().find(|clause| list(clause, field, excludes).is_some()) {
        Some(clause) => {
            let mut values = list(clause, field, excludes).unwrap_or_default();
            values.push(value.clone());
            *clause = clause_of(field, values, excludes);
        }
        None => clauses.push(clause_of(field, vec![value.clone()], excludes)),
    }
    Expr::and(clauses)
}

/// The values of a field that the filter's clauses list as clicks do; those that are left out, if `excludes`.
pub fn listed(expr: &Expr, field: &Field, excludes: bool) -> Vec<Value> {
    expr.clauses().iter().filter_map(|clause| list(clause, field, excludes)).flatten().collect()
}

/// The filter without a clause, by its place.
#[must_use]
pub fn remove(expr: Expr, clause: usize) -> Expr {
    changed(expr, clause, |_| None)
}

/// The filter with another in place of a clause.
#[must_use]
pub fn replace(expr: Expr, clause: usize, other: Expr) -> Expr {
    changed(expr, clause, |_| (other != Expr::All).then_some(other))
}

/// The filter with a clause turned round.
#[must_use]
pub fn negate(expr: Expr, clause: usize) -> Expr {
    changed(expr, clause, |clause| {
        Some(match clause {
            Expr::Not(inner) => *inner,
            Expr::Off(inner) => match *inner {
                Expr::Not(inner) => inner.switched_off(),
                other => other.negated().switched_off(),
            },
            other => other.negated(),
        })
    })
}

/// The filter with a clause switched off, or on again.
#[must_use]
pub fn switch(expr: Expr, clause: usize) -> Expr {
    changed(expr, clause, |clause| {
        Some(match clause {
            Expr::Off(inner) => *inner,
            other => other.switched_off(),
        })
    })
}

/// The filter with one more clause, unless it is there.
#[must_use]
pub fn add(expr: Expr, clause: Expr) -> Expr {
    if expr.clauses().contains(&clause) { expr } else { Expr::and([expr_or_nothing(expr), clause]) }
}

/// The filter with its range of time, milliseconds and half-open, set or lifted.
#[must_use]
pub fn with_time(expr: Expr, range: Option<(i64, i64)>) -> Expr {
    let mut clauses = expr.into_clauses();
    clauses.retain(|clause| !is_range_of_time(clause));
    clauses.extend(range.map(|(from_ms, until_ms)| terms::of_time(from_ms, until_ms)));
    Expr::and(clauses)
}

/// The filter without its range of time: days of the week and hours stay.
#[must_use]
pub fn of_all_time(expr: &Expr) -> Expr {
    Expr::and(expr.clauses().iter().filter(|clause| !is_range_of_time(clause)).cloned())
}

/// The filter without the clauses that ask one column only, named as in tables: what a leaderboard of it counts.
#[must_use]
pub fn without_column(expr: &Expr, column: &str) -> Expr {
    Expr::and(expr.clauses().iter().filter(|clause| clause.column().as_deref() != Some(column)).cloned())
}

/// The range of time that a filter sets, milliseconds and half-open: nothing where it sets several, or other than a plain one.
#[must_use]
pub fn time_of(expr: &Expr) -> Option<(i64, i64)> {
    let mut clauses = expr.clauses().iter().filter(|clause| is_range_of_time(clause));
    let (Some(Expr::Item(Item { test: Test::Any(values), .. })), None) = (clauses.next(), clauses.next()) else {
        return None;
    };
    match values.as_slice() {
        [Value::Time(Range::Is(moment))] => Some((moment.start_ms(), moment.end_ms())),
        [Value::Time(Range::Between(first, last))] => Some((first.start_ms(), last.end_ms())),
        _ => None,
    }
}

fn is_range_of_time(clause: &Expr) -> bool {
    !matches!(clause, Expr::Off(_)) && clause.field() == Some(&Field::Time)
}

/// An `And` takes all that it is given: every event is left away.
fn expr_or_nothing(expr: Expr) -> Expr {
    match expr {
        Expr::All => Expr::And(Vec::new()),
        other => other,
    }
}

fn changed(expr: Expr, place: usize, change: impl FnOnce(Expr) -> Option<Expr>) -> Expr {
    let mut clauses = expr.into_clauses();
    if place < clauses.len() {
        let changed = change(clauses.remove(place));
        let rest = clauses.split_off(place);
        clauses.extend(changed);
        clauses.extend(rest);
    }
    Expr::and(clauses)
}

/// The values of a clause that lists exact ones of a field, as clicks make it.
fn list(clause: &Expr, field: &Field, excludes: bool) -> Option<Vec<Value>> {
    let item = match (clause, excludes) {
        (Expr::Item(item), false) => item,
        (Expr::Not(inner), true) => match inner.as_ref() {
            // `-field:*` is the absent value.
            Expr::Item(item) => item,
            _ => return None,
        },
        (Expr::Not(inner), false) => {
            let is_absent =
                matches!(inner.as_ref(), Expr::Item(Item { field: of, test: Test::Present }) if of == field);
            return is_absent.then(|| vec![Value::Absent]);
        }
        _ => return None,
    };
    match &item.test {
        Test::Any(values) if item.field == *field && values.iter().all(is_exact) => Some(values.clone()),
        Test::Present if item.field == *field && !excludes => None,
        _ => None,
    }
}

/// Whether a value is one that a cell can have.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Text(pattern) | Value::Cased(pattern) => pattern.literal().is_some(),
        Value::Absent
        | Value::Number(Range::Is(_))
        | Value::Time(Range::Is(_))
        | Value::Weekday(Range::Is(_))
        | Value::Hour(Range::Is(_)) => true,
        _ => false,
    }
}

/// Whether two values name the same: with case only where both are told with case.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b) | Value::Cased(b)) | (Value::Cased(a), Value::Text(b)) => {
            a.folded() == b.folded()
        }
        _ => a == b,
    }
}

/// Takes a value out of the field's lists: whether it was there.
fn take(clauses: &mut Vec<Expr>, field: &Field, value: &Value, excludes: bool) -> bool {
    let mut was_there = false;
    let before = std::mem::take(clauses);
    for clause in before {
        match list(&clause, field, excludes) {
            Some(mut values) if values.iter().any(|other| same(other, value)) => {
                was_there = true;
                values.retain(|other| !same(other, value));
                if !values.is_empty() {
                    clauses.push(clause_of(field, values, excludes));
                }
            }
            _ => clauses.push(clause),
        }
    }
    was_there
}

fn clause_of(field: &Field, values: Vec<Value>, excludes: bool) -> Expr {
    let clause = Expr::Item(Item::one_of(field.clone(), values));
    if excludes { clause.negated() } else { clause }
}
