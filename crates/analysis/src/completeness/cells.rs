//! Events counted by hour and by workspace, service or both.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use touchstone_medallion::{Medallion, SilverColumn};

use super::HOUR_MS;

/// The most counts that are kept. More would take memory that the page may not have.
const MAX_CELLS: usize = 1_000_000;

/// What is counted for itself: codes of the workspace and of the service.
pub(super) type Key = (u32, u32);

/// What hours are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    All,
    Workspace,
    Service,
    Pair,
}

impl By {
    /// The key of events of a workspace and a service.
    pub(super) fn key(self, (workspace, service): Key) -> Key {
        match self {
            Self::All => (0, 0),
            Self::Workspace => (workspace, 0),
            Self::Service => (0, service),
            Self::Pair => (workspace, service),
        }
    }
}

/// Events by key and hour since 1970.
#[derive(Debug)]
pub(super) struct Cells(BTreeMap<Key, Vec<(i64, u64)>>);

impl Cells {
    /// Counts all events with a time; nothing where there would be too many counts.
    pub(super) fn of(medallion: &Medallion, by: By) -> Option<Self> {
        let silver = medallion.silver();
        let frame = silver.frame();
        let workspaces = frame.row_codes(silver.id(SilverColumn::WorkspaceId));
        let services = frame.row_codes(silver.id(SilverColumn::ServiceName));
        let times = frame.row_integers(silver.id(SilverColumn::EventTime));
        let mut counts: FxHashMap<(Key, i64), u64> = FxHashMap::default();
        let mut last = None;
        for row in 0..silver.rows() {
            let Some(time) = times.get(row) else { continue };
            let cell = (by.key((workspaces.get(row), services.get(row))), time.div_euclid(HOUR_MS));
            match &mut last {
                Some((of, count)) if *of == cell => *count += 1,
                other => {
                    if let Some((of, count)) = other.replace((cell, 1_u64)) {
                        *counts.entry(of).or_default() += count;
                        if counts.len() > MAX_CELLS {
                            return None;
                        }
                    }
                }
            }
        }
        if let Some((of, count)) = last {
            *counts.entry(of).or_default() += count;
        }
        let mut sorted: Vec<_> = counts.into_iter().collect();
        sorted.sort_unstable();
        Some(Self::gathered(sorted.into_iter()))
    }

    /// The same by something coarser.
    pub(super) fn folded(&self, by: By) -> Self {
        let mut counts: BTreeMap<(Key, i64), u64> = BTreeMap::new();
        for (key, hours) in &self.0 {
            for (hour, events) in hours {
                *counts.entry((by.key(*key), *hour)).or_default() += events;
            }
        }
        Self::gathered(counts.into_iter())
    }

    fn gathered(sorted: impl Iterator<Item = ((Key, i64), u64)>) -> Self {
        let mut hours: BTreeMap<Key, Vec<(i64, u64)>> = BTreeMap::new();
        for ((key, hour), events) in sorted {
            hours.entry(key).or_default().push((hour, events));
        }
        Self(hours)
    }

    /// Each key with its hours that have events, in their order.
    pub(super) fn hours(&self) -> impl Iterator<Item = (Key, &[(i64, u64)])> {
        self.0.iter().map(|(key, hours)| (*key, &hours[..]))
    }

    /// How many keys.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// The workspace and the service of a key, empty where there is none.
pub(super) fn names(medallion: &Medallion, (workspace, service): Key) -> (String, String) {
    let silver = medallion.silver();
    let name = |column, code| silver.frame().dictionary(silver.id(column)).get(code).unwrap_or_default().to_owned();
    (name(SilverColumn::WorkspaceId, workspace), name(SilverColumn::ServiceName, service))
}
