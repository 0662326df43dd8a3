//! The fuzzer's corpus, each record through the body of its target.

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
        // Named where a test that fails shows it.
        println!("{}", path.display());
        bodies::record(&bytes);
        count += 1;
    }
    assert!(count > 5, "there is a corpus");
}

#[test]
fn what_chance_makes_of_records_is_read() {
    println!("{} inputs", mutate::run("record", bodies::record));
}
