//! A case beside what is loaded: what of it is found, and what is not.

use std::collections::BTreeMap;

use serde::Serialize;
use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::{Medallion, Session};
use ts_rs::TS;

use super::{Case, CaseInput, Note, State};
use crate::fingerprint::fingerprint;

/// A case beside what is loaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct CaseComparison {
    /// The inputs of the case, and those that are loaded.
    pub inputs: InputsCompared,
    /// How many findings are open.
    pub open: usize,
    /// How many are explained.
    pub explained: usize,
    /// How many are exceptions.
    pub exceptions: usize,
    /// Everything that the rules find, in the order of the report.
    pub findings: Vec<CasedFinding>,
    /// The events that are noted, in the order of the notes.
    pub events: Vec<CasedEvent>,
    /// What differs, a sentence each: inputs, findings and events that are not found.
    pub differences: Vec<String>,
}

/// The inputs of a case, and those that are loaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct InputsCompared {
    /// How many are both.
    #[ts(type = "number")]
    pub same: u64,
    /// Inputs of the case that are not loaded.
    pub missing: Vec<CaseInput>,
    /// Inputs that are loaded, and not of the case.
    pub added: Vec<CaseInput>,
}

/// A finding, and what the case says about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CasedFinding {
    /// What links call it.
    pub key: String,
    /// What the case calls it.
    pub fingerprint: String,
    /// What was decided.
    pub state: State,
}

/// An event that a note is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CasedEvent {
    /// The place of the note among the notes, from 0.
    pub note: usize,
    /// How many events it selects; one where it is found.
    pub events: u32,
    /// The row of the first of them.
    pub row: Option<u32>,
}

impl CaseInput {
    /// What is loaded, as a case has it.
    pub fn of_loaded(medallion: &Medallion) -> Vec<Self> {
        let input = |input: &touchstone_medallion::Input| Self {
            path: input.path.clone(),
            bytes: input.bytes,
            sha256: input.sha256.clone(),
            other: serde_json::Map::new(),
        };
        medallion.inputs().iter().map(input).collect()
    }

    /// Whether both are of the same bytes, as far as is known.
    fn is_same(&self, other: &Self) -> bool {
        match (&self.sha256, &other.sha256) {
            (Some(own), Some(other)) => own == other,
            _ => (&self.path, self.bytes) == (&other.path, other.bytes),
        }
    }

    fn said(&self) -> String {
        let digest = self.sha256.as_deref().map_or_else(String::new, |digest| format!(", SHA-256 {digest}"));
        format!("the input {} ({} bytes{digest})", self.path, self.bytes)
    }
}

impl Case {
    /// Finds in what is loaded what the case is about. An error says that the rules could not be evaluated.
    pub fn compare(&self, session: &Session, analysis: &mut Analysis) -> Result<CaseComparison, String> {
        let medallion = session.medallion();
        let found = analysis.found(session, &Filter::default())?;
        let findings: Vec<CasedFinding> = found
            .report
            .findings
            .iter()
            .zip(found.keys)
            .map(|(finding, key)| {
                let fingerprint = fingerprint(medallion, finding);
                CasedFinding { key: key.clone(), state: self.state(&fingerprint), fingerprint }
            })
            .collect();
        let events = self.events(session, analysis);
        let inputs = self.inputs_compared(CaseInput::of_loaded(medallion));
        let mut differences: Vec<String> = Vec::new();
        differences
            .extend(inputs.missing.iter().map(|input| format!("{} is of the case, and not loaded", input.said())));
        differences.extend(inputs.added.iter().map(|input| format!("{} is loaded, and not of the case", input.said())));
        differences.extend(self.lost_findings(&findings));
        let of_event = |event: &CasedEvent| {
            let about = named(&self.notes[event.note].about, "an event");
            match event.events {
                0 => Some(format!("notes[{}]: the event is not found: {about}", event.note)),
                1 => None,
                many => Some(format!("notes[{}]: {many} events have this content: {about}", event.note)),
            }
        };
        differences.extend(events.iter().filter_map(of_event));
        let [open, explained, exceptions] =
            State::ALL.map(|state| findings.iter().filter(|finding| finding.state == state).count());
        Ok(CaseComparison { inputs, open, explained, exceptions, findings, events, differences })
    }

    fn events(&self, session: &Session, analysis: &mut Analysis) -> Vec<CasedEvent> {
        let of_note = |(note, noted): (usize, &Note)| {
            let filter = Filter::parse(noted.event.as_deref()?).ok()?;
            let rows = analysis.selection(session, &filter);
            Some(CasedEvent { note, events: rows.count(), row: rows.iter().next() })
        };
        self.notes.iter().enumerate().filter_map(of_note).collect()
    }

    /// A case that names no inputs can be of any.
    fn inputs_compared(&self, mut loaded: Vec<CaseInput>) -> InputsCompared {
        if self.inputs.is_empty() {
            return InputsCompared::default();
        }
        let mut missing = Vec::new();
        for input in &self.inputs {
            match loaded.iter().position(|other| input.is_same(other)) {
                Some(at) => {
                    loaded.remove(at);
                }
                None => missing.push(input.clone()),
            }
        }
        InputsCompared { same: (self.inputs.len() - missing.len()) as u64, missing, added: loaded }
    }

    fn lost_findings(&self, findings: &[CasedFinding]) -> Vec<String> {
        let found: BTreeMap<&str, State> =
            findings.iter().map(|finding| (finding.fingerprint.as_str(), finding.state)).collect();
        let of_disposition = self.dispositions.iter().enumerate().map(|(at, disposition)| {
            let state = disposition.state.name();
            (
                format!("dispositions[{at}]: the finding, {state}, is not found"),
                &disposition.finding,
                &disposition.about,
            )
        });
        let of_note = self.notes.iter().enumerate().filter_map(|(at, note)| {
            Some((format!("notes[{at}]: the finding is not found"), note.finding.as_ref()?, &note.about))
        });
        let lost = of_disposition.chain(of_note).filter(|(_, finding, _)| !found.contains_key(finding.as_str()));
        lost.map(|(sentence, finding, about)| format!("{sentence}: {}", named(about, finding))).collect()
    }
}

fn named<'a>(about: &'a str, otherwise: &'a str) -> &'a str {
    if about.trim().is_empty() { otherwise } else { about }
}
