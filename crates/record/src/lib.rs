//! One audit record: the formats it comes in, one file each, and the one [`Event`] that they all become.
//!
//! Nothing here knows frames, inputs or the page. Reading a record never fails as a program: it gives an event, or a
//! [`Problem`] that says why there is none.

mod address;
mod azure;
mod canonical;
mod columns;
mod doubtful;
mod envelope;
mod event;
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
mod spread;
mod template;
#[cfg(test)]
mod testing;
mod texts;
pub mod time;
mod unfold;
mod unique;
mod workspace;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use template::TemplateCache;
use time::{DateOrder, Regional};

pub use columns::{EventRows, EventText, RowParam};
pub use envelope::join as join_wrappers;
pub use event::{Event, Format, Note, Outcome, Param};
pub use fingerprint::{Fingerprint, FingerprintKey};
pub use partitions::Partitions;
pub use texts::{CodedTexts, Texts};
pub use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};
pub use unfold::Part;

/// How many members of a record are named that nothing is read from.
const MAX_UNREAD: usize = 32;

/// Reads records of one input.
#[derive(Debug)]
pub struct RecordReader {
    key: FingerprintKey,
    plain: TemplateCache,
    order: DateOrder,
}

impl RecordReader {
    /// With the key of its fingerprints.
    pub fn new(key: FingerprintKey) -> Self {
        Self { key, plain: TemplateCache::default(), order: DateOrder::Unasked }
    }

    /// What [`read`] gives. Records that are laid out like others before are read faster.
    pub fn read<'a>(&mut self, bytes: &'a [u8], partitions: &'a Partitions) -> Result<Event<'a>, Problem> {
        if partitions.are_of_delivery()
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
            && let Some(event) = self.plain.read(text, partitions, &self.key)
            && event.time_ms.is_some()
            && doubtful::is_sound(&event)
        {
            return Ok(event);
        }
        read_in_order(bytes, partitions, &self.key, self.order)
    }

    /// Says in which order the input that is read from here on writes days and months. Until then an event whose time
    /// depends on it says so.
    pub fn write_dates(&mut self, order: DateOrder) {
        self.order = order;
    }

    /// The records that a text holds which [`RecordReader::read`] could not read for such a problem; nothing where it holds
    /// none, or none but the one that it would be read as.
    pub fn unfold<'a>(&self, bytes: &'a [u8], problem: &Problem) -> Vec<Part<'a>> {
        match problem.kind {
            ProblemKind::UnknownFormat
            | ProblemKind::InvalidJson
            | ProblemKind::InvalidUtf8
            | ProblemKind::NotAnObject => unfold::unfold(bytes),
            _ => Vec::new(),
        }
    }

    /// Whether a value of JSON is a record, or wrapped around one, or a text that holds some.
    pub fn is_record(&self, bytes: &[u8]) -> bool {
        unfold::is_record(bytes)
    }

    /// The times of the records in a text whose day and month could change places.
    pub fn regional_times(&self, bytes: &[u8], partitions: &Partitions) -> Vec<Regional> {
        match unfold::unfold(bytes).as_slice() {
            [] => regional_time(bytes, partitions).into_iter().collect(),
            parts => parts.iter().filter_map(|part| regional_time(&part.bytes, partitions)).collect(),
        }
    }

    /// The rows of a table, to be read from its columns; nothing of a table whose rows are to be read as JSON. What is
    /// read is what [`RecordReader::read`] gives for the JSON of each row.
    pub fn rows<'a>(&self, table: &'a RecordBatch, partitions: &Partitions) -> Option<EventRows<'a>> {
        EventRows::of(table, partitions, &self.key)
    }

    /// By column of a table, whether [`RecordReader::rows`] gives the same without it.
    pub fn unused(&self, schema: &Schema, partitions: &Partitions) -> Vec<bool> {
        if partitions.are_days() { formats::unused(schema) } else { Vec::new() }
    }
}

/// The time of a record, wrapped or not, if its day and month could change places.
fn regional_time(bytes: &[u8], partitions: &Partitions) -> Option<Regional> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mended = repair::text(text);
    let mut members = json::members(mended.as_ref().map_or(text, |mended| &mended.text)).ok()?;
    partitions.fill(&mut members);
    match formats::tell(&mut members) {
        Some(format) => formats::regional_time(format, &members),
        None => regional_time(envelope::inner(&members).ok()??.text.as_bytes(), partitions),
    }
}

/// Reads one JSON text as an audit record, whatever its format, which is told by the keys it has. Keys that the record
/// lacks are filled from `partitions`, the values that the folders of its input carry.
pub fn read<'a>(bytes: &'a [u8], partitions: &'a Partitions, key: &FingerprintKey) -> Result<Event<'a>, Problem> {
    read_in_order(bytes, partitions, key, DateOrder::Unknown)
}

/// The same, of an input that writes days and months in an order.
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
    if read.is_ok() && !repair::may_have_half_pairs(text) {
        return read;
    }
    repaired(text, partitions, key, order).unwrap_or(read)
}

/// The event of a record that is spelled again first; nothing where there is nothing to mend.
fn repaired<'a>(
    text: &str,
    partitions: &'a Partitions,
    key: &FingerprintKey,
    order: DateOrder,
) -> Option<Result<Event<'a>, Problem>> {
    let mut mended = repair::text(text);
    let whole = mended.as_ref().map_or(text, |mended| &mended.text);
    let mut members = json::members(whole).ok()?;
    let spread = spread::gather(formats::tell(&mut members), &members);
    let (gathered, guessed) = spread.map_or_else(Default::default, |gathered| (gathered.text, gathered.notes));
    let members = if gathered.is_empty() { json::members(whole).ok()? } else { json::members(&gathered).ok()? };
    if let Some(parts) = repair::parts(&members) {
        let before = mended.map(|mended| mended.said.warnings).unwrap_or_default();
        let repair::Repaired { text, said } = parts;
        let (warnings, notes) = ([before, said.warnings].concat(), [guessed, said.notes].concat());
        let said = repair::Said { warnings, notes };
        mended = Some(repair::Repaired { text, said });
    }
    let repair::Repaired { text, said } = mended?;
    let event = read_text(&text, partitions, key, order).map(Event::into_owned);
    Some(event.map(|mut event| {
        event.warnings.splice(0..0, said.warnings);
        event.notes.extend(said.notes);
        event.notes.sort();
        // Records of equal content in another order of keys are equal.
        event.warnings.sort_by(|one, other| {
            (one.kind, &one.field, &one.message).cmp(&(other.kind, &other.field, &other.message))
        });
        event
    }))
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
    let (format, has_unknown) = formats::tell_known(&mut members);
    let lacks_parts = || format == Some(Format::ImmutaUam) && !json::has_all(&members, ["actor", "auditPayload"]);
    if (has_unknown || lacks_parts())
        && let Some(gathered) = spread::gather(format, &members[..own])
    {
        let event = read_text(&gathered.text, partitions, key, order)?.into_owned();
        let mut notes = [gathered.notes, event.notes].concat();
        notes.sort();
        return Ok(Event { notes, ..event });
    }
    let mut event = match formats::read(format, &members, own) {
        Err(problem) if problem.kind == ProblemKind::UnknownFormat => {
            return envelope::read(&members[..own], partitions, key, order, problem);
        }
        read => read?,
    };
    doubtful::note(&mut event);
    event.notes.append(&mut repeats);
    if has_unknown {
        // Records of equal content in another order of keys are equal.
        let mut unread: Vec<_> = names::unread(event.format, &members[..own]).collect();
        unread.sort_unstable();
        unread.dedup();
        event.notes.extend(unread.into_iter().take(MAX_UNREAD).map(Note::unread));
    }
    event.notes.sort();
    if event.time_ms.is_none() {
        formats::place_in_time(&mut event, &members, order);
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
