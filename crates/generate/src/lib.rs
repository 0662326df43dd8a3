//! Writes realistic Databricks audit logs, seeded and deterministic, with planted incidents and the exact truth about
//! their contents.
//!
//! The path of an event: a rhythm says when something happens, a service in `services/` says what, and `incidents/`
//! plant what is to be found. `writers/` turn the event into a record, a binding groups records, a plan assigns them to
//! files, and a tally counts events. The same [`Options`] always give the same bytes, on every machine.
//!
//! Events depend neither on the [`Format`] nor on the [`Container`]: the same options in two formats give the same
//! events in the same order, and [`Format::lacks`] lists the columns missing from a format. Formats with event ids give
//! an event the same id.
//!
//! The names of services, actions and request parameters come from Databricks' documentation and from published logs;
//! every person, company, address and id is invented.

mod bad_lines;
mod binding;
mod calendar;
mod error;
mod format;
mod generate;
mod incidents;
mod model;
mod options;
mod outcome;
mod plan;
mod random;
mod rhythm;
mod scene;
mod services;
mod sink;
mod stream;
mod tally;
mod truth;
mod world;
mod writers;

use incidents::Product;

pub use error::Error;
pub use format::{Container, Format};
pub use generate::generate;
pub use jiff::civil::Date;
pub use options::{Incidents, Layout, Options, Shape};
pub use outcome::Outcomes;
pub use sink::{DirectorySink, MemorySink, Sink, StreamSink};
pub use truth::{
    AccountTruth, BadLine, BadLineKind, ClusterTruth, Duplicates, FileTruth, IncidentTruth, JobTruth, LoginTruth,
    NamedCount, NeverStopping, Place, Provenance, ServiceTruth, Span, Totals, Truth,
};

/// The ids of the incidents that can be planted, in the order in which they are allotted events: those of Databricks, which
/// [`Incidents::All`] plants.
pub fn incident_ids() -> impl Iterator<Item = &'static str> {
    ids_of(Product::Databricks)
}

/// The ids of the incidents that can be planted in [`Format::ImmutaUam`], by name.
pub fn immuta_incident_ids() -> impl Iterator<Item = &'static str> {
    ids_of(Product::Immuta)
}

fn ids_of(product: Product) -> impl Iterator<Item = &'static str> {
    incidents::ALL.iter().filter(move |kind| kind.product == product).map(|kind| kind.id)
}
