//! The generator from outside: its output is read independently and compared with its truth.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail, and so may what it is made of")]

mod command_line;
mod content;
mod determinism;
mod formats;
mod layout;
mod read_back;
mod recount;
mod silver_row;
mod truth;

use touchstone_generate::{MemorySink, Options, Truth, generate};

/// The files in memory, and their truth.
fn generated(options: &Options) -> (Vec<(String, Vec<u8>)>, Truth) {
    let mut sink = MemorySink::default();
    let truth = generate(options, &mut sink).expect("the options are possible");
    (sink.files, truth)
}
