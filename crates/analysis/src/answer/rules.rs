//! The rules in use: own rules, and what is tuned.

use serde::{Deserialize, Serialize};
use touchstone_findings::{Allow, RuleInEffect, Tuning};
use ts_rs::TS;

use super::findings::RuleProblem;

/// The rules in use beside the pack, and what is tuned.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulesInUse {
    /// Files of own rules, by path.
    pub own: Vec<OwnRules>,
    /// Rules that cannot be used.
    pub problems: Vec<RuleProblem>,
    /// Which own rules stand for others, a sentence each.
    pub replaced: Vec<String>,
    /// The tuning as `--tuning` takes it; empty if nothing is tuned.
    pub tuning: String,
    /// What of it changes nothing, a sentence each.
    pub tuning_problems: Vec<String>,
    /// How many rules are switched off.
    pub off: usize,
    /// How many rules have a changed setting.
    pub changed: usize,
    /// How many entries all allow-lists have.
    pub excepted: usize,
    /// The allow-list of all rules.
    pub exceptions: Vec<Exception>,
    /// The rules that are tuned.
    pub tuned: Vec<RuleInEffect>,
    /// The last change, which can be undone.
    pub last: Option<LastChange>,
}

/// A file of own rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRules {
    /// Its path.
    pub file: String,
    /// The titles of its rules that raise findings.
    pub rules: Vec<String>,
    /// How many of its rules cannot be used.
    pub problems: usize,
}

/// A change that can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LastChange {
    /// What was changed, in a sentence.
    pub words: String,
    /// The entry of an allow-list that was written or removed, as the tuning file has it.
    pub wrote: Option<String>,
}

/// What a change of the rules made.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulesChanged {
    /// The rules in use now.
    pub rules: RulesInUse,
    /// What was taken of files, a sentence each.
    pub taken: Vec<String>,
    /// What was not, and why.
    pub problems: Vec<RuleProblem>,
}

/// An entry of an allow-list: events for which everything that is listed here holds. Of a list, one has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exception {
    /// Names of principals; `*` stands for any text.
    pub principals: Vec<String>,
    /// Source addresses; `*` stands for any text.
    pub addresses: Vec<String>,
    /// Networks of source addresses.
    pub networks: Vec<String>,
    /// Texts within user agents.
    pub agents: Vec<String>,
    /// Workspaces; `*` stands for any text.
    pub workspaces: Vec<String>,
    /// A filter.
    pub filter: Option<String>,
    /// Why.
    pub note: Option<String>,
}

impl From<&Allow> for Exception {
    fn from(allow: &Allow) -> Self {
        let Allow { principals, addresses, networks, agents, workspaces, filter, note } = allow.clone();
        Self { principals, addresses, networks, agents, workspaces, filter, note }
    }
}

impl Exception {
    /// The entry, without what is empty; an error says what is wrong with it.
    pub(crate) fn into_allow(self) -> Result<Allow, String> {
        let Self { principals, addresses, networks, agents, workspaces, filter, note } = self;
        let texts = |list: Vec<String>| {
            let list = list.into_iter().map(|text| text.trim().to_owned());
            list.filter(|text| !text.is_empty()).collect()
        };
        let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let allow = Allow {
            principals: texts(principals),
            addresses: texts(addresses),
            networks: texts(networks),
            agents: texts(agents),
            workspaces: texts(workspaces),
            filter: text(filter),
            note: text(note),
        };
        // As the file would be checked.
        let tuning = Tuning { allow: vec![allow.clone()], ..Tuning::default() };
        Tuning::parse(&tuning.text()).map_err(|error| error.reason)?;
        Ok(allow)
    }
}
