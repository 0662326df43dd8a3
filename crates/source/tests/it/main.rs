//! Tests of the readers, from bytes to pieces.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]
#![allow(clippy::print_stdout, reason = "a test that fails shows what it printed")]

mod archives;
mod corpus;
mod delta;
mod delta_columns;
mod delta_vectors;
mod exports;
mod hostile_parquet;
mod layouts;
mod lists;
mod parquet_file;
mod support;
mod table;
