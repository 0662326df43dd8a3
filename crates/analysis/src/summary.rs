//! The summary of `touchstone analyze --json`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use touchstone_findings::{Finding, Report, Rules, evaluate};
use touchstone_frame::Selection;
use touchstone_medallion::{Gold, Medallion, PARAM_PREFIX, PLACEHOLDER, RecordPlace, SilverColumn};
use touchstone_query::Evaluator;
use touchstone_record::time;

use crate::answer::{
    BesideSummary, ConflictSummary, FindingSummary, GoldSummary, InputSummary, Notice, NoticeSummary, PrincipalSummary,
    ProblemSummary, RecordSummary, RulesSummary, SilverSummary, Summary, TimeSummary, TotalsSummary, WarningSummary,
};
use crate::completeness::{HoursCache, completeness};
use crate::filter::Filter;
use crate::findings::is_selected;
use crate::inputs::{state, totals};
use crate::notices::notices;
use crate::spellings::Spellings;

/// The summary of everything loaded, with what the pack's rules find.
pub fn summary(medallion: &Medallion) -> Summary {
    let rules = Rules::packed();
    summary_of(medallion, &Filter::default(), Some((&rules, &evaluate(&rules, medallion))))
}

/// The summary of everything loaded, with events limited to those that a filter selects and findings to those with such
/// an event. Inputs and totals always cover everything. `found` is the rules and what they found, if they were evaluated.
pub fn summary_of(medallion: &Medallion, filter: &Filter, found: Option<(&Rules, &Report)>) -> Summary {
    let totals = totals(medallion);
    let silver = medallion.silver();
    let selection = Evaluator::default().select(medallion, filter.expr());
    let span = silver.frame().span(silver.id(SilverColumn::EventTime), &selection).ends;
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
                wrappers: input.wrappers.clone(),
                records: input.counts.records,
                events: input.counts.events,
                duplicates: input.counts.duplicates,
                problems: input.counts.problems,
                warnings: input.counts.warnings,
                conflicts: input.counts.conflicts,
            })
            .collect(),
        totals: TotalsSummary {
            records: totals.records,
            events: totals.events,
            duplicates: totals.duplicates,
            problems: totals.problems,
        },
        beside: BesideSummary { warnings: totals.warnings, conflicts: totals.conflicts },
        time: TimeSummary {
            first: span.map(|(first, _)| time::rfc3339(first)),
            last: span.map(|(_, last)| time::rfc3339(last)),
        },
        filter: filter.to_string(),
        silver: SilverSummary { rows: u64::from(selection.count()) },
        gold: gold_summaries(medallion, &selection),
        principals: principals(medallion, &selection),
        rules: found.map(|(rules, report)| rules_summary(rules, report)),
        findings: found.map(|(_, report)| findings(medallion, report, &selection)).unwrap_or_default(),
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
        warnings: medallion.warnings().iter().map(warning).collect(),
        conflicts: medallion.conflicts().iter().map(|found| conflict(medallion, found)).collect(),
        notices: notices(medallion).into_iter().map(notice).collect(),
        completeness: completeness(medallion, &mut HoursCache::default()),
    }
}

fn rules_summary(rules: &Rules, report: &Report) -> RulesSummary {
    let off: Vec<String> =
        report.checked.iter().filter(|checked| checked.is_off).map(|checked| checked.rule.clone()).collect();
    RulesSummary {
        sha256: rules.sha256(),
        evaluated: (report.checked.len() - off.len()) as u64,
        off,
        own: rules.iter().filter(|rule| !rule.origin.is_packed).map(|rule| rule.id.clone()).collect(),
        unusable: rules.problems().iter().map(ToString::to_string).collect(),
        tuning: rules.tuning().clone(),
    }
}

/// The findings that have a selected event; those that are about records alone, too.
fn findings(medallion: &Medallion, report: &Report, selection: &Selection) -> Vec<FindingSummary> {
    let place = |place: RecordPlace| RecordSummary { input: place.input, record: place.record };
    let summary = |finding: &Finding| {
        let rows = finding.rows.iter().map(|row| medallion.place(*row));
        let mut records: Vec<RecordSummary> = rows.chain(finding.beside.iter().copied()).map(place).collect();
        records.sort_unstable_by_key(|record| (record.input, record.record));
        FindingSummary {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            severity: finding.severity.name().to_owned(),
            count: finding.count,
            principals: finding.principals.clone(),
            first: finding.first_ms.map(time::rfc3339),
            last: finding.last_ms.map(time::rfc3339),
            message: finding.message.clone(),
            records,
        }
    };
    let is_shown = is_selected(selection);
    report.findings.iter().filter(|finding| is_shown(finding)).map(summary).collect()
}

fn warning(found: &touchstone_medallion::InputWarning) -> WarningSummary {
    WarningSummary {
        input: found.input,
        record: found.record,
        offset: found.offset,
        kind: found.warning.kind.name().to_owned(),
        field: found.warning.field.as_deref().map(str::to_owned),
        message: found.warning.message.clone(),
    }
}

fn conflict(medallion: &Medallion, found: &touchstone_medallion::Conflict) -> ConflictSummary {
    let of = medallion.place(found.of_row);
    ConflictSummary {
        input: found.place.input,
        record: found.place.record,
        offset: found.place.offset,
        event: found.row.is_some(),
        fields: found.fields.iter().map(ToString::to_string).collect(),
        of_input: of.input,
        of_record: of.record,
    }
}

fn notice(found: Notice) -> NoticeSummary {
    NoticeSummary { input: found.input, kind: found.kind, events: found.events, of: found.of, message: found.message }
}

/// The frame of each service with selected events, in a single pass over the events.
fn gold_summaries(medallion: &Medallion, selection: &Selection) -> BTreeMap<String, GoldSummary> {
    let silver = medallion.silver();
    let (services, actions) = (silver.id(SilverColumn::ServiceName), silver.id(SilverColumn::ActionName));
    let mut counts: FxHashMap<(u32, u32), u64> = FxHashMap::default();
    let (service_of, action_of) = (silver.frame().row_codes(services), silver.frame().row_codes(actions));
    let mut last = ((0, 0), 0);
    for row in selection.iter() {
        let of = (service_of.get(row), action_of.get(row));
        if of != last.0 {
            *counts.entry(last.0).or_default() += last.1;
            last = (of, 0);
        }
        last.1 += 1;
    }
    *counts.entry(last.0).or_default() += last.1;
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    counts.sort_unstable();
    let names = silver.frame().dictionary(actions);
    let mut summaries: BTreeMap<String, GoldSummary> = BTreeMap::new();
    for ((service, action), count) in counts {
        let service = silver.frame().dictionary(services).get(service).unwrap_or_default();
        let Some(gold) = medallion.gold_of(service) else { continue };
        let summary = summaries.entry(service.to_owned()).or_insert_with(|| gold_summary(gold));
        summary.rows += count;
        // Absent and empty actions share the empty name.
        *summary.actions.entry(names.get(action).unwrap_or_default().to_owned()).or_default() += count;
    }
    summaries
}

/// A service's frame, without its events.
fn gold_summary(gold: &Gold) -> GoldSummary {
    let mut columns: Vec<String> = gold.keys().into_iter().map(|(key, _)| format!("{PARAM_PREFIX}{key}")).collect();
    if columns.is_empty() {
        columns.push(PLACEHOLDER.to_owned());
    }
    GoldSummary { rows: 0, columns, actions: BTreeMap::new() }
}

fn principals(medallion: &Medallion, selection: &Selection) -> Vec<PrincipalSummary> {
    let silver = medallion.silver();
    let emails = silver.id(SilverColumn::Email);
    let counts = silver.frame().count(emails, selection);
    let counts = Spellings::default().of(medallion).folded(&counts).into_owned();
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
