//! `touchstone findings`: what the rules find, for people or in the forms of other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchstone_analysis::answer::Answer;
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter, Question};
use touchstone_export::Exporter;
use touchstone_medallion::Session;
use touchstone_record::time;

use crate::commands::{FOUND, Looking};
use crate::load::{Threads, load, report, rules};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::write::{has_no_basis, unwritable, write_export};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders to search for files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Lists only findings with an event that matches this filter (docs/filters.md).
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// The output file. Beside forms that have no place for it, FILE.basis.json records the rules, their tuning and the
    /// inputs.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Writes CSV without a byte order mark.
    #[arg(long)]
    no_bom: bool,
    #[command(flatten)]
    looking: Looking,
    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// RFC 4180, with cells escaped that a spreadsheet would run as formulas.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// Typed columns.
    Parquet,
    /// A workbook for Excel.
    Xlsx,
    /// SARIF 2.1.0.
    Sarif,
    /// Detection Findings of OCSF 1.9.0, one JSON object per line.
    Ocsf,
    /// The events of the findings for Timesketch, one JSON object per line.
    Timesketch,
    /// What the findings rest on: the rules, their tuning and the inputs, as JSON.
    Basis,
}

impl OutputFormat {
    /// The form of an export; nothing for people.
    fn export(self) -> Option<ExportFormat> {
        Some(match self {
            Self::Table => return None,
            Self::Csv => ExportFormat::Csv,
            Self::Ndjson => ExportFormat::Ndjson,
            Self::Parquet => ExportFormat::Parquet,
            Self::Xlsx => ExportFormat::Xlsx,
            Self::Sarif => ExportFormat::Sarif,
            Self::Ocsf => ExportFormat::Ocsf,
            Self::Timesketch => ExportFormat::Timesketch,
            Self::Basis => ExportFormat::Basis,
        })
    }
}

/// Runs the subcommand.
pub(crate) fn findings(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let filter = touchstone_native::filter(arguments.filter.as_deref())?;
    let looking = &arguments.looking;
    let rules = rules(&looking.rules, looking.tuning.as_deref())?;
    let (session, opened) = load(&arguments.paths, arguments.threads);
    let mut analysis = Analysis::with_rules(rules);
    let format = arguments.format;
    let export = |format| Export {
        no_bom: arguments.no_bom,
        ..Export::new(Exported::Findings { filter: filter.clone() }, format)
    };
    match (format.export(), &arguments.output) {
        (None, output) => {
            let text = table(&session, &mut analysis, &filter)?;
            match output {
                Some(path) => std::fs::write(path, text).map_err(|error| unwritable(path, &error))?,
                None => {
                    print::all(text.as_bytes())?;
                }
            }
        }
        (Some(form), Some(path)) => {
            write_export(&session, &mut analysis, &export(form), path)?;
        }
        (Some(form), None) => {
            if has_no_basis(form) {
                report("the rules and their tuning are not part of this form; -o FILE records them beside it");
            }
            let mut exporter = Exporter::begin(&session, &mut analysis, &export(form))?;
            while let Some(piece) = exporter.next_piece(&session)? {
                if print::all(&piece)? == print::OutputPipe::Closed {
                    break;
                }
            }
        }
    }
    let found = analysis.found(&session, &filter)?;
    let mut levels = found.shown.iter().map(|at| found.report.findings[*at].severity);
    Ok(match opened {
        OpenedPaths::All if looking.fail_on.is_some_and(|least| levels.any(|level| level >= least)) => {
            OpenedPaths::Status(FOUND)
        }
        opened => opened,
    })
}

/// A line per finding.
fn table(session: &Session, analysis: &mut Analysis, filter: &Filter) -> Result<String, String> {
    let question = Question::Findings { filter: filter.clone(), most: usize::MAX };
    let Answer::Findings(answer) = analysis.answer(session, &question)? else {
        return Err("the findings have no answer".to_owned());
    };
    let headings = ["level", "first", "events", "message"].map(str::to_owned);
    let lines: Vec<Vec<String>> = answer
        .findings
        .into_iter()
        .map(|finding| {
            let first = finding.first_ms.map(time::rfc3339).unwrap_or_default();
            vec![finding.severity.name().to_owned(), first, finding.count.to_string(), finding.message]
        })
        .collect();
    let off = answer.checked.iter().filter(|rule| rule.off).count();
    let lacking = answer.checked.iter().filter(|rule| !rule.lacks.is_empty()).count();
    let total = format!(
        "{} findings of {} rules; {off} rules are off, {lacking} lack what they look for\n",
        lines.len(),
        answer.checked.len() - off
    );
    Ok(print::aligned(&headings, &[false, false, true, false], &lines) + &total)
}
