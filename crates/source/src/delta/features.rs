//! The features that a table requires of its readers.

use serde_json::Value;

use super::columns::{Mode, has_variant, widened};
use super::log::{Metadata, Protocol};

/// Features that a reader may have to support. Each is either implemented here or has no effect on reading. Some
/// concern only writers, and are listed because some tables list them for readers as well.
const KNOWN: [&str; 18] = [
    "appendOnly",
    "changeDataFeed",
    "checkConstraints",
    "clustering",
    "columnMapping",
    "deletionVectors",
    "domainMetadata",
    "generatedColumns",
    "allowColumnDefaults",
    "icebergCompatV1",
    "icebergCompatV2",
    "identityColumns",
    "inCommitTimestamp",
    "invariants",
    "rowTracking",
    "timestampNtz",
    "v2Checkpoint",
    "vacuumProtocolCheck",
];

/// The highest supported version of the protocol. From this version on, tables name the features they need.
const MAX_VERSION: u32 = 3;

/// The version from which columns may be mapped without a feature that says so.
const MAPPING_VERSION: u32 = 2;

/// A feature that the table needs and that is not supported; none if all are.
pub(super) fn unknown(protocol: &Protocol, schema: Option<&Value>) -> Option<String> {
    let asks = |feature: &&String| match feature.strip_suffix("-preview").unwrap_or(feature) {
        "variantType" | "variantShredding" => schema.is_none_or(has_variant),
        "typeWidening" => schema.is_none_or(|schema| widened(schema).is_some()),
        feature => !KNOWN.contains(&feature),
    };
    let features = protocol.reader_features.iter().flatten();
    if let Some(feature) = features.into_iter().find(asks) {
        let to = schema.filter(|_| feature.starts_with("typeWidening")).and_then(widened);
        let to = to.map_or_else(String::new, |data_type| format!(" to {data_type}"));
        return Some(format!("the reader feature {feature}{to}"));
    }
    let version = protocol.min_reader_version;
    (version > MAX_VERSION).then(|| format!("reader version {version}"))
}

/// How a table's columns are mapped, if they are. An error is the name of an unsupported mode.
pub(super) fn mapping(protocol: Option<&Protocol>, metadata: &Metadata) -> Result<Option<Mode>, String> {
    // The property only counts if the protocol allows it.
    let is_allowed = protocol.is_none_or(|protocol| match &protocol.reader_features {
        Some(features) => features.iter().any(|feature| feature == "columnMapping"),
        None => protocol.min_reader_version >= MAPPING_VERSION,
    });
    let mode = metadata.configuration.get("delta.columnMapping.mode").and_then(Option::as_deref);
    match mode.filter(|_| is_allowed) {
        None | Some("none") => Ok(None),
        Some("name") => Ok(Some(Mode::Name)),
        Some("id") => Ok(Some(Mode::Id)),
        Some(other) => Err(format!("column mapping by {other}")),
    }
}
