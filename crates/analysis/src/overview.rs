//! The dashboard.

use std::collections::BTreeSet;
use std::rc::Rc;

use touchstone_frame::{Dictionary, NULL, Selection};
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::Outcome;

use crate::analysis::Asked;
use crate::answer::{Figures, Leaderboard, Overview};
use crate::change::Changes;
use crate::filter::Filter;
use crate::inputs::totals;
use crate::kept::Kept;
use crate::leaders::{distinct, leaders};
use crate::select::Selected;
use crate::spellings::Shown;
use crate::tally::Tallies;

/// The dimensions that have a leaderboard, in the order in which they are shown.
const DIMENSIONS: [(SilverColumn, &str); 8] = [
    (SilverColumn::ServiceName, "service_name"),
    (SilverColumn::ActionName, "action_name"),
    (SilverColumn::Email, "email"),
    (SilverColumn::SourceIpAddress, "source_ip_address"),
    (SilverColumn::Outcome, "outcome"),
    (SilverColumn::WorkspaceId, "workspace_id"),
    (SilverColumn::UserAgent, "user_agent"),
    (SilverColumn::Format, "format"),
];

pub(crate) fn overview(
    medallion: &Medallion,
    kept: &mut Kept,
    filter: &Filter,
    bins: u32,
    stack: &str,
    most: u32,
) -> Asked<Overview> {
    let Kept { terms, tallies, stacks, spellings } = kept;
    let shown = spellings.of(medallion);
    let mut changes = Changes::default();
    let selected = Selected::of(medallion, terms, filter)?;
    let stack = match stack {
        "outcome" => SilverColumn::Outcome,
        "service_name" => SilverColumn::ServiceName,
        other => return Err(format!("events cannot be stacked by {other}")),
    };
    let leaderboards = DIMENSIONS
        .iter()
        .map(|(column, name)| {
            let silver = medallion.silver();
            let dictionary = silver.frame().dictionary(silver.id(*column));
            let counts = tallies.of(medallion, &mut changes, *column, &selected.without(name));
            let named = filter.terms.iter().filter(|term| term.column == *name).flat_map(|term| &term.values);
            let mut chosen: Vec<u32> =
                named.filter_map(|value| value.as_ref().map_or(Some(NULL), |value| dictionary.find(value))).collect();
            let counts = if *column == SilverColumn::Email {
                chosen.extend(named_without_case(dictionary, filter, name));
                for code in &mut chosen {
                    *code = shown.code(*code);
                }
                shown.folded(&counts)
            } else {
                counts.as_slice().into()
            };
            chosen.sort_unstable();
            chosen.dedup();
            Leaderboard {
                column: (*name).to_owned(),
                distinct: distinct(&counts, true),
                leaders: leaders(dictionary, &counts, most as usize, &chosen),
            }
        })
        .collect();
    Ok(Overview {
        totals: totals(medallion),
        figures: figures(medallion, &mut changes, tallies, &shown, selected.all()),
        histogram: stacks.histogram(medallion, &mut changes, tallies, &selected.of_all_time(), bins, stack),
        leaderboards,
    })
}

/// The codes of texts that terms on a column name in another case.
fn named_without_case(dictionary: &Dictionary, filter: &Filter, name: &str) -> Vec<u32> {
    let terms = filter.terms.iter().filter(|term| term.column == name);
    let named: BTreeSet<String> =
        terms.flat_map(|term| &term.values).flatten().map(|text| text.to_lowercase()).collect();
    if named.is_empty() {
        return Vec::new();
    }
    dictionary.iter().filter(|(_, text)| named.contains(&text.to_lowercase())).map(|(code, _)| code).collect()
}

fn figures(
    medallion: &Medallion,
    changes: &mut Changes,
    tallies: &mut Tallies,
    shown: &Shown,
    selection: &Rc<Selection>,
) -> Figures {
    let silver = medallion.silver();
    let mut count = |column| tallies.of(medallion, changes, column, selection);
    let outcomes = count(SilverColumn::Outcome);
    let with = |outcome: Outcome| {
        let code = silver.frame().dictionary(silver.id(SilverColumn::Outcome)).find(outcome.name());
        code.and_then(|code| outcomes.get(code as usize).copied()).unwrap_or_default()
    };
    let span = silver.frame().span(silver.id(SilverColumn::EventTime), selection);
    Figures {
        events: selection.count(),
        principals: distinct(&shown.folded(&count(SilverColumn::Email)), false),
        services: distinct(&count(SilverColumn::ServiceName), false),
        denied: with(Outcome::Denied),
        failures: with(Outcome::Failure),
        source_addresses: distinct(&count(SilverColumn::SourceIpAddress), false),
        workspaces: distinct(&count(SilverColumn::WorkspaceId), false),
        undated: span.absent,
        first_ms: span.ends.map(|(first, _)| first),
        last_ms: span.ends.map(|(_, last)| last),
    }
}
