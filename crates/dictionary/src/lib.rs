//! The dictionary: meanings of services, actions and request parameters, and known gaps in providers' logs.
//!
//! The data files in `data/` are compiled in and parsed on first use. Every entry names its [`Source`];
//! [`Source::checked`] says whether the source could be read. Names are compared ignoring ASCII case, because formats
//! differ in spelling. A name without an entry is unknown: nothing is guessed.

mod dictionary;
mod entry;
mod file;
mod gap;
mod order;
mod source;

pub use dictionary::{entries, lookup, parameter, parameters, service, services, sources};
pub use entry::{Entry, Parameter, Product, Service, Sort};
pub use gap::{Gap, GapKind, gaps};
pub use source::Source;
