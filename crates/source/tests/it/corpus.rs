//! Runs every input of the fuzzers' corpora through its target's body.

#[path = "../../../../fuzz/bodies/source.rs"]
mod bodies;
#[path = "../../../../fuzz/bodies/mutate.rs"]
mod mutate;

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
fn mutated_inputs_are_read() {
    for (target, body) in [
        ("reader", bodies::input as fn(&[u8])),
        ("csv", bodies::csv),
        ("zip", bodies::input),
        ("parquet", bodies::input),
        ("delta", bodies::delta),
    ] {
        println!("{target}: {} inputs", mutate::run(target, body));
    }
}
