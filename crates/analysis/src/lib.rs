//! The questions that the page and the command line ask, and plain-data answers.
//!
//! [`Analysis::answer`] is the one way in. Answers are in the auditor's terms; no frame, code or bitmap leaves.

pub mod answer;
pub mod filter;
mod findings;
pub mod question;

mod accounts;
mod analysis;
mod asked;
mod bins;
mod cache;
mod clusters;
mod columns;
mod edit;
mod event;
mod examples;
mod gold;
mod groups;
mod inputs;
mod leaders;
mod notices;
mod order;
mod overview;
mod parsed;
mod progress;
mod row_delta;
mod rows;
mod select;
mod selection_cache;
mod spellings;
mod stacked;
mod summary;
mod tally;

pub use analysis::Analysis;
pub use answer::Answer;
pub use asked::Asked;
pub use columns::cells_of;
pub use edit::{Choice, Edit, Term, TimeRange};
pub use filter::Filter;
pub use progress::progress;
pub use question::{Export, ExportFormat, Exported, Question, Sort, Table};
pub use summary::{summary, summary_of};
