//! A browser `File` as a source. `FileReaderSync` exists only in workers, where the engine runs.

use std::rc::Rc;

use js_sys::Uint8Array;
use touchstone_source::{ReadError, Source};
use wasm_bindgen::prelude::*;
use web_sys::{File, FileReaderSync};

#[derive(Debug)]
pub(crate) struct FileSource {
    file: File,
    reader: FileReaderSync,
}

impl FileSource {
    pub(crate) fn new(file: File) -> Result<Self, JsError> {
        let reader = FileReaderSync::new().map_err(|_| JsError::new("files can be read in a worker only"))?;
        Ok(Self { file, reader })
    }
}

impl Source for FileSource {
    fn size(&self) -> u64 {
        self.file.size() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        let end = (offset + into.len() as u64).min(self.size());
        let start = offset.min(end);
        let count = (end - start) as usize;
        // Every read takes as long as a small file, and there may be thousands of empty ones.
        if count == 0 {
            return Ok(0);
        }
        let buffer = if count as u64 == self.size() {
            // Slicing takes about as long as reading.
            self.reader.read_as_array_buffer(&self.file)
        } else {
            let slice = self.file.slice_with_f64_and_f64(start as f64, end as f64).map_err(|error| of_js(&error))?;
            self.reader.read_as_array_buffer(&slice)
        };
        let buffer = buffer.map_err(|error| of_js(&error))?;
        let bytes = Uint8Array::new(&buffer);
        if bytes.length() as usize != count {
            return Err(ReadError { message: "the file changed while it was read".to_owned() });
        }
        bytes.copy_to(&mut into[..count]);
        Ok(count)
    }
}

/// A file of which some bytes have been read.
pub(crate) struct PartlyRead {
    file: Rc<dyn Source>,
    at: u64,
    bytes: Uint8Array,
}

impl PartlyRead {
    /// `bytes` are those of the file from the offset `at` on.
    pub(crate) fn new(file: Rc<dyn Source>, at: f64, bytes: Uint8Array) -> Self {
        Self { file, at: at as u64, bytes }
    }
}

impl Source for PartlyRead {
    fn size(&self) -> u64 {
        self.file.size()
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        let end = (offset + into.len() as u64).min(self.size());
        let read_to = self.at + u64::from(self.bytes.length());
        if offset < self.at || end > read_to {
            return self.file.read_at(offset, into);
        }
        let count = end.saturating_sub(offset) as usize;
        let start = (offset.min(read_to) - self.at) as u32;
        self.bytes.subarray(start, start + count as u32).copy_to(&mut into[..count]);
        Ok(count)
    }
}

/// Translates the browser's errors into helpful messages. A `File` represents the file as it was dropped, so reading it
/// fails after it was changed or removed: with `NotReadableError` or `NotFoundError` by the standard, and with other
/// names in Firefox's synchronous reader.
fn of_js(error: &JsValue) -> ReadError {
    let name = js_sys::Reflect::get(error, &JsValue::from_str("name")).ok().and_then(|name| name.as_string());
    let message = match name.as_deref() {
        Some("NotReadableError" | "NS_ERROR_FAILURE" | "NS_ERROR_FILE_ACCESS_DENIED") => {
            "the file changed since it was dropped, or may not be read".to_owned()
        }
        Some("NotFoundError" | "NS_ERROR_FILE_NOT_FOUND") => {
            "the file is no longer where it was when it was dropped".to_owned()
        }
        Some(name) => format!("the browser could not read the file ({name})"),
        None => "the browser could not read the file".to_owned(),
    };
    ReadError { message }
}
