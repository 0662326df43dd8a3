//! Reads one audit record: the formats it comes in, one file each, and the one [`Event`] they are all converted to.
//!
//! This crate knows nothing of frames, inputs or the page. Reading a record never panics: it returns an event, or a
//! [`Problem`] that says why there is none.

mod address;
mod azure;
mod canonical;
mod columns;
mod cut;
mod doubtful;
mod envelope;
mod event;
mod event_text;
mod fields;
mod fingerprint;
mod flatten;
mod formats;
mod identity;
mod json;
mod names;
mod notation;
mod number;
mod params;
mod partitions;
mod problem;
mod repair;
mod response;
mod scalars;
mod spread;
mod table;
mod template;
#[cfg(test)]
mod testing;
mod texts;
pub mod time;
mod unfold;
mod unique;
mod workspace;

use std::borrow::Cow;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use formats::immuta_uam;
use template::TemplateCache;
use time::{DateOrder, Regional};

pub use canonical::is_same_json;
pub use columns::{EventRows, RowParam};
pub use envelope::join as join_wrappers;
pub use event::{Event, Format, Note, Outcome, Param};
pub use event_text::EventText;
pub use fingerprint::{Fingerprint, FingerprintKey};
pub use partitions::Partitions;
pub use table::{Row, Rows, Table};
pub use texts::{CodedTexts, Texts};
pub use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};
pub use unfold::Part;

/// How many unread keys of one record are reported.
const MAX_UNREAD: usize = 32;

/// Reads the records of one input.
#[derive(Debug)]
pub struct RecordReader {
    key: FingerprintKey,
    templates: TemplateCache,
    order: DateOrder,
}

impl RecordReader {
    /// A reader that computes fingerprints with `key`.
    pub fn new(key: FingerprintKey) -> Self {
        Self { key, templates: TemplateCache::default(), order: DateOrder::Unasked }
    }

    /// Reads one record, with the result of [`read`]. Faster for records whose keys come in an order seen before.
    pub fn read<'a>(&mut self, bytes: &'a [u8], partitions: &'a Partitions) -> Result<Event<'a>, Problem> {
        if partitions.has_only_workspace_and_day()
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
            && let Some(event) = self.templates.read(text, partitions, &self.key)
        {
            return Ok(event);
        }
        let read = read_in_order(bytes, partitions, &self.key, self.order);
        if let Ok(event) = &read {
            self.templates.expect(event.format);
        }
        read
    }

    /// Sets the order of day and month in the input, for the records read from now on. Before that, an event whose time
    /// depends on the order has `needs_date_order` set.
    pub fn set_date_order(&mut self, order: DateOrder) {
        self.order = order;
    }

    /// The records contained in a text that [`RecordReader::read`] rejected with `problem`. Empty if the text contains
    /// none, or only the one that `read` would find itself.
    pub fn unfold<'a>(&self, bytes: &'a [u8], problem: &Problem) -> Vec<Part<'a>> {
        match problem.kind {
            ProblemKind::UnknownFormat
            | ProblemKind::InvalidJson
            | ProblemKind::InvalidUtf8
            | ProblemKind::NotAnObject => unfold::unfold(bytes),
            _ => Vec::new(),
        }
    }

    /// Reads one of the records that [`RecordReader::unfold`] found. What it lacks of time it gets from beside it.
    pub fn read_part<'a>(&mut self, part: &'a Part<'_>, partitions: &'a Partitions) -> Result<Event<'a>, Problem> {
        if let Some(problem) = &part.problem {
            return Err(problem.clone());
        }
        let mut event = self.read(&part.bytes, partitions)?;
        if let Some(literal) = &part.broken {
            envelope::note_broken(&mut event, literal, &self.key);
        }
        envelope::fill_time(&mut event, part.time.iter().map(|text| (String::new(), text.clone())));
        Ok(event)
    }

    /// Whether a JSON value is a record, a wrapper around one, or a string that contains records.
    pub fn is_record(&self, bytes: &[u8]) -> bool {
        unfold::is_record(bytes)
    }

    /// Times in a text's records whose day and month could be swapped.
    pub fn regional_times(&self, bytes: &[u8], partitions: &Partitions) -> Vec<Regional> {
        match unfold::unfold(bytes).as_slice() {
            [] => regional_time(bytes, partitions).into_iter().collect(),
            parts => parts.iter().filter_map(|part| regional_time(&part.bytes, partitions)).collect(),
        }
    }

    /// The rows of a table, to be read directly from its columns; none if they are not read so. Each row
    /// gives the event that [`RecordReader::read`] would give for the row's JSON.
    pub fn rows<'a>(&self, table: &'a RecordBatch, partitions: &Partitions) -> Option<EventRows<'a>> {
        EventRows::of(table, partitions, &self.key)
    }

    /// The rows of a table of any format, for [`RecordReader::read_row`]; none if they have to be read as JSON.
    pub fn table<'a>(&self, rows: &'a Rows, partitions: &Partitions) -> Option<Table<'a>> {
        if partitions.has_only_workspace_and_day() { Table::of(rows) } else { None }
    }

    /// Reads a row, with the result of [`RecordReader::read`] for the row's JSON; none if the row has to be read so.
    pub fn read_row<'r>(&mut self, row: &Row<'r>, partitions: &'r Partitions) -> Option<Event<'r>> {
        self.templates.read_row(row, partitions, &self.key)
    }

    /// For each column of a table, whether [`RecordReader::rows`] gives the same result without it.
    pub fn unused(&self, schema: &Schema, partitions: &Partitions) -> Vec<bool> {
        if partitions.has_only_day() { formats::unused(schema) } else { Vec::new() }
    }
}

/// The time of a record, wrapped or not, if its day and month could be swapped.
fn regional_time(bytes: &[u8], partitions: &Partitions) -> Option<Regional> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mended = repair::text(text);
    let mut members = json::members(mended.as_ref().map_or(text, |mended| &mended.text)).ok()?;
    partitions.fill(&mut members);
    match formats::detect(&mut members) {
        Some(format) => formats::regional_time(format, &members),
        None => regional_time(envelope::inner(&members).ok()??.text.as_bytes(), partitions),
    }
}

/// Reads one JSON text as an audit record. The format is detected from the keys. Keys missing from the record are
/// filled from `partitions`, the values in the names of its input's folders.
pub fn read<'a>(bytes: &'a [u8], partitions: &'a Partitions, key: &FingerprintKey) -> Result<Event<'a>, Problem> {
    read_in_order(bytes, partitions, key, DateOrder::Unknown)
}

/// Like [`read`], with the order of day and month of the record's input.
fn read_in_order<'a>(
    bytes: &'a [u8],
    partitions: &'a Partitions,
    key: &FingerprintKey,
    order: DateOrder,
) -> Result<Event<'a>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| Problem {
        kind: ProblemKind::InvalidUtf8,
        message: format!("byte {} of the record is not UTF-8", error.valid_up_to() + 1),
    })?;
    let read = read_text(text, partitions, key, order);
    // A record in a wrapper was repaired when it was read.
    if let Ok(event) = &read
        && (event.wrapper.is_some() || !repair::may_have_half_pairs(text))
    {
        return read;
    }
    repaired(text, read, partitions, key, order)
}

/// Repairs a record and reads the result; `read`, what it gave before, if there is nothing to repair.
fn repaired<'a>(
    text: &str,
    read: Result<Event<'a>, Problem>,
    partitions: &'a Partitions,
    key: &FingerprintKey,
    order: DateOrder,
) -> Result<Event<'a>, Problem> {
    let again = |text: &str| read_text(text, partitions, key, order).map(Event::into_owned);
    let mut losses = repair::Losses::default();
    let (finite, mut now) = match repair::finite(text) {
        Some(finite) => {
            let now = again(&finite.text);
            losses.warnings = finite.losses.warnings;
            (Cow::Owned(finite.text), Some(now))
        }
        None => (Cow::Borrowed(text), None),
    };
    // Halves of surrogate pairs in a wrapper are left to the record in it, which may differ from others only there.
    let is_wrapped = |event: &Event<'_>| event.wrapper.is_some();
    let whole = match now.as_ref().unwrap_or(&read) {
        Ok(event) if is_wrapped(event) => None,
        _ => repair::whole(&finite),
    };
    if let Some(whole) = &whole {
        now = Some(again(&whole.text));
        losses.warnings.extend(whole.losses.warnings.iter().cloned());
    }
    let whole = whole.as_ref().map_or(&*finite, |whole| &whole.text);
    let latest = now.as_ref().unwrap_or(&read);
    if !latest.as_ref().is_ok_and(is_wrapped) {
        let Ok(parts) = parts_repaired(whole, latest.is_ok()) else { return read };
        if let Some(parts) = parts {
            now = Some(again(&parts.text));
            losses.warnings.extend(parts.losses.warnings);
            losses.notes = parts.losses.notes;
        }
    }
    let Some(event) = now else { return read };
    let mut event = event?;
    let has_id = event.event_id.as_deref().is_some_and(|id| !id.is_empty());
    // NaN is how pandas writes null, and what is guessed is not lost.
    let is_lost = |warning: &Warning| {
        matches!(warning.kind, WarningKind::UnreadPart | WarningKind::CutOff | WarningKind::BrokenText)
    };
    if losses.warnings.iter().any(is_lost) && !has_id {
        // Records that differ in what is lost are different records.
        event.fingerprint = fingerprint::of_lossy(&finite, key);
    }
    event.warnings.splice(0..0, at_most_one(losses.warnings));
    event.notes.extend(losses.notes);
    event.notes.sort();
    // Sorted, so that records that differ only in the order of keys give equal events.
    event
        .warnings
        .sort_by(|one, other| (one.kind, &one.field, &one.message).cmp(&(other.kind, &other.field, &other.message)));
    Ok(event)
}

/// Repairs the parts of a record. If the record can be read as it is, only halves of surrogate pairs in them.
fn parts_repaired(text: &str, is_read: bool) -> serde_json::Result<Option<repair::Repaired>> {
    let mut members = json::members(text)?;
    let format = formats::detect(&mut members);
    if is_read {
        return Ok(repair::half_pairs(&json::members(text)?, format));
    }
    let Some(gathered) = spread::gather(format, &members) else {
        return Ok(repair::parts(&json::members(text)?, format));
    };
    Ok(repair::parts(&json::members(&gathered.text)?, format).map(|mut parts| {
        parts.losses.notes.splice(0..0, gathered.notes);
        parts
    }))
}

/// How many of the keys without a number a warning names.
const KEYS_NAMED: usize = 3;

/// One warning in place of several about NaN and infinities: a record may have as many as it has values.
fn at_most_one(mut warnings: Vec<Warning>) -> Vec<Warning> {
    let is_it = |warning: &Warning| warning.kind == WarningKind::NotANumber;
    let count = warnings.iter().filter(|warning| is_it(warning)).count();
    if count > 1 {
        let mut keys: Vec<_> =
            warnings.extract_if(.., |warning| is_it(warning)).filter_map(|warning| warning.field).collect();
        keys.sort_unstable();
        keys.truncate(KEYS_NAMED);
        let (named, more) = (keys.join(", "), if count > KEYS_NAMED { ", …" } else { "" });
        let message =
            format!("{count} keys are NaN or infinite, which JSON does not have; they count as absent: {named}{more}");
        warnings.push(Warning::new(WarningKind::NotANumber, message));
    }
    warnings
}

fn read_text<'a>(
    text: &'a str,
    partitions: &'a Partitions,
    key: &FingerprintKey,
    order: DateOrder,
) -> Result<Event<'a>, Problem> {
    let mut members = json::members(text).map_err(|error| problem::of_json(text, error))?;
    let own = members.len();
    let mut repeats = Vec::new();
    unique::note_repeats(&members, None, &mut repeats);
    partitions.fill(&mut members);
    let (format, has_unknown) = formats::detect_known(&mut members);
    if let Some(format) = format {
        workspace::fill(format, &mut members, partitions);
    }
    let lacks_parts = || format == Some(Format::ImmutaUam) && !json::has_all(&members, immuta_uam::PARTS);
    if (has_unknown || lacks_parts())
        && let Some(gathered) = spread::gather(format, &members[..own])
    {
        let event = read_text(&gathered.text, partitions, key, order)?.into_owned();
        let mut notes = [gathered.notes, event.notes].concat();
        notes.sort();
        return Ok(Event { notes, ..event });
    }
    let settled = format.and_then(|format| scalars::settled(format, &members));
    let (settled, unread_texts) = settled.unzip();
    let settled: &[_] = settled.as_deref().unwrap_or(&members);
    let mut event = match formats::read(format, settled, own) {
        Err(problem) if problem.kind == ProblemKind::UnknownFormat => {
            return envelope::read(&members[..own], partitions, key, order, problem);
        }
        read => read?,
    };
    event.warnings.extend(unread_texts.unwrap_or_default());
    doubtful::note(&mut event);
    event.notes.append(&mut repeats);
    if has_unknown {
        // Sorted, so that records that differ only in the order of keys give equal events.
        let mut unread: Vec<_> = names::unread(event.format, &members[..own]).collect();
        unread.sort_unstable();
        unread.dedup();
        event.notes.extend(unread.into_iter().take(MAX_UNREAD).map(Note::unread));
    }
    event.notes.sort();
    if event.time_ms.is_none() {
        formats::set_time(&mut event, settled, order);
    }
    let fingerprint = match event.event_id.as_deref() {
        Some(id) if !id.is_empty() => {
            let key = fingerprint::key_of_ids(event.format.family(), key);
            fingerprint::of_id(id, &key, &mut Vec::new())
        }
        _ => fingerprint::of_record(&members[..own], key),
    };
    Ok(Event { fingerprint, ..event })
}
