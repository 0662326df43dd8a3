//! The histogram of events over time, stacked by the values of a column.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::Outcome;

use crate::answer::Histogram;
use crate::bins::Bins;
use crate::leaders::leaders;
use crate::nearest::{KEPT, Known, Nearest, Way};
use crate::tally::Tallies;

/// How many services a stacked histogram tells apart.
const STACKED: usize = 8;

/// The histograms that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct Stacks {
    nearest: Nearest<Stacked>,
}

/// Counts per series and bin.
#[derive(Clone, Debug)]
pub(crate) struct Stacked {
    column: SilverColumn,
    bins: Bins,
    /// By code: its series.
    series_of: Vec<u8>,
    /// The bins of the first series, then those of the second, and so on.
    counts: Vec<u32>,
}

impl Stacks {
    /// The histogram of the selected events in at most `most` bins.
    pub(crate) fn histogram(
        &mut self,
        medallion: &Medallion,
        tallies: &mut Tallies,
        selection: &Rc<Selection>,
        most: u32,
        stack: SilverColumn,
    ) -> Histogram {
        let silver = medallion.silver();
        let span = silver.frame().span(silver.id(SilverColumn::EventTime), selection);
        let bins = Bins::covering(span.ends, most);
        let dictionary = silver.frame().dictionary(silver.id(stack));
        let mut names: Vec<String> = if stack == SilverColumn::Outcome {
            Outcome::ALL.iter().map(|outcome| outcome.name().to_owned()).collect()
        } else {
            let leaders = leaders(dictionary, &tallies.of(medallion, stack, selection), STACKED, &[]);
            leaders.into_iter().filter_map(|leader| leader.value).collect()
        };
        // Services past the first few share the last series.
        let mut series_of = vec![names.len() as u8; dictionary.len() + 1];
        for (at, name) in names.iter().enumerate() {
            if let Some(code) = dictionary.find(name) {
                series_of[code as usize] = at as u8;
            }
        }
        names.push("other".to_owned());
        let stacked = self.stacked(medallion, selection, bins, stack, series_of, names.len());
        let counts = |series: usize| stacked.counts[series * bins.count..(series + 1) * bins.count].to_vec();
        bins.histogram(names.into_iter().enumerate().map(|(series, name)| (name, counts(series))))
    }

    fn stacked(
        &mut self,
        medallion: &Medallion,
        selection: &Rc<Selection>,
        bins: Bins,
        column: SilverColumn,
        series_of: Vec<u8>,
        series: usize,
    ) -> Rc<Stacked> {
        // Codes that came since are in no row that was counted then.
        let fits =
            |known: &Stacked| known.column == column && known.bins == bins && series_of.starts_with(&known.series_of);
        let (known, added, removed) = match self.nearest.way(selection, fits) {
            Way::Known(stacked) => return stacked,
            Way::From { known, added, removed } => (Some(known.counts.clone()), Some(added), Some(removed)),
            Way::Anew => (None, None, None),
        };
        let mut counts = known.unwrap_or_else(|| vec![0; series * bins.count]);
        let mut each = |rows: &Selection, by: i32| {
            let silver = medallion.silver();
            let (texts, times) = (silver.id(column), silver.id(SilverColumn::EventTime));
            let mut binning = bins.binning();
            silver.frame().each_pair(texts, times, rows, |code, time| {
                if let Some(bin) = time.and_then(|time| binning.of(time)) {
                    let count = &mut counts[usize::from(series_of[code as usize]) * bins.count + bin];
                    *count = count.wrapping_add_signed(by);
                }
            });
        };
        if let Some(removed) = &removed {
            each(removed, -1);
        }
        each(added.as_ref().unwrap_or(selection), 1);
        let stacked = Rc::new(Stacked { column, bins, series_of, counts });
        self.nearest.keep(selection, &stacked, KEPT);
        stacked
    }

    /// Everything that is known.
    pub(crate) fn known(&self) -> impl Iterator<Item = &Known<Stacked>> {
        self.nearest.iter()
    }
}

impl Stacked {
    /// Memory held, in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.series_of.capacity() + self.counts.capacity() * size_of::<u32>()
    }
}
