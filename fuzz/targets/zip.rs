//! Bytes as an archive.

#![no_main]

#[path = "../bodies/source.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::input(bytes));
