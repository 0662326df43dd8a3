//! The browser's adapter. It runs in a worker, converts JavaScript values to questions and answers to JavaScript
//! values, and makes no decisions.

mod digest;
mod file;
mod memory;
mod reader;

use std::rc::Rc;

use js_sys::Uint8Array;
use serde_wasm_bindgen::Serializer;
use touchstone_analysis::answer::Progress;
use touchstone_analysis::{Analysis, Export, Filter, Question, RulesChange, progress};
use touchstone_export::Exporter;
use touchstone_medallion::{Block, Session};
use wasm_bindgen::prelude::*;
use web_sys::File;

pub use digest::Digest;
pub use reader::Reader;

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
    export: Option<Exporter>,
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
        Ok(Self { session, analysis: Analysis::default(), export: None })
    }

    /// Adds a file and returns its number.
    pub fn open(&mut self, path: String, file: File) -> Result<u32, JsError> {
        let source = file::FileSource::new(file)?;
        Ok(self.session.open(path, Rc::new(source)))
    }

    /// The next task for a reader; `undefined` if there is none now.
    #[wasm_bindgen(js_name = nextTask, unchecked_return_type = "Task | undefined")]
    pub fn next_task(&mut self) -> Result<JsValue, JsError> {
        self.session.next_task().map_or(Ok(JsValue::UNDEFINED), |task| to_js(&task))
    }

    /// The next task for this engine itself, given the number of readers; `undefined` if there is none now.
    #[wasm_bindgen(js_name = nextOwnTask, unchecked_return_type = "Task | undefined")]
    pub fn next_own_task(&mut self, readers: usize) -> Result<JsValue, JsError> {
        self.session.next_own_task(readers).map_or(Ok(JsValue::UNDEFINED), |task| to_js(&task))
    }

    /// Starts a task in this engine.
    pub fn begin(&mut self, #[wasm_bindgen(unchecked_param_type = "Task")] task: JsValue) -> Result<(), JsError> {
        self.session.begin(from_js(task)?);
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

    /// Sets a file's SHA-256.
    #[wasm_bindgen(js_name = setSha256)]
    pub fn set_sha256(&mut self, input: u32, hex: String) {
        self.session.set_sha256(input, hex);
    }

    /// Starts an export of the data loaded now and drops an unfinished one. Returns the name of its file.
    #[wasm_bindgen(js_name = beginExport)]
    pub fn begin_export(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Export")] export: JsValue,
    ) -> Result<String, JsError> {
        self.export = None;
        let export: Export = from_js(export)?;
        let begun = Exporter::begin(&self.session, &mut self.analysis, &export);
        let begun = begun.map_err(|message| JsError::new(&message))?;
        let name = begun.file_name().to_owned();
        self.export = Some(begun);
        Ok(name)
    }

    /// The share of the export that is written, from 0 to 1.
    #[wasm_bindgen(js_name = exportShare)]
    pub fn export_share(&self) -> f64 {
        self.export.as_ref().map_or(1.0, |export| {
            let (done, of) = export.progress();
            done as f64 / of.max(1) as f64
        })
    }

    /// Drops the export.
    #[wasm_bindgen(js_name = dropExport)]
    pub fn drop_export(&mut self) {
        self.export = None;
    }

    /// The next chunk of the export, which may be empty; `undefined` after the last.
    #[wasm_bindgen(js_name = nextExportChunk)]
    pub fn next_export_chunk(&mut self) -> Result<Option<Vec<u8>>, JsError> {
        let Some(export) = &mut self.export else { return Ok(None) };
        let piece = export.next_piece(&self.session).map_err(|message| JsError::new(&message))?;
        if piece.is_none() {
            self.export = None;
        }
        Ok(piece)
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
