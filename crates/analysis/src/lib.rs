//! The questions that the page and the command line ask, and plain-data answers.
//!
//! [`Analysis::answer`] is the one way in. Answers are in the auditor's terms; no frame, code or bitmap leaves.

pub mod answer;
pub mod filter;
pub mod question;

mod accounts;
mod analysis;
mod bins;
mod cells;
mod change;
mod clusters;
mod event;
mod gold;
mod inputs;
mod kept;
mod leaders;
mod nearest;
mod notices;
mod order;
mod overview;
mod progress;
mod rows;
mod select;
mod spellings;
mod stacked;
mod summary;
mod tally;
mod terms;

pub use analysis::{Analysis, Asked};
pub use answer::Answer;
pub use cells::{Cell, cells_of};
pub use filter::{Filter, Term, TimeRange};
pub use progress::progress;
pub use question::{Export, ExportFormat, Exported, Question, Sort, Table};
pub use summary::summary;
