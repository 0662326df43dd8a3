//! `cargo xtask bench`: Touchstone and its peers on the same logs, on this machine, in one run.
//!
//! Every contender is a process of its own that measures its work from within and says what it found; what it found is
//! compared with the generator's truth before its time counts.

mod chart;
mod check;
mod contenders;
mod data;
mod machine;
mod measures;
mod memory;
mod options;
mod queries;
mod report;
mod run;
mod statistics;
mod tables;
mod told;

use anyhow::Result;

pub(crate) use options::Options;

use crate::bench::data::Data;
use crate::bench::machine::Machine;
use crate::bench::measures::Results;
use crate::workspace::Workspace;

/// Measures what is asked for, and writes the report after each measure: what is measured survives what fails later.
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
