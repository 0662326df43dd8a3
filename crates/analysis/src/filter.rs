//! What is selected: an expression of the filter language, which travels as its text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use touchstone_query::{Expr, FilterError, parse};
use ts_rs::TS;

/// A filter. `docs/filters.md` describes its text; the empty one selects every event.
#[derive(Clone, Debug, Default, PartialEq, Eq, TS)]
#[ts(type = "string")]
pub struct Filter(Expr);

impl Filter {
    /// The filter that a text says; an error points at the character that cannot be.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse(text).map(|parsed| Self(parsed.expr))
    }

    /// What it says.
    pub fn expr(&self) -> &Expr {
        &self.0
    }

    /// What it says, to be edited.
    pub fn into_expr(self) -> Expr {
        self.0
    }
}

impl From<Expr> for Filter {
    fn from(expr: Expr) -> Self {
        Self(expr)
    }
}

impl std::fmt::Display for Filter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let refused = |error| serde::de::Error::custom(format!("the filter cannot be read {error}"));
        Self::parse(&text).map_err(refused)
    }
}
