//! What is not counted by day, and what cannot be told.

use touchstone_medallion::{InputState, Medallion};

use super::provider::Provider;
use super::silences::Judged;
use crate::answer::{Doubts, FolderDates};

pub(super) fn doubts(medallion: &Medallion, judged: u64, unjudged: u64) -> Doubts {
    let totals = medallion.reconciliation().totals;
    Doubts {
        undated: medallion.inputs().iter().map(|input| input.undated).sum(),
        duplicates: totals.duplicates,
        conflicts: totals.conflicts,
        problems: totals.problems,
        unread: medallion.inputs().iter().filter(|input| input.state != InputState::Complete).count() as u64,
        skipped: medallion.skipped().len() as u64,
        judged,
        unjudged,
    }
}

pub(super) fn cannot_tell(
    medallion: &Medallion,
    folders: &FolderDates,
    provider: &Provider,
    judged: &Judged,
) -> Vec<String> {
    let mut told: Vec<String> = [
        "Whether all files of the log were handed over: a file that is missing leaves no trace but silence.",
        "Whether records were removed or changed before they were read here.",
        "Whether what a provider does not log took place.",
        "Whether single events are missing among others: neither provider numbers its events.",
    ]
    .map(str::to_owned)
    .into();
    if judged.unjudged > 0 {
        let some = judged.unjudged;
        told.push(format!("Whether {some} workspaces and services with few events or days lack some: they have no rhythm to compare with."));
    }
    for uncounted in &judged.uncounted {
        told.push(format!("Whether {uncounted} fell silent: their hours are too many to be counted."));
    }
    if folders.folders == 0 {
        told.push("Whether days are missing by the names of folders: none names a day.".to_owned());
    }
    let before = "Whether there were events before the first or after the last one.";
    told.push(before.to_owned());
    if provider.retention.iter().any(|edge| edge.is_edge) {
        told.push(
            "Whether older events were deleted: the loaded ones reach back about as long as they are kept.".to_owned(),
        );
    }
    let undated: u64 = medallion.inputs().iter().map(|input| input.undated).sum();
    if undated > 0 {
        told.push(format!("On which day {undated} events without a time took place."));
    }
    told
}
