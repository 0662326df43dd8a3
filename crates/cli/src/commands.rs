//! The subcommands.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Table, summary_of};
use touchstone_export::Guise;
use touchstone_findings::{Severity, evaluate};

use crate::asked::rules;
use crate::load::{Threads, load, report};
use crate::opened_paths::OpenedPaths;
use crate::pseudonyms::{self, hidden, hidden_json};
use crate::write::{beside, unwritable, write_export};
use crate::{print, table};

/// The status of a run that found what it should fail on.
pub(crate) const FOUND: u8 = 3;

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(crate) struct Looking {
    /// Uses the rules in a file or folder, too; may be given several times.
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,
    /// Changes rules as the file says, which docs/tuning.schema.json describes.
    #[arg(long, value_name = "FILE")]
    pub(crate) tuning: Option<PathBuf>,
    /// Ends with status 3 if there is a finding of this level or above: informational, low, medium, high, critical.
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub(crate) fail_on: Option<Severity>,
}

fn level(name: &str) -> Result<Severity, String> {
    Severity::named(name).ok_or_else(|| "the levels are informational, low, medium, high and critical".to_owned())
}

/// Prints the summary. Without `looking`, nothing is looked for.
pub(crate) fn analyze(
    paths: &[PathBuf],
    threads: Threads,
    json: bool,
    filter: Option<&str>,
    looking: Option<&Looking>,
    pseudonyms: &pseudonyms::Hiding,
) -> Result<OpenedPaths, String> {
    let filter = touchstone_native::filter(filter)?;
    let rules = looking.map(|looking| rules(&looking.rules, looking.tuning.as_deref(), None)).transpose()?;
    let (session, opened) = load(paths, threads);
    let found = rules.map(|(rules, _)| {
        let report = evaluate(&rules, session.medallion());
        (rules, report)
    });
    let found = found.as_ref().map(|(rules, report)| (rules, report));
    let summary = summary_of(session.medallion(), &filter, found);
    let pseudonyms = pseudonyms.of(&session)?;
    let text = if json {
        let text = serde_json::to_string_pretty(&summary).map_err(|error| error.to_string())? + "\n";
        hidden_json(pseudonyms.as_ref(), text)
    } else {
        hidden(pseudonyms.as_ref(), table::of_summary(&summary))
    };
    print::all(text.as_bytes())?;
    let is_found = |level: Severity| {
        summary.findings.iter().any(|finding| Severity::named(&finding.severity).is_some_and(|found| found >= level))
    };
    match opened {
        OpenedPaths::All if looking.and_then(|looking| looking.fail_on).is_some_and(is_found) => {
            Ok(OpenedPaths::Status(FOUND))
        }
        opened => Ok(opened),
    }
}

/// The formats of silver and gold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FileFormat {
    /// Typed columns; request parameters are a struct of strings.
    #[default]
    Parquet,
    /// RFC 4180, with cells escaped that a spreadsheet would run as formulas.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// Workbooks for Excel, with what they rest on.
    Xlsx,
}

impl FileFormat {
    /// The form of the export, and the extension of its files.
    fn form(self) -> (ExportFormat, &'static str) {
        match self {
            Self::Parquet => (ExportFormat::Parquet, "parquet"),
            Self::Csv => (ExportFormat::Csv, "csv"),
            Self::Ndjson => (ExportFormat::Ndjson, "ndjson"),
            Self::Xlsx => (ExportFormat::Xlsx, "xlsx"),
        }
    }
}

/// Writes silver and every gold frame.
pub(crate) fn export(
    paths: &[PathBuf],
    threads: Threads,
    out: &Path,
    filter: Option<&str>,
    format: FileFormat,
    no_bom: bool,
    pseudonyms: &pseudonyms::Hiding,
) -> Result<OpenedPaths, String> {
    let (form, extension) = format.form();
    let filter = touchstone_native::filter(filter)?;
    let (session, opened) = load(paths, threads);
    let pseudonyms = pseudonyms.of(&session)?;
    let guise = Guise { pseudonyms: pseudonyms.as_ref(), ..Guise::default() };
    let mut analysis = Analysis::default();
    let gold_folder = out.join("gold");
    std::fs::create_dir_all(&gold_folder).map_err(|error| unwritable(&gold_folder, &error))?;
    let of = |service: Option<&str>| Table {
        service: service.map(str::to_owned),
        filter: filter.clone(),
        ..Table::default()
    };
    let write = |analysis: &mut Analysis, table: Table, path: &Path| {
        let export = Export { no_bom, ..Export::new(Exported::table(table), form) };
        write_export(&session, analysis, &export, guise, path)
    };
    write(&mut analysis, of(None), &out.join(format!("silver.{extension}")))?;
    let mut written = BTreeSet::new();
    for gold in session.medallion().gold() {
        let table = of(Some(gold.service()));
        if !analysis.order(&session, &table)?.is_empty() {
            let service = hidden(pseudonyms.as_ref(), gold.service().to_owned());
            let file = gold_folder.join(format!("{}.{extension}", file_name(&service)));
            write(&mut analysis, table, &file)?;
            if !form.has_basis() {
                written.insert(beside(&file));
            }
            written.insert(file);
        }
    }
    report_others(&gold_folder, &written)?;
    Ok(opened)
}

/// Reports files in the output folder that this run did not write, so that nobody passes them on unaware.
fn report_others(folder: &Path, written: &BTreeSet<PathBuf>) -> Result<(), String> {
    let unreadable = |error: &std::io::Error| format!("{}: cannot be read: {error}", folder.display());
    let mut others = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        others.insert(entry.map_err(|error| unreadable(&error))?.path());
    }
    for other in others.difference(written) {
        report(&format!("{}: was there before and is not of this export", other.display()));
    }
    Ok(())
}

/// A service's name as a file name. Letters, digits, `-`, `_` and inner dots stay; any other byte becomes `%` and its
/// hexadecimal code, so that no name leads to another folder and no two names share a file.
fn file_name(service: &str) -> String {
    use std::fmt::Write as _;
    let mut name = String::new();
    for (at, byte) in service.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || (byte == b'.' && at > 0);
        if plain {
            name.push(char::from(byte));
        } else {
            write!(name, "%{byte:02X}").ok();
        }
    }
    if name.is_empty() { "%".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn service_names_stay_within_their_folder() {
        for (service, expected) in [
            ("clusters", "clusters"),
            ("capsule8-alerts-dataplane", "capsule8-alerts-dataplane"),
            ("../../etc", "%2E.%2F..%2Fetc"),
            ("a b", "a%20b"),
            ("é", "%C3%A9"),
            ("", "%"),
        ] {
            assert_eq!(file_name(service), expected);
        }
    }
}
