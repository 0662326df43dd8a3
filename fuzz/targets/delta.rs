//! Bytes as the files of a folder that holds a Delta table.

#![no_main]

#[path = "../bodies/source.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::delta(bytes));
