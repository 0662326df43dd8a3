//! Bytes as a file of rules, and as a tuning.

#![no_main]

#[path = "../bodies/rules.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::rules(bytes));
