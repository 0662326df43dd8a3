use sha2::{Digest as _, Sha256};
use touchstone_generate::{Incidents, Layout, Options, Shape};

use crate::generated;

fn options() -> Options {
    Options { events: 2_000, shape: Shape::Mixed, bad_lines: 8, duplicates: 20, ..Options::default() }
}

#[test]
fn the_same_options_give_the_same_bytes() {
    assert_eq!(generated(&options()), generated(&options()));
    let layout = Layout::Delivery { files: Some(60), redeliveries: 3 };
    let split = Options { layout, ..options() };
    assert_eq!(generated(&split), generated(&split));
}

#[test]
fn another_seed_gives_other_bytes() {
    let (one, _) = generated(&options());
    let (other, _) = generated(&Options { seed: 2, ..options() });
    assert_ne!(one, other);
}

/// The digest is the same on every machine. If the output changes on purpose, update the line below.
#[test]
fn the_bytes_are_the_same_on_every_machine() {
    let (files, _) = generated(&options());
    let digest = Sha256::digest(&files[0].1);
    let start = digest[..8].iter().fold(0, |start, byte| start << 8 | u64::from(*byte));
    assert_eq!(start, 0xae89_495f_5726_dfcc, "{start:#018x}");
}

#[test]
fn splitting_changes_no_event() {
    let whole = Options { bad_lines: 0, duplicates: 0, ..options() };
    let layout = Layout::Delivery { files: None, redeliveries: 0 };
    let lines = |options: &Options| {
        let (files, _) = generated(options);
        let mut lines: Vec<_> =
            files.iter().flat_map(|(_, bytes)| bytes.split(|byte| *byte == b'\n')).map(<[u8]>::to_vec).collect();
        lines.retain(|line| !line.is_empty());
        lines.sort();
        lines
    };
    assert_eq!(lines(&whole), lines(&Options { layout, ..whole.clone() }));
}

#[test]
fn leaving_an_incident_out_moves_no_other() {
    let records_of = |incidents: Incidents| {
        let (files, truth) = generated(&Options { incidents, events: 3_000, ..Options::default() });
        let harvest = truth.incidents.iter().find(|incident| incident.id == "secret-harvest").expect("it is planted");
        let lines: Vec<_> = files[0].1.split(|byte| *byte == b'\n').collect();
        // Sorted: what arrives late depends on what else there is.
        harvest
            .records
            .iter()
            .map(|place| lines[place.1 as usize - 1].to_vec())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(records_of(Incidents::All), records_of(Incidents::Only(vec!["secret-harvest".to_owned()])));
}
