//! Bytes as records a line, which are rows of a table.

#![no_main]

#[path = "../bodies/cells.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::cells(bytes));
