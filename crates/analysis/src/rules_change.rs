//! Every change of the rules that the page may ask for.

use serde::{Deserialize, Serialize};
use touchstone_findings::SettingKey;
use ts_rs::TS;

use crate::answer::Exception;

/// A change of the rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RulesChange {
    /// Takes files: own rules, or a tuning, which replaces the one in effect. A file with the path of another replaces it.
    Add {
        /// The files.
        files: Vec<RuleFile>,
    },
    /// Removes a file of own rules.
    Remove {
        /// Its path.
        file: String,
    },
    /// Replaces the tuning.
    Tune {
        /// Its text, as `--tuning` takes it.
        text: String,
    },
    /// Switches a rule off, or on again.
    Switch {
        /// Its id.
        rule: String,
        /// Whether it is used.
        on: bool,
    },
    /// Changes a setting of a rule.
    Set {
        /// Its id.
        rule: String,
        /// The setting.
        key: SettingKey,
        /// Its value; `null` leaves it to the rule.
        value: Option<String>,
    },
    /// Adds an entry to an allow-list.
    Except {
        /// The id of the rule whose list it is; `null` for the list of all rules.
        rule: Option<String>,
        /// The entry.
        entry: Exception,
    },
    /// Removes an entry of an allow-list.
    Readmit {
        /// As in `except`.
        rule: Option<String>,
        /// Its place in the list, from 0.
        at: usize,
    },
    /// Adds the narrowest entry that leaves a finding out to its rule's allow-list.
    Ignore {
        /// The finding's key.
        finding: String,
    },
    /// Gives up all tuning.
    Reset,
    /// Takes the last change back.
    Undo,
}

/// A file that may have rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleFile {
    /// Its path.
    pub file: String,
    /// Its text; `null` if that is no UTF-8.
    pub text: Option<String>,
}
