//! Bytes as one record.

#![no_main]

#[path = "../bodies/record.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::record(bytes));
