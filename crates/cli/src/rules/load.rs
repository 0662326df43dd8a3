//! Rules and their tuning from files.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use touchstone_findings::{Rules, Tuning};

use crate::load::report;
use crate::table::printable;
use crate::walk::walk;

/// The rules of the pack with those of one's own, tuned. What is wrong with a rule is reported, and the rule left out.
pub(crate) fn rules(own: &[PathBuf], tuning: Option<&Path>) -> Result<Rules, String> {
    let mut rules = Rules::packed();
    let texts = texts(own)?;
    rules.add(texts.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    for said in rules.problems().iter().map(ToString::to_string).chain(rules.replaced().iter().cloned()) {
        report(&printable(&said));
    }
    if let Some(path) = tuning {
        let text = read(path)?;
        let wrong = |reason: String| format!("{}: {reason}", path.display());
        rules.tune(Tuning::parse(&text).map_err(|error| wrong(error.to_string()))?).map_err(wrong)?;
        for sentence in rules.tuning_without_effect() {
            report(&printable(&wrong(sentence)));
        }
    }
    Ok(rules)
}

/// The files of rules: their names, and their texts.
pub(super) fn texts(paths: &[PathBuf]) -> Result<Vec<(String, String)>, String> {
    let found = walk(paths);
    if let Some(sentence) = found.unopened.first() {
        return Err(sentence.clone());
    }
    let is_rule = |path: &PathBuf| {
        paths.contains(path) || path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml")
    };
    let files = found.files.into_iter().filter(is_rule);
    files.map(|path| Ok((path.display().to_string().replace(MAIN_SEPARATOR, "/"), read(&path)?))).collect()
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| format!("{}: is no UTF-8", path.display()))
}
