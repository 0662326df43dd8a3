//! Progress of loading, for the page and the terminal.

use touchstone_medallion::Session;

use crate::analysis::Analysis;
use crate::answer::Progress;

/// Progress of loading.
pub fn progress(session: &Session, analysis: &Analysis) -> Progress {
    let medallion = session.medallion();
    let progress = session.progress();
    let memory = session.memory();
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
        taken_bytes: memory.map(|memory| memory.used),
        limit_bytes: memory.map(|memory| memory.limit),
        full: session.is_full(),
        done: progress.inputs == progress.inputs_done,
    }
}
