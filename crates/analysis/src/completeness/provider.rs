//! What providers' logs are known to lack, and how long they keep events.

use touchstone_dictionary::{GapKind, Product};
use touchstone_medallion::{Gold, Medallion, SilverColumn};
use touchstone_record::time;

use super::DAY_MS;
use crate::answer::{GapSummary, RetentionEdge};
use crate::meaning::known_gaps;

/// What is known of the loaded providers.
#[derive(Debug, Default)]
pub(super) struct Provider {
    pub(super) gaps: Vec<GapSummary>,
    pub(super) retention: Vec<RetentionEdge>,
}

pub(super) fn known(medallion: &Medallion) -> Provider {
    let gaps: Vec<GapSummary> = known_gaps(medallion)
        .into_iter()
        .map(|gap| GapSummary {
            product: gap.product,
            kind: gap.kind,
            services: gap.services,
            from: gap.from,
            to: gap.to,
            means: gap.meaning.text,
            source: gap.meaning.source,
            url: gap.meaning.url,
        })
        .collect();
    let kept = touchstone_dictionary::gaps().iter().filter(|gap| gap.kind == GapKind::Retention);
    let retention = kept.filter_map(|gap| {
        let (first, last) = span(medallion, gap.product)?;
        let days = gap.days?;
        let span_days = last.abs_diff(first).div_ceil(DAY_MS.unsigned_abs());
        // The day on which events were exported is the last one, give or take a day.
        let is_edge = span_days.abs_diff(u64::from(days)) <= 1;
        let first = time::rfc3339(first);
        Some(RetentionEdge { product: gap.product, days, first, span_days, is_edge, means: gap.means.to_owned() })
    });
    Provider { gaps, retention: retention.collect() }
}

/// The first and the last time of a product's events.
fn span(medallion: &Medallion, product: Product) -> Option<(i64, i64)> {
    let silver = medallion.silver();
    let times = silver.frame().row_integers(silver.id(SilverColumn::EventTime));
    let of = |gold: &&Gold| {
        touchstone_dictionary::service(gold.service()).map_or(Product::Databricks, |of| of.product) == product
    };
    let rows = medallion.gold().filter(of).flat_map(|gold| (0..gold.rows()).map(|row| gold.silver_row(row)));
    rows.filter_map(|row| times.get(row)).fold(None, |ends, time| match ends {
        None => Some((time, time)),
        Some((first, last)) => Some((time.min(first), time.max(last))),
    })
}
