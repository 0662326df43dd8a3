//! Time bins of round widths.

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::{Histogram, Series};
use crate::edit::TimeRange;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Widths that people read at a glance.
const WIDTHS: [i64; 34] = [
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
    182 * DAY,
    364 * DAY,
];

/// Bins that cover a time span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bins {
    pub(crate) from_ms: i64,
    pub(crate) bin_ms: i64,
    pub(crate) count: usize,
}

impl Bins {
    /// At most `max_bins` bins, and at least two may be, that cover `span`, first and last time included; no bins without
    /// a span.
    pub(crate) fn covering(span: Option<(i64, i64)>, max_bins: u32) -> Self {
        let Some((first, last)) = span else {
            return Self { from_ms: 0, bin_ms: DAY, count: 0 };
        };
        // One bin cannot cover both sides of 1970.
        let max_bins = i64::from(max_bins.max(2));
        let count_of = |width: i64| last.div_euclid(width) - first.div_euclid(width) + 1;
        let wider = std::iter::successors(Some(2 * WIDTHS[WIDTHS.len() - 1]), |width| width.checked_mul(2));
        let bin_ms = WIDTHS.into_iter().chain(wider).find(|width| count_of(*width) <= max_bins).unwrap_or(i64::MAX);
        Self { from_ms: first.div_euclid(bin_ms) * bin_ms, bin_ms, count: count_of(bin_ms) as usize }
    }

    /// Bins that cover a time range, or without one all that is loaded: the same for every filter, so that charts can be
    /// compared and quiet ends stay visible.
    pub(crate) fn of_view(medallion: &Medallion, zoom: Option<TimeRange>, max_bins: u32) -> Self {
        let silver = medallion.silver();
        let loaded =
            || silver.frame().span(silver.id(SilverColumn::EventTime), &Selection::all(silver.frame().rows())).ends;
        Self::covering(zoom.and_then(TimeRange::ends).or_else(loaded), max_bins)
    }

    /// The bin of a time; `None` outside of all bins.
    pub(crate) fn of(self, time_ms: i64) -> Option<usize> {
        let bin = (time_ms - self.from_ms).div_euclid(self.bin_ms);
        usize::try_from(bin).ok().filter(|bin| *bin < self.count)
    }

    /// A lookup for many times in sequence.
    pub(crate) fn binning(self) -> Binning {
        Binning { bins: self, bin: None, from_ms: 0, until_ms: 0 }
    }

    /// The histogram of these bins, without the series that are empty.
    pub(crate) fn histogram(self, series: impl IntoIterator<Item = (String, Vec<u32>)>) -> Histogram {
        Histogram {
            bins: self.count,
            from_ms: self.from_ms,
            bin_ms: self.bin_ms,
            series: series
                .into_iter()
                .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
                .map(|(name, counts)| Series { name, counts })
                .collect(),
        }
    }
}

/// Looks up bins and remembers the last: logs are nearly in order, and a comparison is cheaper than a division.
#[derive(Debug)]
pub(crate) struct Binning {
    bins: Bins,
    bin: Option<usize>,
    from_ms: i64,
    until_ms: i64,
}

impl Binning {
    /// As [`Bins::of`].
    pub(crate) fn of(&mut self, time_ms: i64) -> Option<usize> {
        if time_ms < self.from_ms || time_ms >= self.until_ms {
            self.bin = self.bins.of(time_ms);
            self.from_ms = time_ms - (time_ms - self.bins.from_ms).rem_euclid(self.bins.bin_ms);
            self.until_ms = self.from_ms.saturating_add(self.bins.bin_ms);
        }
        self.bin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_round_and_starts_aligned() {
        let noon = 1_577_534_400_000;
        for (first, last, max_bins, expected) in [
            (noon, noon, 60, (noon, 1, 1)),
            (noon + 7, noon + 50, 60, (noon + 7, 1, 44)),
            (noon + 123, noon + HOUR, 60, (noon, 2 * MINUTE, 31)),
            (noon, noon + 23 * HOUR, 60, (noon, 30 * MINUTE, 47)),
            (-1, 1, 2, (-2, 2, 2)),
            (-1, 1, 1, (-2, 2, 2)),
            (0, 400 * 364 * DAY, 60, (0, 8 * 364 * DAY, 51)),
        ] {
            let bins = Bins::covering(Some((first, last)), max_bins);
            assert_eq!((bins.from_ms, bins.bin_ms, bins.count), expected);
            assert_eq!(bins.of(first), Some(0));
            assert_eq!(bins.of(last), Some(bins.count - 1));
            let mut binning = bins.binning();
            for step in 0..100 {
                let time = first - bins.bin_ms + (step * 7919 % 100) * (last - first + 3 * bins.bin_ms) / 100;
                assert_eq!(binning.of(time), bins.of(time), "{time}");
                assert_eq!(binning.of(time + 1), bins.of(time + 1), "{time}");
            }
        }
    }

    #[test]
    fn the_whole_calendar_fits() {
        let (first, last) = (-377_705_023_201_000, 253_402_207_200_999);
        let bins = Bins::covering(Some((first, last)), 10);
        assert!(bins.count <= 10);
        assert_eq!((bins.of(first), bins.of(last)), (Some(0), Some(bins.count - 1)));
    }
}
