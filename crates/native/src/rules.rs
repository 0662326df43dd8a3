//! Rules and their tuning from files.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use touchstone_findings::{Rules, Tuning};

use crate::walk::walk;

/// A tuning: a file of it, or its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TuningGiven {
    /// A file, as `docs/tuning.schema.json` describes it.
    File(PathBuf),
    /// The text of such a file.
    Text(String),
}

/// The rules of the pack with those of one's own, tuned. What is wrong with a rule is said, and the rule left out. An error
/// is a sentence: a file cannot be opened, or the tuning cannot be used.
pub fn rules(own: &[PathBuf], tuning: Option<&TuningGiven>, say: impl FnMut(&str)) -> Result<Rules, String> {
    rules_of(&rule_texts(own)?, tuning, say)
}

/// The rules of the pack with those of texts, each with the name of its file, tuned; otherwise as [`rules`].
pub fn rules_of(
    texts: &[(String, String)],
    tuning: Option<&TuningGiven>,
    mut say: impl FnMut(&str),
) -> Result<Rules, String> {
    let mut rules = Rules::packed();
    rules.add(texts.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    for said in rules.problems().iter().map(ToString::to_string).chain(rules.replaced().iter().cloned()) {
        say(&said);
    }
    if let Some(given) = tuning {
        let (name, text) = match given {
            TuningGiven::File(path) => (path.display().to_string(), read_text(path)?),
            TuningGiven::Text(text) => ("the tuning".to_owned(), text.clone()),
        };
        let wrong = |reason: String| format!("{name}: {reason}");
        rules.tune(Tuning::parse(&text).map_err(|error| wrong(error.to_string()))?).map_err(wrong)?;
        for sentence in rules.tuning_without_effect() {
            say(&wrong(sentence));
        }
    }
    Ok(rules)
}

/// The files of rules: their names, and their texts.
pub fn rule_texts(paths: &[PathBuf]) -> Result<Vec<(String, String)>, String> {
    let found = walk(paths);
    if let Some(sentence) = found.unopened.first() {
        return Err(sentence.clone());
    }
    let is_rule = |path: &PathBuf| {
        paths.contains(path) || path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml")
    };
    let files = found.files.into_iter().filter(is_rule);
    files.map(|path| Ok((path.display().to_string().replace(MAIN_SEPARATOR, "/"), read_text(&path)?))).collect()
}

/// The text of a file. An error is a sentence.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| format!("{}: is no UTF-8", path.display()))
}
