//! The dialects of SQL in which recipes are written.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whose functions a recipe calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Databricks SQL and Spark.
    #[default]
    Databricks,
    /// `DuckDB`.
    DuckDb,
}

impl Dialect {
    /// The SHA-256 of a text in lowercase hexadecimal.
    pub(crate) fn sha256(self, text: &str) -> String {
        match self {
            Self::Databricks => format!("sha2({text}, 256)"),
            Self::DuckDb => format!("sha256({text})"),
        }
    }

    /// A value as text.
    pub(crate) fn text(self, value: &str) -> String {
        let text = match self {
            Self::Databricks => "STRING",
            Self::DuckDb => "VARCHAR",
        };
        format!("CAST({value} AS {text})")
    }

    /// The number that hexadecimal digits write.
    pub(crate) fn of_hex(self, digits: &str) -> String {
        match self {
            Self::Databricks => format!("CAST(conv({digits}, 16, 10) AS DECIMAL(20, 0))"),
            Self::DuckDb => format!("CAST('0x' || {digits} AS HUGEINT)"),
        }
    }

    /// A text as a literal. Spark reads backslashes in literals, the standard does not.
    pub(crate) fn literal(self, text: &str) -> String {
        let text = match self {
            Self::Databricks => text.replace('\\', "\\\\").replace('\'', "\\'"),
            Self::DuckDb => text.replace('\'', "''"),
        };
        format!("'{text}'")
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn literals_end_where_they_should() {
        for (text, databricks, duckdb) in
            [("a", "'a'", "'a'"), ("it's", "'it\\'s'", "'it''s'"), ("\\' OR 1", "'\\\\\\' OR 1'", "'\\'' OR 1'")]
        {
            assert_eq!(Dialect::Databricks.literal(text), databricks);
            assert_eq!(Dialect::DuckDb.literal(text), duckdb);
        }
    }
}
