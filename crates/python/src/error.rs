//! Errors as exceptions.

use pyo3::PyErr;
use pyo3::exceptions::PyException;

pyo3::create_exception!(
    touchstone,
    TouchstoneError,
    PyException,
    "What the command line would say instead of a result: a path that cannot be opened, a filter that cannot be read."
);

/// An exception with a sentence.
pub(crate) fn raised(sentence: String) -> PyErr {
    TouchstoneError::new_err(sentence)
}
