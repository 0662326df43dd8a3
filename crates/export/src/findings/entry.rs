//! What every form says of a finding: when, which records, and what tells it from others.

use touchstone_evidence::fingerprint;
use touchstone_findings::{Finding, PRINCIPAL, Report};
use touchstone_medallion::{Medallion, RecordPlace, SilverColumn};
use touchstone_query::Cell;

use super::File;
use super::rule::RuleFacts;

/// The most records that a form names; Timesketch has them all.
pub(crate) const MAX_RECORDS: usize = 1000;

/// A finding to be written.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its place in the report.
    at: usize,
    /// What is the same wherever its rule finds the same events: 64 hexadecimal digits.
    pub(crate) fingerprint: String,
    /// Its first and its last event; nothing where no event has a time.
    pub(crate) span: Option<(Moment, Moment)>,
    /// The records that prove it, in order of input and record, the first of them.
    pub(crate) records: Vec<Proof>,
    /// How many there are.
    pub(crate) record_count: usize,
}

/// When an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// Milliseconds since 1970.
    pub(crate) ms: i64,
    /// Nanoseconds within the millisecond.
    pub(crate) ns: u32,
    /// The event.
    row: u32,
}

impl Moment {
    /// The time of an event.
    pub(crate) fn of(medallion: &Medallion, row: u32) -> Option<Self> {
        let silver = medallion.silver();
        Some(Self { ms: silver.integer(SilverColumn::EventTime, row)?, ns: silver.time_ns(row), row })
    }

    /// As RFC 3339 in UTC, with the digits that it has and three at least.
    pub(crate) fn text(self, medallion: &Medallion) -> Option<String> {
        Cell::EventTime.text(medallion, self.row)
    }

    /// Microseconds since 1970; finer digits are left away.
    pub(crate) fn us(self) -> i64 {
        self.ms.saturating_mul(1000).saturating_add(i64::from(self.ns / 1000))
    }
}

/// A record that proves a finding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proof {
    /// Where it was read.
    pub(crate) place: RecordPlace,
    /// Its event; a record that is none has no row.
    pub(crate) row: Option<u32>,
}

impl Entry {
    pub(crate) fn of(medallion: &Medallion, report: &Report, at: usize) -> Self {
        let finding = &report.findings[at];
        let times = finding.rows.iter().filter_map(|row| Moment::of(medallion, *row));
        let span = times.fold(None, |span: Option<(Moment, Moment)>, time| {
            let (first, last) = span.unwrap_or((time, time));
            Some((first.min(time), last.max(time)))
        });
        let events = finding.rows.iter().map(|row| Proof { place: medallion.place(*row), row: Some(*row) });
        let beside = finding.beside.iter().map(|place| Proof { place: *place, row: None });
        let mut records: Vec<Proof> = events.chain(beside).collect();
        records.sort_unstable_by_key(|proof| (proof.place.input, proof.place.record));
        let record_count = records.len();
        records.truncate(MAX_RECORDS);
        records.shrink_to_fit();
        Self { at, fingerprint: fingerprint(medallion, finding), span, records, record_count }
    }

    /// The finding.
    pub(crate) fn finding<'a>(&self, file: &File<'a>) -> &'a Finding {
        &file.report.findings[self.at]
    }

    /// What is known of its rule.
    pub(crate) fn rule<'a>(&self, file: &File<'a>) -> Option<&'a RuleFacts> {
        file.basis.rule(&self.finding(file).rule)
    }

    /// The times of its first and its last event as RFC 3339.
    pub(crate) fn times(&self, medallion: &Medallion) -> (Option<String>, Option<String>) {
        let Some((first, last)) = self.span else { return (None, None) };
        (first.text(medallion), last.text(medallion))
    }
}

/// Who did it, as rules have it: the first of [`PRINCIPAL`] that has a text.
pub(crate) fn principal(medallion: &Medallion, row: u32) -> Option<String> {
    let text = |name: &&str| Cell::of(name).ok()?.text(medallion, row).filter(|text| !text.is_empty());
    PRINCIPAL.iter().find_map(text)
}

/// The path of an input.
pub(crate) fn path(medallion: &Medallion, place: RecordPlace) -> &str {
    medallion.inputs().get(place.input as usize).map_or("", |input| &input.path)
}
