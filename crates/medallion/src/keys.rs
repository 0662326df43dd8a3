//! What tells events of different sessions apart.

use std::collections::BTreeMap;

use crate::conflicts::{self, EventRef};
use crate::medallion::Medallion;
use crate::silver::SilverColumn;

/// What tells an event from others. Under one key of a session, an event has the same in every session, whatever else that
/// has loaded, so that sessions over parts of a log find the duplicates and the conflicts between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventKey {
    /// Equal for records of one event, different for others.
    pub fingerprint: [u8; 16],
    /// Equal for records with one id, or of one content where they have none. Rarely, that of others is equal, too.
    pub id: u64,
    /// For records with one id: different if they differ in what conflicts are told of; 0 without an id.
    pub content: u64,
}

impl Medallion {
    /// The keys of the events, by silver's row.
    pub fn event_keys(&self) -> Vec<EventKey> {
        let ids = self.ids_of_other();
        let of_row = |row| {
            let has_id = self.silver().text(SilverColumn::EventId, row).is_some();
            let own = self.fingerprints.of(row).unwrap_or_default();
            let id = ids.get(&row).copied().unwrap_or(own);
            let event = EventRef::Loaded(self, row);
            // Those of another second, service or action than the first of their id have these in their fingerprint already.
            let fingerprint = if has_id && id == own { conflicts::with_identity(own, event) } else { own };
            EventKey {
                fingerprint: fingerprint.to_le_bytes(),
                id: id as u64,
                content: if has_id { conflicts::content(id, event) } else { 0 },
            }
        };
        (0..self.silver().rows()).map(of_row).collect()
    }

    /// [`EventKey::id`] of the records that conflict, in the order of [`Medallion::conflicts`].
    pub fn conflict_ids(&self) -> Vec<u64> {
        let ids = self.ids_of_other();
        let of_row = |row| ids.get(&row).copied().or_else(|| self.fingerprints.of(row)).unwrap_or_default() as u64;
        self.conflicts().iter().map(|conflict| of_row(conflict.of_row)).collect()
    }

    /// The fingerprints of ids whose first event is another, by row.
    fn ids_of_other(&self) -> BTreeMap<u32, u128> {
        let of_other = self.conflicts().iter().filter_map(|conflict| conflict.row.zip(Some(conflict.of_row)));
        of_other.filter_map(|(row, first)| Some((row, self.fingerprints.of(first)?))).collect()
    }
}
