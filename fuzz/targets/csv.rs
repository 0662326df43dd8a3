//! Bytes as a header's further names and rows.

#![no_main]

#[path = "../bodies/source.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::csv(bytes));
