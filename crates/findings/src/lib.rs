//! Rules in Sigma's form, and what they find in what is loaded.
//!
//! [`Rules`] has the pack, which is part of the program, one's own rules and the [`Tuning`]. [`evaluate`] makes a
//! [`Report`] of them: the [`Finding`]s, and what could not be looked for. It depends on what is loaded alone, so that what
//! is loaded later counts as if it had come first.
//!
//! A rule's items become items of the filter language (`lower/`), which the query layer evaluates once per distinct text.
//! Correlations and baselines go over the selected events in order of time (`correlate/`, `baseline/`).
//! `docs/detections.md` describes the rules.

mod again;
mod allow;
mod annotation;
mod around;
mod baseline;
mod codes;
mod column;
mod condition;
mod conflicts;
mod correlate;
mod digest;
mod effective;
mod evaluate;
mod field;
mod file_kind;
mod finding;
mod ignore;
mod in_effect;
mod lifetime;
mod lower;
mod need;
mod parse;
mod rule;
mod rules;
mod select;
mod settings;
mod tell;
mod template;
mod tuning;
mod value;

pub use allow::Allow;
pub use annotation::{Annotation, Fidelity, RunbookStep};
pub use around::Around;
pub use conflicts::{BuiltIn, CONFLICTS, CONFLICTS_RULE};
pub use evaluate::{Evaluation, Step, evaluate, evaluate_rule};
pub use field::{PRINCIPAL, RuleField};
pub use file_kind::FileKind;
pub use finding::{Checked, Finding, FindingStep, Report};
pub use in_effect::{RuleInEffect, RulesInEffect};
pub use need::Need;
pub use parse::{RuleProblem, parse_rules};
pub use rule::{Origin, Rule, Severity, Triage};
pub use rules::Rules;
pub use settings::{Setting, SettingKey};
pub use tuning::{RuleTuning, Tuning, TuningError};
