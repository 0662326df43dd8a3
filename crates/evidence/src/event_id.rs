//! What an event is known by, in every run and in whatever files it is read: its id, or else a digest of its content.

use sha2::{Digest as _, Sha256};
use touchstone_medallion::{Medallion, SilverColumn as S};

const TEXTS: [S; 16] = [
    S::ServiceName,
    S::ActionName,
    S::AuditLevel,
    S::AccountId,
    S::WorkspaceId,
    S::Email,
    S::SubjectName,
    S::RunBy,
    S::RunAs,
    S::SourceIpAddress,
    S::UserAgent,
    S::SessionId,
    S::RequestId,
    S::Outcome,
    S::ErrorMessage,
    S::Result,
];
const NUMBERS: [S; 3] = [S::EventTime, S::SourcePort, S::StatusCode];

/// The id that an event has of its own; an empty one is none.
pub(crate) fn event_id(medallion: &Medallion, row: u32) -> Option<&str> {
    medallion.silver().text(S::EventId, row).filter(|id| !id.is_empty())
}

/// The SHA-256 of an event's content, its id and its place left out: what it is known by where it has no id.
pub(crate) fn content_digest(medallion: &Medallion, row: u32) -> [u8; 32] {
    let silver = medallion.silver();
    let mut digest = Sha256::new();
    for column in TEXTS {
        add_text(&mut digest, silver.text(column, row));
    }
    for column in NUMBERS {
        digest.update([u8::from(silver.integer(column, row).is_some())]);
        digest.update(silver.integer(column, row).unwrap_or_default().to_le_bytes());
    }
    digest.update(silver.time_ns(row).to_le_bytes());
    let mut params = medallion.params(row);
    params.sort_unstable();
    for (key, text, _) in params {
        add_text(&mut digest, Some(key));
        add_text(&mut digest, Some(text));
    }
    digest.finalize().into()
}

/// Adds a text with its length, so that no two lists of texts are the same bytes.
pub(crate) fn add_text(digest: &mut Sha256, text: Option<&str>) {
    match text {
        Some(text) => {
            digest.update((text.len() as u64 + 1).to_le_bytes());
            digest.update(text.as_bytes());
        }
        None => digest.update(0u64.to_le_bytes()),
    }
}
