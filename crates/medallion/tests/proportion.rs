//! Memory for loaded data is proportional to its size, whatever it consists of.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::io::Write as _;
use std::rc::Rc;
use std::time::{Duration, Instant};

use touchstone_medallion::{Counts, Session};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Maximum ratio of loaded data to text, beyond the base cost of a session.
const MAX_TIMES: usize = 24;

/// Base cost of a session in bytes.
const MAX_BESIDE: usize = 4 << 20;

/// Maximum factor beyond proportional growth: full lists double.
const MAX_MORE: usize = 2;

/// Maximum factor beyond proportional time. Quadratic time would be four times that.
const MAX_SLOWER: u32 = 3;

/// Base time.
const SLOWEST_BESIDE: Duration = Duration::from_secs(2);

/// How records are packed.
#[derive(Clone, Copy)]
enum Packed {
    OneFile,
    FileEach,
    ZipMemberEach,
}

struct Shape {
    name: &'static str,
    packed: Packed,
    /// Counts the items that most records create.
    makes: fn(Counts) -> u64,
    record: fn(usize) -> String,
}

fn event(nth: usize, service: &str, params: &str) -> String {
    format!(r#"{{"serviceName":"{service}","actionName":"a","timestamp":{nth},"requestParams":{{{params}}}}}"#)
}

/// A record with an id.
fn with_id(id: &str, params: &str) -> String {
    format!(
        r#"{{"service_name":"s","action_name":"a","event_id":"{id}","event_time":"2026-03-02T10:00:00Z","request_params":{{{params}}}}}"#
    )
}

const SHAPES: [Shape; 15] = [
    Shape {
        name: "keys",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| event(nth, "s", &format!(r#""key{nth}":"v""#)),
    },
    Shape {
        name: "shared keys",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| event(nth, "s", &format!(r#""key{}":"v""#, nth / 3)),
    },
    Shape {
        name: "pairs of keys",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| event(nth, "s", &format!(r#""a{}":"v","b{}":"w""#, nth % 97, nth % 89)),
    },
    Shape {
        name: "services",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| event(nth, &format!("service {nth}"), r#""k":"v""#),
    },
    Shape {
        name: "services without keys",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| event(nth, &format!("s{nth}"), ""),
    },
    Shape {
        name: "texts",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| event(nth, "s", &format!(r#""a":"text {nth}","b":"other {nth}""#)),
    },
    Shape {
        name: "files",
        makes: |counts| counts.events,
        packed: Packed::FileEach,
        record: |nth| event(nth, "s", &format!(r#""k":"{nth}""#)),
    },
    Shape {
        name: "problems",
        makes: |counts| counts.problems,
        packed: Packed::OneFile,
        record: |nth| format!(r#"{{"unknown":"number {nth} of those"}}"#),
    },
    Shape {
        name: "undated",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| format!(r#"{{"serviceName":"s","actionName":"a {nth}"}}"#),
    },
    Shape {
        name: "warnings",
        makes: |counts| counts.warnings,
        packed: Packed::OneFile,
        record: |nth| event(nth, "s", &format!(r#""k":"{nth}""#)).replace("\"a\"", "NaN"),
    },
    Shape {
        name: "conflicts",
        makes: |counts| counts.conflicts,
        packed: Packed::OneFile,
        record: |nth| with_id("e", &format!(r#""k":"{nth}","field {nth}":"v""#)),
    },
    Shape {
        name: "conflicting actions",
        makes: |counts| counts.conflicts,
        packed: Packed::OneFile,
        record: |nth| with_id("e", "").replace("\"a\"", &format!("\"a {nth}\"")),
    },
    Shape {
        name: "wrappers",
        makes: |counts| counts.events,
        packed: Packed::OneFile,
        record: |nth| format!(r#"{{"w{nth}":{}}}"#, event(nth, "s", "")),
    },
    Shape {
        name: "members",
        makes: |counts| counts.events,
        packed: Packed::ZipMemberEach,
        record: |nth| event(nth, "s", r#""k":"v""#),
    },
    Shape {
        name: "duplicates",
        makes: |counts| counts.duplicates,
        packed: Packed::OneFile,
        record: |nth| event(nth % 7, "s", r#""k":"v""#),
    },
];

/// An archive with uncompressed members.
fn zip_of(members: &[Vec<u8>]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (nth, content) in members.iter().enumerate() {
        archive.start_file(format!("{nth}.json"), options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The cost of loading: text, memory of the loaded data, and time.
struct Took {
    text: usize,
    held: usize,
    time: Duration,
}

fn load(shape: &Shape, records: usize) -> Took {
    let texts: Vec<Vec<u8>> = (0..records).map(|nth| ((shape.record)(nth) + "\n").into_bytes()).collect();
    let files = match shape.packed {
        Packed::OneFile => vec![texts.concat()],
        Packed::FileEach => texts,
        Packed::ZipMemberEach => vec![zip_of(&texts)],
    };
    let text = files.iter().map(Vec::len).sum();
    let begun = Instant::now();
    let mut session = Session::new([3; 16]);
    for (at, file) in files.into_iter().enumerate() {
        session.open(format!("{at}.json"), Rc::new(file));
    }
    while session.step() {}
    let time = begun.elapsed();
    let medallion = session.medallion();
    let totals = medallion.reconciliation();
    assert!(totals.holds && totals.totals.records == records as u64, "{}: {totals:?}", shape.name);
    assert!((shape.makes)(totals.totals) >= records as u64 / 2, "{}: {totals:?}", shape.name);
    Took { text, held: medallion.memory_bytes(), time }
}

/// Time is checked only for quadratic growth: other processes make it imprecise.
#[test]
fn memory_and_time_grow_with_what_is_read() {
    for shape in &SHAPES {
        let (small, large) = (load(shape, 4000), load(shape, 16_000));
        let Shape { name, .. } = shape;
        for took in [&small, &large] {
            let most = MAX_TIMES * took.text + MAX_BESIDE;
            assert!(took.held <= most, "{name}: {} bytes held for {}", took.held, took.text);
        }
        let most = 4 * MAX_MORE * small.held + MAX_BESIDE;
        assert!(large.held <= most, "{name}: {} bytes held where {} were", large.held, small.held);
        let most = small.time * (4 * MAX_SLOWER) + SLOWEST_BESIDE;
        assert!(large.time <= most, "{name}: {:?} where it took {:?}", large.time, small.time);
    }
}
