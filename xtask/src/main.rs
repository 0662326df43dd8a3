//! `cargo xtask COMMAND`: builds the workspace into one HTML file and checks its structure.
//!
//! It is written in Rust so that `Cargo.lock` pins the version of wasm-bindgen's glue and a build needs no shell.
#![expect(clippy::print_stdout, reason = "a build driver talks to the person who started it")]
#![expect(clippy::print_stderr, reason = "a build driver talks to the person who started it")]

mod arguments;
mod bench;
mod build;
mod pack;
mod process;
mod sample;
mod tidy;
mod wasm;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser as _;

use crate::arguments::{Arguments, Command};
use crate::workspace::Workspace;

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("xtask: {err:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let workspace = Workspace::find()?;
    match command {
        Command::Wasm(building) => wasm::build(&workspace, &building).map(drop),
        Command::Sample(building) => sample::write(&workspace, building.quick).map(drop),
        Command::Build(building) => build::page(&workspace, &building),
        Command::Lint => wasm::lint(&workspace),
        Command::Tidy => tidy::check(&workspace),
        Command::Bench(options) => bench::run(&workspace, &options),
    }
}
