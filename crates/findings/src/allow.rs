//! Entries of allow-lists: events that rules do not look at.

use serde::{Deserialize, Serialize};
use touchstone_query::{Field, Network, Pattern, Piece, Value, parse};
use touchstone_schema::SilverColumn;

use crate::condition::Condition;
use crate::field::RuleField;
use crate::lower::values_of;

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

/// What is wrong with an entry.
pub(crate) struct WrongAllow {
    /// The part of it that is wrong, as it is written.
    pub(crate) text: String,
    pub(crate) reason: String,
}

impl Allow {
    /// What is wrong with it, if something is.
    pub(crate) fn check(&self) -> Result<(), WrongAllow> {
        self.condition().map(|_| ())
    }

    /// What selects these events; an error says what cannot be read.
    pub(crate) fn condition(&self) -> Result<Condition, WrongAllow> {
        let wrong = |text: &str, reason: String| WrongAllow { text: text.to_owned(), reason };
        let lists = [&self.principals, &self.addresses, &self.networks, &self.agents, &self.workspaces];
        if lists.into_iter().flatten().any(|text| text.trim().is_empty()) {
            return Err(wrong("", "an empty text in a list would allow everything".to_owned()));
        }
        let mut parts = Vec::new();
        if !self.principals.is_empty() {
            let names = self.principals.iter().map(|name| with_stars(name)).collect();
            parts.push(values_of(&RuleField::Principal, names).map_err(|reason| wrong("principals", reason))?);
        }
        if !self.addresses.is_empty() || !self.networks.is_empty() {
            let mut of_address = Vec::new();
            if !self.addresses.is_empty() {
                of_address.push(self.addresses.iter().map(|text| with_stars(text)).collect());
            }
            if !self.networks.is_empty() {
                let network = |text: &String| {
                    Network::of(text).ok_or_else(|| wrong(text, format!("{text} is no network, as 10.0.0.0/8 is")))
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
            let parsed = parse(filter)
                .map_err(|error| wrong("filter", format!("the filter {filter} cannot be read {error}")))?;
            let condition = Condition::of_expr(&parsed.expr);
            parts.push(condition.ok_or_else(|| wrong("filter", "the filter selects every event".to_owned()))?);
        }
        if parts.is_empty() {
            return Err(wrong("", "an entry without any list would allow everything".to_owned()));
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
