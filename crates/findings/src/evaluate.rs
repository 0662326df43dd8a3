//! From rules to findings, a rule at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashSet;
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::limits::{LIST, TEXT_BYTES};
use touchstone_query::{Decimal, Evaluator, Expr, Field, Item, Moment, Range, TimeUnit, Value, parse};

use crate::again::unchanged;
use crate::column::{Column, Columns};
use crate::condition::{Condition, Spellings};
use crate::conflicts::{self, CONFLICTS_RULE};
use crate::correlate::{self, Burst, Correlation, Layer, Layers, LogSpan, Seen, Source, Window, WindowTest};
use crate::effective::{Effective, allowed};
use crate::finding::{Checked, Finding, Report};
use crate::rule::{Kind, Rule};
use crate::rules::Rules;
use crate::select::Loaded;
use crate::tell;
use crate::template::span_in_words;

/// The most findings of a rule; what is beyond is counted into its last.
const MAX_FINDINGS: usize = 1000;

/// Rows of items are cached up to so many bytes: rules share what leaves many rows, and look up the rest.
const CACHED_BYTES: usize = 6 << 20;

/// Rules that are being evaluated over what is loaded. It has to begin anew when more is loaded.
#[derive(Debug, Default)]
pub struct Evaluation {
    next: usize,
    spellings: Spellings,
    evaluator: Evaluator,
    columns: Columns,
    layers: Layers,
    /// By what the logs may lack, whether they do.
    lacking: BTreeMap<String, bool>,
    span: Option<LogSpan>,
    report: Report,
    /// Rules that are not evaluated, because what they found before holds.
    unchanged: BTreeSet<String>,
}

impl Evaluation {
    fn loaded<'a>(&'a mut self, medallion: &'a Medallion) -> Loaded<'a> {
        Loaded {
            medallion,
            spellings: &self.spellings,
            evaluator: &mut self.evaluator,
            columns: &mut self.columns,
            layers: &mut self.layers,
            lacking: &mut self.lacking,
            span: self.span,
        }
    }
}

/// How far an evaluation is.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Some of the rules are evaluated.
    Going {
        /// How many.
        done: u64,
        /// Of how many.
        of: u64,
    },
    /// All are.
    Done(Report),
}

impl Evaluation {
    /// Begins.
    pub fn begin(medallion: &Medallion) -> Self {
        let evaluator = Evaluator::of(CACHED_BYTES);
        let silver = medallion.silver();
        let span = silver.frame().span(silver.id(SilverColumn::EventTime), &Selection::all(silver.rows()));
        let span = span.ends.map(|(first_ms, last_ms)| LogSpan { first_ms, last_ms });
        Self { spellings: Spellings::of(medallion), evaluator, span, ..Self::default() }
    }

    /// Begins with the rules that differ from those that were evaluated over the same events before.
    pub fn begin_after(medallion: &Medallion, rules: &Rules, before: &Rules) -> Self {
        Self { unchanged: unchanged(rules, before), ..Self::begin(medallion) }
    }

    /// What all rules find, from what this evaluation found and what was found before it.
    pub fn completed(&self, mut report: Report, rules: &Rules, before: Report) -> Report {
        report.join(before, &self.unchanged, rules);
        report
    }

    /// Evaluates a rule.
    pub fn step(&mut self, rules: &Rules, medallion: &Medallion) -> Step {
        if let Some(rule) = rules.iter().nth(self.next) {
            if !rule.is_part && !self.unchanged.contains(&rule.id) {
                let (checked, findings) = check(&mut self.loaded(medallion), rules, rule);
                self.report.checked.push(checked);
                self.report.findings.extend(findings);
            }
            self.next += 1;
            return Step::Going { done: self.next as u64, of: rules.iter().count() as u64 + 1 };
        }
        let tuning = rules.tuning().rules.get(CONFLICTS_RULE);
        let allowed = allowed(rules.tuning(), tuning);
        let is_off = tuning.is_some_and(|tuning| tuning.enabled == Some(false));
        let severity = tuning.and_then(|tuning| tuning.level).unwrap_or(conflicts::SEVERITY);
        let found = if is_off { None } else { conflicts::finding(&mut self.loaded(medallion), severity, &allowed) };
        self.report.checked.push(Checked {
            rule: CONFLICTS_RULE.to_owned(),
            title: conflicts::TITLE.to_owned(),
            severity,
            is_off,
            findings: usize::from(found.is_some()),
            undated: 0,
            lacks: Vec::new(),
        });
        self.report.findings.extend(found);
        self.report.sort();
        Step::Done(std::mem::take(&mut self.report))
    }
}

/// What one rule finds, as if there was no other.
pub fn evaluate_rule(rules: &Rules, rule: &Rule, medallion: &Medallion) -> Report {
    let mut evaluation = Evaluation::begin(medallion);
    let (checked, findings) = check(&mut evaluation.loaded(medallion), rules, rule);
    let mut report = Report { findings, checked: vec![checked] };
    report.sort();
    report
}

/// What all rules find in what is loaded.
pub fn evaluate(rules: &Rules, medallion: &Medallion) -> Report {
    let mut evaluation = Evaluation::begin(medallion);
    loop {
        if let Step::Done(report) = evaluation.step(rules, medallion) {
            return report;
        }
    }
}

fn check(loaded: &mut Loaded<'_>, rules: &Rules, rule: &Rule) -> (Checked, Vec<Finding>) {
    let effective = Effective::of(rules, rule);
    let mut checked = Checked {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        severity: effective.severity,
        is_off: effective.is_off,
        findings: 0,
        undated: 0,
        lacks: Vec::new(),
    };
    if effective.is_off {
        return (checked, Vec::new());
    }
    checked.lacks = lacks(loaded, rules, rule, &effective);
    let mut found = found(loaded, rules, rule, &effective);
    checked.undated = found.undated;
    let mut bursts = std::mem::take(&mut found.bursts);
    // In order of time, whatever the order of the groups.
    let order = |burst: &Burst| (burst.spans.is_empty(), burst.others > 0, burst.first_ms());
    bursts.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.key.cmp(&b.key)));
    if bursts.len() > MAX_FINDINGS {
        let rest = bursts.split_off(MAX_FINDINGS - 1);
        if let Some(joined) = rest.into_iter().reduce(joined) {
            bursts.push(joined);
        }
    }
    checked.findings = bursts.len();
    // A rule may ask more than a filter may.
    let expr = found.expr.as_ref().filter(|_| !bursts.is_empty());
    let clause = expr.map(Expr::clause_text).filter(|text| parse(text).is_ok());
    let findings = bursts.into_iter().map(|burst| {
        let is_proven = found.proven.as_ref().is_none_or(|rows| burst.rows.iter().any(|row| rows.contains(row)));
        let finding = tell::finding(loaded, rule, effective.severity, &found, burst, clause.as_deref());
        if is_proven { finding } else { tell::unproven(finding, found.compared_ms.zip(loaded.span)) }
    });
    let findings = findings.collect();
    (checked, findings)
}

/// Bursts of which fields have the same values mostly, within a time as one.
fn suppressed_by(
    loaded: &mut Loaded<'_>,
    bursts: Vec<Burst>,
    by: &[(String, crate::RuleField)],
    suppress_ms: i64,
) -> Vec<Burst> {
    let all: Vec<u32> = bursts.iter().flat_map(|burst| &burst.rows).copied().collect();
    let columns: Vec<_> = by.iter().map(|(_, field)| loaded.column(field, &all)).collect();
    let most = |column: &Column, rows: &[u32]| tell::counted(column, rows).into_iter().next().flatten();
    let mut keyed: Vec<(Vec<Option<String>>, Burst)> = bursts
        .into_iter()
        .map(|burst| (columns.iter().map(|column| most(column, &burst.rows)).collect(), burst))
        .collect();
    keyed.sort_by(|(a, one), (b, other)| {
        let time = |burst: &Burst| (burst.first_ms(), burst.key.clone());
        a.cmp(b).then_with(|| time(one).cmp(&time(other)))
    });
    let mut suppressed: Vec<(Vec<Option<String>>, Burst)> = Vec::new();
    for (key, burst) in keyed {
        let is_near = |before: &Burst| {
            let begun = before.first_ms().zip(burst.first_ms());
            begun.is_some_and(|(begun, first)| first.saturating_sub(begun) <= suppress_ms)
        };
        match suppressed.last_mut() {
            Some((of, before)) if *of == key && is_near(before) => {
                before.rows.extend(burst.rows);
                before.spans.extend(burst.spans);
                before.values = before.values.max(burst.values);
                // Of several groups none is named.
                (before.key, before.group, before.is_whole) = (Vec::new(), None, false);
            }
            _ => suppressed.push((key, burst)),
        }
    }
    suppressed.into_iter().map(|(_, burst)| burst).collect()
}

/// Two bursts of different groups as one.
fn joined(mut burst: Burst, other: Burst) -> Burst {
    burst.rows.extend(other.rows);
    burst.spans.extend(other.spans);
    burst.key = Vec::new();
    burst.group = None;
    burst.is_whole = false;
    burst.others = burst.others.max(1) + other.others.max(1);
    burst
}

/// What a rule found.
pub(crate) struct Found {
    bursts: Vec<Burst>,
    pub(crate) group_by: Vec<(String, crate::RuleField)>,
    /// How long a window or a period is.
    pub(crate) window_ms: Option<i64>,
    undated: u64,
    /// What selects its events, where the filter language has the words.
    expr: Option<Expr>,
    /// How long the windows are that are compared with what is usual.
    compared_ms: Option<i64>,
    /// The events that are above what is usual even if the beginning of the log is compared with what is later; nothing
    /// where that makes no difference.
    proven: Option<FxHashSet<u32>>,
}

fn found(loaded: &mut Loaded<'_>, rules: &Rules, rule: &Rule, effective: &Effective) -> Found {
    match &rule.kind {
        Kind::Events(condition) => {
            let condition = effective.without_allowed(condition).spelled(loaded.spellings);
            let layer = layer(loaded, &condition, &rule.annotation.group_by);
            let bursts = correlate::events(&layer, effective.suppress_ms, MAX_FINDINGS);
            let group_by = rule.annotation.group_by.clone();
            Found {
                bursts,
                group_by,
                window_ms: None,
                undated: 0,
                expr: condition.expr(),
                compared_ms: None,
                proven: None,
            }
        }
        Kind::Baseline(condition, baseline) => {
            let condition = effective.without_allowed(condition).spelled(loaded.spellings);
            let layer = layer(loaded, &condition, &baseline.group_by);
            let baseline = effective.baseline(baseline);
            let bursts = baseline.bursts(loaded, &layer, effective.suppress_ms);
            let bursts = correlate::suppressed(bursts, effective.suppress_ms);
            let window_ms = Some(baseline.numbers.period_ms);
            let (undated, expr) = (undated(&layer), condition.expr());
            Found { bursts, group_by: baseline.group_by, window_ms, undated, expr, compared_ms: None, proven: None }
        }
        Kind::Correlation(correlation) => {
            let correlation = effective.correlation(correlation);
            let seen = correlated(loaded, rules, rule, &correlation, effective, Sight::default());
            let bursts = correlate::bursts(&seen.layer, &seen.windows, seen.is_whole);
            let compared_ms = effective.compared_ms(rules, rule, &correlation);
            let log = loaded.span.zip(compared_ms).and_then(|(log, window_ms)| {
                let is_early = |burst: &Burst| burst.first_ms().is_some_and(|first| log.is_learning(first, window_ms));
                bursts.iter().any(is_early).then_some(log)
            });
            let proven = log.map(|log| proven(loaded, rules, rule, &correlation, effective, log));
            let mut bursts = correlate::suppressed(bursts, effective.suppress_ms);
            if !effective.suppress_by.is_empty() {
                bursts = suppressed_by(loaded, bursts, &effective.suppress_by, effective.suppress_ms);
            }
            let exprs: Option<Vec<Expr>> = seen.leaves.iter().map(Condition::expr).collect();
            let (window_ms, expr) = (Some(correlation.span_ms), exprs.map(Expr::or));
            Found {
                bursts,
                group_by: correlation.group_by,
                window_ms,
                undated: seen.undated,
                expr,
                compared_ms,
                proven,
            }
        }
    }
}

/// The events of a correlation that are above what is usual even if the beginning of the log is compared with what is
/// later.
fn proven(
    loaded: &mut Loaded<'_>,
    rules: &Rules,
    rule: &Rule,
    correlation: &Correlation,
    effective: &Effective,
    log: LogSpan,
) -> FxHashSet<u32> {
    let sight = Sight { proven_in: Some(log), ..Sight::default() };
    let seen = correlated(loaded, rules, rule, correlation, effective, sight);
    let bursts = correlate::bursts(&seen.layer, &seen.windows, seen.is_whole);
    bursts.into_iter().flat_map(|burst| burst.rows).collect()
}

/// How the windows of a correlation are looked at.
#[derive(Clone, Copy, Default)]
struct Sight {
    /// Whether another correlation needs each window.
    is_inner: bool,
    /// The log, if windows at its beginning have to be above what is usual later in it, too.
    proven_in: Option<LogSpan>,
}

fn layer(loaded: &mut Loaded<'_>, condition: &Condition, group_by: &[(String, crate::RuleField)]) -> Rc<Layer> {
    let selection = loaded.select(condition);
    let fields: Vec<_> = group_by.iter().map(|(_, field)| field.clone()).collect();
    Layers::of(loaded, selection, &fields)
}

fn undated(layer: &Layer) -> u64 {
    layer.undated.iter().map(|(_, rows)| rows.len() as u64).sum()
}

/// What a correlation sees.
struct Correlated {
    layer: Rc<Layer>,
    /// Those that share an occurrence joined, unless another correlation needs each.
    windows: Vec<Window>,
    /// What selects the events of its rules.
    leaves: Vec<Condition>,
    undated: u64,
    /// Whether a window has all events of the rules between its first and its last.
    is_whole: bool,
}

fn correlated(
    loaded: &mut Loaded<'_>,
    rules: &Rules,
    rule: &Rule,
    correlation: &Correlation,
    effective: &Effective,
    sight: Sight,
) -> Correlated {
    let parts: Vec<(&String, &Rule)> =
        correlation.rules.iter().filter_map(|name| Some((name, rules.meant(rule, name)?))).collect();
    let conditions: Vec<Option<Condition>> = parts
        .iter()
        .map(|(_, part)| match &part.kind {
            Kind::Events(condition) => Some(effective.without_allowed(condition).spelled(loaded.spellings)),
            _ => None,
        })
        .collect();
    let mut leaves: Vec<Condition> = conditions.iter().flatten().cloned().collect();
    let is_counted = correlation.test.is_count();
    let (mut undated_events, mut is_whole) = (0, true);
    // Events that several rules select count once.
    let layer = if is_counted && correlation.aliases.is_empty() && conditions.iter().all(Option::is_some) {
        let layer = layer(loaded, &Condition::Or(leaves.clone()), &correlation.group_by);
        undated_events += undated(&layer);
        layer
    } else {
        let mut sources = Vec::new();
        for ((name, part), condition) in parts.iter().zip(conditions) {
            match (condition, &part.kind) {
                (Some(condition), _) => {
                    let field = |(alias, field): &(String, crate::RuleField)| {
                        let of_rule = correlation.aliases.get(alias).and_then(|names| names.get(*name));
                        (alias.clone(), of_rule.unwrap_or(field).clone())
                    };
                    let group_by: Vec<_> = correlation.group_by.iter().map(field).collect();
                    let layer = layer(loaded, &condition, &group_by);
                    undated_events += undated(&layer);
                    sources.push(Source { layer, windows: None, places: (0..group_by.len()).collect() });
                }
                (None, Kind::Correlation(inner)) => {
                    let places = correlation
                        .group_by
                        .iter()
                        .filter_map(|(field, _)| inner.group_by.iter().position(|(other, _)| other == field));
                    let places = places.collect();
                    let seen = correlated(loaded, rules, part, inner, effective, Sight { is_inner: true, ..sight });
                    undated_events += seen.undated;
                    is_whole = false;
                    leaves.extend(seen.leaves);
                    sources.push(Source { layer: seen.layer, windows: Some(seen.windows), places });
                }
                (None, _) => {}
            }
        }
        is_whole &= correlation.aliases.is_empty();
        Rc::new(Layer::merged(sources))
    };
    let counted: Vec<_> = match &correlation.test {
        WindowTest::Values(fields, _) => fields.iter().map(|field| loaded.column(field, &layer.rows())).collect(),
        _ => Vec::new(),
    };
    let seen = Seen {
        names: &correlation.rules,
        counted: &counted,
        is_joined: !sight.is_inner,
        above_usual: effective.above_usual(rule, correlation),
        proven_in: sight.proven_in,
    };
    let windows = correlate::windows(&layer, &correlation.test, correlation.span_ms, &seen);
    Correlated { layer, windows, leaves, undated: undated_events, is_whole }
}

/// What the logs lack that a rule needs.
fn lacks(loaded: &mut Loaded<'_>, rules: &Rules, rule: &Rule, effective: &Effective) -> Vec<String> {
    let mut lacks = Vec::new();
    if let Kind::Baseline(_, baseline) = &rule.kind {
        let numbers = effective.baseline(baseline).numbers;
        let covered = loaded.span.map_or(0, |log| log.last_ms.saturating_sub(log.first_ms));
        if covered < numbers.after_ms && numbers.without_history.is_none() {
            lacks.push(format!("{} of history", span_in_words(numbers.after_ms)));
        }
    }
    for need in &rule.annotation.needs {
        if loaded.lacks(need.words(), &need.condition()) {
            lacks.push(need.words().to_owned());
        }
    }
    for (words, condition) in log_sources(rules, rule, 0) {
        if !lacks.contains(&words) && loaded.lacks(&words, &condition) {
            lacks.push(words);
        }
    }
    lacks
}

/// The log sources of a rule and its parts.
fn log_sources(rules: &Rules, rule: &Rule, depth: usize) -> Vec<(String, Condition)> {
    let mut sources: Vec<(String, Condition)> = rule.log_source.clone().into_iter().collect();
    if let Kind::Correlation(correlation) = &rule.kind
        && depth < correlation.rules.len() + 4
    {
        let parts = correlation.rules.iter().filter_map(|name| rules.meant(rule, name));
        for part in parts {
            sources.extend(log_sources(rules, part, depth + 1));
        }
    }
    sources.sort_by(|(a, _), (b, _)| a.cmp(b));
    sources.dedup_by(|(a, _), (b, _)| a == b);
    sources
}

/// The filter that selects some rows by where they were read; nothing where there are too many.
pub(crate) fn records_filter(medallion: &Medallion, rows: &[u32]) -> Option<String> {
    if rows.len() > LIST {
        return None;
    }
    let silver = medallion.silver();
    let mut of_inputs: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
    for row in rows {
        let (input, record) =
            silver.integer(SilverColumn::Input, *row).zip(silver.integer(SilverColumn::Record, *row))?;
        of_inputs.entry(input).or_default().push(Value::Number(Range::Is(Decimal::of_integer(record))));
    }
    let of_input = |(input, records): (i64, Vec<Value>)| {
        let input = Value::Number(Range::Is(Decimal::of_integer(input)));
        Expr::and([
            Expr::Item(Item::is(Field::Input, input)),
            Expr::Item(Item::one_of(Field::Number(SilverColumn::Record), records)),
        ])
    };
    let text = Expr::or(of_inputs.into_iter().map(of_input)).to_string();
    (text.len() <= TEXT_BYTES).then_some(text)
}

/// The clause of some times, ends included; nothing where there are too many.
pub(crate) fn time_clause(spans: &[(i64, i64)]) -> Option<String> {
    const MAX: usize = 50;
    let range = |(first, last): &(i64, i64)| {
        let (first, last) = (Moment::new(*first, TimeUnit::Millisecond)?, Moment::new(*last, TimeUnit::Millisecond)?);
        Some(Value::Time(if first == last { Range::Is(first) } else { Range::Between(first, last) }))
    };
    let values = match spans {
        [] => vec![Value::Absent],
        spans if spans.len() > MAX => return None,
        spans => spans.iter().map(range).collect::<Option<Vec<_>>>()?,
    };
    Some(Expr::Item(Item::one_of(Field::Time, values)).clause_text())
}
