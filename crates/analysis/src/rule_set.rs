//! The rules in use on the page: own rules and tuning.

use std::rc::Rc;

use touchstone_findings::{FileKind, Finding, RuleTuning, Rules, Tuning};
use touchstone_medallion::Medallion;

use crate::answer::{Exception, LastChange, OwnRules, RuleProblem, RulesInUse};
use crate::query_result::QueryResult;
use crate::rules_change::{RuleFile, RulesChange};

/// Files of own rules, and their bytes together.
const MAX_FILES: usize = 1000;
const MAX_BYTES: usize = 4 << 20;

/// The rules in use: those of the pack, own files, and the tuning.
#[derive(Clone, Debug)]
pub(crate) struct RuleSet {
    packed: Rc<Rules>,
    rules: Rules,
    own: Vec<(String, Rc<str>)>,
}

/// What a change made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) set: RuleSet,
    pub(crate) last: LastChange,
    /// What was taken of files, a sentence each.
    pub(crate) taken: Vec<String>,
    pub(crate) problems: Vec<RuleProblem>,
}

impl Default for RuleSet {
    fn default() -> Self {
        let packed = Rules::packed();
        Self { packed: Rc::new(packed.clone()), rules: packed, own: Vec::new() }
    }
}

impl RuleSet {
    /// With rules that were read elsewhere.
    pub(crate) fn of(rules: Rules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// The files of own rules: names and texts.
    pub(crate) fn own_files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.own.iter().map(|(name, text)| (name.as_str(), &**text))
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The rules after a change other than undoing. `found` gives the finding of a key.
    pub(crate) fn changed<'a>(
        &self,
        change: RulesChange,
        medallion: &Medallion,
        found: impl FnOnce(&str) -> Option<&'a Finding>,
    ) -> QueryResult<Made> {
        let title = |id: &str| self.title(id);
        let mut wrote = None;
        let (words, tuning) = match change {
            RulesChange::Add { files } => return Ok(self.with_files(files)),
            RulesChange::Remove { file } => {
                let mut own = self.own.clone();
                own.retain(|(other, _)| *other != file);
                let set = self.with(own, self.rules.tuning().clone());
                return Ok(Made::of(set, format!("{file} is removed"), None));
            }
            RulesChange::Tune { text } => {
                let tuning = Tuning::parse(&text).map_err(|error| error.to_string())?;
                ("The tuning is replaced".to_owned(), tuning)
            }
            RulesChange::Switch { rule, on } => {
                let tuning = self.rules.retuned(&rule, |tuning| {
                    tuning.enabled = (!on).then_some(false);
                    Ok(())
                })?;
                (format!("{} is switched {}", title(&rule), if on { "on" } else { "off" }), tuning)
            }
            RulesChange::Set { rule, key, value } => {
                let own = self.rules.settings(&rule).into_iter().find(|setting| setting.key == key);
                let own = own.and_then(|setting| setting.default);
                let value = value.map(|value| value.trim().to_owned()).filter(|value| own.as_ref() != Some(value));
                let tuning = self.rules.retuned(&rule, |tuning| tuning.set(key, value.as_deref()))?;
                let to = value.unwrap_or_else(|| "as the rule has it".to_owned());
                (format!("{}: {} is {to}", title(&rule), key.name()), tuning)
            }
            RulesChange::Except { rule, entry } => {
                let entry = entry.into_allow()?;
                let text = one(&entry);
                let tuning = match &rule {
                    None => {
                        let mut tuning = self.rules.tuning().clone();
                        tuning.allow.push(entry);
                        tuning
                    }
                    Some(rule) => self.rules.retuned(rule, |tuning| {
                        tuning.allow.push(entry);
                        Ok(())
                    })?,
                };
                wrote = Some(text);
                (
                    format!(
                        "{} no longer looks at these events",
                        rule.map_or("No rule".to_owned(), |rule| title(&rule))
                    ),
                    tuning,
                )
            }
            RulesChange::Readmit { rule, at } => {
                let gone = |list: &mut Vec<touchstone_findings::Allow>| {
                    if at < list.len() { Ok(one(&list.remove(at))) } else { Err("there is no such entry".to_owned()) }
                };
                let tuning = match &rule {
                    None => {
                        let mut tuning = self.rules.tuning().clone();
                        wrote = Some(gone(&mut tuning.allow)?);
                        tuning
                    }
                    Some(rule) => self.rules.retuned(rule, |tuning: &mut RuleTuning| {
                        wrote = Some(gone(&mut tuning.allow)?);
                        Ok(())
                    })?,
                };
                let who = rule.map_or("Every rule".to_owned(), |rule| title(&rule));
                (format!("{who} looks at these events again"), tuning)
            }
            RulesChange::Ignore { finding } => {
                let found = found(&finding).ok_or("there is no such finding any more")?;
                let mut rules = self.rules.clone();
                wrote = Some(one(&rules.ignore(found, medallion)?));
                (format!("{} no longer looks at these events", found.title), rules.tuning().clone())
            }
            RulesChange::Reset => ("All tuning is given up".to_owned(), Tuning::default()),
            RulesChange::Undo => return Err("nothing can be undone".to_owned()),
        };
        Ok(Made::of(self.with(self.own.clone(), tuning), words, wrote))
    }

    fn with_files(&self, mut files: Vec<RuleFile>) -> Made {
        let mut own = self.own.clone();
        let mut tuning = self.rules.tuning().clone();
        let (mut problems, mut taken, mut added) = (Vec::new(), Vec::new(), Vec::new());
        files.sort_by(|a, b| a.file.cmp(&b.file));
        let mut bytes: usize = own.iter().map(|(_, text)| text.len()).sum();
        for RuleFile { file, text } in files {
            let mut wrong = |line, message: String| problems.push(RuleProblem { file: file.clone(), line, message });
            let Some(text) = text else {
                wrong(None, "is no UTF-8".to_owned());
                continue;
            };
            match FileKind::of(&text) {
                FileKind::Neither => {
                    wrong(None, "holds neither rules (title, detection) nor a tuning (allow, rules)".to_owned());
                }
                FileKind::Tuning => match Tuning::parse(&text) {
                    Ok(read) => {
                        tuning = read;
                        taken.push(format!("The tuning of {file} is in effect"));
                    }
                    Err(error) => {
                        let column = error.column.map_or_else(String::new, |column| format!("column {column}: "));
                        wrong(error.line, format!("the tuning is not used: {column}{}", error.reason));
                    }
                },
                FileKind::Rules => {
                    own.retain(|(other, _)| *other != file);
                    bytes += text.len();
                    if own.len() >= MAX_FILES || bytes > MAX_BYTES {
                        wrong(
                            None,
                            format!("is left out: more than {MAX_FILES} files or {MAX_BYTES} bytes of own rules"),
                        );
                        continue;
                    }
                    added.push(file.clone());
                    own.push((file, Rc::from(text)));
                }
            }
        }
        own.sort_by(|(a, _), (b, _)| a.cmp(b));
        let set = self.with(own, tuning);
        for file in &added {
            let count = set.rules.iter().filter(|rule| rule.origin.file == *file && !rule.origin.is_packed).count();
            if count > 0 {
                taken.push(format!("{file}: {count} {} used", if count == 1 { "rule is" } else { "rules are" }));
            }
        }
        let of_added = set.problems().into_iter().filter(|problem| added.contains(&problem.file));
        problems.extend(of_added);
        let words = taken.first().map_or_else(|| "Files are added".to_owned(), Clone::clone);
        Made { taken, problems, ..Made::of(set, words, None) }
    }

    fn with(&self, own: Vec<(String, Rc<str>)>, tuning: Tuning) -> Self {
        let is_same = own.iter().map(|(file, text)| (file, text)).eq(self.own.iter().map(|(file, text)| (file, text)));
        let mut rules = if is_same { self.rules.clone() } else { (*self.packed).clone() };
        if !is_same {
            rules.add(own.iter().map(|(file, text)| (file.as_str(), &**text)));
        }
        // Names that no rule has are told with the rules in use: their rules may come later.
        rules.tune(tuning).ok();
        Self { packed: Rc::clone(&self.packed), rules, own }
    }

    fn title(&self, id: &str) -> String {
        self.rules
            .in_effect()
            .rules
            .into_iter()
            .find(|rule| rule.id == id)
            .map_or_else(|| id.to_owned(), |rule| rule.title)
    }

    /// What is wrong with rules that are not used.
    pub(crate) fn problems(&self) -> Vec<RuleProblem> {
        let problem = |problem: &touchstone_findings::RuleProblem| RuleProblem {
            file: problem.file.clone(),
            line: problem.line,
            message: match &problem.rule {
                Some(rule) => format!("{rule}: {}", problem.reason),
                None => problem.reason.clone(),
            },
        };
        self.rules.problems().iter().map(problem).collect()
    }

    /// What is in use, and what was changed last.
    pub(crate) fn in_use(&self, last: Option<LastChange>) -> RulesInUse {
        let in_effect = self.rules.in_effect();
        let problems = self.problems();
        let own = self.own.iter().map(|(file, _)| OwnRules {
            file: file.clone(),
            rules: in_effect
                .rules
                .iter()
                .filter(|rule| rule.own && rule.file == *file)
                .map(|rule| rule.title.clone())
                .collect(),
            problems: problems.iter().filter(|problem| problem.file == *file).count(),
        });
        let mut tuning_problems = self.rules.tuning_without_effect();
        tuning_problems.extend(self.rules.clone().tune(self.rules.tuning().clone()).err());
        let tuned: Vec<_> = in_effect.rules.iter().filter(|rule| rule.is_tuned()).cloned().collect();
        RulesInUse {
            own: own.collect(),
            problems: problems.clone(),
            replaced: self.rules.replaced().to_vec(),
            off: tuned.iter().filter(|rule| rule.off).count(),
            changed: tuned.iter().filter(|rule| !rule.changed.is_empty()).count(),
            excepted: in_effect.exceptions + tuned.iter().map(|rule| rule.exceptions).sum::<usize>(),
            exceptions: self.rules.tuning().allow.iter().map(Exception::from).collect(),
            tuning: in_effect.tuning,
            tuning_problems,
            tuned,
            last,
        }
    }
}

impl Made {
    fn of(set: RuleSet, words: String, wrote: Option<String>) -> Self {
        Self { set, last: LastChange { words, wrote }, taken: Vec::new(), problems: Vec::new() }
    }
}

/// An entry as the tuning file has it.
fn one(allow: &touchstone_findings::Allow) -> String {
    let tuning = Tuning { allow: vec![allow.clone()], ..Tuning::default() };
    tuning.text()
}
