//! How far loading has come, for whoever watches.

use touchstone_medallion::Session;

use crate::analysis::Analysis;
use crate::answer::Progress;

/// How far loading has come.
pub fn progress(session: &Session, analysis: &Analysis) -> Progress {
    let medallion = session.medallion();
    let progress = session.progress();
    let totals = medallion.reconciliation().totals;
    Progress {
        bytes_total: progress.bytes_total,
        bytes_read: progress.bytes_read,
        inputs: progress.inputs,
        inputs_done: progress.inputs_done,
        current: progress.current.map(|input| medallion.inputs()[input as usize].path.clone()),
        records: totals.records,
        events: totals.events,
        duplicates: totals.duplicates,
        problems: totals.problems,
        memory_bytes: (medallion.memory_bytes() + analysis.memory_bytes()) as u64,
        done: progress.inputs == progress.inputs_done,
    }
}
