//! Exports through the public door.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod files;
mod findings;
mod pseudonyms;
mod report;
