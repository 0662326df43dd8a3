//! The rules that are used: those of the pack, one's own, and what is changed about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::conflicts::CONFLICTS_RULE;
use crate::correlate::{Correlation, WindowTest};
use crate::parse::{RuleProblem, parse_rules};
use crate::rule::{Kind, Rule};
use crate::settings::SettingKey;
use crate::tuning::{RuleTuning, Tuning, stem};

/// The files of the pack: their paths under `rules/`, and their texts.
const PACK: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// How deep correlations may be correlated.
pub(crate) const MAX_DEPTH: usize = 4;

/// How many rules a correlation may come down to, those of its correlations included.
const MAX_PARTS: usize = 512;

/// The rules that are used.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    list: Vec<Rule>,
    problems: Vec<RuleProblem>,
    replaced: Vec<String>,
    tuning: Tuning,
}

impl Rules {
    /// Those of the pack. They are parsed once in each thread: that takes longer than most of them take to evaluate.
    pub fn packed() -> Self {
        thread_local!(static PACKED: Rules = Rules::parsed());
        PACKED.with(Clone::clone)
    }

    fn parsed() -> Self {
        let mut rules = Self::default();
        for (file, text) in PACK {
            let (of_file, problems) = parse_rules(file, text, true);
            rules.list.extend(of_file);
            rules.problems.extend(problems);
        }
        rules.resolve();
        rules
    }

    /// Adds files of one's own rules: their names and texts. A rule with the id of one that is there replaces it.
    pub fn add<'a>(&mut self, files: impl IntoIterator<Item = (&'a str, &'a str)>) {
        for (file, text) in files {
            let (of_file, problems) = parse_rules(file, text, false);
            self.problems.extend(problems);
            for rule in of_file {
                match self.list.iter_mut().find(|other| other.id == rule.id) {
                    Some(before) => {
                        // The same file twice changes nothing.
                        if before.origin.text != rule.origin.text {
                            self.replaced.push(format!(
                                "{file}: {} replaces {} of {}",
                                rule.title, before.title, before.origin.file
                            ));
                        }
                        *before = rule;
                    }
                    None => self.list.push(rule),
                }
            }
        }
        self.resolve();
    }

    /// Sets the tuning. An error names the rules of it that do not exist; the others are tuned.
    pub fn tune(&mut self, tuning: Tuning) -> Result<(), String> {
        self.tuning = tuning;
        let known: BTreeSet<&str> = self
            .list
            .iter()
            .flat_map(|rule| [rule.id.as_str(), stem(&rule.origin.file)])
            .chain([CONFLICTS_RULE])
            .collect();
        let names = self.tuning.rules.keys().map(String::as_str);
        match names.filter(|name| !known.contains(name)).collect::<Vec<_>>().as_slice() {
            [] => Ok(()),
            names => Err(format!("the tuning names rules that do not exist: {}", names.join(", "))),
        }
    }

    pub(crate) fn set_tuning(&mut self, tuning: Tuning) {
        self.tuning = tuning;
    }

    /// What of the tuning changes nothing, a sentence each: settings that the rules they are given for do not have.
    pub fn tuning_without_effect(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for (name, tuning) in &self.tuning.rules {
            let named: Vec<&Rule> = self.named(name).collect();
            if named.is_empty() && name != CONFLICTS_RULE {
                continue;
            }
            if let Some(part) = named.first().filter(|_| named.iter().all(|rule| rule.is_part)) {
                sentences.push(format!(
                    "{name}: {} finds nothing by itself: tune the rule that it is a part of",
                    part.title
                ));
                continue;
            }
            let has = |key: SettingKey| {
                let of_conflicts = name == CONFLICTS_RULE && key == SettingKey::Level;
                let of_rule =
                    |rule: &&Rule| !rule.is_part && self.defaults(rule).iter().any(|(other, _)| *other == key);
                of_conflicts || named.iter().any(of_rule)
            };
            let idle = SettingKey::ALL.into_iter().filter(|key| tuning.get(*key).is_some() && !has(*key));
            sentences.extend(idle.map(|key| format!("{name}: {} changes nothing about this rule", key.name())));
        }
        sentences
    }

    /// The tuning with a rule changed further. Of the pack, a rule is called by its file's name, which people can read,
    /// unless that means several.
    pub fn retuned(
        &self,
        id: &str,
        change: impl FnOnce(&mut RuleTuning) -> Result<(), String>,
    ) -> Result<Tuning, String> {
        let mut tuning = self.tuning.clone();
        let name = match self.get(id) {
            Some(rule) => {
                let of_file = stem(&rule.origin.file);
                let is_alone = self.named(of_file).filter(|rule| !rule.is_part).count() == 1;
                let is_readable = is_alone && (rule.origin.is_packed || tuning.rules.contains_key(of_file));
                if is_readable && !tuning.rules.contains_key(id) { of_file } else { id }
            }
            None if id == CONFLICTS_RULE => id,
            None => return Err(format!("there is no rule {id}")),
        };
        // What is said for all rules of a file holds for this one until it has an entry of its own.
        let before = self.get(id).and_then(|rule| tuning.of(rule)).cloned().unwrap_or_default();
        let of_rule = tuning.rules.entry(name.to_owned()).or_insert(before);
        change(of_rule)?;
        let is_shadow =
            self.get(id).is_some_and(|rule| name == id && tuning.rules.contains_key(stem(&rule.origin.file)));
        if !is_shadow && tuning.rules.get(name) == Some(&RuleTuning::default()) {
            tuning.rules.remove(name);
        }
        Ok(tuning)
    }

    /// The rules that a name in a tuning means.
    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.list.iter().filter(move |rule| rule.id == name || stem(&rule.origin.file) == name)
    }

    /// What is changed about them.
    pub fn tuning(&self) -> &Tuning {
        &self.tuning
    }

    /// Each rule: those of the pack by file, then one's own.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.list.iter()
    }

    /// The rule of an id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.list.iter().find(|rule| rule.id == id)
    }

    /// What is wrong with rules that are not used.
    pub fn problems(&self) -> &[RuleProblem] {
        &self.problems
    }

    /// Which rules of one's own stand for others: a sentence each.
    pub fn replaced(&self) -> &[String] {
        &self.replaced
    }

    /// The rule that another one means by a name or an id: of its own file, if there is one.
    pub(crate) fn meant(&self, from: &Rule, name: &str) -> Option<&Rule> {
        let is_it = |rule: &&Rule| rule.id == name || rule.name.as_deref() == Some(name);
        let of_file = |rule: &&Rule| rule.origin.file == from.origin.file && is_it(rule);
        self.list.iter().find(of_file).or_else(|| self.list.iter().find(is_it))
    }

    /// Leaves out correlations whose rules are not there or cannot be correlated.
    fn resolve(&mut self) {
        loop {
            let wrong: BTreeMap<String, String> = self
                .list
                .iter()
                .filter_map(|rule| {
                    let mut left = MAX_PARTS;
                    Some((rule.id.clone(), self.check(rule, MAX_DEPTH, &mut left).err()?))
                })
                .collect();
            if wrong.is_empty() {
                return;
            }
            let (kept, left) =
                std::mem::take(&mut self.list).into_iter().partition(|rule| !wrong.contains_key(&rule.id));
            self.list = kept;
            self.problems.extend(left.into_iter().map(|rule| RuleProblem {
                reason: wrong.get(&rule.id).cloned().unwrap_or_default(),
                line: Some(rule.origin.line),
                rule: Some(rule.title),
                file: rule.origin.file,
            }));
        }
    }

    fn check(&self, rule: &Rule, depth: usize, left: &mut usize) -> Result<(), String> {
        let Kind::Correlation(correlation) = &rule.kind else { return Ok(()) };
        if depth == 0 {
            return Err("correlations of correlations go too deep, or in a circle".to_owned());
        }
        for name in &correlation.rules {
            *left = left.checked_sub(1).ok_or_else(|| format!("it comes down to more than {MAX_PARTS} rules"))?;
            let other = self.meant(rule, name).ok_or_else(|| format!("there is no rule {name}"))?;
            match &other.kind {
                Kind::Events(_) => {}
                Kind::Baseline(..) => return Err(format!("{name} is a baseline, which cannot be correlated")),
                Kind::Correlation(inner) => {
                    check_inner(correlation, inner, name)?;
                    self.check(other, depth - 1, left)?;
                }
            }
        }
        Ok(())
    }
}

fn check_inner(outer: &Correlation, inner: &Correlation, name: &str) -> Result<(), String> {
    if matches!(outer.test, WindowTest::Values(..)) {
        return Err(format!("values of the correlation {name} cannot be counted"));
    }
    for (field, _) in &outer.group_by {
        if !inner.group_by.iter().any(|(other, _)| other == field) {
            return Err(format!("{name} is not grouped by {field}"));
        }
    }
    Ok(())
}

impl Rule {
    /// What it calls the rules that are only parts of it.
    pub(crate) fn parts(&self) -> Option<impl Iterator<Item = &str>> {
        match &self.kind {
            Kind::Correlation(correlation) if !correlation.generate => {
                Some(correlation.rules.iter().map(String::as_str))
            }
            _ => None,
        }
    }
}
