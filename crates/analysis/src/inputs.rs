//! The ledger, and the lists of problems, duplicates, warnings and conflicts.

use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::{
    Conflict, Conflicts, Duplicate, Duplicates, Input, InputState, Inputs, Problem, Problems, Skipped, Totals, Warning,
    Warnings,
};

/// Maximum entries of a list per question.
const MAX: u32 = 1000;

pub(crate) fn totals(medallion: &Medallion) -> Totals {
    let reconciliation = medallion.reconciliation();
    Totals {
        records: reconciliation.totals.records,
        events: reconciliation.totals.events,
        duplicates: reconciliation.totals.duplicates,
        problems: reconciliation.totals.problems,
        warnings: reconciliation.totals.warnings,
        conflicts: reconciliation.totals.conflicts,
        silver_rows: reconciliation.silver_rows,
        gold_rows: reconciliation.gold_rows,
        reconciled: reconciliation.holds,
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
            wrappers: input.wrappers.clone(),
            records: input.counts.records,
            events: input.counts.events,
            duplicates: input.counts.duplicates,
            problems: input.counts.problems,
            warnings: input.counts.warnings,
            conflicts: input.counts.conflicts,
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

/// The path of the archive member that contains a record.
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

pub(crate) fn warnings(medallion: &Medallion, start: u32, count: u32) -> Warnings {
    let all = medallion.warnings();
    Warnings {
        total: all.len() as u32,
        start,
        warnings: window(all, start, count)
            .iter()
            .map(|found| Warning {
                input: found.input,
                path: medallion.inputs()[found.input as usize].path.clone(),
                record: found.record,
                part: found.record.and_then(|record| part(medallion, found.input, record)),
                offset: found.offset,
                length: found.length,
                kind: found.warning.kind.name().to_owned(),
                field: found.warning.field.as_deref().map(str::to_owned),
                message: found.warning.message.clone(),
            })
            .collect(),
    }
}

pub(crate) fn conflicts(medallion: &Medallion, start: u32, count: u32) -> Conflicts {
    let all = medallion.conflicts();
    let path = |input: u32| medallion.inputs()[input as usize].path.clone();
    Conflicts {
        total: all.len() as u32,
        start,
        conflicts: window(all, start, count)
            .iter()
            .map(|found| {
                let of = medallion.place(found.of_row);
                Conflict {
                    input: found.place.input,
                    path: path(found.place.input),
                    record: found.place.record,
                    part: part(medallion, found.place.input, found.place.record),
                    offset: found.place.offset,
                    length: found.place.length,
                    id: medallion.silver().text(SilverColumn::EventId, found.of_row).map(str::to_owned),
                    fields: found.fields.iter().map(ToString::to_string).collect(),
                    row: found.row,
                    of_row: found.of_row,
                    of_path: path(of.input),
                    of_record: of.record,
                }
            })
            .collect(),
    }
}

fn window<T>(all: &[T], start: u32, count: u32) -> &[T] {
    let first = (start as usize).min(all.len());
    let end = (first + count.min(MAX) as usize).min(all.len());
    &all[first..end]
}
