//! What a reviewer can check of figures, lists and findings: the [`Basis`] that they rest on, control [`Totals`] that a
//! warehouse can repeat, a [`Sample`] that anybody can draw again, and bundles of all that, which [`verify`] checks.
//!
//! Nothing here opens a file or reads a clock.

mod basis;
mod bundle;
mod dialect;
mod event_id;
mod sample;
mod signature;
mod totals;

pub use basis::{Basis, InputBasis, RecordCounts, Selected, Span, input_state};
pub use bundle::{
    FORMAT, Fault, FileFacts, Manifest, Member, MemberFacts, Request, SamplePlan, Verified, bundle, compare_bundles,
    verify,
};
pub use dialect::Dialect;
pub use event_id::{add_text, content_digest};
pub use sample::{Method, Plan, Recipe, Sample, SampledEvent, Stratum};
pub use signature::{PublicKey, SecretKey};
pub use totals::{AUDIT_TABLE, Comparison, Difference, Figures, IdSum, Totals, TotalsRow, read_totals};
