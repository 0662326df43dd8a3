//! Frames as Arrow streams, through the interface of capsules.

use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, Schema};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use touchstone_analysis::{Analysis, Exported};
use touchstone_export::Batches;
use touchstone_medallion::Session;

use crate::core::{Core, Handle};
use crate::error::raised;
use crate::wait::wait;

/// Rows with named, typed columns. Every program that takes Arrow streams takes it: polars, pandas, pyarrow, duckdb. Its
/// batches are made when they are read, and are not copied.
#[pyclass(frozen, module = "touchstone")]
pub(crate) struct Frame {
    handle: Handle,
    what: What,
    schema: Arc<Schema>,
    rows: usize,
}

/// What a frame shows.
#[derive(Clone)]
pub(crate) enum What {
    /// Rows of what is loaded.
    Export(Exported),
    /// Batches that were made once, such as findings.
    Made(Arc<Vec<RecordBatch>>),
}

impl Frame {
    /// A frame over what is loaded.
    pub(crate) fn of(py: Python<'_>, handle: &Handle, what: Exported) -> PyResult<Self> {
        let asked = what.clone();
        let said = handle.ask(move |core, _| {
            let batches = Batches::begin(&core.session, &mut core.analysis, &asked)?;
            Ok((batches.schema(), batches.rows()))
        });
        let (schema, rows) = wait(py, said, || Ok(()))?.map_err(raised)?;
        Ok(Self { handle: handle.clone(), what: What::Export(what), schema, rows })
    }

    /// A frame of batches.
    pub(crate) fn made(handle: &Handle, schema: Arc<Schema>, batches: Vec<RecordBatch>) -> Self {
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        Self { handle: handle.clone(), what: What::Made(Arc::new(batches)), schema, rows }
    }

    fn stream(&self) -> Box<dyn RecordBatchReader + Send> {
        match &self.what {
            What::Made(batches) => {
                let batches = Arc::unwrap_or_clone(Arc::clone(batches)).into_iter().map(Ok);
                Box::new(arrow_array::RecordBatchIterator::new(batches, Arc::clone(&self.schema)))
            }
            What::Export(what) => Box::new(Stream {
                handle: self.handle.clone(),
                schema: Arc::clone(&self.schema),
                what: what.clone(),
                number: None,
            }),
        }
    }
}

#[pymethods]
impl Frame {
    /// A stream of the rows as a capsule named `arrow_array_stream`. A requested schema is not heeded, as the interface
    /// allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(self.stream()), c"arrow_array_stream")
    }

    /// The schema as a capsule named `arrow_schema`.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.schema).map_err(|error| raised(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.rows
    }

    /// The names of the columns. Request parameters are fields of `requestParams`.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Types of the columns by name, as Arrow prints them.
    #[getter]
    fn types(&self) -> Vec<(String, String)> {
        self.schema.fields().iter().map(|field| (field.name().clone(), field.data_type().to_string())).collect()
    }

    fn __repr__(&self) -> String {
        format!("<touchstone.Frame: {} rows, {} columns>", self.rows, self.schema.fields().len())
    }
}

/// A frame being read by somebody else. Each batch is made by the session's thread.
struct Stream {
    handle: Handle,
    schema: Arc<Schema>,
    what: Exported,
    /// Its number there once begun.
    number: Option<u64>,
}

impl Stream {
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Core) -> Result<T, String> + Send + 'static,
    ) -> Result<T, ArrowError> {
        let said = self.handle.ask(move |core, _| work(core)).said.recv();
        let result = said.unwrap_or_else(|_| Err("the session has ended unexpectedly".to_owned()));
        result.map_err(|sentence| ArrowError::ExternalError(sentence.into()))
    }
}

impl Iterator for Stream {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (number, what) = (self.number, self.what.clone());
        let next = self.ask(move |core| core.next_of(number, &what));
        match next {
            Ok((number, batch)) => {
                self.number = Some(number);
                batch.map(Ok)
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl RecordBatchReader for Stream {
    fn schema(&self) -> Arc<Schema> {
        Arc::clone(&self.schema)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            // Nobody waits for it.
            drop(self.handle.ask(move |core, _| drop(core.streams.remove(&number))));
        }
    }
}

impl Core {
    /// The next batch of a stream, which is begun if it has no number yet.
    fn next_of(&mut self, number: Option<u64>, what: &Exported) -> Result<(u64, Option<RecordBatch>), String> {
        let number = number.unwrap_or_else(|| {
            self.next_stream += 1;
            self.next_stream
        });
        let batches = match self.streams.entry(number) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(Batches::begin(&self.session, &mut self.analysis, what)?)
            }
        };
        Ok((number, batches.next_batch(&self.session)?))
    }

    /// Silver for those who join sessions, in batches.
    pub(crate) fn events(&mut self) -> Result<(Arc<Schema>, Vec<RecordBatch>), String> {
        let mut batches = Batches::events(&self.session, &mut self.analysis)?;
        Ok((batches.schema(), all(&mut batches, &self.session)?))
    }

    /// Everything that the rules of an analysis find, in batches.
    pub(crate) fn found(&self, analysis: &mut Analysis) -> Result<(Arc<Schema>, Vec<RecordBatch>), String> {
        let mut batches = Batches::begin(&self.session, analysis, &Exported::Findings { filter: self.filter.clone() })?;
        Ok((batches.schema(), all(&mut batches, &self.session)?))
    }
}

fn all(batches: &mut Batches, session: &Session) -> Result<Vec<RecordBatch>, String> {
    std::iter::from_fn(|| batches.next_batch(session).transpose()).collect()
}
