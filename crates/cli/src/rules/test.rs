//! Records beside rules: the regression data of Sigma's rules, a folder per rule with `info.yml`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::Deserialize;
use touchstone_findings::{Rules, evaluate_rule};
use touchstone_medallion::Session;
use touchstone_native::{printable, read_text, walk};

use crate::asked::rules;
use crate::print;
use crate::rules::WRONG;

#[derive(Deserialize)]
struct Info {
    rule_metadata: Vec<RuleOf>,
    regression_tests_info: Vec<Test>,
}

#[derive(Deserialize)]
struct RuleOf {
    id: String,
}

#[derive(Deserialize)]
struct Test {
    name: String,
    path: String,
    match_count: u64,
}

/// Tests the rules of a folder: the status.
pub(super) fn run(folder: &Path, own: &[PathBuf]) -> Result<u8, String> {
    let (rules, _) = rules(own, None, None)?;
    let found = walk(&[folder.to_owned()]);
    if let Some(sentence) = found.unopened.first() {
        return Err(sentence.clone());
    }
    let infos = found.files.iter().filter(|path| path.file_name().is_some_and(|name| name == "info.yml"));
    let mut text = String::new();
    let (mut tests, mut failures) = (0, 0);
    let mut tested = BTreeSet::new();
    for info in infos {
        for outcome in of_info(&rules, info, &mut tested)? {
            tests += 1;
            if let Some(failure) = outcome {
                failures += 1;
                writeln!(text, "{}", printable(&failure)).ok();
            }
        }
    }
    for rule in rules.iter().filter(|rule| !rule.is_part && !tested.contains(&rule.id)) {
        writeln!(text, "{}: no test", printable(&rule.title)).ok();
    }
    writeln!(text, "{} rules, {tests} tests, {failures} failures", tested.len()).ok();
    print::all(text.as_bytes())?;
    Ok(if failures == 0 && tests > 0 { 0 } else { WRONG })
}

/// For each test of a folder what is wrong with it.
fn of_info(rules: &Rules, path: &Path, tested: &mut BTreeSet<String>) -> Result<Vec<Option<String>>, String> {
    let info: Info = yaml_serde::from_str(&read_text(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut outcomes = Vec::new();
    for RuleOf { id } in &info.rule_metadata {
        for test in &info.regression_tests_info {
            let Some(rule) = rules.get(id) else {
                outcomes.push(Some(format!("{}: there is no rule {id}", path.display())));
                continue;
            };
            tested.insert(id.clone());
            let file = beside(path, &test.path);
            let bytes =
                std::fs::read(&file).map_err(|error| format!("{}: cannot be opened: {error}", file.display()))?;
            let mut session = Session::new([0; 16]);
            session.open(file.display().to_string(), Rc::new(bytes));
            while session.step() {}
            let problems = session.medallion().problems().len();
            let report = evaluate_rule(rules, rule, session.medallion());
            let rows: BTreeSet<u32> = report.findings.iter().flat_map(|finding| finding.rows.iter().copied()).collect();
            let matched = rows.len() as u64;
            outcomes.push((matched != test.match_count || problems > 0).then(|| {
                let unread = if problems > 0 { format!(", {problems} records not read") } else { String::new() };
                format!(
                    "{}: {}: {matched} of {} records found, {} expected{unread}",
                    rule.title,
                    test.name,
                    session.medallion().silver().rows(),
                    test.match_count,
                )
            }));
        }
    }
    Ok(outcomes)
}

/// A file that `info.yml` names by its path in the repository: it stands beside that.
fn beside(info: &Path, named: &str) -> PathBuf {
    let name = named.rsplit('/').next().unwrap_or(named);
    info.with_file_name(name)
}
