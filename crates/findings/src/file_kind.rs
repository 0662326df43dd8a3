//! What a YAML file is: rules or a tuning.

use yaml_serde::Value;

/// What a YAML file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Rules, or what was meant to be some.
    Rules,
    /// A tuning, or what was meant to be one.
    Tuning,
    /// Neither.
    Neither,
}

/// The longest file that is looked at, in bytes.
const MAX_BYTES: usize = 1 << 20;

const OF_RULES: [&str; 8] =
    ["title", "detection", "correlation", "logsource", "baseline", "touchstone", "action", "filter"];
const OF_TUNING: [&str; 2] = ["allow", "rules"];

impl FileKind {
    /// The kind of a text. What cannot be parsed is told by the keys that begin its lines.
    pub fn of(text: &str) -> Self {
        if text.len() > MAX_BYTES {
            return Self::Rules;
        }
        let first = text.split("\n---").find(|part| part.lines().any(holds)).unwrap_or(text);
        match yaml_serde::from_str::<Value>(first) {
            Ok(Value::Mapping(mapping)) => Self::of_keys(&|key| mapping.contains_key(key)),
            Ok(_) => Self::Neither,
            Err(_) => Self::of_keys(&|key| {
                first.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
            }),
        }
    }

    fn of_keys(has: &dyn Fn(&str) -> bool) -> Self {
        if OF_RULES.into_iter().any(has) {
            Self::Rules
        } else if OF_TUNING.into_iter().any(has) {
            Self::Tuning
        } else {
            Self::Neither
        }
    }
}

/// Whether a line is more than a comment or the start of a document.
fn holds(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#') && line != "---"
}
