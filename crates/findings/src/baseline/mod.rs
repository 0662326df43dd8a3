//! Baselines: events of a group that differ from those before. Everything is anchored on the times of events.

mod above_history;
mod dormant;
mod first_seen;
mod unusual_hours;

use std::ops::Range;

use serde::Deserialize;

use crate::annotation::{duration_ms, fields};
use crate::correlate::{Burst, Layer};
use crate::field::RuleField;
use crate::select::Loaded;

const DAY_MS: i64 = 86_400_000;

/// How events differ from those before.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    pub(crate) kind: BaselineKind,
    /// Names, and the field of each.
    pub(crate) group_by: Vec<(String, RuleField)>,
    pub(crate) numbers: Numbers,
}

#[derive(Clone, Debug)]
pub(crate) enum BaselineKind {
    /// A value of a field is new to the group.
    FirstSeen(RuleField),
    /// The hour of the day is new to the group.
    UnusualHours,
    /// More events than before in a period, or more values of a field.
    AboveHistory(Option<RuleField>),
    /// The first events after a long time.
    Dormant,
}

/// What can be tuned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numbers {
    /// A group needs so much history before anything is said of it; of a dormant one, so much silence.
    pub(crate) after_ms: i64,
    /// And so many events.
    pub(crate) min_events: u64,
    pub(crate) period_ms: i64,
    /// The fence: the upper quartile and so many times the range between the quartiles.
    pub(crate) factor: f64,
    /// Which counts as at least this.
    pub(crate) least: f64,
    /// What is too much in a group without history.
    pub(crate) without_history: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    kind: WrittenKind,
    group_by: Vec<String>,
    field: Option<String>,
    value: Option<String>,
    after: Option<String>,
    min_events: Option<u64>,
    period: Option<String>,
    factor: Option<f64>,
    least: Option<f64>,
    without_history: Option<u64>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum WrittenKind {
    FirstSeen,
    UnusualHours,
    AboveHistory,
    Dormant,
}

impl Baseline {
    /// The baseline of a rule; an error says what is wrong with it.
    pub(crate) fn of(written: &yaml_serde::Value) -> Result<Self, String> {
        let written: Written = yaml_serde::from_value(written.clone()).map_err(|error| error.to_string())?;
        let field = |name: Option<String>| name.map(|name| RuleField::groupable(&name)).transpose();
        let ms = |text: Option<String>, otherwise: i64| text.map_or(Ok(otherwise), |text| duration_ms(&text));
        let is_of = |kinds: &[WrittenKind]| kinds.contains(&written.kind);
        for (key, is_there, kinds) in [
            ("field", written.field.is_some(), &[WrittenKind::FirstSeen][..]),
            ("value", written.value.is_some(), &[WrittenKind::AboveHistory]),
            ("period", written.period.is_some(), &[WrittenKind::AboveHistory]),
            ("factor", written.factor.is_some(), &[WrittenKind::AboveHistory]),
            ("least", written.least.is_some(), &[WrittenKind::AboveHistory]),
            ("without-history", written.without_history.is_some(), &[WrittenKind::AboveHistory]),
        ] {
            if is_there && !is_of(kinds) {
                return Err(format!("{key} does not belong to this kind"));
            }
        }
        let kind = match written.kind {
            WrittenKind::FirstSeen => BaselineKind::FirstSeen(field(written.field)?.ok_or("first_seen needs a field")?),
            WrittenKind::UnusualHours => BaselineKind::UnusualHours,
            WrittenKind::AboveHistory => BaselineKind::AboveHistory(field(written.value)?),
            WrittenKind::Dormant => BaselineKind::Dormant,
        };
        let after = if matches!(kind, BaselineKind::Dormant) { 30 * DAY_MS } else { 14 * DAY_MS };
        let numbers = Numbers {
            after_ms: ms(written.after, after)?,
            min_events: written.min_events.unwrap_or(1),
            period_ms: ms(written.period, DAY_MS)?,
            factor: written.factor.unwrap_or(5.0),
            least: written.least.unwrap_or(1.0),
            without_history: written.without_history,
        };
        if numbers.period_ms <= 0 || !(numbers.factor >= 0.0 && numbers.least >= 0.0) {
            return Err("period, factor and least are above zero".to_owned());
        }
        Ok(Self { kind, group_by: fields(&written.group_by)?, numbers })
    }

    /// Whether nothing is said of a group without enough history at its last event.
    fn needs_history(&self) -> bool {
        match self.kind {
            BaselineKind::FirstSeen(_) | BaselineKind::UnusualHours | BaselineKind::Dormant => true,
            BaselineKind::AboveHistory(_) => false,
        }
    }

    /// What differs from before, by group and time. `suppress_ms` is how long a new value is told as new.
    pub(crate) fn bursts(&self, loaded: &mut Loaded<'_>, layer: &Layer, suppress_ms: i64) -> Vec<Burst> {
        let column = match &self.kind {
            BaselineKind::FirstSeen(field) | BaselineKind::AboveHistory(Some(field)) => {
                Some(loaded.column(field, &layer.rows()))
            }
            _ => None,
        };
        let mut bursts = Vec::new();
        for (place, group) in layer.groups.iter().enumerate() {
            let events = Events { layer, range: group.occurrences.clone(), group: place as u32 };
            if self.needs_history() && !events.has_history(events.range.len() - 1, self.numbers) {
                continue;
            }
            bursts.extend(match (&self.kind, &column) {
                (BaselineKind::FirstSeen(_), Some(column)) => {
                    first_seen::bursts(&events, column, self.numbers, suppress_ms)
                }
                (BaselineKind::FirstSeen(_), None) => Vec::new(),
                (BaselineKind::UnusualHours, _) => unusual_hours::bursts(&events, self.numbers),
                (BaselineKind::AboveHistory(_), column) => {
                    above_history::bursts(&events, column.as_deref(), self.numbers)
                }
                (BaselineKind::Dormant, _) => dormant::bursts(&events, self.numbers),
            });
        }
        bursts
    }
}

/// The events of a group in order of time.
struct Events<'a> {
    layer: &'a Layer,
    range: Range<usize>,
    group: u32,
}

impl Events<'_> {
    fn times(&self) -> &[i64] {
        &self.layer.times[self.range.clone()]
    }

    fn row(&self, nth: usize) -> u32 {
        self.layer.row(self.range.start + nth).unwrap_or_default()
    }

    /// Some of them, by place, as one; in order of time.
    fn burst(&self, places: &[usize], is_whole: bool) -> Option<Burst> {
        let span = (self.times()[*places.first()?], self.times()[*places.last()?]);
        let mut rows: Vec<u32> = places.iter().map(|nth| self.row(*nth)).collect();
        rows.sort_unstable();
        let key = self.layer.key(self.group as usize);
        Some(Burst { key, group: Some(self.group), spans: vec![span], rows, values: None, is_whole, others: 0 })
    }

    /// Whether there is history enough at the event of a place.
    fn has_history(&self, nth: usize, numbers: Numbers) -> bool {
        let times = self.times();
        nth as u64 >= numbers.min_events && times[nth].saturating_sub(times[0]) >= numbers.after_ms
    }
}
