//! Rules over logs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod baselines;
mod correlating;
mod oracle;
mod pack;
mod refusing;
mod single;
mod support;
mod tuning;
