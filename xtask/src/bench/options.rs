//! What is to be measured, and how often.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

pub(crate) const HELP: &str = "\
cargo xtask bench [OPTIONS]

  --only LIST      of load, parquet, interaction, scale and start; all without it
  --events N       events of load, parquet and interaction (1000000)
  --scale LIST     events of scale (10000,100000,1000000,3000000,10000000)
  --repeat N       runs of each contender, interleaved (3); scale runs once
  --changes N      changes of the filter that are timed (40)
  --rest MS        how long the opened page waits for its drop (2000)
  --without LIST   contenders to leave out, by name
  --seed N         of the generator (1)
  --write FILE     where the report goes

Without --only, --events, --scale, --repeat and --without the report is docs/benchmarks.md, with docs/benchmarks.svg; of a
part it is target/bench/benchmarks.md. `npm run bench` installs and builds what this needs.
";

/// A part of the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Start,
    Load,
    Parquet,
    Interaction,
    Scale,
}

impl Measure {
    /// In the order in which they are taken.
    const ALL: [Self; 5] = [Self::Start, Self::Load, Self::Parquet, Self::Interaction, Self::Scale];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Load => "load",
            Self::Parquet => "parquet",
            Self::Interaction => "interaction",
            Self::Scale => "scale",
        }
    }
}

/// The command line of the bench.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) measures: Vec<Measure>,
    pub(crate) events: u64,
    pub(crate) scale: Vec<u64>,
    pub(crate) repeat: usize,
    pub(crate) changes: usize,
    pub(crate) rest_ms: u64,
    pub(crate) without: Vec<String>,
    pub(crate) seed: u64,
    pub(crate) write: Option<PathBuf>,
    /// Whether nothing is left out, so that the report is the one that is committed.
    pub(crate) is_whole: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            measures: Measure::ALL.to_vec(),
            events: 1_000_000,
            scale: vec![10_000, 100_000, 1_000_000, 3_000_000, 10_000_000],
            repeat: 3,
            changes: 40,
            rest_ms: 2_000,
            without: Vec::new(),
            seed: 1,
            write: None,
            is_whole: true,
        }
    }
}

impl Options {
    /// Nothing, where help is asked for.
    pub(crate) fn parse(words: &[String]) -> Result<Option<Self>> {
        let mut options = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if matches!(word.as_str(), "--help" | "-h" | "help") {
                return Ok(None);
            }
            let value =
                words.next().with_context(|| format!("{word} needs a value; see `cargo xtask bench --help`"))?;
            match word.as_str() {
                "--only" => options.measures = measures(value)?,
                "--events" => options.events = count(word, value)?,
                "--scale" => options.scale = list(value).map(|one| count(word, one)).collect::<Result<_>>()?,
                "--repeat" => options.repeat = count(word, value)? as usize,
                "--changes" => options.changes = count(word, value)? as usize,
                "--rest" => options.rest_ms = number(word, value)?,
                "--without" => options.without = list(value).map(str::to_owned).collect(),
                "--seed" => options.seed = number(word, value)?,
                "--write" => options.write = Some(PathBuf::from(value)),
                _ => bail!("there is no option {word}; see `cargo xtask bench --help`"),
            }
            let narrows = ["--only", "--events", "--scale", "--repeat", "--without"];
            options.is_whole &= !narrows.contains(&word.as_str());
        }
        Ok(Some(options))
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn measures(text: &str) -> Result<Vec<Measure>> {
    for word in list(text) {
        if !Measure::ALL.iter().any(|measure| measure.name() == word) {
            bail!("there is no measure {word:?}; see `cargo xtask bench --help`");
        }
    }
    Ok(Measure::ALL.into_iter().filter(|measure| list(text).any(|word| word == measure.name())).collect())
}

fn number(option: &str, text: &str) -> Result<u64> {
    text.replace('_', "").parse().with_context(|| format!("{option} {text}: not a whole number"))
}

fn count(option: &str, text: &str) -> Result<u64> {
    match number(option, text)? {
        0 => bail!("{option} must be more than 0"),
        number => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Options>> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn parts_are_taken_in_one_order_and_make_no_whole() {
        let options = parse("--only parquet,load --events 100_000 --repeat 1").unwrap().unwrap();
        assert_eq!(options.measures, [Measure::Load, Measure::Parquet]);
        assert_eq!((options.events, options.repeat, options.is_whole), (100_000, 1, false));
        assert!(parse("--rest 500").unwrap().unwrap().is_whole);
    }

    #[test]
    fn what_is_unknown_or_no_number_is_refused() {
        for line in ["--fast 1", "--only lode", "--events", "--events many", "--repeat 0"] {
            assert!(parse(line).is_err(), "{line}");
        }
        assert!(parse("--help").unwrap().is_none());
    }
}
