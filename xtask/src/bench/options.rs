//! Options of the bench.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// A measure of the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Measure {
    Start,
    Load,
    Parquet,
    Formats,
    Containers,
    Interaction,
    Query,
    Findings,
    Views,
    Scale,
    Spark,
}

impl Measure {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Load => "load",
            Self::Parquet => "parquet",
            Self::Formats => "formats",
            Self::Containers => "containers",
            Self::Interaction => "interaction",
            Self::Query => "query",
            Self::Findings => "findings",
            Self::Views => "views",
            Self::Scale => "scale",
            Self::Spark => "spark",
        }
    }
}

const EVENTS: u64 = 1_000_000;
const SCALE: [u64; 5] = [10_000, 100_000, 1_000_000, 3_000_000, 10_000_000];
const REPEAT: u64 = 3;

/// The command line of the bench. A full run writes docs/benchmarks.md and docs/benchmarks.svg; a run with any of
/// --only, --events, --scale, --repeat or --without writes target/bench/benchmarks.md. `npm run bench` installs and
/// builds what the bench needs.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub(crate) struct Options {
    /// The measures to take; all by default.
    #[arg(long, value_name = "LIST", value_enum, value_delimiter = ',')]
    only: Vec<Measure>,
    /// Number of events for load, parquet, interaction, query, findings and views; formats, containers and Spark get 300,000 of
    /// them at most.
    #[arg(long, value_name = "N", value_parser = count, default_value_t = EVENTS)]
    pub(crate) events: u64,
    /// Numbers of events for scale.
    #[arg(long, value_name = "LIST", value_parser = count, value_delimiter = ',', default_values_t = SCALE)]
    pub(crate) scale: Vec<u64>,
    /// Runs per contender, interleaved; scale runs once.
    #[arg(long, value_name = "N", value_parser = count, default_value_t = REPEAT)]
    pub(crate) repeat: u64,
    /// Number of timed filter changes.
    #[arg(long, value_name = "N", value_parser = count, default_value_t = 40)]
    pub(crate) changes: u64,
    /// How long the opened page rests before the drop.
    #[arg(long = "rest", value_name = "MS", value_parser = number, default_value_t = 2_000)]
    pub(crate) rest_ms: u64,
    /// Contenders to leave out, by name.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) without: Vec<String>,
    /// Seed of the generator.
    #[arg(long, value_name = "N", value_parser = number, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The report's path.
    #[arg(long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
}

impl Options {
    /// The measures to take, in order.
    pub(crate) fn measures(&self) -> Vec<Measure> {
        let is_wanted = |measure: &&Measure| self.only.is_empty() || self.only.contains(measure);
        Measure::value_variants().iter().filter(is_wanted).copied().collect()
    }

    /// Whether nothing is left out, so that the report may be committed.
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
        assert_eq!((whole.measures().len(), whole.scale.len(), whole.is_whole()), (11, 5, true));
    }

    #[test]
    fn what_is_unknown_or_no_number_is_refused() {
        for line in ["--fast 1", "--only lode", "--events", "--events many", "--repeat 0"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
