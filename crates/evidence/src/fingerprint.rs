//! What tells a finding from others: a digest of its rule, its group and its events, the same in every run, in whatever
//! files and order the events are read.

use sha2::{Digest as _, Sha256};
use touchstone_findings::Finding;
use touchstone_medallion::{Medallion, SilverColumn as S};

use crate::event_id::{add_text, content_digest, event_id};

/// The digest of a finding in hexadecimal.
pub fn fingerprint(medallion: &Medallion, finding: &Finding) -> String {
    let mut events: Vec<[u8; 32]> = finding.rows.iter().map(|row| event(medallion, *row)).collect();
    events.extend(finding.beside.iter().map(|place| -> [u8; 32] {
        let mut digest = Sha256::new();
        add_text(&mut digest, medallion.inputs().get(place.input as usize).map(|input| input.path.as_str()));
        digest.update(place.record.to_le_bytes());
        digest.finalize().into()
    }));
    events.sort_unstable();
    let mut digest = Sha256::new();
    add_text(&mut digest, Some(&finding.rule));
    digest.update((finding.group.len() as u64).to_le_bytes());
    for (name, value) in &finding.group {
        add_text(&mut digest, Some(name));
        add_text(&mut digest, value.as_deref());
    }
    for event in &events {
        digest.update(event);
    }
    base16ct::lower::encode_string(&digest.finalize())
}

/// What an event is known by: its id, or else its content.
fn event(medallion: &Medallion, row: u32) -> [u8; 32] {
    if let Some(id) = event_id(medallion, row) {
        let mut digest = Sha256::new();
        // Databricks' events share one space of ids, in whatever format they are.
        let is_immuta = medallion.silver().text(S::ServiceName, row) == Some("immuta");
        add_text(&mut digest, Some(if is_immuta { "immuta" } else { "databricks" }));
        add_text(&mut digest, Some(id));
        return digest.finalize().into();
    }
    content_digest(medallion, row)
}
