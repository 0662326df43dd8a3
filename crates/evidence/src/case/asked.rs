//! Cases as the page edits them: it holds what the auditor says, and the core reads, completes and writes the file.

use serde::{Deserialize, Serialize};
use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::Session;
use ts_rs::TS;

use super::{CASE_FORMAT, Case, CaseComparison, CaseInput, CaseRead, CaseRules};
use crate::bundle::SamplePlan;
use crate::log::{self, Done, LogLine};
use crate::report::ReportPlan;

/// What the page asks about a case. The case is its text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "camelCase")]
pub enum CaseQuestion {
    /// Reads a file.
    Read {
        /// Its text.
        text: String,
    },
    /// Finds in what is loaded what the case is about.
    Compare {
        /// The case.
        case: String,
    },
    /// The file to save: the case with the inputs that are loaded, and with the rules and the tuning in use.
    File {
        /// The case.
        case: String,
    },
    /// The next line of the session log.
    Log {
        /// The last line; nothing at the beginning.
        last: Option<LogLine>,
        /// When, RFC 3339.
        at: String,
        /// What was done.
        what: Done,
        /// To what, in words; what is loaded is said by the core.
        text: String,
    },
}

/// What it is told. A refusal names all that is wrong with the case, in lines.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "answer", rename_all = "camelCase")]
pub enum CaseAnswer {
    /// The case that was read.
    Read(Box<CaseRead>),
    /// What of it is found.
    Compared(CaseComparison),
    /// The text of the file.
    File {
        /// UTF-8.
        text: String,
    },
    /// The line.
    Log {
        /// The line.
        line: LogLine,
    },
}

impl CaseQuestion {
    /// Answers it. An error is what is wrong with the case, a line for each, or that the rules could not be evaluated.
    pub fn answer(&self, session: &Session, analysis: &mut Analysis) -> Result<CaseAnswer, String> {
        Ok(match self {
            Self::Read { text } => CaseAnswer::Read(Box::new(read(text)?)),
            Self::Compare { case } => CaseAnswer::Compared(read(case)?.case.compare(session, analysis)?),
            Self::Log { last, at, what, text } => {
                let loaded = (*what == Done::Loaded && text.is_empty()).then(|| log::loaded(session.medallion()));
                let text = loaded.as_ref().unwrap_or(text);
                CaseAnswer::Log { line: LogLine::after(last.as_ref(), at, *what, text)? }
            }
            Self::File { case } => CaseAnswer::File { text: read(case)?.case.on(session, analysis).text()? },
        })
    }
}

fn read(text: &str) -> Result<CaseRead, String> {
    Case::read(text.as_bytes())
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

impl Case {
    /// The case of a text of the page. An error is what is wrong with it, a line for each.
    pub fn parse(text: &str) -> Result<Self, String> {
        read(text).map(|read| read.case)
    }

    /// The case with the inputs that are loaded, and with the rules and the tuning in use.
    #[must_use]
    pub fn on(self, session: &Session, analysis: &mut Analysis) -> Self {
        let rules = analysis.own_rules().into_iter().map(|(name, text)| {
            let before = self.rules.iter().find(|file| file.name == name);
            CaseRules { other: before.map(|file| file.other.clone()).unwrap_or_default(), name, text }
        });
        Self {
            format: CASE_FORMAT.to_owned(),
            inputs: CaseInput::of_loaded(session.medallion()),
            tuning: analysis.rules_in_effect().tuning,
            rules: rules.collect(),
            ..self
        }
    }
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ReportForm {
    /// A page to read and to print.
    Html,
    /// A workpaper.
    Xlsx,
}

/// A report of what is loaded, under the rules in use.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportAsked {
    /// Its form.
    pub form: ReportForm,
    /// Narrows the totals, the findings and the population of the sample.
    pub filter: Filter,
    /// A sample to draw.
    pub sample: Option<SamplePlan>,
    /// The case.
    pub case: Option<String>,
    /// When the report is made: RFC 3339 in UTC, with milliseconds.
    pub made: String,
}

impl ReportAsked {
    /// The plan of the report. An error is what is wrong with the case.
    pub fn plan(self) -> Result<ReportPlan, String> {
        let case = self.case.as_deref().map(read).transpose()?.map(|read| read.case);
        Ok(ReportPlan { filter: self.filter, sample: self.sample, case, made: self.made })
    }

    /// A name for its file, with the day on which it is made.
    pub fn file_name(&self) -> String {
        let day = self.made.split('T').next().unwrap_or_default();
        match self.form {
            ReportForm::Html => format!("touchstone-report_{day}.html"),
            ReportForm::Xlsx => format!("touchstone-workpaper_{day}.xlsx"),
        }
    }
}
