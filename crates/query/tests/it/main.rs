//! The filter language through the public door: parsing, printing, and answers held against going row by row.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod arbitrary;
mod hostile;
mod parsing;
