//! Compares Delta tables with what delta-rs reads, if its Python package is installed.

use crate::support::printed_by;

/// Number of random tables. The script adds handmade ones.
const TABLES: &str = "6";

#[test]
fn tables_have_the_rows_that_delta_rs_reads() {
    let arguments = [env!("CARGO_BIN_EXE_touchstone"), "--tables", TABLES];
    let Some(said) = printed_by("delta_rs.py", &arguments) else { return };
    assert!(said.starts_with("skipped: ") || said.ends_with("0 of 6 tables differ\n"), "{said}");
}
