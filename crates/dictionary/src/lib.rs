//! The dictionary: what services, actions and request parameters mean, and what providers' logs are known to lack.
//!
//! The data are the files in `data/`, compiled in and parsed once, at the first question. Every entry names its
//! [`Source`]; a source that could not be read says so in [`Source::checked`]. Names are compared without ASCII case,
//! because formats spell them differently. A name that is not in the dictionary has no entry: nothing is guessed.

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
