//! What files say of a rule.

use touchstone_findings::{Checked, Fidelity, Rules, Severity, Triage};

/// What files say of a rule.
#[derive(Debug)]
pub(crate) struct RuleFacts {
    pub(crate) id: String,
    pub(crate) title: String,
    /// How serious its findings are, tuning included.
    pub(crate) severity: Severity,
    /// How serious they are without tuning.
    pub(crate) own_severity: Severity,
    pub(crate) is_off: bool,
    pub(crate) findings: usize,
    pub(crate) undated: u64,
    pub(crate) lacks: Vec<String>,
    /// What its file says; nothing of what is built in.
    pub(crate) written: Option<Written>,
}

/// What a rule's file says.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) is_packed: bool,
    /// The SHA-256 of the file's text.
    pub(crate) sha256: String,
    pub(crate) status: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) objective: Option<String>,
    pub(crate) fidelity: Option<Fidelity>,
    pub(crate) triage: Triage,
    pub(crate) tags: Vec<String>,
    pub(crate) references: Vec<String>,
    pub(crate) false_positives: Vec<String>,
    pub(crate) steps: Vec<String>,
}

impl RuleFacts {
    pub(crate) fn of(rules: &Rules, checked: &Checked) -> Self {
        let rule = rules.get(&checked.rule);
        Self {
            id: checked.rule.clone(),
            title: checked.title.clone(),
            severity: checked.severity,
            own_severity: rule.map_or(checked.severity, |rule| rule.severity),
            is_off: checked.is_off,
            findings: checked.findings,
            undated: checked.undated,
            lacks: checked.lacks.clone(),
            written: rule.map(|rule| Written {
                file: rule.origin.file.clone(),
                line: rule.origin.line,
                is_packed: rule.origin.is_packed,
                sha256: rule.origin.sha256(),
                status: rule.status.clone(),
                description: rule.description.as_deref().map(in_line),
                objective: rule.annotation.objective.as_deref().map(in_line),
                fidelity: rule.annotation.fidelity,
                triage: rule.annotation.triage,
                tags: rule.tags.clone(),
                references: rule.references.clone(),
                false_positives: rule.false_positives.clone(),
                steps: rule.annotation.runbook.iter().map(|step| step.step.clone()).collect(),
            }),
        }
    }

    pub(crate) fn tags(&self) -> &[String] {
        self.written.as_ref().map_or(&[], |written| &written.tags)
    }

    pub(crate) fn fidelity(&self) -> Option<&'static str> {
        self.written.as_ref()?.fidelity.map(|fidelity| match fidelity {
            Fidelity::High => "high",
            Fidelity::Medium => "medium",
            Fidelity::Low => "low",
        })
    }

    /// The techniques of MITRE ATT&CK among its tags: `T1078.004`.
    pub(crate) fn techniques(&self) -> impl Iterator<Item = String> {
        let is_id = |name: &str| {
            let digits = name.strip_prefix('t').unwrap_or_default();
            digits.starts_with(|digit: char| digit.is_ascii_digit())
                && digits.chars().all(|digit| digit.is_ascii_digit() || digit == '.')
        };
        self.attack().filter(move |name| is_id(name)).map(str::to_ascii_uppercase)
    }

    /// The tactics of MITRE ATT&CK among its tags: `Initial Access`.
    pub(crate) fn tactics(&self) -> impl Iterator<Item = String> {
        let is_name =
            |name: &&str| name.chars().all(|letter| letter.is_ascii_alphabetic() || matches!(letter, '-' | '_'));
        self.attack().filter(is_name).map(|name| {
            let words = name.split(['-', '_']).map(|word| match word.split_at_checked(1) {
                Some((_, _)) if matches!(word, "and" | "of") => word.to_owned(),
                Some((first, rest)) => first.to_ascii_uppercase() + rest,
                None => word.to_owned(),
            });
            words.collect::<Vec<_>>().join(" ")
        })
    }

    fn attack(&self) -> impl Iterator<Item = &str> {
        self.tags().iter().filter_map(|tag| tag.strip_prefix("attack."))
    }
}

/// The name of an order of triage.
pub(crate) fn triage_name(triage: Triage) -> &'static str {
    match triage {
        Triage::Logging => "logging",
        Triage::Identity => "identity",
        Triage::Data => "data",
        Triage::Cost => "cost",
    }
}

/// A level as people read it: `High`.
pub(crate) fn level_name(severity: Severity) -> &'static str {
    ["Informational", "Low", "Medium", "High", "Critical"][severity as usize]
}

/// Rules break the lines of their texts where the file ends them.
fn in_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
