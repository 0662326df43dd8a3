//! Control totals and the sample.

use maud::{Markup, html};

use super::table::{Column, first, table};
use super::text::{count, counted, or_none, shown};
use crate::report::Report;
use crate::sample::{Method, Sample};

/// Rows of totals that are printed.
const MOST_TOTALS: usize = 200;

pub(super) fn totals(report: &Report) -> Markup {
    let totals = &report.totals;
    let (shown_rows, left_out) = first(&totals.rows, MOST_TOTALS);
    let sum = totals.sum();
    let rows: Vec<Vec<Markup>> = shown_rows
        .iter()
        .map(|row| {
            vec![
                html! { (row.event_date.as_deref().map_or_else(|| "no time".to_owned(), shown)) },
                html! { (or_none(Some(&row.service_name))) },
                html! { (count(row.figures.records)) },
                html! { (count(row.figures.ids)) },
                html! { (count(row.figures.without_id)) },
                html! { (row.figures.digest) },
            ]
        })
        .collect();
    html! {
        p {
            "Of the events that the filter selects: " (counted(sum.records, "record")) ", those that repeat an event included; "
            (counted(sum.ids, "distinct id")) " with the digest " code { (sum.digest) } "; "
            (counted(sum.without_id, "event")) " without an id. "
            "The digest is the sum of the first 60 bits of the SHA-256 of each id, so that it does not depend on order. "
            code { "touchstone totals --sql" } " writes the query that counts the same in " code { "system.access.audit" } "."
        }
        (table(
            "Totals by day and service",
            &[
                Column::Short("day"),
                Column::Text("service"),
                Column::Number("records"),
                Column::Number("ids"),
                Column::Number("without id"),
                Column::Number("digest"),
            ],
            &rows,
            left_out,
        ))
    }
}

pub(super) fn sample(sample: &Sample) -> Markup {
    let method = match &sample.method {
        Method::Simple => "the events with the lowest keys".to_owned(),
        Method::Systematic => "every n-th event by time, from a start that the seed decides".to_owned(),
        Method::Stratified { by } => format!("of each value of {} in proportion to its events", shown(by)),
    };
    let strata: Vec<Vec<Markup>> = sample
        .strata
        .iter()
        .map(|stratum| {
            vec![
                html! { (or_none(stratum.value.as_deref())) },
                html! { (count(stratum.events)) },
                html! { (count(stratum.drawn)) },
            ]
        })
        .collect();
    let events: Vec<Vec<Markup>> = sample
        .events
        .iter()
        .enumerate()
        .map(|(at, event)| {
            let what = [&event.service_name, &event.action_name].map(|name| or_none(name.as_deref()));
            vec![
                html! { (at + 1) },
                html! { (or_none(event.event_time.as_deref())) },
                html! { (what[0]) " " (what[1]) },
                html! { (or_none(event.email.as_deref())) },
                html! { (or_none(event.outcome.as_deref())) },
                html! { (shown(&event.path)) ", record " (event.record) },
                html! {},
            ]
        })
        .collect();
    html! {
        dl {
            dt { "Population" }
            dd {
                (counted(sample.population, "event")) " that the filter selects; " (count(sample.without_id))
                " without an id, " (count(sample.undated)) " without a time"
            }
            dt { "Size" } dd { (count(sample.events.len() as u64)) " drawn of " (count(sample.size as u64)) " asked for" }
            dt { "Method" } dd { (method) }
            dt { "Seed" } dd { code { (shown(&sample.seed)) } }
            dt { "Key" }
            dd { "SHA-256 of the seed, a colon and the event's id; of an event without an id, of its content" }
        }
        @if !strata.is_empty() {
            (table("Strata", &[Column::Text("value"), Column::Number("events"), Column::Number("drawn")], &strata, 0))
        }
        (table(
            "Events drawn",
            &[
                Column::Number("no."),
                Column::Short("time"),
                Column::Text("event"),
                Column::Text("who"),
                Column::Short("outcome"),
                Column::Text("record"),
                Column::Text("met, exception, not applicable"),
            ],
            &events,
            0,
        ))
    }
}
