//! Bytes as a commit of a Delta table.

#![no_main]

#[path = "../bodies/source.rs"]
mod bodies;
#[path = "../bodies/table.rs"]
mod table;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| table::log(bytes));
