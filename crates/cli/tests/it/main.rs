//! The command line: runs the program.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

// Random filters and their meaning come from the tests of the filter language.
#[allow(dead_code, reason = "other tests use more of it")]
#[path = "../../../query/tests/it/arbitrary.rs"]
mod arbitrary;
mod command_line;
mod delta_rs;
mod evidence;
#[allow(dead_code, reason = "other tests use more of it")]
#[path = "../../../query/tests/it/oracle.rs"]
mod oracle;
mod pseudonyms;
mod random;
mod support;
#[path = "../../../query/tests/it/words.rs"]
mod words;
mod xlsx;
