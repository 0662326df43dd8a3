//! The narrowest entry of an allow-list that leaves a finding out.

use std::collections::BTreeSet;

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Field, Pattern, Value};

use crate::allow::Allow;
use crate::condition::Condition;
use crate::conflicts::CONFLICTS_RULE;
use crate::field::RuleField;
use crate::finding::Finding;
use crate::lower::{text, values_of};
use crate::rules::Rules;

/// So many values of a column are listed; a finding with more of them is told by the others.
const MAX_VALUES: usize = 50;

/// So many ids of conflicting records.
const MAX_IDS: usize = 500;

impl Rules {
    /// Leaves out what a finding is about, for its rule only: events of its principals from its addresses and workspaces
    /// with its user agents that are of its group. Gives the entry.
    pub fn ignore(&mut self, finding: &Finding, medallion: &Medallion) -> Result<Allow, String> {
        let allow = entry(finding, medallion);
        allow.check().map_err(|wrong| wrong.reason)?;
        let tuning = self.retuned(&finding.rule, |tuning| {
            if !tuning.allow.contains(&allow) {
                tuning.allow.push(allow.clone());
            }
            Ok(())
        })?;
        self.set_tuning(tuning);
        Ok(allow)
    }
}

fn entry(finding: &Finding, medallion: &Medallion) -> Allow {
    let mut allow = Allow::default();
    let mut clauses = Vec::new();
    if finding.rule == CONFLICTS_RULE
        && let Some(clause) = ids(finding, medallion)
    {
        return Allow { filter: Some(clause), ..Allow::default() };
    }
    let principals: BTreeSet<Option<&str>> = finding.principals.iter().map(Option::as_deref).collect();
    match listed(&principals) {
        Listed::Plain(names) => allow.principals = names,
        Listed::Exact(values) => clauses.extend(clause(&RuleField::Principal, values)),
        Listed::TooMany => {}
    }
    for (column, into) in [
        (SilverColumn::SourceIpAddress, &mut allow.addresses),
        (SilverColumn::UserAgent, &mut allow.agents),
        (SilverColumn::WorkspaceId, &mut allow.workspaces),
    ] {
        let texts = texts(medallion, column, &finding.rows);
        let texts: BTreeSet<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        match listed(&texts) {
            Listed::Plain(values) => *into = values,
            Listed::Exact(values) => clauses.extend(clause(&RuleField::Stored(Field::Text(column)), values)),
            Listed::TooMany => {}
        }
    }
    for (name, value) in &finding.group {
        let is_told = match name.as_str() {
            "principal" => !allow.principals.is_empty(),
            "source_ip_address" | "network" => !allow.addresses.is_empty(),
            "user_agent" | "client" => !allow.agents.is_empty(),
            "workspace_id" => !allow.workspaces.is_empty(),
            _ => false,
        };
        let told = group_clause(name, value.as_deref()).filter(|clause| !is_told && !clauses.contains(clause));
        clauses.extend(told);
    }
    if !clauses.is_empty() {
        allow.filter = Some(clauses.join(" "));
    } else if allow == Allow::default() {
        allow.filter = Some(finding.filter.clone());
    }
    allow
}

/// Values of a column, as an entry can say them.
enum Listed {
    /// As a list of the entry.
    Plain(Vec<String>),
    /// As a clause of its filter: some events have no value, or one that a list would take for a pattern.
    Exact(Vec<Value>),
    TooMany,
}

fn listed(values: &BTreeSet<Option<&str>>) -> Listed {
    if values.is_empty() || values.len() > MAX_VALUES {
        return Listed::TooMany;
    }
    let plain = |value: Option<&str>| value.filter(|text| !text.is_empty() && !text.contains('*')).map(str::to_owned);
    match values.iter().copied().map(plain).collect::<Option<Vec<_>>>() {
        Some(texts) => Listed::Plain(texts),
        None => Listed::Exact(values.iter().map(|value| value.map_or(Value::Absent, text)).collect()),
    }
}

fn texts(medallion: &Medallion, column: SilverColumn, rows: &[u32]) -> BTreeSet<Option<String>> {
    let silver = medallion.silver();
    let (frame, id) = (silver.frame(), silver.id(column));
    let mut codes = BTreeSet::new();
    for row in rows {
        codes.insert(frame.code(id, *row));
        if codes.len() > MAX_VALUES.max(MAX_IDS) {
            break;
        }
    }
    codes.into_iter().map(|code| frame.dictionary(id).get(code).map(str::to_owned)).collect()
}

/// Conflicts are told by the ids that their records share, which stay the same whatever is loaded, and in which order.
fn ids(finding: &Finding, medallion: &Medallion) -> Option<String> {
    let ids: Vec<String> = texts(medallion, SilverColumn::EventId, &finding.rows).into_iter().collect::<Option<_>>()?;
    let cased = |id: &String| Value::Cased(Pattern::text(id));
    let is_told = !ids.is_empty() && ids.len() <= MAX_IDS;
    let condition = Condition::is(Field::Text(SilverColumn::EventId), ids.iter().map(cased).collect());
    is_told.then(|| condition.expr().map(|expr| expr.clause_text()))?
}

fn clause(field: &RuleField, values: Vec<Value>) -> Option<String> {
    Some(values_of(field, values).ok()?.expr()?.clause_text())
}

/// The clause of a filter that selects the events of a group.
fn group_clause(name: &str, value: Option<&str>) -> Option<String> {
    let field = RuleField::named(name).ok()?;
    Some(group_condition(&field, value).ok()?.expr()?.clause_text())
}

/// What selects the events of a group by the value of a field.
pub(crate) fn group_condition(field: &RuleField, value: Option<&str>) -> Result<Condition, String> {
    values_of(field, vec![value.map_or(Value::Absent, text)])
}
