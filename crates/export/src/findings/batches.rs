//! Findings as Arrow record batches.

use std::rc::Rc;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::Basis;
use touchstone_findings::Report;
use touchstone_medallion::Session;

use super::File;
use super::basis::FindingsBasis;
use super::entry::Entry;
use super::table::{ROWS, record_batch, row, schema};

/// Findings in batches, with the columns of the table.
#[derive(Debug)]
pub(crate) struct FindingsBatches {
    report: Rc<Report>,
    /// The findings that are given: places in the report.
    shown: Vec<usize>,
    basis: FindingsBasis,
    schema: Arc<Schema>,
    has_fine_times: bool,
    next: usize,
}

impl FindingsBatches {
    pub(crate) fn begin(session: &Session, analysis: &mut Analysis, filter: &Filter) -> Result<Self, String> {
        let basis = Basis::of(session, analysis, filter, "Findings");
        let found = analysis.found(session, filter)?;
        let has_fine_times = session.medallion().has_fine_times();
        Ok(Self {
            report: Rc::clone(&found.report),
            shown: found.shown.clone(),
            basis: FindingsBasis::of(&found, basis),
            schema: schema(has_fine_times),
            has_fine_times,
            next: 0,
        })
    }

    pub(crate) fn schema(&self) -> Arc<Schema> {
        Arc::clone(&self.schema)
    }

    pub(crate) fn rows(&self) -> usize {
        self.shown.len()
    }

    pub(crate) fn next_batch(&mut self, session: &Session) -> Result<Option<RecordBatch>, String> {
        let file = File { session, report: &self.report, basis: &self.basis, case: None };
        let end = (self.next + ROWS).min(self.shown.len());
        let shown = &self.shown[self.next..end];
        if shown.is_empty() {
            return Ok(None);
        }
        self.next = end;
        let cells = |at: &usize| row(&file, &Entry::of(session.medallion(), &self.report, *at), usize::MAX);
        record_batch(&self.schema, shown.iter().map(cells).collect(), self.has_fine_times).map(Some)
    }
}
