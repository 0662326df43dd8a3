//! Runs tasks for an engine in another worker.

use std::rc::Rc;

use js_sys::Uint8Array;
use touchstone_medallion::TaskRun;
use touchstone_source::{Limits, Source};
use wasm_bindgen::prelude::*;
use web_sys::File;

use crate::file::{FileSource, PartlyRead};
use crate::from_js;

/// Runs an engine's tasks in sequence, and reuses what it learns about the layout of records.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Reader {
    run: Option<TaskRun>,
    key: [u8; 16],
}

#[wasm_bindgen]
impl Reader {
    /// `key` is the engine's key.
    #[wasm_bindgen(constructor)]
    pub fn new(key: &[u8]) -> Result<Reader, JsError> {
        let key = key.try_into().map_err(|_| JsError::new("the key must have 16 bytes"))?;
        Ok(Self { run: None, key })
    }

    /// Starts a task and drops the previous one. `file` is the task's file, and `bytes` are those from the offset `at` on,
    /// if they have been read.
    pub fn begin(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Task")] task: JsValue,
        file: File,
        bytes: Option<Uint8Array>,
        at: f64,
    ) -> Result<(), JsError> {
        let task = from_js(task)?;
        let file: Rc<dyn Source> = Rc::new(FileSource::new(file)?);
        let source = match bytes {
            Some(bytes) => Rc::new(PartlyRead::new(file, at, bytes)),
            None => file,
        };
        self.run = Some(TaskRun::after(self.run.take(), task, source, self.key, Limits::default()));
        Ok(())
    }

    /// Reads a slice of the task; returns a block for the engine, or `undefined` after the end.
    #[wasm_bindgen(js_name = readOn)]
    pub fn read_on(&mut self) -> Option<Vec<u8>> {
        self.run.as_mut()?.step().map(|block| block.to_bytes())
    }

    /// Whether the task has been read to its end.
    #[wasm_bindgen(js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.run.as_ref().is_none_or(TaskRun::is_done)
    }
}
