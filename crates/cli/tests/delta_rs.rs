//! Compares Delta tables with what delta-rs reads, if its Python package is installed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Number of random tables. The script adds handmade ones.
const TABLES: &str = "6";

/// Bypasses the test harness, which hides the output of passing tests.
fn say(text: &str) {
    write!(std::io::stderr(), "{text}").unwrap_or_default();
}

#[test]
fn tables_have_the_rows_that_delta_rs_reads() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/delta_rs.py");
    let python = std::env::var("TOUCHSTONE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(&python).arg(script).args([env!("CARGO_BIN_EXE_touchstone"), "--tables", TABLES]).output();
    let Ok(output) = run else {
        return say(&format!("skipped: {python} is not installed\n"));
    };
    let said = String::from_utf8_lossy(&output.stdout);
    say(&said);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.starts_with("skipped: ") || said.ends_with("0 of 6 tables differ\n"), "{said}");
}
