//! Bytes within wrappers of other systems, as an input and as one record.

#![no_main]

#[path = "../bodies/envelope.rs"]
mod envelope;
#[path = "../bodies/record.rs"]
mod record;
#[path = "../bodies/source.rs"]
mod source;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let wrapped = envelope::wrapped(bytes);
    source::input(&wrapped);
    record::record(&wrapped);
});
