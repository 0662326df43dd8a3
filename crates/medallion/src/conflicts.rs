//! Decides whether events with the same id are one event, and lists where they differ.
//!
//! An id belongs to one event. If a record repeats an id at another second or with another service or action, the id is
//! not an id (a word for null, a constant) and the record is an event of its own. If these agree and something else
//! differs, the record counts as a duplicate and the difference is reported: a record may have been altered.

use std::borrow::Cow;
use std::hash::{Hash as _, Hasher as _};

use siphasher::sip128::{Hasher128 as _, SipHasher13};
use touchstone_frame::NULL;
use touchstone_record::Outcome;

use crate::block::Block;
use crate::medallion::{Medallion, RecordPlace};
use crate::silver::{SilverColumn, TEXTS};

/// Maximum number of differing fields listed per conflict.
const MAX_FIELDS: usize = 32;

/// A record that shares an id with an earlier event but differs in content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Location of the record.
    pub place: RecordPlace,
    /// The silver row of the first event with this id.
    pub of_row: u32,
    /// Its own silver row if it is an event of its own; `None` if it counts as a duplicate.
    pub row: Option<u32>,
    /// The differing fields. For an event of its own: time, service, action. For a duplicate: columns in silver's
    /// order, then request parameters as `requestParams.<key>`, sorted.
    pub fields: Vec<Cow<'static, str>>,
}

/// An event to compare: already loaded, or in the block being joined.
#[derive(Clone, Copy)]
pub(crate) enum EventRef<'a> {
    Loaded(&'a Medallion, u32),
    Joining(&'a Block, u32),
}

impl<'a> EventRef<'a> {
    fn text(self, at: usize) -> Option<&'a str> {
        match self {
            Self::Loaded(medallion, row) => medallion.silver().text(TEXTS[at], row),
            Self::Joining(block, event) => {
                let column = block.texts.get(at)?;
                column.texts.get(column.codes[event as usize])
            }
        }
    }

    fn time(self) -> Option<(i64, u32)> {
        match self {
            Self::Loaded(medallion, row) => {
                let time = medallion.silver().integer(SilverColumn::EventTime, row)?;
                Some((time, medallion.silver().integer(SilverColumn::TimeNs, row).unwrap_or_default() as u32))
            }
            Self::Joining(block, event) => {
                let time = Some(block.times[event as usize]).filter(|time| *time != i64::MIN)?;
                Some((time, block.time_ns.get(event as usize).copied().unwrap_or_default()))
            }
        }
    }

    /// Source port and status.
    fn integers(self) -> [(SilverColumn, Option<i64>); 2] {
        let integer = |column, joining: fn(&Block) -> &[i64]| match self {
            Self::Loaded(medallion, row) => medallion.silver().integer(column, row),
            Self::Joining(block, event) => Some(joining(block)[event as usize]).filter(|value| *value != i64::MIN),
        };
        let port = integer(SilverColumn::SourcePort, |block| &block.source_ports);
        let status = integer(SilverColumn::StatusCode, |block| &block.status_codes);
        [(SilverColumn::SourcePort, port), (SilverColumn::StatusCode, status)]
    }

    /// The request parameters by key.
    fn params(self) -> Vec<(&'a str, &'a str)> {
        let mut params: Vec<_> = match self {
            Self::Loaded(medallion, row) => {
                medallion.params(row).into_iter().map(|(key, value, _)| (key, value)).collect()
            }
            Self::Joining(block, event) => {
                let shape = &block.shapes[block.shape_codes[event as usize] as usize];
                let param = |column: u32| {
                    let param = &block.params[column as usize];
                    let at = param.events.binary_search(&event).ok()?;
                    Some((param.key.as_str(), param.texts.get(param.codes[at])?))
                };
                shape.iter().filter_map(|key| param(key.column)).collect()
            }
        };
        params.sort_unstable();
        params
    }

    /// Second, service and action, which an id determines.
    fn identity(self) -> (Option<i64>, Option<&'a str>, Option<&'a str>) {
        (self.time().map(|(ms, _)| ms.div_euclid(1000)), self.text(SERVICE), self.text(ACTION))
    }
}

const SERVICE: usize = 0;
const ACTION: usize = 1;
const _: () = assert!(
    matches!(TEXTS[SERVICE], SilverColumn::ServiceName) && matches!(TEXTS[ACTION], SilverColumn::ActionName),
    "service and action stand elsewhere"
);

/// Whether an event of a block has an id.
pub(crate) fn has_id(block: &Block, event: u32) -> bool {
    let ids = TEXTS.iter().position(|column| *column == SilverColumn::EventId).and_then(|at| block.texts.get(at));
    ids.is_some_and(|ids| ids.codes[event as usize] != NULL)
}

/// The alternative fingerprint of an event whose fingerprint is taken by `known`; `None` if second, service and action
/// agree, so that it is a duplicate.
pub(crate) fn other_fingerprint(fingerprint: u128, known: EventRef<'_>, event: EventRef<'_>) -> Option<u128> {
    let identity = event.identity();
    if known.identity() == identity {
        return None;
    }
    Some(with_identity(fingerprint, event))
}

/// The fingerprint of an event with an id, and of its second, service and action.
pub(crate) fn with_identity(fingerprint: u128, event: EventRef<'_>) -> u128 {
    // A fingerprint is secret and therefore usable as a key.
    let mut hasher = SipHasher13::new_with_key(&fingerprint.to_le_bytes());
    event.identity().hash(&mut hasher);
    hasher.write_u8(0);
    hasher.finish128().as_u128()
}

/// Equal for events with one id, whose fingerprint is `id`, only if nothing differs that [`differing`] compares, whatever
/// their formats.
pub(crate) fn content(id: u128, event: EventRef<'_>) -> u64 {
    let mut hasher = SipHasher13::new_with_key(&id.to_le_bytes());
    event.time().hash(&mut hasher);
    for (at, column) in TEXTS.iter().enumerate() {
        if !matches!(column, SilverColumn::Format | SilverColumn::EventId) {
            event.text(at).hash(&mut hasher);
        }
    }
    event.integers().map(|(_, value)| value).hash(&mut hasher);
    event.params().hash(&mut hasher);
    hasher.finish128().as_u128() as u64
}

/// Which of time, service and action differ. For an event of its own the comparison ends here: it has no more in common
/// with the other than any two events.
pub(crate) fn differing_identity(known: EventRef<'_>, event: EventRef<'_>) -> Vec<Cow<'static, str>> {
    let ((time, service, action), (other_time, other_service, other_action)) = (known.identity(), event.identity());
    let differ = [
        (SilverColumn::EventTime, time != other_time),
        (SilverColumn::ServiceName, service != other_service),
        (SilverColumn::ActionName, action != other_action),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| Cow::Borrowed(column.name())).collect()
}

/// The fields that differ between two events with the same id. Across formats, only columns that both formats have are
/// compared.
pub(crate) fn differing(known: EventRef<'_>, event: EventRef<'_>) -> Vec<Cow<'static, str>> {
    let mut fields = Vec::new();
    let format = TEXTS.iter().position(|column| *column == SilverColumn::Format);
    let is_of_one_format = format.is_none_or(|at| known.text(at) == event.text(at));
    let (known_time, time) = (known.time(), event.time());
    let is_other_second = known_time.map(|(ms, _)| ms.div_euclid(1000)) != time.map(|(ms, _)| ms.div_euclid(1000));
    if if is_of_one_format { known_time != time } else { is_other_second } {
        fields.push(Cow::Borrowed(SilverColumn::EventTime.name()));
    }
    for (at, column) in TEXTS.iter().enumerate() {
        if matches!(column, SilverColumn::Format | SilverColumn::EventId) {
            continue;
        }
        // An unknown outcome is that of a record without a response.
        let is_known = |text: Option<&str>| text != Some(Outcome::Unknown.name());
        if *column == SilverColumn::Outcome
            && !is_of_one_format
            && !(is_known(known.text(at)) && is_known(event.text(at)))
        {
            continue;
        }
        let is_name = matches!(column, SilverColumn::Email | SilverColumn::WorkspaceId);
        let differs = match (known.text(at), event.text(at)) {
            (Some(one), Some(other)) if is_name => !one.eq_ignore_ascii_case(other),
            (Some(one), Some(other)) => one != other && !is_same_json(one, other),
            (one, other) => is_of_one_format && one != other,
        };
        if differs {
            fields.push(Cow::Borrowed(column.name()));
        }
    }
    for ((column, one), (_, other)) in known.integers().into_iter().zip(event.integers()) {
        let are_known = one.is_some() && other.is_some();
        if one != other && (are_known || is_of_one_format) {
            fields.push(Cow::Borrowed(column.name()));
        }
    }
    let (known, event) = (known.params(), event.params());
    let value = |params: &[(&str, &str)], key: &str| {
        params.binary_search_by(|(other, _)| (*other).cmp(key)).ok().map(|at| params[at].1.to_owned())
    };
    let mut keys: Vec<_> = known.iter().chain(&event).map(|(key, _)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let differs = match (value(&known, key), value(&event, key)) {
            (Some(one), Some(other)) => one != other && !is_same_json(&one, &other),
            (one, other) => is_of_one_format && one != other,
        };
        if differs {
            fields.push(Cow::Owned(format!("{}{key}", crate::gold::PARAM_PREFIX)));
        }
    }
    fields.truncate(MAX_FIELDS);
    fields
}

/// Whether two texts are objects or lists with equal content.
fn is_same_json(one: &str, other: &str) -> bool {
    one.starts_with(['{', '[']) && other.starts_with(['{', '[']) && touchstone_record::is_same_json(one, other)
}
