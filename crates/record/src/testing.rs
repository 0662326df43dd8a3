//! Shared by the tests of formats: reads records through the public interface.

use std::sync::LazyLock;

use crate::{Event, Fingerprint, FingerprintKey, Partitions, Problem, read};

static NONE: LazyLock<Partitions> = LazyLock::new(Partitions::default);

/// Reads a record as an event.
pub(crate) fn event(text: &str) -> Event<'_> {
    read(text.as_bytes(), &NONE, &FingerprintKey::new([1; 16])).unwrap()
}

/// Like [`event`], without the fingerprint, which means nothing in a snapshot.
pub(crate) fn shown(text: &str) -> Event<'_> {
    Event { fingerprint: Fingerprint::default(), ..event(text) }
}

/// The problem of a record that gives no event.
pub(crate) fn problem(bytes: &[u8]) -> Problem {
    read(bytes, &NONE, &FingerprintKey::new([1; 16])).unwrap_err()
}

/// The keys and values of an event's parameters.
pub(crate) fn params<'e>(event: &'e Event<'_>) -> Vec<(&'e str, &'e str)> {
    event.params.iter().map(|param| (param.key.as_ref(), param.value.as_ref())).collect()
}
