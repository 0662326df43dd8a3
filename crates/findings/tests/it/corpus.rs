//! Runs every input of the fuzzer's corpus, and inputs made of them by chance, through its target's body.

#[path = "../../../../fuzz/bodies/rules.rs"]
mod bodies;
#[path = "../../../../fuzz/bodies/mutate.rs"]
mod mutate;

use std::path::Path;

#[test]
fn the_corpus_of_rules_is_evaluated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/rules");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        // Shown if the test fails.
        println!("{}", path.display());
        bodies::rules(&std::fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count > 5, "there is a corpus");
}

#[test]
fn mutated_rules_are_evaluated() {
    println!("{} inputs", mutate::run("rules", bodies::rules));
}
