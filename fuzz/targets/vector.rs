//! Bytes as a deletion vector.

#![no_main]

#[path = "../bodies/source.rs"]
mod bodies;
#[path = "../bodies/table.rs"]
mod table;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| table::vector(bytes));
