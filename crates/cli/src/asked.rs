//! What evidence and reports are made of, as it is asked for.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use touchstone_analysis::Filter;
use touchstone_evidence::{Case, Method, SamplePlan};
use touchstone_findings::Rules;
use touchstone_native::{TuningGiven, printable, rule_texts};
use touchstone_record::time;

use crate::load::report;
use crate::pseudonyms;

#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// A case file (docs/case.schema.json): what was decided and noted, with the rules and the tuning that it was made with.
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// Narrows the totals, the findings and the sample to events that match this filter (docs/filters.md).
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Uses the rules in a file or folder, too; may be given several times.
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// Changes rules as the file says, which docs/tuning.schema.json describes.
    #[arg(long, value_name = "FILE")]
    tuning: Option<PathBuf>,
    /// Draws a sample of so many events, too.
    #[arg(long, value_name = "N", requires = "seed")]
    sample: Option<usize>,
    /// The seed of the sample.
    #[arg(long, value_name = "SEED", requires = "sample")]
    seed: Option<String>,
    /// Draws of each value of this field in proportion to its events.
    #[arg(long, value_name = "FIELD", requires = "sample")]
    by: Option<String>,
    /// Draws every n-th event by time.
    #[arg(long, requires = "sample", conflicts_with = "by")]
    systematic: bool,
    /// The time that it says it was made at, RFC 3339; now if not given.
    #[arg(long, value_name = "TIME", value_parser = made)]
    made: Option<String>,
    #[command(flatten)]
    pub(crate) pseudonyms: pseudonyms::Hiding,
}

/// What was asked for, read from its files.
pub(crate) struct Read {
    pub(crate) filter: Filter,
    pub(crate) case: Option<CaseFile>,
    pub(crate) rules: Rules,
    /// Files of rules beside the pack: names and texts.
    pub(crate) own_rules: Vec<(String, String)>,
    pub(crate) sample: Option<SamplePlan>,
    pub(crate) made: String,
}

/// A case, and the bytes of its file.
pub(crate) struct CaseFile {
    pub(crate) case: Case,
    pub(crate) bytes: Vec<u8>,
}

impl Asked {
    /// Reads the files that it names.
    pub(crate) fn read(&self) -> Result<Read, String> {
        let filter = touchstone_native::filter(self.filter.as_deref())?;
        let case = self.case.as_deref().map(case).transpose()?;
        let (rules, own_rules) = rules(&self.rules, self.tuning.as_deref(), case.as_ref().map(|file| &file.case))?;
        let sample = self.sample.zip(self.seed.clone()).map(|(size, seed)| SamplePlan {
            size,
            seed,
            method: match self.by.clone() {
                Some(by) => Method::Stratified { by },
                None if self.systematic => Method::Systematic,
                None => Method::Simple,
            },
        });
        Ok(Read { filter, case, rules, own_rules, sample, made: self.made.clone().unwrap_or_else(now) })
    }
}

/// Reads a case. What it says that this version does not know is reported; what is wrong with it is an error.
pub(crate) fn case(path: &Path) -> Result<CaseFile, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
    let read = Case::read(&bytes).map_err(|problems| {
        let lines = problems.iter().map(|problem| format!("{}: {}", path.display(), printable(&problem.to_string())));
        lines.collect::<Vec<_>>().join("\ntouchstone: ")
    })?;
    for sentence in &read.said {
        report(&printable(&format!("{}: {sentence}", path.display())));
    }
    Ok(CaseFile { case: read.case, bytes })
}

/// The rules of the pack with those of a case and those given, tuned by the one or the other; and the texts of the files.
pub(crate) fn rules(
    own: &[PathBuf],
    tuning: Option<&Path>,
    case: Option<&Case>,
) -> Result<(Rules, Vec<(String, String)>), String> {
    let tuning = match (tuning, case.filter(|case| !case.tuning.trim().is_empty())) {
        (Some(_), Some(_)) => return Err("the case has a tuning of its own; leave --tuning away".to_owned()),
        (Some(path), None) => Some(TuningGiven::File(path.to_owned())),
        (None, Some(case)) => Some(TuningGiven::Text(case.tuning.clone())),
        (None, None) => None,
    };
    let of_case = case.into_iter().flat_map(|case| &case.rules);
    let mut texts: Vec<(String, String)> = of_case.map(|file| (file.name.clone(), file.text.clone())).collect();
    texts.extend(rule_texts(own)?);
    let rules = touchstone_native::rules_of(&texts, tuning.as_ref(), |said| report(&printable(said)))?;
    Ok((rules, texts))
}

/// Says what of a case is not found in what is loaded.
pub(crate) fn report_differences(differences: &[String]) {
    for sentence in differences {
        report(&printable(sentence));
    }
}

fn made(text: &str) -> Result<String, String> {
    let ms = time::of_rfc3339(text).ok_or_else(|| "a time is written 2025-10-06T12:00:00Z".to_owned())?;
    Ok(time::rfc3339(ms))
}

/// The time, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    time::rfc3339(i64::try_from(since.as_millis()).unwrap_or_default())
}
