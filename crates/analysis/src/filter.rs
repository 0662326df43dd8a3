//! A filter: an expression of the filter language, serialized as its text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use touchstone_query::{Expr, FilterError, parse};
use ts_rs::TS;

/// A filter; `docs/filters.md` describes its text. An empty filter selects every event.
#[derive(Clone, Debug, Default, PartialEq, Eq, TS)]
#[ts(type = "string")]
pub struct Filter(Expr);

impl Filter {
    /// Parses a filter. An error points at the offending character.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse(text).map(|parsed| Self(parsed.expr))
    }

    /// Its expression.
    pub fn expr(&self) -> &Expr {
        &self.0
    }

    /// Its expression, by value.
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
