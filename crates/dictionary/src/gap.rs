//! Known gaps in providers' logs.

use std::sync::OnceLock;

use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use crate::{Product, Source};

const FILE: &str = include_str!("../data/gaps.json");

/// The kind of a gap.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum GapKind {
    /// Events arrive long after they happened.
    Late,
    /// Some actions are not logged, or only under certain conditions.
    Never,
    /// Events were lost for some time.
    Outage,
    /// Old events are deleted.
    Retention,
    /// Events are logged incompletely.
    Truncated,
}

/// A known gap: during it, a missing event does not prove that nothing happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The product whose log has the gap.
    pub product: Product,
    /// The kind of gap.
    pub kind: GapKind,
    /// The services concerned; empty for all.
    pub services: Vec<&'static str>,
    /// The first UTC day, such as `2025-10-16`; `None` for an unlimited start.
    pub from: Option<&'static str>,
    /// The last UTC day; `None` until today.
    pub to: Option<&'static str>,
    /// Days for which events are kept, for [`GapKind::Retention`].
    pub days: Option<u32>,
    /// What is missing, in one sentence.
    pub means: &'static str,
    /// The source of this information.
    pub source: &'static Source,
}

impl Gap {
    /// Whether the gap concerns events of a product and service between two UTC days, both included, such as
    /// `2025-10-16`. Ignores ASCII case in the service's name.
    pub fn touches(&self, product: Product, service: &str, first: &str, last: &str) -> bool {
        self.product == product
            && (self.services.is_empty() || self.services.iter().any(|name| name.eq_ignore_ascii_case(service)))
            && self.from.is_none_or(|from| from <= last)
            && self.to.is_none_or(|to| first <= to)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: &'static str,
    sources: Vec<Source>,
    gaps: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    product: Product,
    kind: GapKind,
    services: Vec<&'static str>,
    #[serde(default)]
    from: Option<&'static str>,
    #[serde(default)]
    to: Option<&'static str>,
    #[serde(default)]
    days: Option<u32>,
    means: &'static str,
    source: &'static str,
}

/// Every known gap, in file order: by product, dated ones first.
pub fn gaps() -> &'static [Gap] {
    static PARSED: OnceLock<Option<File>> = OnceLock::new();
    static GAPS: OnceLock<Vec<Gap>> = OnceLock::new();
    // The file is compiled in and a test parses it, so the default is never used.
    let file = PARSED.get_or_init(|| serde_json::from_str(FILE).ok()).as_ref();
    GAPS.get_or_init(|| file.map(resolve).and_then(Result::ok).unwrap_or_default())
}

fn resolve(file: &'static File) -> Result<Vec<Gap>, serde_json::Error> {
    let gap = |row: &'static Row| {
        let source = file.sources.iter().find(|source| source.key == row.source);
        Ok(Gap {
            product: row.product,
            kind: row.kind,
            services: row.services.clone(),
            from: row.from,
            to: row.to,
            days: row.days,
            means: row.means,
            source: source.ok_or_else(|| serde_json::Error::custom(format!("no source {}", row.source)))?,
        })
    };
    file.gaps.iter().map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::{FILE, File, gaps};

    #[test]
    fn the_file_can_be_read() {
        let file = serde_json::from_str::<File>(FILE).map(|file| file.gaps.len()).map_err(|error| error.to_string());
        assert_eq!(file, Ok(gaps().len()));
    }
}
