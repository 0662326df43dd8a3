//! A histogram of events over time, stacked by the values of a column.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::Outcome;

use crate::answer::Histogram;
use crate::bins::Bins;
use crate::count_cache::CountCache;
use crate::leaders::{FilteredValues, leaders};
use crate::row_delta::RowDeltas;
use crate::selection_cache::{Cached, MAX_SELECTIONS, Reuse, SelectionCache};

/// Number of services with a series of their own.
const MAX_SERIES: usize = 8;

/// Recent histograms, by stacked column.
#[derive(Debug, Default)]
pub(crate) struct HistogramCache {
    columns: Vec<(SilverColumn, SelectionCache<StackedCounts>)>,
}

/// Counts per series and bin.
#[derive(Debug)]
pub(crate) struct StackedCounts {
    layout: Layout,
    /// The bins of the first series, then those of the second, and so on.
    counts: Vec<u32>,
}

/// Maps an event to its series and bin.
#[derive(Debug)]
struct Layout {
    bins: Bins,
    series: usize,
    /// The series of each code.
    series_of: Vec<u8>,
}

impl HistogramCache {
    /// The histogram of the selected events in `bins`; those of other times are not counted.
    pub(crate) fn histogram(
        &mut self,
        medallion: &Medallion,
        changes: &mut RowDeltas,
        count_cache: &mut CountCache,
        selection: &Rc<Selection>,
        bins: Bins,
        stack: SilverColumn,
    ) -> Histogram {
        let silver = medallion.silver();
        let dictionary = silver.frame().dictionary(silver.id(stack));
        let mut names: Vec<String> = if stack == SilverColumn::Outcome {
            Outcome::ALL.iter().map(|outcome| outcome.name().to_owned()).collect()
        } else {
            let leaders = leaders(
                dictionary,
                &count_cache.of(medallion, changes, stack, selection),
                MAX_SERIES,
                &FilteredValues::default(),
            );
            leaders.into_iter().filter_map(|leader| leader.value).collect()
        };
        // Services after the first few share the last series.
        let mut series_of = vec![names.len() as u8; dictionary.len() + 1];
        for (at, name) in names.iter().enumerate() {
            if let Some(code) = dictionary.find(name) {
                series_of[code as usize] = at as u8;
            }
        }
        names.push("other".to_owned());
        let layout = Layout { bins, series: names.len(), series_of };
        let stacked = self.stacked(medallion, changes, selection, stack, layout);
        let counts = |series: usize| stacked.counts[series * bins.count..(series + 1) * bins.count].to_vec();
        bins.histogram(names.into_iter().enumerate().map(|(series, name)| (name, counts(series))))
    }

    fn stacked(
        &mut self,
        medallion: &Medallion,
        changes: &mut RowDeltas,
        selection: &Rc<Selection>,
        column: SilverColumn,
        layout: Layout,
    ) -> Rc<StackedCounts> {
        let at = self.columns.iter().position(|(of, _)| *of == column).unwrap_or_else(|| {
            self.columns.push((column, SelectionCache::default()));
            self.columns.len() - 1
        });
        let cache = &mut self.columns[at].1;
        let (mut counts, change) = match cache.reuse(changes, selection, |cached| layout.continues(&cached.layout)) {
            Reuse::Hit(stacked) => return stacked,
            Reuse::Delta { cached, change } => (cached.counts.clone(), Some(change)),
            Reuse::Miss => (vec![0; layout.series * layout.bins.count], None),
        };
        let mut each = |rows: &Selection, by: i32| {
            let silver = medallion.silver();
            let (texts, times) = (silver.id(column), silver.id(SilverColumn::EventTime));
            let mut binning = layout.bins.binning();
            silver.frame().each_pair(texts, times, rows, |code, time| {
                if let Some(bin) = time.and_then(|time| binning.of(time)) {
                    let series = usize::from(layout.series_of[code as usize]);
                    let count = &mut counts[series * layout.bins.count + bin];
                    *count = count.wrapping_add_signed(by);
                }
            });
        };
        if let Some(change) = &change {
            each(&change.removed, -1);
        }
        each(change.as_ref().map_or(selection, |change| &change.added), 1);
        let stacked = Rc::new(StackedCounts { layout, counts });
        cache.insert(selection, &stacked, MAX_SELECTIONS);
        stacked
    }

    /// Every cached histogram.
    pub(crate) fn cached(&self) -> impl Iterator<Item = &Cached<StackedCounts>> {
        self.columns.iter().flat_map(|(_, cache)| cache.iter())
    }
}

impl Layout {
    /// Whether counts in an earlier layout are valid in this one. Newer codes occur in no row counted then.
    fn continues(&self, earlier: &Self) -> bool {
        self.bins == earlier.bins && self.series_of.starts_with(&earlier.series_of)
    }
}

impl StackedCounts {
    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.layout.series_of.capacity() + self.counts.capacity() * size_of::<u32>()
    }
}
