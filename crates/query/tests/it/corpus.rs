//! The fuzzer's corpus: what must hold of any text.

#[path = "../../../../fuzz/bodies/query.rs"]
mod bodies;

use std::path::Path;

#[test]
fn the_corpus_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/query");
    let mut texts = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        bodies::query(&std::fs::read(file.unwrap().path()).unwrap());
        texts += 1;
    }
    assert!(texts > 100);
}
