//! What is to be measured, and how often.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// A part of the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Measure {
    Start,
    Load,
    Parquet,
    Interaction,
    Query,
    Scale,
}

impl Measure {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Load => "load",
            Self::Parquet => "parquet",
            Self::Interaction => "interaction",
            Self::Query => "query",
            Self::Scale => "scale",
        }
    }
}

const EVENTS: u64 = 1_000_000;
const SCALE: [u64; 5] = [10_000, 100_000, 1_000_000, 3_000_000, 10_000_000];
const REPEAT: u64 = 3;

/// The command line of the bench. The report is docs/benchmarks.md, with docs/benchmarks.svg; of a part of it, where
/// anything of --only, --events, --scale, --repeat or --without is given, target/bench/benchmarks.md. `npm run bench`
/// installs and builds what this needs.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub(crate) struct Options {
    /// What is measured; all without it.
    #[arg(long, value_name = "LIST", value_enum, value_delimiter = ',')]
    only: Vec<Measure>,
    /// Events of load, parquet, interaction and query.
    #[arg(long, value_name = "N", value_parser = count, default_value_t = EVENTS)]
    pub(crate) events: u64,
    /// Events of scale.
    #[arg(long, value_name = "LIST", value_parser = count, value_delimiter = ',', default_values_t = SCALE)]
    pub(crate) scale: Vec<u64>,
    /// Runs of each contender, interleaved; scale runs once.
    #[arg(long, value_name = "N", value_parser = count, default_value_t = REPEAT)]
    pub(crate) repeat: u64,
    /// Changes of the filter that are timed.
    #[arg(long, value_name = "N", value_parser = count, default_value_t = 40)]
    pub(crate) changes: u64,
    /// How long the opened page waits for its drop.
    #[arg(long = "rest", value_name = "MS", value_parser = number, default_value_t = 2_000)]
    pub(crate) rest_ms: u64,
    /// Contenders to leave out, by name.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) without: Vec<String>,
    /// Of the generator.
    #[arg(long, value_name = "N", value_parser = number, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the report goes.
    #[arg(long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
}

impl Options {
    /// What is measured, in the order in which it is taken.
    pub(crate) fn measures(&self) -> Vec<Measure> {
        let is_wanted = |measure: &&Measure| self.only.is_empty() || self.only.contains(measure);
        Measure::value_variants().iter().filter(is_wanted).copied().collect()
    }

    /// Whether nothing is left out, so that the report is the one that is committed.
    pub(crate) fn is_whole(&self) -> bool {
        self.only.is_empty()
            && self.without.is_empty()
            && (self.events, self.repeat, self.scale.as_slice()) == (EVENTS, REPEAT, SCALE.as_slice())
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.replace('_', "").parse().map_err(|_| "not a whole number".to_owned())
}

fn count(text: &str) -> Result<u64, String> {
    number(text).and_then(|number| if number == 0 { Err("must be more than 0".to_owned()) } else { Ok(number) })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn parse(line: &str) -> Result<Options, clap::Error> {
        Line::try_parse_from(std::iter::once("bench").chain(line.split_whitespace())).map(|line| line.options)
    }

    #[test]
    fn parts_are_taken_in_one_order_and_make_no_whole() {
        let options = parse("--only parquet,load --events 100_000 --repeat 1").unwrap();
        assert_eq!(options.measures(), [Measure::Load, Measure::Parquet]);
        assert_eq!((options.events, options.repeat, options.is_whole()), (100_000, 1, false));
        let whole = parse("--rest 500").unwrap();
        assert_eq!((whole.measures().len(), whole.scale.len(), whole.is_whole()), (6, 5, true));
    }

    #[test]
    fn what_is_unknown_or_no_number_is_refused() {
        for line in ["--fast 1", "--only lode", "--events", "--events many", "--repeat 0"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
