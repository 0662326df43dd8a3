//! A histogram for each of the most frequent values of a field.

use std::cmp::Reverse;

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coded, edit};

use crate::answer::{Histogram, Series, SmallChart, SmallMultiples};
use crate::bins::Bins;
use crate::cache::Cache;
use crate::edit::field;
use crate::filter::Filter;
use crate::groups::named;
use crate::query_result::QueryResult;

/// Maximum number of charts, so that a mistake cannot flood the page.
const MAX_CHARTS: usize = 256;

/// Marks values without a chart.
const NO_CHART: u16 = u16::MAX;

#[inline(never)]
pub(crate) fn small_multiples(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    by: &str,
    bins: Bins,
    most: usize,
) -> QueryResult<SmallMultiples> {
    let field = field(by)?;
    let shown = cache.spellings.of(medallion);
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let selection = cache.evaluator.select(medallion, &edit::of_all_time(filter.expr()));
    let coded = Coded::of(medallion, &selection, &field, &same)?;
    let silver = medallion.silver();
    let times = silver.id(SilverColumn::EventTime);
    let mut events = vec![0_u32; coded.len()];
    silver.frame().each_integer(times, &selection, |row, _| events[coded.code(row) as usize] += 1);

    let mut listed: Vec<u32> = (0..events.len() as u32).filter(|code| events[*code as usize] > 0).collect();
    let total = listed.len();
    let order = |code: &u32| (Reverse(events[*code as usize]), coded.value(*code).is_none(), coded.value(*code));
    let most = most.min(MAX_CHARTS);
    if most > 0 && most < listed.len() {
        listed.select_nth_unstable_by(most - 1, |a, b| order(a).cmp(&order(b)));
    }
    listed.truncate(most);
    listed.sort_unstable_by(|a, b| order(a).cmp(&order(b)));

    let mut chart_of = vec![NO_CHART; events.len()];
    for (chart, code) in listed.iter().enumerate() {
        chart_of[*code as usize] = chart as u16;
    }
    let mut counts = vec![vec![0_u32; bins.count]; listed.len()];
    let mut binning = bins.binning();
    silver.frame().each_integer(times, &selection, |row, time| {
        let chart = usize::from(chart_of[coded.code(row) as usize]);
        // NO_CHART is behind the last chart.
        if let (Some(counts), Some(bin)) = (counts.get_mut(chart), time.and_then(|time| binning.of(time))) {
            counts[bin] += 1;
        }
    });
    let value = |code: u32| coded.value(code).map(str::to_owned);
    let charts = listed.iter().zip(&counts).map(|(code, counts)| SmallChart {
        value: value(*code),
        events: events[*code as usize],
        shown: counts.iter().sum(),
    });
    let charts = charts.collect();
    let series = listed.iter().zip(counts);
    let series = series.map(|(code, counts)| Series { name: value(*code).unwrap_or_default(), counts }).collect();
    Ok(SmallMultiples {
        by: named(&field),
        total,
        charts,
        histogram: Histogram { from_ms: bins.from_ms, bin_ms: bins.bin_ms, bins: bins.count, series },
    })
}
