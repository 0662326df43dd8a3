//! The keys that decide which events are drawn.

use std::cmp::Ordering;

use sha2::{Digest as _, Sha256};
use touchstone_medallion::{Medallion, SilverColumn as S};

use crate::event_id::{content_digest, event_id};

/// The keys of a population under a seed.
pub(crate) struct Keys<'a> {
    pub(crate) medallion: &'a Medallion,
    seed: &'a str,
    /// The first 16 bytes of each key, and the silver row; in the order of the population.
    pub(crate) list: Vec<(u128, u32)>,
}

impl<'a> Keys<'a> {
    pub(crate) fn of(medallion: &'a Medallion, rows: &[u32], seed: &'a str) -> Self {
        let mut keys = Self { medallion, seed, list: Vec::with_capacity(rows.len()) };
        for row in rows {
            let first = keys.digest(*row).first_chunk().map_or(0, |first| u128::from_be_bytes(*first));
            keys.list.push((first, *row));
        }
        keys
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
    pub(crate) fn order(&self, a: (u128, u32), b: (u128, u32)) -> Ordering {
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
