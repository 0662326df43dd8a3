//! The dashboard.

use touchstone_frame::{NULL, Selection};
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::Outcome;

use crate::analysis::Asked;
use crate::answer::{Figures, Histogram, Leaderboard, Overview};
use crate::bins::Bins;
use crate::filter::Filter;
use crate::inputs::totals;
use crate::leaders::{distinct, leaders};
use crate::select::Selected;

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

/// How many services a stacked histogram tells apart.
const STACKED: usize = 8;

pub(crate) fn overview(medallion: &Medallion, filter: &Filter, bins: u32, stack: &str, most: u32) -> Asked<Overview> {
    let selected = Selected::of(medallion, filter)?;
    let stack = match stack {
        "outcome" => SilverColumn::Outcome,
        "service_name" => SilverColumn::ServiceName,
        other => return Err(format!("events cannot be stacked by {other}")),
    };
    let leaderboards = DIMENSIONS
        .iter()
        .map(|(column, name)| {
            let silver = medallion.silver();
            let counts = silver.frame().count(silver.id(*column), &selected.without(name));
            let terms = || filter.terms.iter().filter(|term| term.column == *name);
            let chosen =
                |value: Option<&str>| terms().any(|term| term.values.iter().any(|named| named.as_deref() == value));
            Leaderboard {
                column: (*name).to_owned(),
                distinct: distinct(&counts, true),
                leaders: leaders(silver.frame().dictionary(silver.id(*column)), &counts, most as usize, chosen),
            }
        })
        .collect();
    Ok(Overview {
        totals: totals(medallion),
        figures: figures(medallion, &selected.all()),
        histogram: histogram(medallion, &selected.of_all_time(), bins, stack),
        leaderboards,
    })
}

fn figures(medallion: &Medallion, selection: &Selection) -> Figures {
    let silver = medallion.silver();
    let count = |column| silver.frame().count(silver.id(column), selection);
    let outcomes = count(SilverColumn::Outcome);
    let with = |outcome: Outcome| {
        let code = silver.frame().dictionary(silver.id(SilverColumn::Outcome)).find(outcome.name());
        code.map_or(0, |code| outcomes[code as usize])
    };
    let (span, undated) = span(medallion, selection);
    Figures {
        events: selection.count(),
        principals: distinct(&count(SilverColumn::Email), false),
        services: distinct(&count(SilverColumn::ServiceName), false),
        denied: with(Outcome::Denied),
        failures: with(Outcome::Failure),
        source_addresses: distinct(&count(SilverColumn::SourceIpAddress), false),
        workspaces: distinct(&count(SilverColumn::WorkspaceId), false),
        undated,
        first_ms: span.map(|(first, _)| first),
        last_ms: span.map(|(_, last)| last),
    }
}

/// The first and last time of the selected events, and how many have none.
pub(crate) fn span(medallion: &Medallion, selection: &Selection) -> (Option<(i64, i64)>, u32) {
    let silver = medallion.silver();
    let (mut first, mut last, mut undated) = (i64::MAX, i64::MIN, 0);
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), selection, |_, time| match time {
        Some(time) => {
            first = first.min(time);
            last = last.max(time);
        }
        None => undated += 1,
    });
    ((first <= last).then_some((first, last)), undated)
}

fn histogram(medallion: &Medallion, selection: &Selection, most: u32, stack: SilverColumn) -> Histogram {
    let silver = medallion.silver();
    let frame = silver.frame();
    let bins = Bins::covering(span(medallion, selection).0, most);
    let dictionary = frame.dictionary(silver.id(stack));
    let names: Vec<String> = if stack == SilverColumn::Outcome {
        Outcome::ALL.iter().map(|outcome| outcome.name().to_owned()).collect()
    } else {
        let counts = frame.count(silver.id(stack), selection);
        let leaders = leaders(dictionary, &counts, STACKED, |_| false);
        leaders.into_iter().filter_map(|leader| leader.value).collect()
    };
    // By code: its series. Services past the first few share the last one.
    let other = names.len();
    let mut series_of = vec![other; dictionary.len() + 1];
    for (at, name) in names.iter().enumerate() {
        if let Some(code) = dictionary.find(name) {
            series_of[code as usize] = at;
        }
    }
    let mut counts = vec![vec![0_u32; bins.count]; names.len() + 1];
    let mut codes = vec![NULL; selection.rows() as usize];
    frame.each_code(silver.id(stack), selection, |row, code| codes[row as usize] = code);
    frame.each_integer(silver.id(SilverColumn::EventTime), selection, |row, time| {
        if let Some(bin) = time.and_then(|time| bins.of(time)) {
            counts[series_of[codes[row as usize] as usize]][bin] += 1;
        }
    });
    bins.histogram(names.into_iter().chain(std::iter::once("other".to_owned())).zip(counts))
}
