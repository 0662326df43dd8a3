//! The settings of a rule that a tuning can change.

use rsigma_parser::ConditionOperator;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::annotation::{duration_ms, fields};
use crate::baseline::BaselineKind;
use crate::conflicts::{self, CONFLICTS_RULE};
use crate::correlate::{Correlation, WindowTest};
use crate::rule::{Kind, Rule, Severity};
use crate::rules::{MAX_DEPTH, Rules};
use crate::tuning::RuleTuning;

/// An empty list of fields.
const NO_FIELDS: &str = "none";

/// A setting, as the tuning file names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SettingKey {
    /// How serious its findings are.
    Level,
    /// How many events or values a correlation needs.
    Threshold,
    /// How long a correlation's window is.
    Timespan,
    /// How long further findings of a group are counted into the first.
    Suppress,
    /// The fields by which findings of several groups are one within that time, separated by commas; `none` keeps groups
    /// apart.
    SuppressBy,
    /// How many times as much as usual a count needs; 0 compares with nothing.
    AboveUsual,
    /// How much history a baseline needs, or how long a silence is.
    After,
    /// How many events a baseline needs.
    MinEvents,
    /// How many times the range between the quartiles is too far.
    Factor,
    /// What that range is at least.
    Least,
    /// What is too much without history.
    WithoutHistory,
}

/// A setting of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    /// Its name in the tuning file.
    pub key: SettingKey,
    /// Its value in the rule; `null` if the rule has none.
    pub default: Option<String>,
    /// Its value in the tuning; `null` if that does not change it.
    pub value: Option<String>,
}

impl SettingKey {
    /// Every setting.
    pub const ALL: [Self; 11] = [
        Self::Level,
        Self::Threshold,
        Self::Timespan,
        Self::Suppress,
        Self::SuppressBy,
        Self::AboveUsual,
        Self::After,
        Self::MinEvents,
        Self::Factor,
        Self::Least,
        Self::WithoutHistory,
    ];

    /// Its name in the tuning file.
    pub fn name(self) -> &'static str {
        [
            "level",
            "threshold",
            "timespan",
            "suppress",
            "suppress-by",
            "above-usual",
            "after",
            "min-events",
            "factor",
            "least",
            "without-history",
        ][self as usize]
    }
}

impl RuleTuning {
    /// The value of a setting, as the tuning file has it.
    pub fn get(&self, key: SettingKey) -> Option<String> {
        match key {
            SettingKey::Level => self.level.map(|level| level.name().to_owned()),
            SettingKey::Threshold => self.threshold.map(|count| count.to_string()),
            SettingKey::Timespan => self.timespan.clone(),
            SettingKey::Suppress => self.suppress.clone(),
            SettingKey::SuppressBy => self.suppress_by.as_deref().map(listed),
            SettingKey::AboveUsual => self.above_usual.map(|times| times.to_string()),
            SettingKey::After => self.after.clone(),
            SettingKey::MinEvents => self.min_events.map(|count| count.to_string()),
            SettingKey::Factor => self.factor.map(|number| number.to_string()),
            SettingKey::Least => self.least.map(|number| number.to_string()),
            SettingKey::WithoutHistory => self.without_history.map(|count| count.to_string()),
        }
    }

    /// Changes a setting; nothing leaves it as the rule has it. An error says what is wrong with the text.
    pub fn set(&mut self, key: SettingKey, text: Option<&str>) -> Result<(), String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let wrong = |reason: &str| format!("{}: {} {reason}", key.name(), text.unwrap_or_default());
        let count =
            || text.map(|text| text.parse::<u64>().map_err(|_| wrong("is no whole number, as 20 is"))).transpose();
        let number = || {
            let parsed = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
            text.map(|text| parsed(text).ok_or_else(|| wrong("is no number above zero, as 2.5 is"))).transpose()
        };
        let length = || {
            let checked = |text: &str| duration_ms(text).map(|_| text.to_owned());
            text.map(|text| checked(text).map_err(|reason| format!("{}: {reason}", key.name()))).transpose()
        };
        match key {
            SettingKey::Level => {
                let named = |text| {
                    Severity::named(text)
                        .ok_or_else(|| wrong("is none of informational, low, medium, high and critical"))
                };
                self.level = text.map(named).transpose()?;
            }
            SettingKey::Threshold => self.threshold = count()?,
            SettingKey::Timespan => self.timespan = length()?,
            SettingKey::Suppress => self.suppress = length()?,
            SettingKey::SuppressBy => self.suppress_by = text.map(names),
            SettingKey::AboveUsual => self.above_usual = count()?,
            SettingKey::After => self.after = length()?,
            SettingKey::MinEvents => self.min_events = count()?,
            SettingKey::Factor => self.factor = number()?,
            SettingKey::Least => self.least = number()?,
            SettingKey::WithoutHistory => self.without_history = count()?,
        }
        self.check()
    }

    /// What is wrong with the values, if something is: the setting, and why.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (key, length) in [
            (SettingKey::Timespan, &self.timespan),
            (SettingKey::Suppress, &self.suppress),
            (SettingKey::After, &self.after),
        ] {
            let Some(length) = length else { continue };
            let ms = duration_ms(length).map_err(|reason| format!("{}: {reason}", key.name()))?;
            if ms == 0 && key == SettingKey::Timespan {
                return Err(format!("timespan: {length} is no window"));
            }
        }
        if let Some(names) = &self.suppress_by {
            fields(names).map_err(|reason| format!("{}: {reason}", SettingKey::SuppressBy.name()))?;
        }
        for (key, number) in [(SettingKey::Factor, self.factor), (SettingKey::Least, self.least)] {
            if number.is_some_and(|number| !(number >= 0.0 && number.is_finite())) {
                return Err(format!("{}: it is a number above zero", key.name()));
            }
        }
        Ok(())
    }
}

impl Rules {
    /// The settings that change something about a rule; none for parts of others and for rules that do not exist.
    pub fn settings(&self, id: &str) -> Vec<Setting> {
        if id == CONFLICTS_RULE {
            let value = self.tuning().rules.get(id).and_then(|tuning| tuning.get(SettingKey::Level));
            return vec![Setting {
                key: SettingKey::Level,
                default: Some(conflicts::SEVERITY.name().to_owned()),
                value,
            }];
        }
        let Some(rule) = self.get(id).filter(|rule| !rule.is_part) else { return Vec::new() };
        let tuning = self.tuning().of(rule).cloned().unwrap_or_default();
        let setting = |(key, default): (SettingKey, Option<String>)| Setting { key, default, value: tuning.get(key) };
        self.defaults(rule).into_iter().map(setting).collect()
    }

    /// What a rule says itself, by what can be changed about it.
    pub(crate) fn defaults(&self, rule: &Rule) -> Vec<(SettingKey, Option<String>)> {
        let mut defaults = vec![(SettingKey::Level, Some(rule.severity.name().to_owned()))];
        match &rule.kind {
            Kind::Events(_) => {}
            Kind::Correlation(correlation) => {
                if let Some(threshold) = threshold(correlation) {
                    defaults.push((SettingKey::Threshold, Some(threshold.to_string())));
                }
                defaults.push((SettingKey::Timespan, Some(length(correlation.span_ms))));
                let mut usual = Vec::new();
                self.push_above_usual(rule, MAX_DEPTH, &mut usual);
                if !usual.is_empty() {
                    let times = usual.into_iter().flatten().next();
                    defaults.push((SettingKey::AboveUsual, times.map(|times| times.to_string())));
                }
            }
            Kind::Baseline(_, baseline) => {
                let numbers = baseline.numbers;
                defaults.push((SettingKey::After, Some(length(numbers.after_ms))));
                if !matches!(baseline.kind, BaselineKind::Dormant) {
                    defaults.push((SettingKey::MinEvents, Some(numbers.min_events.to_string())));
                }
                if matches!(baseline.kind, BaselineKind::AboveHistory(_)) {
                    defaults.push((SettingKey::Factor, Some(numbers.factor.to_string())));
                    defaults.push((SettingKey::Least, Some(numbers.least.to_string())));
                    let without_history = numbers.without_history.map(|count| count.to_string());
                    defaults.push((SettingKey::WithoutHistory, without_history));
                }
            }
        }
        defaults.push((SettingKey::Suppress, Some(length(rule.annotation.suppress_ms))));
        if matches!(rule.kind, Kind::Correlation(_)) {
            let by: Vec<String> = rule.annotation.suppress_by.iter().map(|(name, _)| name.clone()).collect();
            defaults.push((SettingKey::SuppressBy, Some(by).filter(|by| !by.is_empty()).as_deref().map(listed)));
        }
        defaults
    }

    /// How many times as much as usual each count needs of a rule and those that it correlates.
    fn push_above_usual(&self, rule: &Rule, depth: usize, into: &mut Vec<Option<u64>>) {
        let Kind::Correlation(correlation) = &rule.kind else { return };
        if depth == 0 {
            return;
        }
        if correlation.test.is_count() {
            into.push(rule.annotation.above_usual);
        }
        for part in correlation.rules.iter().filter_map(|name| self.meant(rule, name)) {
            self.push_above_usual(part, depth - 1, into);
        }
    }
}

/// Names of fields as one text, and back.
fn listed(names: &[String]) -> String {
    if names.is_empty() { NO_FIELDS.to_owned() } else { names.join(", ") }
}

fn names(text: &str) -> Vec<String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    if text == NO_FIELDS { Vec::new() } else { names.map(str::to_owned).collect() }
}

/// The bound that a threshold replaces: the least count, as `gte` has it.
fn threshold(correlation: &Correlation) -> Option<u64> {
    let (WindowTest::Events(bounds) | WindowTest::Values(_, bounds)) = &correlation.test else { return None };
    bounds.iter().find_map(|bound| match bound.operator {
        ConditionOperator::Gte => Some(bound.count),
        ConditionOperator::Gt => Some(bound.count.saturating_add(1)),
        _ => None,
    })
}

/// Milliseconds in the largest unit that divides them; shorter ones are rounded up to seconds.
fn length(ms: i64) -> String {
    let seconds = ms / 1000 + i64::from(ms % 1000 > 0);
    let fits = |unit: i64| seconds > 0 && seconds % unit == 0;
    match seconds {
        _ if fits(86_400) => format!("{}d", seconds / 86_400),
        _ if fits(3600) => format!("{}h", seconds / 3600),
        _ if fits(60) => format!("{}m", seconds / 60),
        _ => format!("{seconds}s"),
    }
}
