//! What is said once of an input, however many of its records it concerns: a warning each, whose sentence grows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use touchstone_record::{Note, Warning, WarningKind};

use crate::ledger::InputWarning;
use crate::medallion::Medallion;

/// How many notes are kept, the first by their order: which these are does not depend on how an input is divided.
const MAX_NOTES: usize = 64;

/// Notes, and how many records each concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notes {
    counts: BTreeMap<Note, u64>,
    /// Whether there were more than are kept.
    has_more: bool,
}

impl Notes {
    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    /// The most bytes that the sentences of these notes take.
    pub(crate) fn text_bytes(&self) -> usize {
        /// What stands around a name, and the longest name.
        const SENTENCE: usize = 512;
        self.len() * SENTENCE
    }

    /// Notes something of so many records.
    pub(crate) fn add(&mut self, note: &Note, records: u64) {
        match self.counts.get_mut(note) {
            Some(count) => *count += records,
            None => _ = self.counts.insert(note.clone(), records),
        }
        if self.counts.len() > MAX_NOTES {
            self.counts.pop_last();
            self.has_more = true;
        }
    }

    fn join(&mut self, others: &Self) {
        others.counts.iter().for_each(|(note, records)| self.add(note, *records));
        self.has_more |= others.has_more;
    }

    /// The warnings that say it, in order.
    fn warnings(&self) -> Vec<Warning> {
        let mut unread = Vec::new();
        let mut warnings = Vec::new();
        for (note, records) in &self.counts {
            match note {
                Note::Guessed { field, what } => {
                    let records = if *records == 1 { "1 record".to_owned() } else { format!("{records} records") };
                    let message = format!("{field}: {what} ({records})");
                    warnings.push(Warning::new(WarningKind::Guessed, message).of_field(field.clone()));
                }
                Note::Unread(name) => unread.push(name.as_str()),
            }
        }
        if !unread.is_empty() {
            let more = if self.has_more { ", …" } else { "" };
            let message = format!("nothing is read from these columns: {}{more}", unread.join(", "));
            warnings.push(Warning::new(WarningKind::UnreadColumns, message));
        }
        warnings
    }
}

/// The notes of an input, and where the warnings that say them stand in the list of all.
#[derive(Clone, Debug, Default)]
pub(crate) struct SaidNotes {
    notes: Notes,
    places: Vec<usize>,
}

impl Medallion {
    /// Warns of an input as a whole.
    pub(crate) fn warn_of_input(&mut self, input: u32, warnings: Vec<Warning>) {
        self.inputs[input as usize].counts.warnings += warnings.len() as u64;
        let warnings =
            warnings.into_iter().map(|warning| InputWarning { input, record: None, offset: 0, length: 0, warning });
        self.warnings.extend(warnings);
    }

    /// Says what a block of an input notes, in the warnings that the input has for that.
    pub(crate) fn say_notes(&mut self, input: u32, notes: &Notes) {
        if notes.is_empty() {
            return;
        }
        let entry = &mut self.inputs[input as usize];
        entry.said.notes.join(notes);
        // The first so many stand where others of the input stood: warnings without a record have no order of their own.
        let bytes = |warning: &Warning| warning.message.len() + warning.field.as_deref().map_or(0, str::len);
        for (nth, warning) in entry.said.notes.warnings().into_iter().enumerate() {
            self.text_bytes += bytes(&warning);
            if let Some(said) = entry.said.places.get(nth).and_then(|place| self.warnings.get_mut(*place)) {
                self.text_bytes -= bytes(&said.warning);
                said.warning = warning;
                continue;
            }
            entry.said.places.push(self.warnings.len());
            entry.counts.warnings += 1;
            self.warnings.push(InputWarning { input, record: None, offset: 0, length: 0, warning });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_notes_are_kept_however_they_come() {
        let names: Vec<String> = (0..100).map(|at| format!("c{at:02}")).collect();
        let note = |name: &String| Note::Unread(name.clone());
        let mut whole = Notes::default();
        for name in &names {
            whole.add(&note(name), 1);
        }
        let mut joined = Notes::default();
        for part in names.rchunks(7) {
            let mut notes = Notes::default();
            for name in part {
                notes.add(&note(name), 1);
            }
            joined.join(&notes);
        }
        assert_eq!(whole, joined);
        let [warning] = &whole.warnings()[..] else { panic!("one warning names them all") };
        assert!(warning.message.contains("c00, ") && warning.message.ends_with("c63, …"), "{}", warning.message);
    }
}
