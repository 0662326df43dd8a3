//! Answers through the public interface: on generated logs, on the blog's data set, and under filters.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod breakdowns;
mod caches;
mod completeness;
mod completion;
mod crosstab;
mod declarations;
mod differential;
mod filters;
mod fixtures;
mod generated;
mod immuta;
mod ledger;
mod names;
mod people;
mod real_set;
mod related;
mod rule_changes;
mod stories;
mod support;
mod tables_and_charts;
mod typescript;
mod wrappers;
