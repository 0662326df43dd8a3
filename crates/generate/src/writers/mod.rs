//! Writes an event as a record, one file per format.

mod azure_diagnostic;
mod azure_log_analytics;
mod databricks_silver;
mod databricks_system_table;
mod delivery;
mod immuta_legacy;
mod immuta_uam;
mod json;
#[cfg(not(feature = "parquet"))]
mod no_parquet;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod spelling;

#[cfg(not(feature = "parquet"))]
pub(crate) use self::no_parquet::ParquetFile;
#[cfg(feature = "parquet")]
pub(crate) use self::parquet::ParquetFile;

use crate::format::{Container, Format};
use crate::model::Event;
use crate::world::World;

/// The order of keys in a record's objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyOrder {
    Usual,
    /// Reversed in every object that the format itself defines; nested parameter values stay unchanged.
    Reversed,
}

/// Appends the record without a line feed. A new format is a new variant and a new file.
pub(crate) fn write(
    (format, container): (Format, Container),
    event: &Event<'_>,
    order: KeyOrder,
    world: &World,
    out: &mut Vec<u8>,
) {
    let strings = container == Container::JsonStrings;
    match format {
        Format::DatabricksDelivery => delivery::write(event, order, world, out),
        Format::DatabricksSystemTable if container == Container::Csv => {
            databricks_system_table::write_csv(event, world, out);
        }
        Format::DatabricksSystemTable => databricks_system_table::write(event, order, strings, world, out),
        Format::DatabricksSilver => databricks_silver::write(event, order, world, out),
        // A storage account has JSON strings; only records captured by an Event Hub have objects.
        Format::AzureDiagnostic => {
            azure_diagnostic::write(event, order, container != Container::Envelope, world, out);
        }
        Format::AzureLogAnalytics => azure_log_analytics::write(event, order, strings, world, out),
        Format::ImmutaUam => immuta_uam::write(event, order, world, out),
        Format::ImmutaLegacy => immuta_legacy::write(event, order, world, out),
    }
}

/// Appends a file's header line, if it has one, with its line feed.
pub(crate) fn write_header(container: Container, out: &mut Vec<u8>) {
    if container == Container::Csv {
        databricks_system_table::write_csv_header(out);
        out.push(b'\n');
    }
}

/// The key of an envelope's list.
pub(crate) fn envelope_key(format: Format) -> &'static str {
    if format == Format::ImmutaLegacy { "hits" } else { "records" }
}
