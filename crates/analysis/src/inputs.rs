//! The ledger, and what did not become an event.

use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::{
    Contents, Duplicate, Duplicates, Input, InputState, Inputs, Problem, Problems, ServiceCount, Skipped, Totals,
};

/// The most problems or duplicates that one question gets.
const MOST: u32 = 1000;

pub(crate) fn totals(medallion: &Medallion) -> Totals {
    let reconciliation = medallion.reconciliation();
    Totals {
        records: reconciliation.totals.records,
        events: reconciliation.totals.events,
        duplicates: reconciliation.totals.duplicates,
        problems: reconciliation.totals.problems,
        silver_rows: reconciliation.silver_rows,
        gold_rows: reconciliation.gold_rows,
        reconciled: reconciliation.holds,
    }
}

pub(crate) fn contents(medallion: &Medallion, kept_bytes: usize) -> Contents {
    let silver = medallion.silver();
    let mut services: Vec<ServiceCount> =
        medallion.gold().map(|gold| ServiceCount { service: gold.service().to_owned(), events: gold.rows() }).collect();
    services.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.service.cmp(&b.service)));
    Contents {
        totals: totals(medallion),
        services,
        inputs: medallion.inputs().len() as u32,
        principals: silver.frame().dictionary(silver.id(SilverColumn::Email)).len() as u32,
        memory_bytes: (medallion.memory_bytes() + kept_bytes) as u64,
    }
}

pub(crate) fn inputs(medallion: &Medallion) -> Inputs {
    let inputs = medallion
        .inputs()
        .iter()
        .enumerate()
        .map(|(index, input)| Input {
            index: index as u32,
            path: input.path.clone(),
            bytes: input.bytes,
            bytes_read: input.bytes_read,
            sha256: input.sha256.clone(),
            container: input.container.clone().into_owned(),
            formats: input.formats.iter().map(|(format, records)| (format.name().to_owned(), *records)).collect(),
            records: input.counts.records,
            events: input.counts.events,
            duplicates: input.counts.duplicates,
            problems: input.counts.problems,
            state: state(input.state),
        })
        .collect();
    let skipped = medallion
        .skipped()
        .iter()
        .map(|skipped| Skipped { path: skipped.path.clone(), reason: skipped.reason.clone() })
        .collect();
    Inputs { inputs, skipped }
}

/// The path of the archive's part that a record lies in.
pub(crate) fn part(medallion: &Medallion, input: u32, record: u64) -> Option<String> {
    medallion.inputs()[input as usize].part_of(record).map(|part| part.path.clone())
}

pub(crate) fn state(state: touchstone_medallion::InputState) -> InputState {
    use touchstone_medallion::InputState as S;
    match state {
        S::Waiting => InputState::Waiting,
        S::Reading => InputState::Reading,
        S::Complete => InputState::Complete,
        S::Cancelled => InputState::Cancelled,
        S::Stopped => InputState::Stopped,
        S::Failed => InputState::Failed,
    }
}

pub(crate) fn problems(medallion: &Medallion, start: u32, count: u32) -> Problems {
    let all = medallion.problems();
    Problems {
        total: all.len() as u32,
        start,
        problems: window(all, start, count)
            .iter()
            .map(|found| Problem {
                input: found.input,
                path: medallion.inputs()[found.input as usize].path.clone(),
                record: found.record,
                part: part(medallion, found.input, found.record),
                offset: found.offset,
                length: found.length,
                kind: found.problem.kind.name().to_owned(),
                message: found.problem.message.clone(),
            })
            .collect(),
    }
}

pub(crate) fn duplicates(medallion: &Medallion, start: u32, count: u32) -> Duplicates {
    let all = medallion.duplicates();
    let silver = medallion.silver();
    let path = |input: u32| medallion.inputs()[input as usize].path.clone();
    Duplicates {
        total: all.len() as u32,
        start,
        duplicates: window(all, start, count)
            .iter()
            .map(|found| Duplicate {
                input: found.input,
                path: path(found.input),
                record: found.record,
                part: part(medallion, found.input, found.record),
                offset: found.offset,
                length: found.length,
                of_row: found.of_row,
                of_path: path(silver.integer(SilverColumn::Input, found.of_row).unwrap_or_default() as u32),
                of_record: silver.integer(SilverColumn::Record, found.of_row).unwrap_or_default() as u64,
            })
            .collect(),
    }
}

fn window<T>(all: &[T], start: u32, count: u32) -> &[T] {
    let first = (start as usize).min(all.len());
    let end = (first + count.min(MOST) as usize).min(all.len());
    &all[first..end]
}
