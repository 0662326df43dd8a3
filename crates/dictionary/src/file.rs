//! The format of `data/databricks.json` and `data/immuta.json`, documented for editors in `docs/dictionary.md`.

use serde::Deserialize;

use crate::{Product, Sort, Source};

/// A data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(rename = "about")]
    pub(crate) _about: &'static str,
    pub(crate) product: Product,
    pub(crate) sources: Vec<Source>,
    pub(crate) parameters: Vec<ParameterRow>,
    pub(crate) services: Vec<ServiceRow>,
}

/// `[name, source, means]`.
#[derive(Deserialize)]
pub(crate) struct ParameterRow(pub(crate) &'static str, pub(crate) &'static str, pub(crate) &'static str);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceRow {
    pub(crate) name: &'static str,
    pub(crate) means: &'static str,
    pub(crate) source: &'static str,
    #[serde(default)]
    pub(crate) parameters: Vec<ParameterRow>,
    #[serde(default)]
    pub(crate) actions: Vec<ActionRow>,
}

/// `[name, sort, source, means]`, optionally followed by `{"verbose", "result", "parameters"}`.
#[derive(Deserialize)]
pub(crate) struct ActionRow(
    pub(crate) &'static str,
    #[serde(deserialize_with = "sort")] pub(crate) Option<Sort>,
    pub(crate) &'static str,
    pub(crate) &'static str,
    #[serde(default)] pub(crate) More<ParameterRow>,
);

/// Generic because the derive cannot infer that a row borrows from the program's text.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct More<Row> {
    pub(crate) verbose: bool,
    pub(crate) result: bool,
    pub(crate) parameters: Vec<Row>,
}

impl<Row> Default for More<Row> {
    fn default() -> Self {
        Self { verbose: false, result: false, parameters: Vec::new() }
    }
}

/// The empty text means no category.
fn sort<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Sort>, D::Error> {
    use serde::de::IntoDeserializer;
    let name = <&str>::deserialize(deserializer)?;
    if name.is_empty() { Ok(None) } else { Sort::deserialize(name.into_deserializer()).map(Some) }
}
