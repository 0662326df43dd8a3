//! `touchstone report`: a page to print, and the same as a workbook.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use touchstone_analysis::Analysis;
use touchstone_evidence::{Form, Report, ReportPlan, State, counted};
use touchstone_export::workpaper;

use crate::asked::{Asked, report_differences};
use crate::load::{Threads, load, report};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::write::unwritable;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders to search for files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The file to write: .html is a page without scripts to read and print, .xlsx a workpaper; may be given several times.
    #[arg(long, value_name = "FILE", required = true, value_parser = output)]
    out: Vec<Output>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    threads: Threads,
}

/// A file of a form that its ending names.
#[derive(Clone, Debug)]
struct Output {
    path: PathBuf,
    is_workbook: bool,
}

fn output(text: &str) -> Result<Output, String> {
    let path = PathBuf::from(text);
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    let is_workbook = match ending.as_deref().and_then(OsStr::to_str) {
        Some("html" | "htm") => false,
        Some("xlsx") => true,
        _ => return Err("a report ends in .html or .xlsx".to_owned()),
    };
    Ok(Output { path, is_workbook })
}

/// Runs the subcommand.
pub(crate) fn make(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let asked = arguments.asked.read()?;
    let (session, opened) = load(&arguments.paths, arguments.threads);
    let plan = ReportPlan {
        filter: asked.filter,
        sample: asked.sample,
        case: asked.case.map(|file| file.case),
        made: asked.made,
    };
    let made = Report::of(&session, &mut Analysis::with_rules(asked.rules), &plan)?;
    let pseudonyms = arguments.asked.pseudonyms.of(&session)?;
    report_differences(&made.differences);
    for output in &arguments.out {
        let bytes = match &pseudonyms {
            _ if output.is_workbook => workpaper(&made, pseudonyms.as_ref())?,
            Some(pseudonyms) => pseudonyms.content(Form::Markup, made.html().as_bytes()),
            None => made.html().into_bytes(),
        };
        std::fs::write(&output.path, bytes).map_err(|error| unwritable(&output.path, &error))?;
    }
    let [open, explained, exceptions] = State::ALL.map(|state| made.count(state));
    let names: Vec<String> = arguments.out.iter().map(|output| shown(&output.path)).collect();
    let count = counted(made.findings.len() as u64, "finding");
    let exceptions = counted(exceptions as u64, "exception");
    let text = format!("{}: {count}, {open} open, {explained} explained, {exceptions}\n", names.join(", "));
    print::all(text.as_bytes())?;
    if opened == OpenedPaths::Some {
        report("the report is of the paths that could be opened");
    }
    Ok(opened)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
