//! Bronze, silver and gold: the ledger of inputs, one row per event, one frame per service, and the identity that
//! ties them together.
//!
//! A [`Session`] reads inputs block by block. Each block becomes a [`Batch`] without looking at anything loaded before,
//! so that batches of different inputs can be made side by side; [`Medallion::append`] then joins it to what is there.

mod batch;
mod fingerprints;
mod gold;
mod ledger;
mod medallion;
mod reconciliation;
mod session;
mod shape;
mod silver;

pub use batch::Batch;
pub use gold::{Gold, PARAM_PREFIX, PLACEHOLDER};
pub use ledger::{Duplicate, Input, InputProblem, InputState, Part, Skipped};
pub use medallion::{Medallion, RecordPlace};
pub use reconciliation::{Counts, Reconciliation};
pub use session::{Progress, Session};
pub use silver::{COLUMNS, ColumnType, Silver, SilverColumn, column_type};
