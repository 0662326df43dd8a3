//! Evidence through the public door.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod bundle;
mod case;
#[path = "../../../analysis/tests/it/declarations.rs"]
mod declarations;
mod log;
mod pseudonyms;
mod typescript;
mod work;
