//! From the text of a file to rules, and to what is wrong with it and where.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use rsigma_ir::LowerOptions;
use rsigma_parser::{CorrelationRule, Detection, DetectionItem, SigmaRule, parse_sigma_yaml};
use yaml_serde::Value;

use crate::annotation::Annotation;
use crate::baseline::Baseline;
use crate::correlate::Correlation;
use crate::lower::{self, Refusal};
use crate::rule::{Kind, Origin, Rule, Severity};

/// The longest file of rules, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// The most rules of a file.
const MAX_RULES: usize = 1000;

/// The longest condition and its deepest brackets.
const MAX_CONDITION: usize = 4096;
const MAX_NESTED: usize = 64;

/// Why a rule is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleProblem {
    /// The file, as it was given.
    pub file: String,
    /// The line, from 1; nothing where it concerns the file.
    pub line: Option<usize>,
    /// The rule's title, as far as that is known.
    pub rule: Option<String>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ", line {line}")?;
        }
        formatter.write_str(": ")?;
        if let Some(rule) = &self.rule {
            write!(formatter, "{rule}: ")?;
        }
        formatter.write_str(&self.reason)
    }
}

/// The rules of a file, and what is wrong with the others.
pub fn parse_rules(file: &str, text: &str, is_packed: bool) -> (Vec<Rule>, Vec<RuleProblem>) {
    let (mut rules, mut problems) = (Vec::new(), Vec::new());
    let of_file = |reason: String| RuleProblem { file: file.to_owned(), line: None, rule: None, reason };
    if text.len() > MAX_BYTES {
        return (rules, vec![of_file(format!("the file is longer than {MAX_BYTES} bytes"))]);
    }
    let whole: Rc<str> = Rc::from(text);
    let documents = documents(text);
    if documents.len() > MAX_RULES {
        return (rules, vec![of_file(format!("the file has more than {MAX_RULES} rules"))]);
    }
    let mut left = lower::MAX_VALUES;
    for (line, document) in &documents {
        let origin = Origin { file: file.to_owned(), line: *line, is_packed, text: Rc::clone(&whole) };
        match of_document(document, origin, rules.len(), &mut left) {
            Ok(rule) => rules.push(rule),
            Err((rule, refusal)) => {
                let line = line_of(document, &refusal.at).map(|within| line + within);
                problems.push(RuleProblem { file: file.to_owned(), line, rule, reason: refusal.reason });
            }
        }
    }
    if rules.is_empty() && problems.is_empty() {
        problems.push(of_file("there is no rule in it".to_owned()));
    }
    let parts: BTreeSet<String> = rules.iter().filter_map(Rule::parts).flatten().map(str::to_owned).collect();
    for rule in &mut rules {
        rule.is_part = parts.contains(&rule.id) || rule.name.as_ref().is_some_and(|name| parts.contains(name));
    }
    (rules, problems)
}

/// The documents of a text with the lines on which they begin, from 1; those that hold nothing are left out.
fn documents(text: &str) -> Vec<(usize, String)> {
    let mut documents: Vec<(usize, String)> = vec![(1, String::new())];
    for (at, line) in text.lines().enumerate() {
        if line.trim_end() == "---" {
            documents.push((at + 2, String::new()));
        } else if let Some((_, document)) = documents.last_mut() {
            document.push_str(line);
            document.push('\n');
        }
    }
    let holds = |document: &str| {
        document.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#') && line != "...")
    };
    documents.retain(|(_, document)| holds(document));
    documents
}

/// The line of a document, from 0, on which a text stands first as a key, or at all.
fn line_of(document: &str, text: &str) -> Option<usize> {
    if let Some(line) = text.strip_prefix("line ") {
        return line_of_yaml(document, line.parse().ok()?).checked_sub(1);
    }
    if text.is_empty() {
        return Some(0);
    }
    let is_key = |line: &str| {
        let line = line.trim_start_matches([' ', '-', '\'', '"']);
        line.strip_prefix(text).is_some_and(|rest| rest.starts_with([':', '|', '\'', '"']))
    };
    let lines = || document.lines();
    lines().position(is_key).or_else(|| lines().position(|line| line.contains(text))).or(Some(0))
}

/// The line, from 1, of what YAML has on a line, from 1: its lines end with more than a line feed.
pub(crate) fn line_of_yaml(text: &str, line: usize) -> usize {
    let mut at = 1;
    let (mut lines, mut letters) = (1, text.chars().peekable());
    while at < line {
        match letters.next() {
            Some('\n') => (at, lines) = (at + 1, lines + 1),
            // With a line feed behind it, it is one end.
            Some('\r') if letters.peek() != Some(&'\n') => at += 1,
            Some('\u{85}' | '\u{2028}' | '\u{2029}') => at += 1,
            Some(_) => {}
            None => break,
        }
    }
    lines
}

fn of_document(
    document: &str,
    origin: Origin,
    nth: usize,
    left: &mut usize,
) -> Result<Rule, (Option<String>, Refusal)> {
    let value: Value = yaml_serde::from_str(document).map_err(|error| {
        let reason = error.to_string();
        let quoted = reason.split('"').nth(1).unwrap_or_default().to_owned();
        let at = error.location().map_or(quoted, |location| format!("line {}", location.line()));
        (None, Refusal { at, reason })
    })?;
    let title = value.get("title").and_then(Value::as_str).map(str::to_owned);
    of_value(document, &value, origin, nth, left).map_err(|refusal| (title, refusal))
}

fn of_value(document: &str, value: &Value, origin: Origin, nth: usize, left: &mut usize) -> Result<Rule, Refusal> {
    for (key, reason) in [
        ("action", "collections of actions are not supported: write each rule in full"),
        ("filter", "filters of rules are not supported: allow-lists are in the tuning"),
    ] {
        if value.get(key).is_some() {
            return Err(Refusal::at(key, reason));
        }
    }
    let detection = value.get("detection");
    if let Some(condition) = detection.and_then(|detection| detection.get("condition")) {
        check_condition(condition)?;
    }
    if detection.and_then(|detection| detection.get("timeframe")).is_some() {
        return Err(Refusal::at("timeframe", "timeframe is not supported: write a correlation"));
    }
    let collection = parse_sigma_yaml(document).map_err(|error| Refusal::at("", error.to_string()))?;
    if let Some(error) = collection.errors.first() {
        return Err(Refusal::at(&place_of(error), first_letter_lower(error)));
    }
    let mut rule = match (collection.rules.as_slice(), collection.correlations.as_slice()) {
        ([rule], []) => of_rule(rule, left)?,
        ([], [correlation]) => of_correlation(correlation, value)?,
        _ => return Err(Refusal::at("", "it is neither a rule nor a correlation")),
    };
    if rule.id.is_empty() {
        rule.id = if nth == 0 { origin.file.clone() } else { format!("{}#{}", origin.file, nth + 1) };
    }
    rule.origin = origin;
    Ok(rule)
}

/// The rule of a document. Those of detections and of correlations have the same keys and are two types of the parser's.
macro_rules! made {
    ($rule:ident, $log_source:expr, $kind:expr) => {{
        let annotation = Annotation::of($rule.custom_attributes.get("touchstone"))
            .map_err(|reason| Refusal::at("touchstone", reason))?;
        Ok(Rule {
            id: $rule.id.clone().unwrap_or_default(),
            name: $rule.name.clone(),
            title: $rule.title.clone(),
            severity: $rule.level.map_or(Severity::Medium, Severity::from),
            status: $rule.status.map(|status| format!("{status:?}").to_lowercase()),
            description: $rule.description.clone(),
            references: $rule.references.clone(),
            author: $rule.author.clone(),
            date: $rule.date.clone(),
            tags: $rule.tags.clone(),
            false_positives: $rule.falsepositives.clone(),
            annotation,
            origin: Origin { file: String::new(), line: 1, is_packed: false, text: Rc::from("") },
            is_part: false,
            log_source: $log_source,
            kind: $kind,
        })
    }};
}

fn of_rule(rule: &SigmaRule, left: &mut usize) -> Result<Rule, Refusal> {
    let lowered =
        rsigma_ir::lower_rule(rule, &LowerOptions::default()).map_err(|error| refused(rule, error.to_string()))?;
    let condition = lower::lower(&lowered, left)?;
    let baseline = rule.custom_attributes.get("baseline").map(Baseline::of).transpose();
    let kind = match baseline.map_err(|reason| Refusal::at("baseline", format!("baseline: {reason}")))? {
        Some(baseline) => Kind::Baseline(condition, baseline),
        None => Kind::Events(condition),
    };
    made!(rule, lower::log_source(&rule.logsource)?, kind)
}

/// Where a rule has what cannot be lowered: the item that cannot, or the condition.
fn refused(rule: &SigmaRule, reason: String) -> Refusal {
    fn items<'a>(detection: &'a Detection, into: &mut Vec<&'a DetectionItem>) {
        match detection {
            Detection::AllOf(of) => into.extend(of),
            Detection::AnyOf(parts) | Detection::And(parts) => parts.iter().for_each(|part| items(part, into)),
            Detection::ArrayMatch { body, .. } => items(body, into),
            Detection::Keywords(_) | Detection::Conditional { .. } => {}
        }
    }
    let mut named: Vec<_> = rule.detection.named.iter().collect();
    named.sort_unstable_by_key(|(name, _)| *name);
    let mut all = Vec::new();
    for (_, detection) in named {
        items(detection, &mut all);
    }
    let is_wrong =
        |item: &&&DetectionItem| rsigma_ir::lower::lower_detection_item(item, &LowerOptions::default()).is_err();
    match all.iter().find(is_wrong).map(|item| item.field.name.as_deref().unwrap_or("|")) {
        Some(field) => Refusal { at: field.to_owned(), reason: format!("{field}: {reason}") },
        None => Refusal::at("condition", reason),
    }
}

fn of_correlation(rule: &CorrelationRule, value: &Value) -> Result<Rule, Refusal> {
    let correlation = Correlation::of(rule, value)?;
    made!(rule, None, Kind::Correlation(correlation))
}

/// A condition is parsed by a program that goes down with every bracket.
fn check_condition(condition: &Value) -> Result<(), Refusal> {
    let texts = match condition {
        Value::String(text) => vec![text.as_str()],
        Value::Sequence(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    for text in texts {
        let (mut open, mut deepest) = (0_usize, 0);
        for byte in text.bytes() {
            match byte {
                b'(' => open += 1,
                b')' => open = open.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(open);
        }
        let negations = text.split(|byte: char| !byte.is_alphanumeric() && byte != '_').filter(|word| *word == "not");
        if text.len() > MAX_CONDITION || deepest > MAX_NESTED || negations.count() > MAX_NESTED {
            return Err(Refusal::at("condition", "the condition is too long, or nested too deep"));
        }
    }
    Ok(())
}

/// What of an error of the parser stands in the rule's text.
fn place_of(error: &str) -> String {
    if error.starts_with("Condition") {
        return "condition".to_owned();
    }
    if error.starts_with("`not`") {
        return "|not".to_owned();
    }
    let quoted = error.split('\'').nth(1).filter(|text| !text.is_empty());
    match quoted {
        Some(text) if error.starts_with("Unknown modifier") => format!("|{text}"),
        Some(text) if !error.starts_with("Missing") => text.to_owned(),
        _ => String::new(),
    }
}

fn first_letter_lower(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_yaml_are_lines_of_the_file() {
        let text = "a\r\nb\u{85}c\u{2028}\r\rd\ne";
        for (yaml, line) in [(0, 1), (1, 1), (2, 2), (3, 2), (6, 2), (7, 3), (70, 3)] {
            assert_eq!(line_of_yaml(text, yaml), line, "{yaml}");
        }
    }
}
