//! `cargo xtask bench`: Touchstone and its peers on the same logs, on this machine, in one run.
//!
//! Every contender is a separate process that times its own work and reports its counts; they are compared with the
//! generator's truth before the time is accepted.

mod chart;
mod check;
mod containers;
mod contenders;
mod data;
mod formats;
mod machine;
mod measures;
mod memory;
mod options;
mod queries;
mod report;
mod report_line;
mod run;
mod spark;
mod statistics;
mod tables;
mod views;

use anyhow::Result;

pub(crate) use options::Options;

use crate::bench::data::Data;
use crate::bench::machine::Machine;
use crate::bench::measures::Results;
use crate::workspace::Workspace;

/// Runs the measures and writes the report after each one, so that a later failure loses nothing.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let machine = Machine::describe(workspace);
    let data = Data::new(workspace, options.seed);
    let mut results = Results::default();
    let path = report::path(workspace, options);
    for measure in options.measures() {
        println!("\n== {}", measure.name());
        measures::take(measure, workspace, &data, options, &mut results)?;
        report::write(&path, &machine, options, &results)?;
    }
    println!("\n{}\nwritten to {}", tables::all(options, &results), path.display());
    Ok(())
}
