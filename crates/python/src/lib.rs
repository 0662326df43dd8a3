//! The core for Python, as the module `touchstone._core`. It converts and waits, and decides nothing: a thread of its own
//! has the session, Python asks it with the interpreter released, and frames go out as Arrow streams.
//!
//! `python/touchstone` is what is imported; `_core.pyi` describes what it takes from here.

mod apart;
mod core;
mod error;
mod frame;
mod session;
mod wait;

use pyo3::prelude::*;

/// The module.
#[pymodule]
mod _core {
    use super::{Bound, PyModule, PyModuleMethods as _, PyResult};

    #[pymodule_export]
    use super::apart::{read_blocks, read_picked};
    #[pymodule_export]
    use super::error::TouchstoneError;
    #[pymodule_export]
    use super::frame::Frame;
    #[pymodule_export]
    use super::session::{Session, load, load_inputs};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
