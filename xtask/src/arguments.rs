//! The command line of xtask.

use clap::{Args, Parser, Subcommand};

use crate::bench::Options;

/// Everything that turns the workspace into one HTML file, and the checks that hold its shape.
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
    /// Write the sample that is embedded in the page, and its truth.
    Sample(Building),
    /// wasm + sample + page: dist/touchstone.html.
    Build(Building),
    /// Check the layering, the fences and the file lengths.
    Tidy,
    /// Measure the page and its peers.
    Bench(Options),
}

/// How the core is built.
#[derive(Debug, Args, PartialEq, Eq)]
pub(crate) struct Building {
    /// Build with the profile web-quick: minutes faster, larger, slower to run.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Pass the module through wasm-opt of the npm package binaryen, if it is installed (minutes).
    #[arg(long, conflicts_with = "quick")]
    pub(crate) optimize: bool,
}

impl Building {
    /// The cargo profile of the wasm core, as in the root `Cargo.toml`.
    pub(crate) fn profile(&self) -> &'static str {
        if self.quick { "web-quick" } else { "web" }
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
        for (line, profile) in [("build --quick", "web-quick"), ("build", "web"), ("wasm --optimize", "web")] {
            let (Command::Build(building) | Command::Wasm(building)) = parse(line).unwrap().command else { panic!() };
            assert_eq!(building.profile(), profile);
        }
    }

    #[test]
    fn what_is_unknown_or_contradictory_is_refused() {
        for line in
            ["", "build --fast", "build tidy", "build --quick --optimize", "bench --repeat 0", "bench --only lode"]
        {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
