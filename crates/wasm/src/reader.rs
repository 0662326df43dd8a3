//! Reading tasks for an engine that lives in another worker.

use std::rc::Rc;

use touchstone_medallion::Reading;
use touchstone_source::Limits;
use wasm_bindgen::prelude::*;
use web_sys::File;

use crate::file::FileSource;
use crate::from_js;

/// A task being read.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Reader(Reading);

#[wasm_bindgen]
impl Reader {
    /// Begins a task of an engine's. `file` is the one that the task names, `key` the engine's.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Task")] task: JsValue,
        file: File,
        key: &[u8],
    ) -> Result<Reader, JsError> {
        let key = key.try_into().map_err(|_| JsError::new("the key must have 16 bytes"))?;
        let source = FileSource::new(file)?;
        Ok(Self(Reading::begin(from_js(task)?, Rc::new(source), key, Limits::default())))
    }

    /// Reads a slice, as a block for the engine; `undefined` behind the end.
    #[wasm_bindgen(js_name = readOn)]
    pub fn read_on(&mut self) -> Option<Vec<u8>> {
        self.0.step().map(|block| block.to_bytes())
    }

    /// Whether there is nothing more to read.
    #[wasm_bindgen(js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }
}
