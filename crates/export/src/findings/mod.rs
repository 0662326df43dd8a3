//! Findings as files: a table, SARIF, OCSF and Timesketch, each a [`Form`], and what findings rest on.

mod basis;
mod batches;
mod decided;
mod entry;
pub(crate) mod json;
mod ocsf;
mod rule;
mod sarif;
mod table;
mod timesketch;

use std::fmt;
use std::rc::Rc;

use touchstone_analysis::{Analysis, Export, ExportFormat, Filter};
use touchstone_evidence::{Basis, Case};
use touchstone_findings::Report;
use touchstone_medallion::Session;

use crate::Guise;
use basis::FindingsBasis;
pub(crate) use batches::FindingsBatches;
use entry::Entry;

/// Bytes per chunk: no finding is begun beyond.
const PIECE_BYTES: usize = 1 << 18;

/// Findings that are being written.
#[derive(Debug)]
pub(crate) struct FindingsExporter {
    report: Rc<Report>,
    /// The findings to write: places in the report.
    shown: Vec<usize>,
    basis: FindingsBasis,
    case: Option<Case>,
    form: Box<dyn Form>,
    /// How many are written.
    next: usize,
    /// The finding that is being written.
    entry: Option<Entry>,
    is_begun: bool,
    is_ended: bool,
}

/// How findings are written.
trait Form: fmt::Debug {
    /// Writes what comes before the findings.
    fn begin(&mut self, _file: &File<'_>, _out: &mut Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    /// Writes a finding, or a part of it: it is called until it returns true.
    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String>;

    /// Writes what comes behind the findings.
    fn end(&mut self, _file: &File<'_>, _out: &mut Vec<u8>) -> Result<(), String> {
        Ok(())
    }
}

/// What a file of findings is made of.
struct File<'a> {
    session: &'a Session,
    report: &'a Report,
    basis: &'a FindingsBasis,
    /// What the auditor says of the findings.
    case: Option<&'a Case>,
}

impl FindingsExporter {
    pub(crate) fn begin(
        session: &Session,
        analysis: &mut Analysis,
        filter: &Filter,
        export: &Export,
        guise: Guise<'_>,
    ) -> Result<Self, String> {
        let pseudonyms = || guise.pseudonyms.cloned();
        let basis = Basis::of(session, analysis, filter, &export.what.title());
        let found = analysis.found(session, filter)?;
        let (report, shown) = (Rc::clone(&found.report), found.shown.clone());
        let basis = FindingsBasis::of(&found, basis);
        let form: Box<dyn Form> = match export.format {
            ExportFormat::Csv => Box::new(table::Csv { has_bom: !export.no_bom }),
            ExportFormat::Ndjson => Box::new(table::Ndjson),
            ExportFormat::Parquet => Box::new(table::Parquet::new(session, &basis, pseudonyms())?),
            ExportFormat::Xlsx => Box::new(table::Xlsx::new(filter, pseudonyms())?),
            ExportFormat::Sarif => Box::<sarif::Sarif>::default(),
            ExportFormat::Ocsf => Box::new(ocsf::Ocsf),
            ExportFormat::Timesketch => Box::<timesketch::Timesketch>::default(),
            ExportFormat::Basis => Box::new(basis::BasisFile),
            ExportFormat::Markdown | ExportFormat::Tsv | ExportFormat::Json => {
                return Err("findings have no such form; choose xlsx, CSV, NDJSON or Parquet".to_owned());
            }
            ExportFormat::Raw => return Err("findings have no original bytes; export the events of one".to_owned()),
        };
        let shown = if export.format == ExportFormat::Basis { Vec::new() } else { shown };
        let case = guise.case.cloned();
        Ok(Self { report, shown, basis, case, form, next: 0, entry: None, is_begun: false, is_ended: false })
    }

    /// The next chunk; `None` after the last.
    pub(crate) fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        if self.is_ended {
            return Ok(None);
        }
        let file = File { session, report: &self.report, basis: &self.basis, case: self.case.as_ref() };
        let mut piece = Vec::new();
        if !self.is_begun {
            self.form.begin(&file, &mut piece)?;
            self.is_begun = true;
        }
        while piece.len() < PIECE_BYTES {
            let Some(at) = self.shown.get(self.next) else {
                self.form.end(&file, &mut piece)?;
                self.is_ended = true;
                break;
            };
            let entry = self.entry.get_or_insert_with(|| Entry::of(session.medallion(), &self.report, *at));
            if self.form.write(&file, entry, &mut piece)? {
                self.entry = None;
                self.next += 1;
            }
        }
        Ok(Some(piece))
    }

    /// What the findings rest on, as JSON.
    pub(crate) fn basis(&self) -> serde_json::Value {
        self.basis.whole()
    }

    /// Findings written, and findings in total.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.next, self.shown.len())
    }
}
