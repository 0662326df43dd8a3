//! The command line of xtask.

use clap::{Args, Parser, Subcommand};

use crate::bench::Options;

/// Builds the workspace into one HTML file and checks its structure.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the wasm core and its no-modules glue.
    Wasm(Building),
    /// Generate the sample embedded in the page, and its truth.
    Sample(Building),
    /// wasm + sample + page: dist/touchstone.html.
    Build(Building),
    /// Run clippy on what is compiled for the browser; with `CLIPPY_CONF_DIR=clippy-wasm`, by its rules.
    Lint,
    /// Check the layering, the fences and the file lengths.
    Tidy,
    /// Measure the page and its peers.
    Bench(Options),
}

/// The profile of a core that is built in minutes less.
pub(crate) const QUICK_PROFILE: &str = "web-quick";

/// Build options of the core.
#[derive(Debug, Args, PartialEq, Eq)]
pub(crate) struct Building {
    /// Use the profile web-quick: builds minutes faster; the core is larger and slower.
    #[arg(long)]
    pub(crate) quick: bool,
}

impl Building {
    /// The cargo profile of the wasm core in the root `Cargo.toml`.
    pub(crate) fn profile(&self) -> &'static str {
        if self.quick { QUICK_PROFILE } else { "web" }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(std::iter::once("xtask").chain(line.split_whitespace()))
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn quick_chooses_the_quick_profile() {
        for (line, profile) in [("build --quick", "web-quick"), ("build", "web"), ("wasm", "web")] {
            let (Command::Build(building) | Command::Wasm(building)) = parse(line).unwrap().command else { panic!() };
            assert_eq!(building.profile(), profile);
        }
    }

    #[test]
    fn what_is_unknown_is_refused() {
        for line in ["", "build --fast", "build tidy", "bench --repeat 0", "bench --only lode"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
