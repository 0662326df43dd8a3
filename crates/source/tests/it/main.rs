//! Tests of the readers, from bytes to pieces.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing set-up fails the test")]
#![allow(clippy::print_stdout, reason = "shown when the test fails")]

mod archives;
mod corpus;
mod delta;
mod delta_columns;
mod delta_large;
mod delta_vectors;
mod exports;
mod hostile_parquet;
mod layouts;
mod lists;
mod parquet_file;
mod parquet_values;
mod support;
mod table;
