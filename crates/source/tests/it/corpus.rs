//! Runs every input of the fuzzers' corpora through its target's body.

#[path = "../../../../fuzz/bodies/source.rs"]
mod bodies;
#[path = "../../../../fuzz/bodies/envelope.rs"]
mod envelope;
#[path = "../../../../fuzz/bodies/mutate.rs"]
mod mutate;
#[path = "../../../../fuzz/bodies/table.rs"]
mod table;

use std::path::Path;

fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        // Shown if the test fails.
        println!("{}", path.display());
        body(&bytes);
        count += 1;
    }
    assert!(count > 5, "{target} has a corpus");
}

#[test]
fn the_corpus_of_any_input_is_read() {
    replay("reader", bodies::input);
}

#[test]
fn the_corpus_of_csv_is_read() {
    replay("csv", bodies::csv);
}

#[test]
fn the_corpus_of_zip_is_read() {
    replay("zip", bodies::input);
}

#[test]
fn the_corpus_of_parquet_is_read() {
    replay("parquet", bodies::input);
}

#[test]
fn the_corpus_of_delta_tables_is_planned() {
    replay("delta", bodies::delta);
}

#[test]
fn the_corpus_of_logs_of_tables_is_planned() {
    replay("log", table::log);
}

#[test]
fn the_corpus_of_deletion_vectors_is_read() {
    replay("vector", table::vector);
}

fn enveloped(bytes: &[u8]) {
    bodies::input(&envelope::wrapped(bytes));
}

#[test]
fn the_corpus_of_envelopes_is_read() {
    replay("envelope", enveloped);
}

#[test]
fn mutated_inputs_are_read() {
    for (target, body) in [
        ("reader", bodies::input as fn(&[u8])),
        ("csv", bodies::csv),
        ("zip", bodies::input),
        ("parquet", bodies::input),
        ("delta", bodies::delta),
        ("log", table::log),
        ("vector", table::vector),
        ("envelope", enveloped),
    ] {
        println!("{target}: {} inputs", mutate::run(target, body));
    }
}
