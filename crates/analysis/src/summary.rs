//! The summary of `touchstone analyze --json`.

use std::collections::BTreeMap;

use touchstone_frame::{Dictionary, Selection};
use touchstone_medallion::{Medallion, PARAM_PREFIX, PLACEHOLDER, SilverColumn};
use touchstone_record::time;

use crate::answer::{
    GoldSummary, InputSummary, PrincipalSummary, ProblemSummary, SilverSummary, Summary, TimeSummary, TotalsSummary,
};
use crate::inputs::{state, totals};
use crate::select::of_texts;

/// The summary of everything loaded.
pub fn summary(medallion: &Medallion) -> Summary {
    let totals = totals(medallion);
    let silver = medallion.silver();
    let span = silver.frame().span(silver.id(SilverColumn::EventTime), &Selection::all(silver.rows())).ends;
    Summary {
        touchstone: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: medallion
            .inputs()
            .iter()
            .map(|input| InputSummary {
                path: input.path.clone(),
                bytes: input.bytes,
                bytes_read: input.bytes_read,
                state: state(input.state),
                sha256: input.sha256.clone(),
                container: input.container.clone().into_owned(),
                formats: input.formats.iter().map(|(format, count)| (format.name().to_owned(), *count)).collect(),
                records: input.counts.records,
                events: input.counts.events,
                duplicates: input.counts.duplicates,
                problems: input.counts.problems,
            })
            .collect(),
        totals: TotalsSummary {
            records: totals.records,
            events: totals.events,
            duplicates: totals.duplicates,
            problems: totals.problems,
        },
        time: TimeSummary {
            first: span.map(|(first, _)| time::rfc3339(first)),
            last: span.map(|(_, last)| time::rfc3339(last)),
        },
        silver: SilverSummary { rows: totals.silver_rows },
        gold: medallion.gold().map(|gold| (gold.service().to_owned(), gold_summary(medallion, gold))).collect(),
        principals: principals(medallion),
        findings: Vec::new(),
        problems: medallion
            .problems()
            .iter()
            .map(|found| ProblemSummary {
                input: found.input,
                record: found.record,
                offset: found.offset,
                kind: found.problem.kind.name().to_owned(),
                message: found.problem.message.clone(),
            })
            .collect(),
    }
}

fn gold_summary(medallion: &Medallion, gold: &touchstone_medallion::Gold) -> GoldSummary {
    let silver = medallion.silver();
    let rows = of_texts(medallion, SilverColumn::ServiceName, |service| service == Some(gold.service()));
    let actions = silver.id(SilverColumn::ActionName);
    let counts = silver.frame().count(actions, &rows);
    let mut columns: Vec<String> = gold.keys().into_iter().map(|(key, _)| format!("{PARAM_PREFIX}{key}")).collect();
    if columns.is_empty() {
        columns.push(PLACEHOLDER.to_owned());
    }
    GoldSummary {
        rows: u64::from(gold.rows()),
        columns,
        actions: by_action(silver.frame().dictionary(actions), &counts),
    }
}

/// Events per action. An absent action and an empty one share the empty name.
fn by_action(actions: &Dictionary, counts: &[u32]) -> BTreeMap<String, u64> {
    let mut by_action = BTreeMap::new();
    for (code, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let action = actions.get(code as u32).unwrap_or_default();
        *by_action.entry(action.to_owned()).or_default() += u64::from(*count);
    }
    by_action
}

fn principals(medallion: &Medallion) -> Vec<PrincipalSummary> {
    let silver = medallion.silver();
    let emails = silver.id(SilverColumn::Email);
    let counts = silver.frame().count(emails, &Selection::all(silver.rows()));
    let mut principals: Vec<PrincipalSummary> = counts
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
        .map(|(code, count)| PrincipalSummary {
            email: silver.frame().dictionary(emails).get(code as u32).map(str::to_owned),
            events: u64::from(count),
        })
        .collect();
    principals.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.email.cmp(&b.email)));
    principals
}
