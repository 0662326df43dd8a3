//! What a figure, a list or a file rests on: the inputs with their digests, the filter, the span of time, what was
//! selected and what was left out.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use touchstone_analysis::{Analysis, Exported, Filter};
use touchstone_medallion::{Counts, InputState, Medallion, Session, SilverColumn};
use touchstone_record::time;
use ts_rs::TS;

use crate::words::counted;

/// What a figure rests on. `docs/evidence.md` describes its JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Basis {
    /// The version of Touchstone.
    pub touchstone: String,
    /// What it is the basis of: `Silver`, `Findings`, …
    pub content: String,
    /// How many rows that has.
    pub rows: u64,
    /// The zone of every time that is shown.
    pub zone: String,
    /// The filter as text; empty selects every event.
    pub filter: String,
    /// What the filter selects.
    pub selected: Selected,
    /// Records over all inputs. `records = events + duplicates + problems`.
    pub totals: RecordCounts,
    /// One SHA-256 of all inputs, whatever their names and order: of their SHA-256s in hexadecimal, sorted, each with a line
    /// feed. Nothing while one of them has none.
    pub inputs_sha256: Option<String>,
    /// The inputs in the order in which they were given.
    pub inputs: Vec<InputBasis>,
}

/// The events that a filter selects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Selected {
    /// How many events.
    pub events: u64,
    /// Those of them without a time, which no range of time selects.
    pub undated: u64,
    /// The first and the last time of them; nothing where none has one.
    pub span: Option<Span>,
}

/// A span of time, RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Span {
    /// The time of the first event.
    pub first: String,
    /// The time of the last event.
    pub last: String,
}

/// Counts of records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordCounts {
    /// Records read.
    pub records: u64,
    /// Those that became events.
    pub events: u64,
    /// Those that repeat an event, and are left out.
    pub duplicates: u64,
    /// Those that could not be read, and are left out.
    pub problems: u64,
    /// Values that were lost or guessed.
    pub warnings: u64,
    /// Records that share an id with an earlier event but differ in content.
    pub conflicts: u64,
}

/// An input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InputBasis {
    /// Its path as given.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes in hexadecimal; nothing if not computed.
    pub sha256: Option<String>,
    /// `json`, `parquet`, …
    pub container: String,
    /// How far it was read: only a `complete` input was read to its end.
    pub state: String,
    /// Its records.
    #[serde(flatten)]
    pub counts: RecordCounts,
}

/// What something on screen rests on, also as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BasisSaid {
    /// The basis. Its rows are the events that are selected.
    pub basis: Basis,
    /// The same in a sentence or two, as a footer.
    pub footer: String,
}

impl BasisSaid {
    /// What an export of something would rest on.
    pub fn of(session: &Session, analysis: &mut Analysis, what: &Exported) -> Self {
        let basis = Basis::of(session, analysis, &what.filter().unwrap_or_default(), &what.title());
        let footer = basis.footer();
        Self { basis, footer }
    }
}

impl Basis {
    /// What content about the events that a filter selects rests on. Its rows are the events, unless set to others.
    pub fn of(session: &Session, analysis: &mut Analysis, filter: &Filter, content: &str) -> Self {
        let selection = analysis.selection(session, filter);
        Self::of_rows(session.medallion(), filter.to_string(), content, selection.iter())
    }

    /// What content about some rows of silver rests on.
    pub fn of_rows(medallion: &Medallion, filter: String, content: &str, rows: impl Iterator<Item = u32>) -> Self {
        let mut selected = Selected::default();
        let mut ends: Option<(i64, i64)> = None;
        for row in rows {
            selected.events += 1;
            match medallion.silver().integer(SilverColumn::EventTime, row) {
                Some(time) => {
                    ends = Some(ends.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
                }
                None => selected.undated += 1,
            }
        }
        selected.span = ends.map(|(first, last)| Span { first: time::rfc3339(first), last: time::rfc3339(last) });
        let inputs: Vec<InputBasis> = medallion
            .inputs()
            .iter()
            .map(|input| InputBasis {
                path: input.path.clone(),
                bytes: input.bytes,
                sha256: input.sha256.clone(),
                container: input.container.clone().into_owned(),
                state: input_state(input.state).to_owned(),
                counts: counts(&input.counts),
            })
            .collect();
        Self {
            touchstone: env!("CARGO_PKG_VERSION").to_owned(),
            content: content.to_owned(),
            rows: selected.events,
            zone: "UTC".to_owned(),
            filter,
            selected,
            totals: counts(&medallion.reconciliation().totals),
            inputs_sha256: inputs_sha256(&inputs),
            inputs,
        }
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// How many inputs were not read to their end.
    pub fn unread(&self) -> usize {
        self.inputs.iter().filter(|input| input.state != input_state(InputState::Complete)).count()
    }

    /// In a sentence or two, as a footer of pictures, pages and tables.
    pub fn footer(&self) -> String {
        let filter = if self.filter.is_empty() { "no filter".to_owned() } else { format!("filter {}", self.filter) };
        let span =
            self.selected.span.as_ref().map_or_else(String::new, |span| format!(", {} to {}", span.first, span.last));
        let unread = match self.unread() {
            0 => String::new(),
            1 => " 1 input was not read to its end.".to_owned(),
            unread => format!(" {unread} inputs were not read to their end."),
        };
        let digest = self.inputs_sha256.as_ref().map_or_else(String::new, |digest| format!(" (SHA-256 {digest})"));
        let RecordCounts { records, duplicates, problems, .. } = self.totals;
        let rows = if self.rows == self.selected.events { String::new() } else { counted(self.rows, "row") + " from " };
        format!(
            "{rows}{} of {}, {filter}{span} (UTC), {} of them without a time; {}{digest} with {}, among them {} and {}.{unread} \
             Touchstone {}",
            self.selected.events,
            counted(self.totals.events, "event"),
            self.selected.undated,
            counted(self.inputs.len() as u64, "input"),
            counted(records, "record"),
            counted(duplicates, "duplicate"),
            counted(problems, "problem"),
            self.touchstone,
        )
    }
}

/// One digest of all inputs; nothing while one of them has none.
fn inputs_sha256(inputs: &[InputBasis]) -> Option<String> {
    let mut digests: Vec<&str> = inputs.iter().map(|input| input.sha256.as_deref()).collect::<Option<_>>()?;
    digests.sort_unstable();
    let lines: String = digests.iter().flat_map(|digest| [*digest, "\n"]).collect();
    (!digests.is_empty()).then(|| base16ct::lower::encode_string(&Sha256::digest(lines.as_bytes())))
}

fn counts(counts: &Counts) -> RecordCounts {
    RecordCounts {
        records: counts.records,
        events: counts.events,
        duplicates: counts.duplicates,
        problems: counts.problems,
        warnings: counts.warnings,
        conflicts: counts.conflicts,
    }
}

/// How far an input was read, in a word.
pub fn input_state(state: InputState) -> &'static str {
    match state {
        InputState::Waiting => "waiting",
        InputState::Reading => "reading",
        InputState::Complete => "complete",
        InputState::Cancelled => "cancelled",
        InputState::Stopped => "stopped",
        InputState::Failed => "failed",
    }
}
