//! Looks up the loaded data in the dictionary.

use std::collections::BTreeSet;

use touchstone_dictionary::{Gap, Product, Source};
use touchstone_frame::Selection;
use touchstone_medallion::{Gold, Medallion, SilverColumn};
use touchstone_query::Field;
use touchstone_query::complete::{Completion, Expected};
use touchstone_query::group::{Grouping, as_stored, group};
use touchstone_record::time;

use crate::answer::{Knowledge, KnownGap, Meaning, UnknownAction, UnknownActions};
use crate::query_result::QueryResult;

/// Maximum number of unknown actions listed.
const MAX_ACTIONS: usize = 100;

fn meaning(text: &str, source: &Source) -> Meaning {
    Meaning {
        text: text.to_owned(),
        source: source.name.to_owned(),
        url: source.url.to_owned(),
        checked: source.checked,
        note: source.note.map(str::to_owned),
    }
}

/// The meaning of a service; `None` if unknown.
pub(crate) fn of_service(service: &str) -> Option<Meaning> {
    touchstone_dictionary::service(service).map(|found| meaning(found.means, found.source))
}

/// The meaning of an action.
pub(crate) fn of_action(service: &str, action: &str) -> Option<Meaning> {
    touchstone_dictionary::lookup(service, action).map(|found| meaning(found.means, found.source))
}

/// The meaning of a request parameter in an action, else in its service.
pub(crate) fn of_parameter(service: &str, action: &str, key: &str) -> Option<Meaning> {
    touchstone_dictionary::parameter(service, action, key).map(|found| meaning(found.means, found.source))
}

/// A completion with what the dictionary says of its services, actions and request parameters.
pub(crate) fn explained(medallion: &Medallion, mut completion: Completion) -> Completion {
    for candidate in &mut completion.candidates {
        let means = match (completion.expected, &completion.field) {
            (Expected::Key, _) => of_key(medallion, &candidate.label),
            (_, Some(Field::Text(SilverColumn::ServiceName))) => {
                touchstone_dictionary::service(&candidate.label).map(|service| service.means)
            }
            (_, Some(Field::Text(SilverColumn::ActionName))) => of_any_service(&candidate.label),
            _ => None,
        };
        if let Some(means) = means {
            let colon = if candidate.meaning.is_empty() { "" } else { ": " };
            candidate.meaning = format!("{}{colon}{means}", candidate.meaning);
        }
    }
    completion
}

/// What a key means in every loaded service that has it; nothing if that differs.
fn of_key(medallion: &Medallion, key: &str) -> Option<&'static str> {
    let having = medallion.gold().filter(|gold| gold.key(key).is_some());
    same(having.flat_map(|gold| {
        let service = gold.service();
        let of_service = touchstone_dictionary::parameter(service, "", key);
        let actions = touchstone_dictionary::entries().iter().filter(move |entry| entry.service == service);
        let of_actions = actions.flat_map(|entry| &entry.parameters).filter(move |parameter| parameter.name == key);
        of_service.into_iter().chain(of_actions.filter(move |_| of_service.is_none())).map(|parameter| parameter.means)
    }))
}

/// What an action means in every service that has it; nothing if that differs.
fn of_any_service(action: &str) -> Option<&'static str> {
    let entries = touchstone_dictionary::entries().iter();
    same(entries.filter(|entry| entry.action == action).map(|entry| entry.means))
}

/// The one text that all of some are.
fn same(mut texts: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

/// What is unknown of the loaded events, and what their logs are known to lack.
pub(crate) fn knowledge(medallion: &Medallion) -> QueryResult<Knowledge> {
    Ok(Knowledge { unknown_actions: unknown_actions(medallion)?, gaps: known_gaps(medallion) })
}

/// The loaded events whose action is not in the dictionary.
fn unknown_actions(medallion: &Medallion) -> QueryResult<UnknownActions> {
    let by = [Field::Text(SilverColumn::ServiceName), Field::Text(SilverColumn::ActionName)];
    let all = Selection::all(medallion.silver().rows());
    let grouping = Grouping { by: &by, distinct: None, most: usize::MAX, same: &as_stored };
    let mut unknown: Vec<UnknownAction> = group(medallion, &all, &grouping)?
        .groups
        .into_iter()
        .filter_map(|group| {
            let [service, action] = group.values.try_into().ok()?;
            let service: String = service?;
            let is_known =
                action.as_deref().is_some_and(|action| touchstone_dictionary::lookup(&service, action).is_some());
            (!is_known).then_some(UnknownAction { service, action, events: group.events })
        })
        .collect();
    let (events, total) = (unknown.iter().map(|action| action.events).sum(), unknown.len());
    unknown.truncate(MAX_ACTIONS);
    Ok(UnknownActions { events, total, actions: unknown })
}

/// The known gaps of the loaded providers within the loaded time span.
pub(crate) fn known_gaps(medallion: &Medallion) -> Vec<KnownGap> {
    let silver = medallion.silver();
    let all = Selection::all(silver.rows());
    let ends = silver.frame().span(silver.id(SilverColumn::EventTime), &all).ends;
    let Some((first, last)) = ends else { return Vec::new() };
    let (first, last) = (time::date(first), time::date(last));
    let services: BTreeSet<&str> = medallion.gold().map(Gold::service).collect();
    let touched = |gap: &'static Gap| {
        // A service that the dictionary does not have is one of Databricks'.
        let product =
            |service: &str| touchstone_dictionary::service(service).map_or(Product::Databricks, |of| of.product);
        let of_product = |service: &&&str| product(service) == gap.product;
        let touched: Vec<String> = services
            .iter()
            .filter(of_product)
            .filter(|service| gap.touches(gap.product, service, &first, &last))
            .map(|service| (*service).to_owned())
            .collect();
        (!touched.is_empty()).then(|| KnownGap {
            product: gap.product,
            kind: gap.kind,
            services: if gap.services.is_empty() { Vec::new() } else { touched },
            from: gap.from.map(str::to_owned),
            to: gap.to.map(str::to_owned),
            meaning: meaning(gap.means, gap.source),
        })
    };
    touchstone_dictionary::gaps().iter().filter_map(touched).collect()
}
