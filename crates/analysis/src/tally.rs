//! Events, denials, first and last times by value, in one pass over the selected rows.

use rustc_hash::FxHashMap;
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::Coded;
use touchstone_record::Outcome;

/// What a row without a time has in its place.
const UNDATED: i64 = i64::MIN;

/// Codes up to this are counted in a table, even if they are more than the rows.
const SMALL: usize = 1 << 16;

/// Selected rows with what every tally asks of them.
pub(crate) struct TalliedRows {
    rows: Vec<u32>,
    times: Vec<i64>,
    denied: Vec<bool>,
}

/// The events of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) events: u32,
    pub(crate) denied: u32,
    first: i64,
    last: i64,
}

/// The codes of one field, or of two.
pub(crate) type Key = (u32, u32);

impl TalliedRows {
    pub(crate) fn of(medallion: &Medallion, selection: &Selection) -> Self {
        let silver = medallion.silver();
        let count = selection.count() as usize;
        let (mut rows, mut times) = (Vec::with_capacity(count), Vec::with_capacity(count));
        silver.frame().each_integer(silver.id(SilverColumn::EventTime), selection, |row, time| {
            rows.push(row);
            times.push(time.unwrap_or(UNDATED));
        });
        let outcomes = silver.id(SilverColumn::Outcome);
        let of_denied = silver.frame().dictionary(outcomes).find(Outcome::Denied.name());
        let mut denied = Vec::with_capacity(count);
        silver.frame().each_code(outcomes, selection, |_, code| denied.push(Some(code) == of_denied));
        Self { rows, times, denied }
    }

    /// Row, time and whether the event was denied, in order of rows.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, Option<i64>, bool)> {
        let times = self.times.iter().map(|time| (*time != UNDATED).then_some(*time));
        self.rows.iter().zip(times).zip(&self.denied).map(|((row, time), denied)| (*row, time, *denied))
    }

    /// The denied events alone.
    pub(crate) fn denied(&self) -> Self {
        let mut denied = Self { rows: Vec::new(), times: Vec::new(), denied: Vec::new() };
        for ((row, time), _) in self.rows.iter().zip(&self.times).zip(&self.denied).filter(|(_, is_denied)| **is_denied)
        {
            denied.rows.push(*row);
            denied.times.push(*time);
            denied.denied.push(true);
        }
        denied
    }

    /// The tally of each value of a field, or of each pair of values, that occurs.
    pub(crate) fn tally(&self, first: &Coded<'_>, second: Option<&Coded<'_>>) -> Vec<(Key, Tally)> {
        let width = second.map_or(1, Coded::len);
        let most = (2 * self.rows.len()).max(SMALL.min(16 * self.rows.len()));
        let codes = first.len().checked_mul(width).filter(|codes| *codes <= most);
        // Codes are in the order of rows unless these are only some of the rows coded.
        let is_all = first.codes().len() == self.rows.len();
        let code = |of: &Coded<'_>, at: usize, row: u32| if is_all { of.codes()[at] } else { of.code(row) };
        let key = |at: usize, row: u32| (code(first, at, row), second.map_or(0, |second| code(second, at, row)));
        let each = self.rows.iter().zip(&self.times).zip(&self.denied).enumerate();
        if let Some(codes) = codes {
            let mut tallies = vec![Tally::NONE; codes];
            for (at, ((row, time), denied)) in each {
                let (one, other) = key(at, *row);
                tallies[one as usize * width + other as usize].add(*time, *denied);
            }
            let places = tallies.into_iter().enumerate().filter(|(_, tally)| tally.events > 0);
            return places.map(|(place, tally)| (((place / width) as u32, (place % width) as u32), tally)).collect();
        }
        let mut places: FxHashMap<Key, u32> = FxHashMap::default();
        let mut tallies: Vec<(Key, Tally)> = Vec::new();
        for (at, ((row, time), denied)) in each {
            let key = key(at, *row);
            let place = *places.entry(key).or_insert_with(|| {
                tallies.push((key, Tally::NONE));
                tallies.len() as u32 - 1
            });
            tallies[place as usize].1.add(*time, *denied);
        }
        tallies
    }
}

impl Tally {
    pub(crate) const NONE: Self = Self { events: 0, denied: 0, first: i64::MAX, last: UNDATED };

    fn add(&mut self, time: i64, denied: bool) {
        self.events += 1;
        self.denied += u32::from(denied);
        if time != UNDATED {
            self.first = self.first.min(time);
            self.last = self.last.max(time);
        }
    }

    /// Adds the events of another value.
    pub(crate) fn unite(&mut self, other: Self) {
        self.events += other.events;
        self.denied += other.denied;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// The time of the first event, if one has a time.
    pub(crate) fn first_ms(self) -> Option<i64> {
        (self.last != UNDATED).then_some(self.first)
    }

    /// The time of the last event, if one has a time.
    pub(crate) fn last_ms(self) -> Option<i64> {
        (self.last != UNDATED).then_some(self.last)
    }
}
