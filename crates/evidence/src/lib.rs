//! What a reviewer can check of figures, lists and findings: the [`Basis`] that they rest on, control [`Totals`] that a
//! warehouse can repeat, a [`Sample`] that anybody can draw again, and bundles of all that, which [`verify`] checks.
//!
//! Nothing here opens a file or reads a clock.

mod answer;
mod basis;
mod bundle;
mod case;
mod dialect;
mod event_id;
mod fingerprint;
mod log;
mod pseudonyms;
mod question;
mod report;
mod sample;
mod signature;
mod strict;
mod totals;
mod words;
mod work;

pub use answer::{
    ComparisonAnswer, DrawnEvent, EvidenceAnswer, QueryAnswer, SampleAnswer, StratumAnswer, TotalsAnswer,
    TotalsDifference, TotalsFigures, TotalsOfService,
};
pub use basis::{Basis, BasisSaid, InputBasis, RecordCounts, Selected, Span, input_state};
pub use bundle::{
    BundleAsked, BundleChecked, FORMAT, Fault, FileAtHand, FileFacts, FilesMatched, Making, Manifest, Member,
    MemberFacts, Request, SamplePlan, Verified, bundle, compare_bundles, files_of, match_files, verify,
};
pub use case::{
    CASE_FORMAT, Case, CaseAnswer, CaseComparison, CaseInput, CaseProblem, CaseQuestion, CaseRead, CaseRules,
    CasedEvent, CasedFinding, Disposition, InputsCompared, Note, ReportAsked, ReportForm, SavedFilter, State,
};
pub use dialect::Dialect;
pub use fingerprint::fingerprint;
pub use log::{Done, LogLine, check_log, read_log};
pub use pseudonyms::{Form, PseudonymKey, Pseudonyms, Revealed};
pub use question::{EvidenceExport, EvidenceProgress, EvidenceQuestion, EvidenceTable};
pub use report::{RepeatedRecord, Report, ReportPlan, ReportedFinding, ReportedRule};
pub use sample::{Method, Plan, Recipe, Sample, SampledEvent, Stratum};
pub use signature::{PublicKey, SecretKey};
pub use totals::{AUDIT_TABLE, Comparison, Difference, Figures, IdSum, Totals, TotalsRow, read_totals};
pub use words::counted;
pub use work::Evidence;
