//! Digests that tell whether two sets of rules are the same.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::rule::{Origin, Rule};
use crate::rules::Rules;

impl Origin {
    /// The SHA-256 of the file's text in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(&self.text)
    }
}

impl Rules {
    /// A SHA-256 in hexadecimal of the version of this program, the rules in their order, and the tuning. Where it is the
    /// same, the same events have the same findings.
    pub fn sha256(&self) -> String {
        let of_rule = |rule: &Rule| json!([rule.id, rule.origin.file, rule.origin.line, rule.origin.sha256()]);
        let rules: Vec<Value> = self.iter().map(of_rule).collect();
        let tuning = serde_json::to_value(self.tuning()).unwrap_or_default();
        sha256(&json!([env!("CARGO_PKG_VERSION"), rules, tuning]).to_string())
    }
}

fn sha256(text: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(text.as_bytes()))
}
