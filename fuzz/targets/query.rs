//! Bytes as a filter.

#![no_main]

#[path = "../bodies/query.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::query(bytes));
