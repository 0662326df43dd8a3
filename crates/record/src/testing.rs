//! What the tests of formats share: reading a record through the public door.

use std::sync::LazyLock;

use crate::{Event, Fingerprint, FingerprintKey, Partitions, Problem, read};

static NONE: LazyLock<Partitions> = LazyLock::new(Partitions::default);

/// The event that a record is.
pub(crate) fn event(text: &str) -> Event<'_> {
    read(text.as_bytes(), &NONE, &FingerprintKey::new([1; 16])).unwrap()
}

/// The same without its fingerprint, which says nothing to a reader of snapshots.
pub(crate) fn shown(text: &str) -> Event<'_> {
    Event { fingerprint: Fingerprint::default(), ..event(text) }
}

/// Why there is no event.
pub(crate) fn problem(bytes: &[u8]) -> Problem {
    read(bytes, &NONE, &FingerprintKey::new([1; 16])).unwrap_err()
}

/// The keys of an event's parameters and their texts.
pub(crate) fn params<'e>(event: &'e Event<'_>) -> Vec<(&'e str, &'e str)> {
    event.params.iter().map(|param| (param.key.as_ref(), param.value.as_ref())).collect()
}
