//! The questions of the page and the command line, and their answers as plain data.
//!
//! [`Analysis::answer`] is the entry point. Answers use the auditor's terms; no frame, code or bitmap leaves this
//! crate.

pub mod answer;
pub mod filter;
mod findings;
pub mod question;

mod accounts;
mod analysis;
mod bins;
mod breakdowns;
mod cache;
mod clusters;
mod columns;
mod compare;
mod completeness;
mod contents;
mod count_cache;
mod crosstab;
mod edit;
mod entity;
mod event;
mod event_key;
mod examples;
mod finding_bins;
mod finding_times;
mod gold;
mod groups;
mod histogram;
mod immuta;
mod inputs;
mod leaders;
mod long_actions;
mod meaning;
mod names;
mod notices;
mod order;
mod overview;
mod parsed;
mod principals;
mod progress;
mod query_result;
mod related;
mod row_delta;
mod rows;
mod rule_set;
mod rules_change;
mod select;
mod selection_cache;
mod sessions;
mod small_multiples;
mod spellings;
mod storyline;
mod summary;
mod tally;
mod week;
mod zone;

pub use analysis::Analysis;
pub use answer::Answer;
pub use columns::cells_of;
pub use completeness::GridRows;
pub use edit::{Choice, Edit, Term, TimeRange};
pub use filter::Filter;
pub use findings::Found;
pub use progress::progress;
pub use query_result::QueryResult;
pub use question::{
    Export, ExportFormat, Exported, PrincipalOrder, PrincipalsQuery, Question, Sort, Subject, Table, ZoneOffset,
};
pub use rules_change::{RuleFile, RulesChange};
pub use summary::{summary, summary_of};
