//! Rules over logs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod arriving;
mod baselines;
mod corpus;
mod correlating;
mod oracle;
mod pack;
mod quiet;
mod refusing;
mod single;
mod support;
mod tuning;
