//! `cargo xtask COMMAND`: everything that turns the workspace into one HTML file, and the checks that hold its shape.
//!
//! It is Rust so that the version of wasm-bindgen's glue is pinned by `Cargo.lock`, and so that a build needs no shell.
#![expect(clippy::print_stdout, reason = "a build driver talks to the person who started it")]
#![expect(clippy::print_stderr, reason = "a build driver talks to the person who started it")]

mod arguments;
mod bench;
mod build;
mod process;
mod sample;
mod tidy;
mod wasm;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::workspace::Workspace;

const HELP: &str = "\
cargo xtask COMMAND [OPTIONS]

  wasm    build the wasm core and its no-modules glue
  sample  write the sample that is embedded in the page, and its truth
  build   wasm + sample + page: dist/touchstone.html
  tidy    check the layering, the fences and the file lengths
  bench   measure the page and its peers; `cargo xtask bench --help` lists its own options
  help    print this

  --quick     build with the profile web-quick: minutes faster, larger, slower to run
  --optimize  pass the module through wasm-opt of the npm package binaryen, if it is installed (minutes)
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("xtask: {err:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let workspace = Workspace::find()?;
    if words.first().is_some_and(|word| word == "bench") {
        return bench::run(&workspace, &words[1..]);
    }
    let arguments = Arguments::parse(words.into_iter())?;
    match arguments.command.as_str() {
        "wasm" => wasm::build(&workspace, &arguments).map(drop),
        "sample" => sample::write(&workspace, arguments.quick).map(drop),
        "build" => build::page(&workspace, &arguments),
        "tidy" => tidy::check(&workspace),
        "help" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command {other:?}; `cargo xtask help` lists them"),
    }
}
