//! Any bytes as an input: text in every layout, gzip, zstd, and what is no log.

#![no_main]

#[path = "../bodies/source.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::input(bytes));
