//! The readers, from bytes to pieces.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod archives;
mod corpus;
mod layouts;
mod support;
