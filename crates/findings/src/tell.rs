//! A finding in words: its sentence, what to check next, and the filter that shows it.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use touchstone_frame::NULL;
use touchstone_query::limits::TEXT_BYTES;
use touchstone_query::{Expr, Field, Test, Value, parse};
use touchstone_schema::SilverColumn;

use crate::column::Column;
use crate::correlate::{Burst, LogSpan, sort_rows};
use crate::evaluate::{Found, records_filter, time_clause};
use crate::field::RuleField;
use crate::finding::{Finding, FindingStep};
use crate::ignore::group_condition;
use crate::lower::principal_is;
use crate::rule::{Rule, Severity};
use crate::select::Loaded;
use crate::template::{Facts, Template};

/// Widens the spans to all events of a burst: of a rule over other rules they begin where the first of these was complete.
fn cover_rows(loaded: &Loaded<'_>, burst: &mut Burst) {
    let silver = loaded.medallion.silver();
    let times = silver.frame().row_integers(silver.id(SilverColumn::EventTime));
    let times = burst.rows.iter().filter_map(|row| times.get(*row));
    let Some((first, last)) = times.fold(None, |ends: Option<(i64, i64)>, time| {
        Some(ends.map_or((time, time), |(first, last)| (first.min(time), last.max(time))))
    }) else {
        return;
    };
    if let Some(span) = burst.spans.first_mut() {
        span.0 = span.0.min(first);
    }
    if burst.spans.iter().all(|(_, end)| *end < last)
        && let Some(span) = burst.spans.last_mut()
    {
        span.1 = last;
    }
}

/// The finding of a burst. `clause` selects the rule's events.
pub(crate) fn finding(
    loaded: &mut Loaded<'_>,
    rule: &Rule,
    severity: Severity,
    found: &Found,
    mut burst: Burst,
    clause: Option<&str>,
) -> Finding {
    let others = burst.others;
    sort_rows(&mut burst.rows);
    burst.spans.sort_unstable();
    cover_rows(loaded, &mut burst);
    let group_by = &found.group_by;
    let principals = values(loaded, &RuleField::Principal, &burst.rows);
    let is_email_there = is_everywhere(loaded, SilverColumn::Email, &burst.rows);
    let (filter, is_filter_exact) = filter(loaded, group_by, &burst, clause, others > 0);
    // The sentence and the steps of the runbook name the same few fields, and a finding may have every event.
    let counted = RefCell::new((&mut *loaded, vec![(RuleField::Principal, principals.clone())]));
    let of_field = |field: &RuleField| {
        let (loaded, known) = &mut *counted.borrow_mut();
        if let Some((_, values)) = known.iter().find(|(other, _)| other == field) {
            return values.clone();
        }
        let values = values(loaded, field, &burst.rows);
        known.push((field.clone(), values.clone()));
        values
    };
    let facts = Facts {
        count: burst.rows.len(),
        value_count: burst.values,
        first_ms: burst.first_ms(),
        last_ms: burst.last_ms(),
        window_ms: found.window_ms,
        values: &of_field,
    };
    let message = match &rule.annotation.message {
        Some(template) => template.sentence(&facts),
        None => match Template::of("{count} events of {principal}") {
            Ok(template) => format!("{}: {}", rule.title, template.sentence(&facts)),
            Err(_) => rule.title.clone(),
        },
    };
    let runbook = rule.annotation.runbook.iter().map(|step| FindingStep {
        step: step.step.clone(),
        filter: step.filter.as_ref().map(|filter| {
            let text = filter.text(&facts);
            if is_email_there { text } else { with_principals(&text) }
        }),
    });
    let runbook = runbook.collect();
    let group = group_by.iter().map(|(name, _)| name.clone()).zip(burst.key.iter().cloned()).collect();
    Finding {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        severity,
        triage: rule.annotation.triage,
        count: burst.rows.len() as u64,
        group,
        principals,
        first_ms: facts.first_ms,
        last_ms: facts.last_ms,
        message: if others > 0 { format!("{others} more findings of this rule: {message}") } else { message },
        runbook,
        filter,
        is_filter_exact,
        rows: std::mem::take(&mut burst.rows),
        beside: Vec::new(),
    }
}

/// A finding of the beginning of a log, which does not tell whether it is usual: of a low level at most, and with the
/// reason. `compared` is how long the windows are that are compared, and the log.
pub(crate) fn unproven(mut finding: Finding, compared: Option<(i64, LogSpan)>) -> Finding {
    finding.severity = finding.severity.min(Severity::Low);
    let is_comparable = compared
        .zip(finding.first_ms)
        .is_some_and(|((window_ms, log), first)| log.is_comparable(first, first.saturating_add(window_ms), window_ms));
    let reason =
        if is_comparable { "later in the log this is usual" } else { "the log is too short to tell what is usual" };
    finding.message = format!("{} ({reason})", finding.message);
    finding
}

/// The values of a field in some rows, the most frequent first.
fn values(loaded: &mut Loaded<'_>, field: &RuleField, rows: &[u32]) -> Vec<Option<String>> {
    counted(&loaded.column(field, rows), rows)
}

/// The values of a column in some rows, the most frequent first.
pub(crate) fn counted(column: &Column, rows: &[u32]) -> Vec<Option<String>> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    let mut last = None;
    for row in rows {
        let code = column.code(*row);
        match &mut last {
            Some((same, count)) if *same == code => *count += 1,
            _ => {
                if let Some((code, count)) = last.replace((code, 1)) {
                    *counts.entry(code).or_default() += count;
                }
            }
        }
    }
    if let Some((code, count)) = last {
        *counts.entry(code).or_default() += count;
    }
    let mut counts: Vec<(usize, Option<&str>)> =
        counts.into_iter().map(|(code, count)| (count, column.text(code))).collect();
    counts.sort_unstable_by(|(a, a_text), (b, b_text)| b.cmp(a).then_with(|| a_text.cmp(b_text)));
    counts.into_iter().map(|(_, text)| text.map(str::to_owned)).collect()
}

fn is_everywhere(loaded: &Loaded<'_>, column: SilverColumn, rows: &[u32]) -> bool {
    let silver = loaded.medallion.silver();
    let codes = silver.frame().row_codes(silver.id(column));
    rows.iter().all(|row| codes.get(*row) != NULL)
}

/// The filter of a finding, and whether it selects nothing else.
fn filter(
    loaded: &Loaded<'_>,
    group_by: &[(String, RuleField)],
    burst: &Burst,
    clause: Option<&str>,
    is_mixed: bool,
) -> (String, bool) {
    let by_group = || {
        let mut clauses = vec![clause?.to_owned()];
        for ((_, field), value) in group_by.iter().zip(burst.key.iter()) {
            let condition = group_condition(field, value.as_deref()).ok()?;
            clauses.push(condition.spelled(loaded.spellings).expr()?.clause_text());
        }
        clauses.push(time_clause(&burst.spans)?);
        let text = clauses.join(" ");
        (text.len() <= TEXT_BYTES).then_some(text)
    };
    let is_exact = burst.is_whole && !is_mixed;
    if is_exact && let Some(text) = by_group() {
        return (text, true);
    }
    if let Some(text) = records_filter(loaded.medallion, &burst.rows) {
        return (text, true);
    }
    // More than the finding: the rule's events between its first and its last.
    let ends = burst.first_ms().zip(burst.last_ms());
    let time = ends.and_then(|ends| time_clause(&[ends]));
    let text = [clause.unwrap_or_default(), time.as_deref().unwrap_or_default()].join(" ");
    (text.trim().to_owned(), false)
}

/// A filter in which the e-mail stands for the principal, whose name may stand elsewhere in some events.
fn with_principals(text: &str) -> String {
    let Ok(parsed) = parse(text) else { return text.to_owned() };
    widened(&parsed.expr).to_string()
}

fn widened(expr: &Expr) -> Expr {
    match expr {
        Expr::All | Expr::Off(_) => expr.clone(),
        Expr::Not(inner) => widened(inner).negated(),
        Expr::And(parts) => Expr::and(parts.iter().map(widened)),
        Expr::Or(parts) => Expr::or(parts.iter().map(widened)),
        Expr::Item(item) => {
            let (Field::Text(SilverColumn::Email), Test::Any(values)) = (&item.field, &item.test) else {
                return expr.clone();
            };
            let names = values.iter().map(|value| match value {
                Value::Absent => Some(None),
                Value::Text(pattern) => pattern.literal().map(Some),
                _ => None,
            });
            let of_names: Option<Vec<Expr>> =
                names.map(|name| name.and_then(|name| principal_is(name).expr())).collect();
            of_names.map_or_else(|| expr.clone(), Expr::or)
        }
    }
}
