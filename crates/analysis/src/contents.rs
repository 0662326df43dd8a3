//! What is loaded, and what of it is selected, for the strip and the sidebar around every view.

use touchstone_frame::NULL;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::{Contents, ServiceCount, ServiceCounts};
use crate::cache::Cache;
use crate::filter::Filter;
use crate::inputs::totals;
use crate::notices::notices;
use crate::principals;
use crate::row_delta::RowDeltas;
use crate::spellings::Spellings;

#[inline(never)]
pub(crate) fn contents(medallion: &Medallion, spellings: &mut Spellings, kept_bytes: usize) -> Contents {
    Contents {
        totals: totals(medallion),
        services: services(medallion),
        inputs: medallion.inputs().len() as u32,
        notices: notices(medallion),
        principals: principals::count(medallion, spellings),
        memory_bytes: (medallion.memory_bytes() + kept_bytes) as u64,
    }
}

/// The gold frames, most events first, then by name.
fn services(medallion: &Medallion) -> Vec<ServiceCount> {
    let mut services: Vec<ServiceCount> =
        medallion.gold().map(|gold| ServiceCount { service: gold.service().to_owned(), events: gold.rows() }).collect();
    services.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.service.cmp(&b.service)));
    services
}

/// The selected events of each service, from the counts that the dashboard uses.
#[inline(never)]
pub(crate) fn service_counts(medallion: &Medallion, cache: &mut Cache, filter: &Filter) -> ServiceCounts {
    let selection = cache.evaluator.select(medallion, filter.expr());
    let counts = cache.counts.of(medallion, &mut RowDeltas::default(), SilverColumn::ServiceName, &selection);
    let silver = medallion.silver();
    let dictionary = silver.frame().dictionary(silver.id(SilverColumn::ServiceName));
    let count = |name: &str| {
        let code = if name.is_empty() { Some(NULL) } else { dictionary.find(name) };
        code.and_then(|code| counts.get(code as usize).copied()).unwrap_or_default()
    };
    let services: Vec<ServiceCount> = services(medallion)
        .into_iter()
        .map(|ServiceCount { service, .. }| ServiceCount { events: count(&service), service })
        .collect();
    ServiceCounts {
        events: selection.count(),
        selected: services.iter().filter(|service| service.events > 0).count() as u32,
        services,
    }
}
