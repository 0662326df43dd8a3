//! The browser's adapter. It runs in a worker, converts JavaScript values to questions and answers to JavaScript
//! values, and makes no decisions.

mod digest;
mod file;
mod memory;
mod reader;
mod verifier;

use std::rc::Rc;
use std::sync::Arc;

use js_sys::Uint8Array;
use serde_wasm_bindgen::Serializer;
use touchstone_analysis::answer::Progress;
use touchstone_analysis::{Analysis, Export, Exported, Filter, Question, RulesChange, progress};
use touchstone_evidence::{
    BasisSaid, BundleAsked, Case, CaseQuestion, Evidence, EvidenceExport, EvidenceQuestion, Making, PseudonymKey,
    Pseudonyms, compare_bundles, files_of,
};
use touchstone_export::{Exporter, Guise, ReportExporter};
use touchstone_medallion::{Block, Session};
use wasm_bindgen::prelude::*;
use web_sys::File;

pub use digest::Digest;
pub use reader::Reader;
pub use verifier::{Verifier, check_signature};

/// Reports a panic's message to the caller. The instance must not be used afterwards.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
}

/// A session and its analysis.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    session: Session,
    analysis: Analysis,
    evidence: Evidence,
    key: Option<PseudonymKey>,
    export: Option<Writing>,
}

/// What is being written.
#[derive(Debug)]
enum Writing {
    Export(Box<Exporter>),
    Bundle(Box<Making>),
    Report(Box<ReportExporter>),
}

#[wasm_bindgen]
impl Engine {
    /// Creates an empty engine. `key` is 16 bytes from `crypto.getRandomValues`, the key of the fingerprints that
    /// detect duplicates.
    #[wasm_bindgen(constructor)]
    pub fn new(key: &[u8]) -> Result<Engine, JsError> {
        let key = key.try_into().map_err(|_| JsError::new("the key must have 16 bytes"))?;
        let mut session = Session::new(key);
        session.set_memory(memory::LinearMemory);
        Ok(Self { session, analysis: Analysis::default(), evidence: Evidence::default(), key: None, export: None })
    }

    /// Adds a file and returns its number.
    pub fn open(&mut self, path: String, file: File) -> Result<u32, JsError> {
        let source = file::FileSource::new(file)?;
        Ok(self.session.open(path, Rc::new(source)))
    }

    /// The next tasks for a reader: one, or several of small files, at most `files` with `bytes` in all. Empty if there is
    /// none now.
    #[wasm_bindgen(js_name = nextTasks, unchecked_return_type = "Task[]")]
    pub fn next_tasks(&mut self, files: usize, bytes: f64) -> Result<JsValue, JsError> {
        to_js(&self.session.next_tasks(files, bytes as u64))
    }

    /// The next tasks for this engine itself, given the number of readers, as `nextTasks`.
    #[wasm_bindgen(js_name = nextOwnTasks, unchecked_return_type = "Task[]")]
    pub fn next_own_tasks(&mut self, readers: usize, files: usize, bytes: f64) -> Result<JsValue, JsError> {
        to_js(&self.session.next_own_tasks(readers, files, bytes as u64))
    }

    /// Starts a task in this engine. `bytes` are those of its file from the offset `at` on, if they have been read.
    pub fn begin(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Task")] task: JsValue,
        bytes: Option<Uint8Array>,
        at: f64,
    ) -> Result<(), JsError> {
        self.session.begin_with(from_js(task)?, |file| match bytes {
            Some(bytes) => Rc::new(file::PartlyRead::new(file, at, bytes)),
            None => file,
        });
        Ok(())
    }

    /// Reads a slice of the running task; returns false at its end.
    #[wasm_bindgen(js_name = readOn)]
    pub fn read_on(&mut self) -> bool {
        self.session.read_on()
    }

    /// Takes a block from a reader. Loading stops if memory does not even suffice for decoding it.
    pub fn take(&mut self, task: u32, block: &Uint8Array) -> Result<(), JsError> {
        if !memory::has_room_for(block.length() as usize) {
            self.session.take_out_of_memory(task);
            return Ok(());
        }
        let block = Block::from_bytes(&block.to_vec()).ok_or_else(|| JsError::new("what a reader sent is no block"))?;
        self.session.take(task, block);
        Ok(())
    }

    /// Whether a task's output is still needed.
    #[wasm_bindgen(js_name = isWanted)]
    pub fn is_wanted(&self, task: u32) -> bool {
        self.session.is_wanted(task)
    }

    /// Whether a task may read its next block.
    #[wasm_bindgen(js_name = mayContinue)]
    pub fn may_continue(&self, task: u32) -> bool {
        self.session.may_continue(task)
    }

    /// Stops reading. What is loaded stays.
    pub fn cancel(&mut self) {
        self.session.cancel();
    }

    /// Progress of reading.
    #[wasm_bindgen(unchecked_return_type = "Progress")]
    pub fn progress(&self) -> Result<JsValue, JsError> {
        let progress: Progress = progress(&self.session, &self.analysis);
        to_js(&progress)
    }

    /// Answers a question.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn ask(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Question")] question: JsValue,
    ) -> Result<JsValue, JsError> {
        let question: Question = from_js(question)?;
        self.session.forget();
        let answer = self.analysis.answer(&self.session, &question).map_err(|message| JsError::new(&message))?;
        to_js(&answer)
    }

    /// Evaluates a filter for a few milliseconds. The result is cached for later questions.
    #[wasm_bindgen(unchecked_return_type = "Evaluated")]
    pub fn evaluate(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Filter")] filter: JsValue,
    ) -> Result<JsValue, JsError> {
        let filter: Filter = from_js(filter)?;
        to_js(&self.analysis.evaluate(&self.session, &filter))
    }

    /// Evaluates the next rule. What the rules find is cached until more is loaded.
    #[wasm_bindgen(js_name = lookOn, unchecked_return_type = "Evaluated")]
    pub fn look_on(&mut self) -> Result<JsValue, JsError> {
        self.session.forget();
        to_js(&self.analysis.look(&self.session))
    }

    /// Changes the rules: own files and tuning. `lookOn` then evaluates them again.
    #[wasm_bindgen(js_name = changeRules, unchecked_return_type = "RulesChanged")]
    pub fn change_rules(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RulesChange")] change: JsValue,
    ) -> Result<JsValue, JsError> {
        let change: RulesChange = from_js(change)?;
        to_js(&self.analysis.change_rules(&self.session, change).map_err(|message| JsError::new(&message))?)
    }

    /// Stops evaluating the rules. After a change this takes the change back.
    #[wasm_bindgen(js_name = stopLooking, unchecked_return_type = "RulesInUse")]
    pub fn stop_looking(&mut self) -> Result<JsValue, JsError> {
        to_js(&self.analysis.stop_looking())
    }

    /// Evaluates the rules after all, where that was stopped.
    #[wasm_bindgen(js_name = lookAgain)]
    pub fn look_again(&mut self) {
        self.analysis.look_again();
    }

    /// Begins the work on a question about evidence and gives up that on another.
    #[wasm_bindgen(js_name = beginEvidence)]
    pub fn begin_evidence(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "EvidenceQuestion")] question: JsValue,
    ) -> Result<(), JsError> {
        let question: EvidenceQuestion = from_js(question)?;
        self.evidence.begin(&self.session, &mut self.analysis, question).map_err(|message| JsError::new(&message))
    }

    /// Works on the question about evidence for some milliseconds.
    #[wasm_bindgen(js_name = workOnEvidence, unchecked_return_type = "EvidenceProgress")]
    pub fn work_on_evidence(&mut self) -> Result<JsValue, JsError> {
        self.session.forget();
        to_js(&self.evidence.step(&self.session).map_err(|message| JsError::new(&message))?)
    }

    /// The answer to the question about evidence, once the work is done.
    #[wasm_bindgen(js_name = evidenceAnswer, unchecked_return_type = "EvidenceAnswer")]
    pub fn evidence_answer(&mut self) -> Result<JsValue, JsError> {
        to_js(&self.evidence.answer().map_err(|message| JsError::new(&message))?)
    }

    /// Gives up the work on a question about evidence.
    #[wasm_bindgen(js_name = stopEvidence)]
    pub fn stop_evidence(&mut self) {
        self.evidence.stop();
    }

    /// Starts an export of control totals or a sample and drops an unfinished one. Returns the name of its file.
    #[wasm_bindgen(js_name = beginEvidenceExport)]
    pub fn begin_evidence_export(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "EvidenceExport")] export: JsValue,
    ) -> Result<String, JsError> {
        self.export = None;
        let export: EvidenceExport = from_js(export)?;
        let own = self.pseudonyms()?;
        let begun = Exporter::begin_evidence(&self.session, &mut self.analysis, &self.evidence, &export, own.as_ref());
        let begun = begun.map_err(|message| JsError::new(&message))?;
        let name = begun.file_name().to_owned();
        self.export = Some(Writing::Export(Box::new(begun)));
        Ok(name)
    }

    /// Sets a file's SHA-256.
    #[wasm_bindgen(js_name = setSha256)]
    pub fn set_sha256(&mut self, input: u32, hex: String) {
        self.session.set_sha256(input, hex);
    }

    /// Starts an export of the data loaded now and drops an unfinished one. Findings have what `case` says of them. Returns
    /// the name of its file.
    #[wasm_bindgen(js_name = beginExport)]
    pub fn begin_export(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Export")] export: JsValue,
        case: Option<String>,
    ) -> Result<String, JsError> {
        self.export = None;
        let export: Export = from_js(export)?;
        let case = case.map(|text| Case::parse(&text)).transpose().map_err(|message| JsError::new(&message))?;
        let own = self.pseudonyms()?;
        let guise = Guise { case: case.as_ref(), pseudonyms: own.as_ref() };
        let begun = Exporter::begin_with(&self.session, &mut self.analysis, &export, guise);
        let begun = begun.map_err(|message| JsError::new(&message))?;
        let name = begun.file_name().to_owned();
        self.export = Some(Writing::Export(Box::new(begun)));
        Ok(name)
    }

    /// Starts a bundle of the data loaded now and drops an unfinished export. Returns the name of its file.
    #[wasm_bindgen(js_name = beginBundle)]
    pub fn begin_bundle(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "BundleAsked")] asked: JsValue,
    ) -> Result<String, JsError> {
        self.export = None;
        let asked: BundleAsked = from_js(asked)?;
        let key = self.key.clone();
        let request =
            asked.request(&self.session, &mut self.analysis, key).map_err(|message| JsError::new(&message))?;
        let name = request.file_name();
        self.export = Some(Writing::Bundle(Box::new(Making::begin(&self.session, &mut self.analysis, request))));
        Ok(name)
    }

    /// Starts a report of the data loaded now and drops an unfinished export. Returns the name of its file.
    #[wasm_bindgen(js_name = beginReport)]
    pub fn begin_report(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ReportAsked")] asked: JsValue,
    ) -> Result<String, JsError> {
        self.export = None;
        let begun =
            ReportExporter::begin(from_js(asked)?, self.pseudonyms()?).map_err(|message| JsError::new(&message))?;
        let name = begun.file_name().to_owned();
        self.export = Some(Writing::Report(Box::new(begun)));
        Ok(name)
    }

    /// Takes the key of pseudonyms for everything that is written from now on, or gives it up. Returns its id.
    #[wasm_bindgen(js_name = setPseudonyms)]
    pub fn set_pseudonyms(&mut self, key: Option<String>) -> Result<Option<String>, JsError> {
        let key = key.map(|text| PseudonymKey::parse(&text)).transpose().map_err(|message| JsError::new(&message))?;
        self.key = key;
        Ok(self.key.as_ref().map(PseudonymKey::id))
    }

    /// JSON with pseudonyms, if there is a key.
    #[wasm_bindgen(js_name = withPseudonyms)]
    pub fn with_pseudonyms(&self, json: &str) -> Result<String, JsError> {
        Ok(self.pseudonyms()?.map_or_else(|| json.to_owned(), |own| own.json(json)))
    }

    /// Answers a question about a case.
    #[wasm_bindgen(js_name = askCase, unchecked_return_type = "CaseAnswer")]
    pub fn ask_case(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "CaseQuestion")] question: JsValue,
    ) -> Result<JsValue, JsError> {
        let question: CaseQuestion = from_js(question)?;
        let answer = question.answer(&self.session, &mut self.analysis).map_err(|message| JsError::new(&message))?;
        to_js(&answer)
    }

    /// Starts to make a bundle again of the files that are loaded, under its rules.
    #[wasm_bindgen(js_name = beginAgain)]
    pub fn begin_again(&mut self, of: &Verifier) -> Result<(), JsError> {
        self.export = None;
        let refused = |message: String| JsError::new(&message);
        if self.session.is_full() {
            return Err(refused("memory does not suffice to read all its files again".to_owned()));
        }
        let (rules, _) = of.verified.rules_again(None).map_err(refused)?;
        let files = files_of(&self.session).map_err(refused)?;
        let request = of.verified.request_again(files, None).map_err(refused)?;
        self.analysis = Analysis::with_rules(rules);
        self.export = Some(Writing::Bundle(Box::new(Making::begin(&self.session, &mut self.analysis, request))));
        Ok(())
    }

    /// Makes the bundle on; `undefined` until it is made, then what differs from the one that is checked.
    #[wasm_bindgen(js_name = compareOn, unchecked_return_type = "Fault[] | undefined")]
    pub fn compare_on(&mut self, with: &Verifier) -> Result<JsValue, JsError> {
        let Some(again) = self.next_export_chunk()?.filter(|again| !again.is_empty()) else {
            return Ok(JsValue::UNDEFINED);
        };
        self.export = None;
        let version = with.verified.rules_again(None).ok().and_then(|(_, fault)| fault);
        let faults: Vec<_> = version.into_iter().chain(compare_bundles(&with.verified, &again)).collect();
        to_js(&faults)
    }

    /// The file beside the export that says what it rests on; `undefined` if the export says it itself.
    #[wasm_bindgen(js_name = exportBasis)]
    pub fn export_basis(&self) -> Option<Vec<u8>> {
        match &self.export {
            Some(Writing::Export(export)) => export.basis_beside(),
            _ => None,
        }
    }

    /// What an export of something would rest on.
    #[wasm_bindgen(unchecked_return_type = "BasisSaid")]
    pub fn basis(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Exported")] what: JsValue,
    ) -> Result<JsValue, JsError> {
        let what: Exported = from_js(what)?;
        to_js(&BasisSaid::of(&self.session, &mut self.analysis, &what))
    }

    /// The share of the export that is written, from 0 to 1.
    #[wasm_bindgen(js_name = exportShare)]
    pub fn export_share(&self) -> f64 {
        match &self.export {
            Some(Writing::Export(export)) => {
                let (done, of) = export.progress();
                done as f64 / of.max(1) as f64
            }
            Some(Writing::Bundle(making)) => making.share(),
            Some(Writing::Report(report)) => report.share(),
            None => 1.0,
        }
    }

    /// Drops the export.
    #[wasm_bindgen(js_name = dropExport)]
    pub fn drop_export(&mut self) {
        self.export = None;
    }

    /// The next chunk of the export, which may be empty; `undefined` after the last.
    #[wasm_bindgen(js_name = nextExportChunk)]
    pub fn next_export_chunk(&mut self) -> Result<Option<Vec<u8>>, JsError> {
        self.session.forget();
        let piece = match &mut self.export {
            None => return Ok(None),
            Some(Writing::Export(export)) => export.next_piece(&self.session),
            Some(Writing::Report(report)) => report.next_piece(&self.session, &mut self.analysis),
            Some(Writing::Bundle(making)) if making.is_ended() => Ok(None),
            Some(Writing::Bundle(making)) => {
                making.step(&self.session, &mut self.analysis).map(|bundle| Some(bundle.unwrap_or_default()))
            }
        };
        if !matches!(piece, Ok(Some(_))) {
            self.export = None;
        }
        piece.map_err(|message| JsError::new(&message))
    }
}

fn to_js(value: &impl serde::Serialize) -> Result<JsValue, JsError> {
    // Maps become plain objects and absent values `null`, as in the JSON of the same types. Bytes stay bytes: a task
    // may contain a deletion vector.
    let serializer = Serializer::json_compatible().serialize_bytes_as_arrays(false);
    value.serialize(&serializer).map_err(|error| JsError::new(&error.to_string()))
}

fn from_js<T: serde::de::DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&error.to_string()))
}

impl Engine {
    /// The pseudonyms of what is loaded; nothing without a key.
    fn pseudonyms(&self) -> Result<Option<Arc<Pseudonyms>>, JsError> {
        let own = self.key.as_ref().map(|key| Pseudonyms::of(key, self.session.medallion())).transpose();
        Ok(own.map_err(|message| JsError::new(&message))?.map(Arc::new))
    }
}

/// The text of a key file of 32 random bytes.
#[wasm_bindgen(js_name = pseudonymKey)]
pub fn pseudonym_key(bytes: &[u8]) -> Result<String, JsError> {
    let bytes = bytes.try_into().map_err(|_| JsError::new("the key must have 32 bytes"))?;
    Ok(PseudonymKey::of_random(bytes).text())
}
