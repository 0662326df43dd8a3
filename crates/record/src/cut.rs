//! The value that ends where a part of a record was cut off.

use std::ops::Range;

use crate::notation::Notation;
use crate::workspace;

/// The key given to a member whose own key was cut off. Databricks uses the same name for what it truncates.
pub(crate) const CUT_KEY: &str = "TRUNCATED";

/// A member whose value ends at a cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The keys that lead to it, the innermost first.
    pub(crate) keys: Vec<String>,
    /// Its key in the JSON; empty if the text has none.
    pub(crate) key: Range<usize>,
    /// Its value in the JSON.
    pub(crate) value: Range<usize>,
    pub(crate) is_quoted: bool,
}

impl Notation {
    /// Notes that the value of a member, which was just read, ends at the cut. `start` is what was known before it.
    pub(crate) fn note_cut(&mut self, (was_cut, start): (bool, Cut), name: &str) {
        if self.is_cut && !was_cut {
            let value = start.value.start..self.json.len();
            self.cut.get_or_insert(Cut { value, ..start }).keys.push(name.to_owned());
        }
    }

    /// Removes the value that ends at the cut if its beginning says something else than the whole: a number, a word, an
    /// id, an address. Texts and request parameters are kept, except the parameter that is a workspace's id, which gets
    /// the key of what was cut off. Returns the removed member's key.
    pub(crate) fn remove_cut(&mut self, is_params: bool) -> Option<String> {
        let cut = self.cut.take()?;
        let name = cut.keys.first()?;
        let value = &self.json[cut.value.clone()];
        let letters = |key: &str| key.replace(['_', '-', ' '], "").to_ascii_lowercase();
        let is_param =
            is_params || cut.keys[1..].iter().any(|key| matches!(&*letters(key), "requestparams" | "flattened"));
        if is_param {
            if name != workspace::PARAM || cut.key.is_empty() || value == "null" {
                return None;
            }
            self.json.replace_range(cut.key, &format!("\"{CUT_KEY}\""));
            return Some(name.clone());
        }
        let is_free = matches!(&*letters(name), "errormessage" | "result" | "useragent");
        let text = value.trim_matches('"').to_ascii_lowercase();
        let is_word = ["null", "none", "nan", "true", "false"].iter().any(|word| word.starts_with(&text));
        let is_text = value.starts_with('"') && (cut.is_quoted || !is_word);
        if value.starts_with(['{', '[']) || is_free && is_text || value == "null" {
            return None;
        }
        self.json.replace_range(cut.value, "null");
        Some(name.clone())
    }
}
