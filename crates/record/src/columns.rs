//! Reads events directly from the columns of a table, without writing any record as JSON. The result equals that of
//! reading the record's JSON; where a format cannot be sure of that, it leaves the table to its cells, or the row to
//! JSON.

use std::borrow::Cow;
use std::ops::Range;

use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{Array, ArrayRef, MapArray, PrimitiveArray, RecordBatch};
use arrow_buffer::NullBuffer;
use arrow_schema::TimeUnit;

use crate::event::{Format, Note, Outcome};
use crate::event_text::EventText;
use crate::fingerprint::{self, Fingerprint, FingerprintKey};
use crate::partitions::Partitions;
use crate::texts::{Texts, is_valid};
use crate::time::Moment;
use crate::unique::Keyed;
use crate::{address, doubtful, formats, number, params, response, time, unique, workspace};

/// Rows of a table, all events of one format.
#[derive(Debug)]
pub struct EventRows<'a> {
    pub(crate) format: Format,
    pub(crate) rows: usize,
    /// The texts as the table has them, in the order of [`EventText`].
    pub(crate) texts: [Texts<'a>; EventText::COUNT],
    /// Which of them are known to hold nothing that has to be read as JSON, so that no row has to be looked at.
    are_plain: [bool; EventText::COUNT],
    pub(crate) time: Times<'a>,
    pub(crate) status: Statuses<'a>,
    pub(crate) params: Option<ParamColumns<'a>>,
    /// Columns that no reader uses, with their names.
    pub(crate) unread: Vec<(Cow<'a, str>, &'a ArrayRef)>,
    pub(crate) key_of_ids: FingerprintKey,
}

/// A column of maps from text to text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParamColumns<'a> {
    map: &'a MapArray,
    keys: Texts<'a>,
    values: Texts<'a>,
}

/// A request parameter of a row that is not null: its position, and the tokens of its texts (see [`Texts::token`]).
#[derive(Clone, Copy, Debug)]
pub struct RowParam {
    at: usize,
    /// The token of its key.
    pub key: u128,
    /// The token of its value.
    pub value: u128,
}

/// A column of times, or none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Times<'a> {
    #[default]
    None,
    Epochs {
        unit: TimeUnit,
        epochs: &'a [i64],
        nulls: Option<&'a NullBuffer>,
    },
    Texts(Texts<'a>),
}

/// A column of statuses, or none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Statuses<'a> {
    #[default]
    None,
    Numbers {
        numbers: &'a [i32],
        nulls: Option<&'a NullBuffer>,
        within: Option<&'a NullBuffer>,
    },
    Texts(Texts<'a>),
}

impl<'a> EventRows<'a> {
    /// The rows of a table; none if it is not read by column.
    pub(crate) fn of(table: &'a RecordBatch, partitions: &Partitions, key: &FingerprintKey) -> Option<Self> {
        if partitions.has_only_day() { Some(formats::rows(table, key)?.with_plain_columns()) } else { None }
    }

    /// Looks for columns whose texts are few, and all plain.
    fn with_plain_columns(mut self) -> Self {
        for of in EventText::ALL {
            let all = self.text(of).distinct(self.rows);
            self.are_plain[of as usize] = all.is_some_and(|mut texts| texts.all(|text| is_plain(of, text)));
        }
        self
    }

    /// Rows without any columns yet.
    pub(crate) fn none(format: Format, rows: usize, key: &FingerprintKey) -> Self {
        Self {
            format,
            rows,
            texts: [Texts::default(); EventText::COUNT],
            are_plain: [false; EventText::COUNT],
            time: Times::default(),
            status: Statuses::default(),
            params: None,
            unread: Vec::new(),
            key_of_ids: fingerprint::key_of_ids(format.family(), key),
        }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The format of the rows.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether a row is read from its columns. Read the others as JSON: rows that lack the fields that identify their
    /// format, rows without a time, rows with ids that were floating point, and rows without an id, whose fingerprint
    /// covers the whole record.
    pub fn is_read(&self, row: usize) -> bool {
        let is_there = |text| self.text(text).token(row).is_some();
        let is_plain =
            |of: EventText| self.are_plain[of as usize] || self.text(of).get(row).is_none_or(|text| is_plain(of, text));
        is_there(EventText::ServiceName)
            && is_there(EventText::ActionName)
            && self.text(EventText::EventId).get(row).is_some_and(|id| !id.is_empty())
            && self.params.is_none_or(|params| params.map.value_length(row) as usize <= params::MAX)
            && self.time.get(row).is_some_and(|moment| doubtful::is_plausible(moment.ms))
            && EventText::ALL.into_iter().all(is_plain)
            && self.has_plain_workspace(row)
            && !self.status.is_unread(row)
    }

    /// Notes on columns that no reader uses but in which some of these rows have a value. [`RecordReader::read`] notes
    /// the same for each record.
    ///
    /// [`RecordReader::read`]: crate::RecordReader::read
    pub fn unread(&self, rows: Range<usize>) -> Vec<Note> {
        let has_value = |column: &ArrayRef| {
            let texts = Texts::of(column, None);
            rows.clone().any(|row| match &texts {
                Some(texts) => texts.get(row).is_some_and(|text| !text.is_empty()),
                None => column.is_valid(row),
            })
        };
        let with_values = self.unread.iter().filter(|(_, column)| has_value(column));
        with_values.map(|(name, _)| Note::unread(name)).collect()
    }

    /// A column of texts as the table has them; [`EventRows::address`] splits source addresses, and
    /// [`EventRows::workspace`] finds the workspace.
    pub fn text(&self, text: EventText) -> Texts<'a> {
        self.texts[text as usize]
    }

    /// A row's time.
    pub fn time(&self, row: usize) -> Option<Moment> {
        self.time.get(row)
    }

    /// A source address without its port, and the port.
    pub fn address(text: &str) -> (&str, Option<u16>) {
        let (address, port) = address::split(Some(text.into()));
        let length = address.map_or(text.len(), |address| address.len());
        (&text[..length], port)
    }

    /// A row's effective workspace. `params` are the row's parameters.
    pub fn workspace(&self, row: usize, params: &[RowParam]) -> Option<&'a str> {
        let own = self.own_workspace(row);
        let params = params.iter().map(|param| (self.key(*param), self.value(*param)));
        workspace::effective_text(self.text(EventText::AuditLevel).get(row), own, params)
    }

    fn own_workspace(&self, row: usize) -> Option<&'a str> {
        self.text(EventText::WorkspaceId).get(row).filter(|id| workspace::is_id(id))
    }

    /// Whether the workspace that an account-level row's parameters name is an id as it stands.
    fn has_plain_workspace(&self, row: usize) -> bool {
        let Some(ParamColumns { map, keys, values }) = self.params else { return true };
        let level = self.text(EventText::AuditLevel).get(row);
        if !workspace::is_of_account(level, self.own_workspace(row)) || !map.is_valid(row) {
            return true;
        }
        let offsets = map.value_offsets();
        let mut entries = offsets[row] as usize..offsets[row + 1] as usize;
        entries.all(|at| keys.get(at) != Some(workspace::PARAM) || values.get(at).is_none_or(workspace::is_plain))
    }

    /// A row's status.
    pub fn status(&self, row: usize) -> Option<i32> {
        self.status.get(row)
    }

    /// The outcome of a row's event.
    pub fn outcome(&self, row: usize) -> Outcome {
        let has_error = self.text(EventText::ErrorMessage).token(row).is_some();
        Outcome::of_status(self.status(row), has_error)
    }

    /// Fills `into` with a row's request parameters, and notes keys that occur more than once.
    pub fn params(&self, row: usize, into: &mut Vec<RowParam>, notes: &mut Vec<Note>) {
        into.clear();
        let Some(ParamColumns { map, keys, values }) = self.params.filter(|params| params.map.is_valid(row)) else {
            return;
        };
        let offsets = map.value_offsets();
        let mut may_repeat = false;
        for at in offsets[row] as usize..offsets[row + 1] as usize {
            // The row's JSON would omit nulls, so an equal key before a null wins.
            if let (Some(key), Some(value)) = (keys.token(at), values.token(at)) {
                may_repeat |=
                    into.len() >= unique::MAX_LINEAR || into.iter().any(|other| keys.may_equal(other.key, key));
                into.push(RowParam { at, key, value });
            }
        }
        if may_repeat {
            let lasts: Vec<_> =
                into.iter().map(|param| Pair { key: self.key(*param), value: self.value(*param) }).collect();
            unique::note_repeats(&lasts, Some("request_params"), notes);
            let last_items = unique::LastItems::of(&lasts);
            let mut at = 0..;
            into.retain(|param| last_items.position(self.key(*param)) == at.next());
        }
    }

    /// A parameter's key.
    pub fn key(&self, param: RowParam) -> &'a str {
        self.params.and_then(|params| params.keys.get(param.at)).unwrap_or_default()
    }

    /// A parameter's value.
    pub fn value(&self, param: RowParam) -> &'a str {
        self.params.and_then(|params| params.values.get(param.at)).unwrap_or_default()
    }

    /// The fingerprint of a row, computed from its event's id. `scratch` is a reused buffer.
    pub fn fingerprint(&self, row: usize, scratch: &mut Vec<u64>) -> Fingerprint {
        let id = self.text(EventText::EventId).get(row).unwrap_or_default();
        fingerprint::of_id(id, &self.key_of_ids, scratch)
    }
}

impl<'a> ParamColumns<'a> {
    /// A view of a map from text to text without null keys; none for any other map.
    pub(crate) fn of(map: &'a MapArray) -> Option<Self> {
        let [keys, values] = [map.keys(), map.values()].map(|texts| Texts::of(texts, None));
        let has_keys = map.keys().null_count() == 0 && map.entries().null_count() == 0;
        has_keys.then_some(Self { map, keys: keys?, values: values? })
    }
}

/// Whether a text of an event stands as it is read, as far as it can be told from it alone.
#[inline]
fn is_plain(of: EventText, text: &str) -> bool {
    let may_be_float = matches!(of, EventText::WorkspaceId | EventText::AccountId) && number::may_be_float(text);
    !may_be_float && doubtful::is_sound_text(of, text)
}

/// A parameter's texts.
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
}

impl Keyed for Pair<'_> {
    fn key(&self) -> &str {
        self.key
    }

    fn value(&self) -> &str {
        self.value
    }
}

impl Times<'_> {
    fn get(&self, row: usize) -> Option<Moment> {
        match self {
            Self::None => None,
            Self::Texts(texts) => time::of_text(texts.get(row)?),
            Self::Epochs { unit, epochs, nulls } => {
                let epoch = *epochs.get(row).filter(|_| is_valid(*nulls, row))?;
                Moment::of_parts(epoch, parts(*unit))
            }
        }
    }
}

/// How many of a unit make a second.
fn parts(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

impl<'a> Times<'a> {
    /// A view of an array of timestamps of type `T`.
    pub(crate) fn of_epochs<T: ArrowPrimitiveType<Native = i64>>(unit: TimeUnit, array: &'a dyn Array) -> Option<Self> {
        let array: &PrimitiveArray<T> = array.as_any().downcast_ref()?;
        Some(Self::Epochs { unit, epochs: array.values(), nulls: array.nulls() })
    }
}

impl Statuses<'_> {
    fn get(&self, row: usize) -> Option<i32> {
        match self {
            Self::None => None,
            Self::Numbers { numbers, nulls, within } => {
                numbers.get(row).filter(|_| is_valid(*nulls, row) && is_valid(*within, row)).copied()
            }
            Self::Texts(texts) => response::code(texts.get(row)?),
        }
    }

    fn is_unread(&self, row: usize) -> bool {
        let Self::Texts(texts) = self else { return false };
        texts.get(row).is_some_and(response::is_unread)
    }
}
