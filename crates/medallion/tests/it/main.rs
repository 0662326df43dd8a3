//! Inputs become silver and gold, through the public door.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod columns;
mod conflicts;
mod groups;
mod loading;
mod memory;
mod row_groups;
mod side_by_side;
mod support;
