//! A report as a file, made in steps.

use std::sync::Arc;

use touchstone_analysis::Analysis;
use touchstone_evidence::{Form, Pseudonyms, Report, ReportAsked, ReportForm, ReportPlan};
use touchstone_medallion::Session;

use crate::workpaper;

/// A report that is being written.
#[derive(Debug)]
pub struct ReportExporter {
    form: ReportForm,
    name: String,
    pseudonyms: Option<Arc<Pseudonyms>>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Gather(Box<ReportPlan>),
    Write(Box<Report>),
    Ended,
}

impl ReportExporter {
    /// Begins a report, with pseudonyms if there are any. An error is what is wrong with its case.
    pub fn begin(asked: ReportAsked, pseudonyms: Option<Arc<Pseudonyms>>) -> Result<Self, String> {
        let (form, name) = (asked.form, asked.file_name());
        Ok(Self { form, name, pseudonyms, stage: Stage::Gather(Box::new(asked.plan()?)) })
    }

    /// The next bytes, none while it is gathered; `None` after the last. An error is a sentence.
    pub fn next_piece(&mut self, session: &Session, analysis: &mut Analysis) -> Result<Option<Vec<u8>>, String> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Gather(plan) => {
                self.stage = Stage::Write(Box::new(Report::of(session, analysis, &plan)?));
                Ok(Some(Vec::new()))
            }
            Stage::Write(report) => match self.form {
                ReportForm::Html => Ok(Some(match &self.pseudonyms {
                    Some(pseudonyms) => pseudonyms.content(Form::Markup, report.html().as_bytes()),
                    None => report.html().into_bytes(),
                })),
                ReportForm::Xlsx => workpaper(&report, self.pseudonyms.as_ref()).map(Some),
            },
            Stage::Ended => Ok(None),
        }
    }

    /// The name of its file.
    pub fn file_name(&self) -> &str {
        &self.name
    }

    /// The share that is done, from 0 to 1.
    pub fn share(&self) -> f64 {
        match self.stage {
            Stage::Gather(_) => 0.0,
            Stage::Write(_) => 0.5,
            Stage::Ended => 1.0,
        }
    }
}
