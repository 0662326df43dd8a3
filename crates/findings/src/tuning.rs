//! Tuning: what an auditor changes about rules, as a file says it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use touchstone_query::{Field, Network, Pattern, Piece, Value, parse};
use touchstone_schema::SilverColumn;

use crate::annotation::duration_ms;
use crate::condition::Condition;
use crate::field::RuleField;
use crate::finding::Finding;
use crate::lower::values_of;
use crate::rule::{Rule, Severity};

/// What is changed about the rules. `docs/tuning.schema.json` describes its text, which is YAML.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tuning {
    /// Events that no rule looks at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allow>,
    /// Changes by rule: by its id, or its file's name without the ending.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, RuleTuning>,
}

/// What is changed about a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleTuning {
    /// Whether it is used; it is unless this is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// How serious its findings are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Severity>,
    /// How many events or values a correlation needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u64>,
    /// How long a correlation's window is: `15m`, `24h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timespan: Option<String>,
    /// How long further findings of a group are counted into the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppress: Option<String>,
    /// Of a baseline: how much history it needs, or how long a silence is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Of a baseline: how many events it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_events: Option<u64>,
    /// Of a baseline: how many times the range between the quartiles is too far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// Of a baseline: what that range is at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// Of a baseline: what is too much without history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_history: Option<u64>,
    /// Events that it does not look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allow>,
}

/// Events that are not looked at: those for which everything that is told here holds. Of a list, one has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Allow {
    /// Names of principals; `*` stands for any text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub principals: Vec<String>,
    /// Source addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Networks of source addresses, `10.0.0.0/8`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<String>,
    /// Texts within user agents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
    /// Workspaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workspaces: Vec<String>,
    /// A filter, as `docs/filters.md` describes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Tuning {
    /// The tuning of a text; an error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let tuning: Self = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
        for allow in tuning.allow.iter().chain(tuning.rules.values().flat_map(|rule| &rule.allow)) {
            allow.condition()?;
        }
        for (name, rule) in &tuning.rules {
            for length in [&rule.timespan, &rule.suppress, &rule.after].into_iter().flatten() {
                duration_ms(length).map_err(|reason| format!("{name}: {reason}"))?;
            }
        }
        Ok(tuning)
    }

    /// Its text.
    pub fn text(&self) -> String {
        yaml_serde::to_string(self).unwrap_or_default()
    }

    /// What is changed about a rule.
    pub fn of(&self, rule: &Rule) -> Option<&RuleTuning> {
        self.rules.get(&rule.id).or_else(|| self.rules.get(stem(&rule.origin.file)))
    }

    /// Allows what a finding is about, and nothing more than its group; gives the entry.
    pub fn ignore(&mut self, finding: &Finding) -> Allow {
        let mut allow = Allow::default();
        let mut clauses = Vec::new();
        for (name, value) in &finding.group {
            match (name.as_str(), value) {
                ("principal", Some(name)) if !name.contains('*') => allow.principals.push(name.clone()),
                ("source_ip_address", Some(address)) => allow.addresses.push(address.clone()),
                ("network", Some(network)) => allow.networks.push(network.clone()),
                ("workspace_id", Some(workspace)) => allow.workspaces.push(workspace.clone()),
                _ => clauses.extend(group_clause(name, value.as_deref())),
            }
        }
        if !clauses.is_empty() {
            allow.filter = Some(clauses.join(" "));
        } else if allow == Allow::default() {
            allow.filter = Some(finding.filter.clone());
        }
        let entries = &mut self.rules.entry(finding.rule.clone()).or_default().allow;
        if !entries.contains(&allow) {
            entries.push(allow.clone());
        }
        allow
    }
}

/// The clause of a filter that selects the events of a group.
pub(crate) fn group_clause(name: &str, value: Option<&str>) -> Option<String> {
    let field = RuleField::named(name).ok()?;
    Some(group_condition(&field, value).ok()?.expr()?.clause_text())
}

/// What selects the events of a group by the value of a field.
pub(crate) fn group_condition(field: &RuleField, value: Option<&str>) -> Result<Condition, String> {
    values_of(field, vec![value.map_or(Value::Absent, crate::lower::text)])
}

/// A file's name without folders and ending.
pub(crate) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")).unwrap_or(name)
}

impl Allow {
    /// What selects these events; an error says what cannot be read.
    pub(crate) fn condition(&self) -> Result<Condition, String> {
        let mut parts = Vec::new();
        if !self.principals.is_empty() {
            parts
                .push(values_of(&RuleField::Principal, self.principals.iter().map(|name| with_stars(name)).collect())?);
        }
        if !self.addresses.is_empty() || !self.networks.is_empty() {
            let mut of_address = Vec::new();
            if !self.addresses.is_empty() {
                of_address.push(self.addresses.iter().map(|text| with_stars(text)).collect());
            }
            if !self.networks.is_empty() {
                let network = |text: &String| {
                    Network::of(text).ok_or_else(|| format!("allow: {text} is no network, as 10.0.0.0/8 is"))
                };
                let networks = self.networks.iter().map(network).collect::<Result<Vec<_>, _>>()?;
                of_address.push(networks.into_iter().map(Value::Network).collect());
            }
            parts.extend(of_address.into_iter().map(|values| is(SilverColumn::SourceIpAddress, values)));
        }
        if !self.agents.is_empty() {
            let within = |text: &String| Value::Text(Pattern::of([Piece::Any, Piece::Text(text.clone()), Piece::Any]));
            parts.push(is(SilverColumn::UserAgent, self.agents.iter().map(within).collect()));
        }
        if !self.workspaces.is_empty() {
            parts.push(is(SilverColumn::WorkspaceId, self.workspaces.iter().map(|text| with_stars(text)).collect()));
        }
        if let Some(filter) = &self.filter {
            let parsed = parse(filter).map_err(|error| format!("allow: the filter {filter} cannot be read {error}"))?;
            parts.push(Condition::of_expr(&parsed.expr).ok_or("allow: the filter selects every event")?);
        }
        if parts.is_empty() {
            return Err("allow: an entry without any list would allow everything".to_owned());
        }
        Ok(Condition::And(parts))
    }
}

fn is(column: SilverColumn, values: Vec<Value>) -> Condition {
    Condition::is(Field::Text(column), values)
}

/// A text in which `*` stands for any.
fn with_stars(text: &str) -> Value {
    let mut pieces = Vec::new();
    for (at, part) in text.split('*').enumerate() {
        if at > 0 {
            pieces.push(Piece::Any);
        }
        pieces.push(Piece::Text(part.to_owned()));
    }
    Value::Text(Pattern::of(pieces))
}
