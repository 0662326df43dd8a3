//! Bronze, silver and gold: the ledger of inputs, one row per event, one frame per service, and the identity that ties
//! them together.
//!
//! A [`Session`] hands out [`Task`]s: inputs, and portions of large ones. A [`TaskRun`] runs a task and emits
//! [`Block`]s without access to the loaded data, so several can run in parallel; the session joins the blocks to the
//! [`Medallion`] in task order.

mod apart;
mod block;
mod block_builder;
mod columns;
mod conflicts;
mod dates;
mod fingerprints;
mod gold;
mod growth;
mod keys;
mod ledger;
mod lists;
mod medallion;
mod memo;
mod memory;
mod notes;
mod number_bytes;
mod reconciliation;
mod session;
mod shape;
mod silver;
mod split;
mod task;
mod task_queue;

pub use apart::{Picked, pick, read_blocks};
pub use block::Block;
pub use conflicts::Conflict;
pub use gold::{Gold, PARAM_PREFIX, PLACEHOLDER};
pub use keys::EventKey;
pub use ledger::{Duplicate, Input, InputProblem, InputState, InputWarning, Part, Skipped, Workspaces};
pub use medallion::{Medallion, RecordPlace};
pub use memory::{Memory, MemoryUse};
pub use reconciliation::{Counts, Reconciliation};
pub use session::{Progress, Session};
pub use silver::{COLUMNS, Silver};
pub use task::{Task, TaskRun};
pub use touchstone_schema::{ColumnType, SilverColumn, column_type};
