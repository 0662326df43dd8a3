//! What rules say for themselves under the key `touchstone`.

use rsigma_parser::Timespan;
use serde::{Deserialize, Serialize};
use touchstone_query::Duration;
use ts_rs::TS;

use crate::field::RuleField;
use crate::need::Need;
use crate::rule::Triage;
use crate::template::{FilterTemplate, Template};

/// Findings of one rule and group within a day are one, unless a rule says otherwise.
const SUPPRESS_MS: i64 = 86_400_000;

/// What a rule says for itself.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// The order of triage.
    pub triage: Triage,
    /// What it is for, in a sentence.
    pub objective: Option<String>,
    /// How often a finding is what it says.
    pub fidelity: Option<Fidelity>,
    /// What to check next.
    pub runbook: Vec<RunbookStep>,
    /// What has to be in the logs for it to say anything.
    pub needs: Vec<Need>,
    pub(crate) suppress_ms: i64,
    /// By what findings of several groups are one within that time; nothing to keep them apart.
    pub(crate) suppress_by: Vec<(String, RuleField)>,
    /// How many times as much as usual a correlation needs.
    pub(crate) above_usual: Option<u64>,
    pub(crate) group_by: Vec<(String, RuleField)>,
    pub(crate) message: Option<Template>,
}

/// How often a finding is what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Fidelity {
    High,
    Medium,
    Low,
}

/// A step of a runbook.
#[derive(Clone, Debug)]
pub struct RunbookStep {
    /// What to check, in a sentence.
    pub step: String,
    pub(crate) filter: Option<FilterTemplate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    triage: Option<Triage>,
    objective: Option<String>,
    fidelity: Option<Fidelity>,
    suppress: Option<String>,
    suppress_by: Option<Vec<String>>,
    above_usual: Option<u64>,
    group_by: Option<Vec<String>>,
    message: Option<String>,
    #[serde(default)]
    runbook: Vec<WrittenStep>,
    #[serde(default)]
    needs: Vec<String>,
    /// For people: what can be tuned.
    #[serde(default)]
    #[expect(dead_code, reason = "it may be there")]
    thresholds: serde_json::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    step: String,
    filter: Option<String>,
}

impl Annotation {
    /// The annotation of a rule; an error says what is wrong with it.
    pub(crate) fn of(written: Option<&yaml_serde::Value>) -> Result<Self, String> {
        let empty = yaml_serde::Value::Mapping(yaml_serde::Mapping::default());
        let written = written.unwrap_or(&empty).clone();
        let written: Written = yaml_serde::from_value(written).map_err(|error| format!("touchstone: {error}"))?;
        let group_by = written.group_by.unwrap_or_else(|| vec!["principal".to_owned()]);
        let runbook = written.runbook.into_iter().map(|step| {
            let filter = step.filter.map(|text| FilterTemplate::of(&text)).transpose()?;
            Ok(RunbookStep { step: step.step, filter })
        });
        Ok(Self {
            triage: written.triage.unwrap_or_default(),
            objective: written.objective,
            fidelity: written.fidelity,
            runbook: runbook.collect::<Result<_, String>>()?,
            needs: written.needs.iter().map(|name| Need::named(name)).collect::<Result<_, _>>()?,
            suppress_ms: written.suppress.map_or(Ok(SUPPRESS_MS), |text| duration_ms(&text))?,
            suppress_by: fields(&written.suppress_by.unwrap_or_default())?,
            above_usual: written.above_usual,
            group_by: fields(&group_by)?,
            message: written.message.map(|text| Template::of(&text)).transpose()?,
        })
    }
}

/// The fields of some names; an error says which cannot be grouped by.
pub(crate) fn fields(names: &[String]) -> Result<Vec<(String, RuleField)>, String> {
    names.iter().map(|name| Ok((name.clone(), RuleField::groupable(name)?))).collect()
}

/// Milliseconds of a text such as `24h`, or `0s`.
pub(crate) fn duration_ms(text: &str) -> Result<i64, String> {
    if text.starts_with('0') && Timespan::parse(text).is_ok_and(|span| span.seconds == 0) {
        return Ok(0);
    }
    Duration::of(text).map(Duration::ms).ok_or_else(|| format!("{text} is no length of time, as 24h is"))
}
