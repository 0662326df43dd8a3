//! Checks a contender's counts against the generator's truth. A contender with wrong counts is not ranked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// A contender's counts; only those present are compared.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Counts {
    pub(crate) records: Option<u64>,
    pub(crate) events: Option<u64>,
    pub(crate) duplicates: Option<u64>,
    pub(crate) problems: Option<u64>,
    /// Rows of silver, and of all gold frames.
    pub(crate) silver: Option<u64>,
    pub(crate) gold: Option<u64>,
    pub(crate) days: Option<BTreeMap<String, u64>>,
    pub(crate) emails: Option<BTreeMap<String, u64>>,
    pub(crate) outcomes: Option<BTreeMap<String, u64>>,
    pub(crate) services: Option<BTreeMap<String, Service>>,
}

/// A gold frame.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Service {
    pub(crate) events: u64,
    pub(crate) actions: Option<BTreeMap<String, u64>>,
    pub(crate) keys: Option<Keys>,
}

/// The request parameters of a service: with the number of rows that have each, or only names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Keys {
    Filled(BTreeMap<String, u64>),
    Names(BTreeSet<String>),
}

/// The compared part of the generator's truth.
#[derive(Debug, Deserialize)]
pub(crate) struct Truth {
    totals: Totals,
    days: BTreeMap<String, u64>,
    outcomes: BTreeMap<String, u64>,
    emails: Vec<Named>,
    services: BTreeMap<String, TrueService>,
    /// Whether only totals are compared, for a format that has no services, keys and outcomes as the generator counts them.
    #[serde(skip)]
    pub(crate) is_of_totals: bool,
}

#[derive(Debug, Deserialize)]
struct Totals {
    records: u64,
    events: u64,
    duplicates: u64,
    bad_lines: u64,
}

#[derive(Debug, Deserialize)]
struct Named {
    name: Option<String>,
    events: u64,
}

#[derive(Debug, Deserialize)]
struct TrueService {
    events: u64,
    actions: BTreeMap<String, BTreeMap<String, u64>>,
    keys: BTreeMap<String, u64>,
}

impl Truth {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no truth file", path.display()))
    }

    pub(crate) fn events(&self) -> u64 {
        self.totals.events
    }

    /// Every difference between the counts, one sentence each.
    pub(crate) fn differences(&self, counts: &Counts) -> Vec<String> {
        let mut found = Differences::default();
        if counts.records.is_none() {
            found.0.push("it counted nothing".to_owned());
        }
        found.number("records", counts.records, self.totals.records);
        found.number("duplicates", counts.duplicates, self.totals.duplicates);
        found.number("problems", counts.problems, self.totals.bad_lines);
        for (what, number) in [("events", counts.events), ("silver", counts.silver), ("gold", counts.gold)] {
            found.number(what, number, self.totals.events);
        }
        if self.is_of_totals {
            return found.0;
        }
        found.map("events on", counts.days.as_ref(), &self.days);
        let emails = self.emails.iter().filter_map(|named| Some((named.name.clone()?, named.events))).collect();
        found.map("events of", counts.emails.as_ref(), &emails);
        let outcomes = self.outcomes.iter().filter(|(_, events)| **events > 0);
        found.map(
            "events with",
            counts.outcomes.as_ref(),
            &outcomes.map(|(name, events)| (name.clone(), *events)).collect(),
        );
        if let Some(services) = &counts.services {
            self.compare_services(services, &mut found);
        }
        found.0
    }

    fn compare_services(&self, services: &BTreeMap<String, Service>, found: &mut Differences) {
        let rows = services.iter().map(|(name, service)| (name.clone(), service.events)).collect();
        let expected = self.services.iter().map(|(name, service)| (name.clone(), service.events)).collect();
        found.map("events of", Some(&rows), &expected);
        for (name, truth) in &self.services {
            let Some(service) = services.get(name) else { continue };
            let actions =
                truth.actions.iter().map(|(action, outcomes)| (action.clone(), outcomes.values().sum())).collect();
            found.map(&format!("{name}: events of"), service.actions.as_ref(), &actions);
            match &service.keys {
                Some(Keys::Filled(filled)) => found.map(&format!("{name}: rows with"), Some(filled), &truth.keys),
                Some(Keys::Names(names)) => {
                    let ones = |keys: &mut dyn Iterator<Item = &String>| keys.map(|key| (key.clone(), 1)).collect();
                    found.map(
                        &format!("{name}: columns"),
                        Some(&ones(&mut names.iter())),
                        &ones(&mut truth.keys.keys()),
                    );
                }
                None => {}
            }
        }
    }
}

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn number(&mut self, what: &str, counted: Option<u64>, expected: u64) {
        if let Some(counted) = counted.filter(|counted| *counted != expected) {
            self.0.push(format!("{what}: {counted} instead of {expected}"));
        }
    }

    fn map(&mut self, what: &str, counted: Option<&BTreeMap<String, u64>>, expected: &BTreeMap<String, u64>) {
        let Some(counted) = counted else { return };
        let names: BTreeSet<_> = counted.keys().chain(expected.keys()).collect();
        for name in names {
            let of = |map: &BTreeMap<String, u64>| map.get(name).copied().unwrap_or(0);
            self.number(&format!("{what} {name}"), Some(of(counted)), of(expected));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> Truth {
        serde_json::from_str(
            r#"{"totals":{"records":3,"events":3,"duplicates":0,"bad_lines":0},"days":{"2026-03-02":3},
                "outcomes":{"success":3,"denied":0},"emails":[{"name":"a","events":2},{"name":null,"events":1}],
                "services":{"jobs":{"events":3,"actions":{"run":{"success":2,"denied":1}},"keys":{"id":2}}}}"#,
        )
        .unwrap()
    }

    fn differences(counts: &str) -> Vec<String> {
        truth().differences(&serde_json::from_str(counts).unwrap())
    }

    #[test]
    fn only_what_is_counted_is_compared_but_something_must_be() {
        assert_eq!(differences(r#"{"records":3}"#), [""; 0]);
        assert_eq!(differences("{}"), ["it counted nothing"]);
    }

    #[test]
    fn every_difference_is_named() {
        let right = r#"{"records":3,"emails":{"a":2},"outcomes":{"success":3},
            "services":{"jobs":{"events":3,"actions":{"run":3},"keys":{"id":2}}}}"#;
        assert_eq!(differences(right), [""; 0]);
        let wrong = right.replace(r#""id":2"#, r#""id":1,"Id":1"#).replace(r#""a":2"#, r#""b":2"#);
        assert_eq!(
            differences(&wrong),
            [
                "events of a: 0 instead of 2",
                "events of b: 2 instead of 0",
                "jobs: rows with Id: 1 instead of 0",
                "jobs: rows with id: 1 instead of 2"
            ]
        );
    }

    #[test]
    fn of_a_format_without_services_totals_are_compared() {
        let counts = serde_json::from_str(r#"{"records":2,"outcomes":{"success":1}}"#).unwrap();
        let truth = Truth { is_of_totals: true, ..truth() };
        assert_eq!(truth.differences(&counts), ["records: 2 instead of 3"]);
    }

    #[test]
    fn names_of_keys_are_compared_where_their_rows_are_not_counted() {
        let counts = r#"{"records":3,"services":{"jobs":{"events":3,"keys":["id","x"]}}}"#;
        assert_eq!(differences(counts), ["jobs: columns x: 1 instead of 0"]);
    }
}
