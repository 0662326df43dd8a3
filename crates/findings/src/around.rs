//! What a finding's principals did around it.

use touchstone_query::{Expr, Value};

use crate::evaluate::time_clause;
use crate::field::RuleField;
use crate::finding::Finding;
use crate::lower::{text, values_of};

const HOUR_MS: i64 = 3_600_000;

/// Principals of a finding whose other events are looked at: the first of them.
const MAX_PRINCIPALS: usize = 20;

/// The events of a finding's principals around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// A filter that selects them, and those of the finding with them.
    pub filter: String,
    /// The principals looked at; nothing for events that name nobody.
    pub principals: Vec<Option<String>>,
    /// From when on, in milliseconds.
    pub from_ms: i64,
    /// Until when, included.
    pub until_ms: i64,
}

impl Finding {
    /// Events of its principals from before its first to after its last, by half the time between them and an hour at
    /// least; nothing for a finding without a time.
    pub fn around(&self) -> Option<Around> {
        let (first, last) = self.first_ms.zip(self.last_ms)?;
        let margin = (last.saturating_sub(first) / 2).max(HOUR_MS);
        let (from_ms, until_ms) = (first.saturating_sub(margin), last.saturating_add(margin));
        let mut principals: Vec<Option<String>> =
            self.principals.iter().filter(|name| name.is_some()).cloned().collect();
        principals.truncate(MAX_PRINCIPALS);
        if principals.is_empty() {
            principals.push(None);
        }
        let values = principals.iter().map(|name| name.as_deref().map_or(Value::Absent, text)).collect();
        let who: Expr = values_of(&RuleField::Principal, values).ok()?.expr()?;
        let filter = [who.clause_text(), time_clause(&[(from_ms, until_ms)])?].join(" ");
        Some(Around { filter, principals, from_ms, until_ms })
    }
}
