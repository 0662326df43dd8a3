//! The keys that decide which events are drawn.

use std::cmp::Ordering;

use sha2::{Digest as _, Sha256};
use touchstone_medallion::{Medallion, SilverColumn as S};

use crate::event_id::{content_digest, event_id};

/// The first 16 bytes of a key, and the silver row.
pub(crate) type Key = (u128, u32);

/// The keys of a population under a seed.
pub(crate) struct Keys<'a> {
    pub(crate) medallion: &'a Medallion,
    seed: &'a str,
    /// In the order of the population.
    pub(crate) list: Vec<Key>,
}

impl<'a> Keys<'a> {
    /// Keys of no row yet, or of those that were added before.
    pub(crate) fn of(medallion: &'a Medallion, seed: &'a str, list: Vec<Key>) -> Self {
        Self { medallion, seed, list }
    }

    /// Adds rows of the population, in its order. An error says that memory does not suffice.
    pub(crate) fn add(&mut self, rows: &[u32]) -> Result<(), String> {
        let full = |_| "memory does not suffice for the keys of so many events; narrow them by a filter".to_owned();
        self.list.try_reserve(rows.len()).map_err(full)?;
        for row in rows {
            let first = self.digest(*row).first_chunk().map_or(0, |first| u128::from_be_bytes(*first));
            self.list.push((first, *row));
        }
        Ok(())
    }

    /// The SHA-256 of the seed, a colon, and the event's id, or the hexadecimal digest of its content.
    fn digest(&self, row: u32) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(self.seed.as_bytes());
        digest.update(b":");
        match event_id(self.medallion, row) {
            Some(id) => digest.update(id.as_bytes()),
            None => digest.update(base16ct::lower::encode_string(&content_digest(self.medallion, row)).as_bytes()),
        }
        digest.finalize().into()
    }

    /// The key of a row in hexadecimal.
    pub(crate) fn full(&self, row: u32) -> String {
        base16ct::lower::encode_string(&self.digest(row))
    }

    /// By key, then by time, then by content. Only events that differ in time, service or action share an id, so nothing
    /// depends on where a record lies.
    pub(crate) fn order(&self, a: Key, b: Key) -> Ordering {
        a.0.cmp(&b.0).then_with(|| {
            if a.1 == b.1 {
                return Ordering::Equal;
            }
            let rest = |row: u32| (self.digest(row), self.time(row), content_digest(self.medallion, row));
            rest(a.1).cmp(&rest(b.1))
        })
    }

    /// The time of an event, those without one last: whether it has none, milliseconds, and microseconds within. Exports
    /// have no finer times.
    pub(crate) fn time(&self, row: u32) -> (bool, i64, u32) {
        let silver = self.medallion.silver();
        let time = silver.integer(S::EventTime, row);
        (time.is_none(), time.unwrap_or_default(), silver.time_ns(row) / 1000)
    }
}
