//! Bronze, silver and gold: the ledger of inputs, one row per event, one frame per service, and the identity that
//! ties them together.
//!
//! A [`Session`] hands out [`Task`]s: inputs, and portions of long ones. A [`Reading`] does one and makes [`Block`]s of
//! it without looking at anything loaded, so that several can be done side by side; the session joins the blocks to the
//! [`Medallion`] in the order of the tasks.

mod batch;
mod block;
mod columns;
mod conflicts;
mod dates;
mod divide;
mod fingerprints;
mod gold;
mod growth;
mod ledger;
mod lists;
mod loading;
mod medallion;
mod memo;
mod memory;
mod notes;
mod pod;
mod reading;
mod reconciliation;
mod session;
mod shape;
mod silver;

pub use block::Block;
pub use conflicts::Conflict;
pub use gold::{Gold, PARAM_PREFIX, PLACEHOLDER};
pub use ledger::{Duplicate, Input, InputProblem, InputState, InputWarning, Part, Skipped, Workspaces};
pub use medallion::{Medallion, RecordPlace};
pub use memory::{Memory, MemoryUse};
pub use reading::{Reading, Task};
pub use reconciliation::{Counts, Reconciliation};
pub use session::{Progress, Session};
pub use silver::{COLUMNS, Silver};
pub use touchstone_schema::{ColumnType, SilverColumn, column_type};
