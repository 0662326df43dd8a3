//! What is loaded takes memory in proportion to its bytes, whatever there is many of.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::rc::Rc;
use std::time::{Duration, Instant};

use touchstone_medallion::Session;

/// How many times its text what is loaded may take, beside what every session takes.
const MOST_TIMES: usize = 24;

/// What every session may take beside.
const MOST_BESIDE: usize = 4 << 20;

/// How much more than fourfold four times the input may take: lists that are full move to twice their room.
const MOST_MORE: usize = 2;

/// How much longer than fourfold it may take. A square would be four times that.
const MOST_SLOWER: u32 = 3;

/// And beside.
const SLOWEST_BESIDE: Duration = Duration::from_secs(2);

struct Shape {
    name: &'static str,
    /// How many files `n` records make.
    files: fn(usize) -> usize,
    record: fn(usize) -> String,
}

fn event(nth: usize, service: &str, params: &str) -> String {
    format!(r#"{{"serviceName":"{service}","actionName":"a","timestamp":{nth},"requestParams":{{{params}}}}}"#)
}

const SHAPES: [Shape; 9] = [
    Shape { name: "keys", files: |_| 1, record: |nth| event(nth, "s", &format!(r#""key{nth}":"v""#)) },
    Shape { name: "shared keys", files: |_| 1, record: |nth| event(nth, "s", &format!(r#""key{}":"v""#, nth / 3)) },
    Shape {
        name: "pairs of keys",
        files: |_| 1,
        record: |nth| event(nth, "s", &format!(r#""a{}":"v","b{}":"w""#, nth % 97, nth % 89)),
    },
    Shape { name: "services", files: |_| 1, record: |nth| event(nth, &format!("service {nth}"), r#""k":"v""#) },
    Shape { name: "services without keys", files: |_| 1, record: |nth| event(nth, &format!("s{nth}"), "") },
    Shape {
        name: "texts",
        files: |_| 1,
        record: |nth| event(nth, "s", &format!(r#""a":"text {nth}","b":"other {nth}""#)),
    },
    Shape { name: "files", files: |records| records, record: |nth| event(nth, "s", &format!(r#""k":"{nth}""#)) },
    Shape { name: "problems", files: |_| 1, record: |nth| format!(r#"{{"unknown":"number {nth} of those"}}"#) },
    Shape { name: "duplicates", files: |_| 1, record: |nth| event(nth % 7, "s", r#""k":"v""#) },
];

/// What loading took: of text, of memory for what is loaded, and of time.
struct Took {
    text: usize,
    held: usize,
    time: Duration,
}

fn load(shape: &Shape, records: usize) -> Took {
    let files = (shape.files)(records);
    let mut texts = vec![String::new(); files];
    for nth in 0..records {
        let text = &mut texts[nth * files / records];
        text.push_str(&(shape.record)(nth));
        text.push('\n');
    }
    let text = texts.iter().map(String::len).sum();
    let begun = Instant::now();
    let mut session = Session::new([3; 16]);
    for (at, text) in texts.into_iter().enumerate() {
        session.open(format!("{at}.json"), Rc::new(text.into_bytes()));
    }
    while session.step() {}
    let time = begun.elapsed();
    let medallion = session.medallion();
    let totals = medallion.reconciliation();
    assert!(totals.holds && totals.totals.records == records as u64, "{}: {totals:?}", shape.name);
    Took { text, held: medallion.memory_bytes(), time }
}

/// Of time only what grows like a square is told: so long as others use the processor, it is no measure.
#[test]
fn memory_and_time_grow_with_what_is_read() {
    for shape in &SHAPES {
        let (small, large) = (load(shape, 4000), load(shape, 16_000));
        let Shape { name, .. } = shape;
        for took in [&small, &large] {
            let most = MOST_TIMES * took.text + MOST_BESIDE;
            assert!(took.held <= most, "{name}: {} bytes held for {}", took.held, took.text);
        }
        let most = 4 * MOST_MORE * small.held + MOST_BESIDE;
        assert!(large.held <= most, "{name}: {} bytes held where {} were", large.held, small.held);
        let most = small.time * (4 * MOST_SLOWER) + SLOWEST_BESIDE;
        assert!(large.time <= most, "{name}: {:?} where it took {:?}", large.time, small.time);
    }
}
