//! `touchstone findings`: what the rules find, for people or in the forms of other programs.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter};
use touchstone_evidence::{Case, State, counted, fingerprint};
use touchstone_export::{Exporter, Guise};
use touchstone_medallion::Session;
use touchstone_record::time;

use crate::asked::{case, report_differences, rules};
use crate::commands::{FOUND, Looking};
use crate::load::{Threads, load, report};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::pseudonyms::{self, hidden};
use crate::write::{unwritable, write_export};

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
    /// A case file (docs/case.schema.json): adds what was decided about each finding, and uses its rules and its tuning. With
    /// --fail-on, findings that are explained do not count.
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    #[command(flatten)]
    pseudonyms: pseudonyms::Hiding,
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
    let case = arguments.case.as_deref().map(case).transpose()?.map(|file| file.case);
    let (rules, _) = rules(&looking.rules, looking.tuning.as_deref(), case.as_ref())?;
    let (session, opened) = load(&arguments.paths, arguments.threads);
    let mut analysis = Analysis::with_rules(rules);
    if let Some(case) = &case {
        report_differences(&case.compare(&session, &mut analysis)?.differences);
    }
    let pseudonyms = arguments.pseudonyms.of(&session)?;
    let guise = Guise { case: case.as_ref(), pseudonyms: pseudonyms.as_ref() };
    let format = arguments.format;
    let export = |format| Export {
        no_bom: arguments.no_bom,
        ..Export::new(Exported::Findings { filter: filter.clone() }, format)
    };
    match (format.export(), &arguments.output) {
        (None, output) => {
            let text = table(&session, &mut analysis, &filter, case.as_ref())?;
            let text = hidden(pseudonyms.as_ref(), text);
            match output {
                Some(path) => std::fs::write(path, text).map_err(|error| unwritable(path, &error))?,
                None => {
                    print::all(text.as_bytes())?;
                }
            }
        }
        (Some(form), Some(path)) => {
            write_export(&session, &mut analysis, &export(form), guise, path)?;
        }
        (Some(form), None) => {
            if !form.has_basis() {
                report("the rules and their tuning are not part of this form; -o FILE records them beside it");
            }
            let mut exporter = Exporter::begin_with(&session, &mut analysis, &export(form), guise)?;
            while let Some(piece) = exporter.next_piece(&session)? {
                if print::all(&piece)? == print::OutputPipe::Closed {
                    break;
                }
            }
        }
    }
    let found = analysis.found(&session, &filter)?;
    let counts = |at: &&usize| {
        let print = |case: &Case| case.state(&fingerprint(session.medallion(), &found.report.findings[**at]));
        case.as_ref().map(print) != Some(State::Explained)
    };
    let mut levels = found.shown.iter().filter(counts).map(|at| found.report.findings[*at].severity);
    Ok(match opened {
        OpenedPaths::All if looking.fail_on.is_some_and(|least| levels.any(|level| level >= least)) => {
            OpenedPaths::Status(FOUND)
        }
        opened => opened,
    })
}

/// A line per finding.
fn table(session: &Session, analysis: &mut Analysis, filter: &Filter, case: Option<&Case>) -> Result<String, String> {
    let found = analysis.found(session, filter)?;
    let mut counts = [0_usize; State::ALL.len()];
    let lines: Vec<Vec<String>> = found
        .shown
        .iter()
        .map(|at| {
            let finding = &found.report.findings[*at];
            let first = finding.first_ms.map(time::rfc3339).unwrap_or_default();
            let mut line = vec![finding.severity.name().to_owned(), first, finding.count.to_string()];
            if let Some(case) = case {
                let state = case.state(&fingerprint(session.medallion(), finding));
                counts[state as usize] += 1;
                line.push(state.name().to_owned());
            }
            line.push(finding.message.clone());
            line
        })
        .collect();
    let checked = &found.report.checked;
    let off = checked.iter().filter(|rule| rule.is_off).count();
    let lacking = checked.iter().filter(|rule| !rule.lacks.is_empty()).count();
    let mut total = format!(
        "{} findings of {} rules; {off} rules are off, {lacking} lack what they look for\n",
        lines.len(),
        checked.len() - off
    );
    let mut headings = vec!["level", "first", "events", "message"];
    if case.is_some() {
        headings.insert(3, "disposition");
        let [open, explained, exceptions] = counts;
        _ = writeln!(total, "{open} open, {explained} explained, {}", counted(exceptions as u64, "exception"));
    }
    let headings: Vec<String> = headings.into_iter().map(str::to_owned).collect();
    Ok(print::aligned(&headings, &[false, false, true], &lines) + &total)
}
