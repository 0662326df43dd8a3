//! The page's questions about evidence, and their answers as plain data.

use serde::{Deserialize, Serialize};
use touchstone_analysis::ExportFormat;
use ts_rs::TS;

use crate::dialect::Dialect;
use crate::sample::Plan;

/// A question about evidence. Some take long, so they are worked on in steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum EvidenceQuestion {
    /// The control totals of everything loaded. Answered by `TotalsAnswer`.
    Totals,
    /// The query that counts the same in a warehouse. Answered by `QueryAnswer`.
    TotalsQuery {
        /// The table that is counted.
        table: String,
        /// Whose SQL.
        dialect: Dialect,
    },
    /// Compares the totals with a warehouse's. Answered by `ComparisonAnswer`.
    CompareTotals {
        /// The result of the query: CSV, a JSON list of objects, or an object per line.
        result: String,
    },
    /// A sample. Answered by `SampleAnswer`.
    Sample {
        /// What is drawn, and how.
        plan: Plan,
        /// The most events and values in the answer.
        most: usize,
    },
    /// The query that draws the same sample. Answered by `QueryAnswer`.
    SampleQuery {
        /// What is drawn, and how.
        plan: Plan,
        /// The table that is drawn from: silver, exported with the same filter.
        table: String,
        /// Whose SQL.
        dialect: Dialect,
    },
}

/// A table of evidence that is exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceExport {
    /// What is exported.
    pub evidence: EvidenceTable,
    /// The file format.
    #[ts(type = "ExportFormat")]
    pub format: ExportFormat,
}

/// A table of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum EvidenceTable {
    /// The control totals.
    Totals,
    /// The events of a sample, as a sheet to fill in.
    Sample {
        /// What is drawn, and how.
        plan: Plan,
    },
}

/// How far the work on a question is; complete where both are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceProgress {
    /// Rows looked at.
    pub done: u32,
    /// Rows in total.
    pub of: u32,
}
