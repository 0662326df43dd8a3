//! Runs every record of the fuzzer's corpus through its target's body.

#[path = "../../../../fuzz/bodies/record.rs"]
mod bodies;
#[path = "../../../../fuzz/bodies/mutate.rs"]
mod mutate;

use std::path::Path;

#[test]
fn the_corpus_of_records_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/record");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        // Shown if the test fails.
        println!("{}", path.display());
        bodies::record(&bytes);
        count += 1;
    }
    assert!(count > 5, "there is a corpus");
}

#[test]
fn mutated_records_are_read() {
    println!("{} inputs", mutate::run("record", bodies::record));
}
