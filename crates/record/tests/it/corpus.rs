//! Runs every record of the fuzzer's corpus through its target's body.

#[path = "../../../../fuzz/bodies/record.rs"]
mod bodies;
#[path = "../../../../fuzz/bodies/envelope.rs"]
mod envelope;
#[path = "../../../../fuzz/bodies/mutate.rs"]
mod mutate;

use std::path::Path;

use crate::tables::cells;

#[expect(clippy::print_stdout, reason = "names the file if the test fails")]
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        println!("{}", path.display());
        body(&bytes);
        count += 1;
    }
    assert!(count > 5, "{target} has a corpus");
}

fn enveloped(bytes: &[u8]) {
    bodies::record(&envelope::wrapped(bytes));
}

#[test]
fn the_corpora_of_records_and_envelopes_are_read() {
    replay("record", bodies::record);
    replay("record", cells);
    replay("cells", cells);
    replay("envelope", enveloped);
}

#[test]
fn mutated_records_are_read() {
    println!("{} inputs", mutate::run("record", bodies::record));
    println!("{} inputs", mutate::run("cells", cells));
    println!("{} inputs", mutate::run("envelope", enveloped));
}
