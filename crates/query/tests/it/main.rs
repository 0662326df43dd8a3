//! The filter language through the public door: parsing, printing, and answers held against going event by event.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod answers;
mod arbitrary;
mod completing;
mod corpus;
mod editing;
mod grouping;
mod hostile;
mod oracle;
mod parsing;
mod support;
mod words;
