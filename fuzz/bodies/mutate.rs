//! Inputs made of a corpus by chance, for the stable compiler: where fuzzers follow what they cover, this only tries. The
//! tests of the crates try some hundred; with `TOUCHSTONE_FUZZ_SECONDS` they go on for as long.

use std::path::Path;
use std::time::{Duration, Instant};

/// How many inputs are tried unless somebody asks for more.
const FEW: u64 = 150;

/// The longest input that is made.
const LONGEST: usize = 1 << 15;

/// What formats are made of, and what readers stumble over.
const TOKENS: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\\"",
    "\\",
    ",",
    ":",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "null",
    "NaN",
    "-Infinity",
    "\\ud83d",
    "{\"records\":[",
    "\"hits\":{\"hits\":[{\"_source\":",
    "{\"serviceName\":\"s\",\"actionName\":\"a\"}",
    "{\"service_name\":\"s\",\"action_name\":\"a\",\"event_id\":\"1\"}",
    "\"message\":\"",
    "{\\\"serviceName\\\":\\\"s\\\",",
    "eyJzZXJ2aWNlX25hbWUiOiJzIiwiYWN0aW9uX25hbWUiOiJhIn0=",
    "7b7d",
    "\"columns\":[",
    "\"data_array\":[[",
    "\"rows\":[[",
    "sep=;\n",
    ";",
    "\t",
    "|",
    "'",
    "{'a': None}",
    "{a=b, c}",
    "Row(a='b')",
    "1.23E+17",
    "20261128091312",
    "05/06/2025 12:00",
    "2026-W48-6T09:13:12Z",
    "\"flattened\":",
    "\"request_params\":",
    "\\N",
    "\u{1e}",
];

/// Runs a body over inputs made of the files of `corpus/<target>`, and says over how many.
pub(crate) fn run(target: &str, body: fn(&[u8])) -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let seconds = std::env::var("TOUCHSTONE_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let (begun, mut count) = (Instant::now(), 0);
    let mut chance = Chance(seconds.unwrap_or(0) + 0x9e37_79b9_7f4a_7c15);
    while seconds.map_or(count < FEW, |seconds| begun.elapsed() < Duration::from_secs(seconds)) {
        let mut input = chance.of(&seeds).clone();
        for _ in 0..=chance.below(6) {
            chance.change(&mut input, &seeds);
        }
        input.truncate(LONGEST);
        // Left behind where the body fails, and nowhere else.
        let last = std::env::temp_dir().join(format!("touchstone-{target}-{}", std::process::id()));
        if std::panic::catch_unwind(|| body(&input)).is_err() {
            std::fs::write(&last, &input).unwrap();
            panic!("the input is at {}", last.display());
        }
        count += 1;
    }
    count
}

/// Xorshift: the same inputs each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, many: &'a [T]) -> &'a T {
        &many[self.below(many.len())]
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let longest = if self.below(4) == 0 { length } else { 24 };
        start..(start + self.below(longest)).min(length)
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(input.len() + 1);
        match self.below(8) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.below(256) as u8,
            2 => drop(input.drain(self.range(input.len()))),
            3 => {
                let copied = input[self.range(input.len())].to_vec();
                input.splice(at..at, copied);
            }
            4 => {
                let other = self.of(seeds);
                let copied = other[self.range(other.len())].to_vec();
                input.splice(at..at, copied);
            }
            5 => input.truncate(at),
            _ => {
                let token = *self.of(&TOKENS);
                input.splice(at..at, token.bytes());
            }
        }
    }
}
