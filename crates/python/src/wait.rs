//! Waiting for the session's thread with the interpreter released.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use pyo3::prelude::*;

use crate::core::Asked;
use crate::error::raised;

/// How often Ctrl-C is looked for, and progress told.
const EVERY: Duration = Duration::from_millis(100);

/// What the thread says. Meanwhile other threads of Python run; `meanwhile` is called every tenth of a second. If it fails,
/// or the program is interrupted, the thread stops what it does and the error is raised.
pub(crate) fn wait<T: Send>(
    py: Python<'_>,
    asked: Asked<T>,
    mut meanwhile: impl FnMut() -> PyResult<()>,
) -> PyResult<T> {
    let mut asked = asked;
    loop {
        let (received, returned) = py.detach(move || (asked.said.recv_timeout(EVERY), asked));
        asked = returned;
        match received {
            Ok(value) => return Ok(value),
            Err(RecvTimeoutError::Disconnected) => return Err(raised("the session has ended unexpectedly".to_owned())),
            Err(RecvTimeoutError::Timeout) => {
                if let Err(error) = py.check_signals().and_then(|()| meanwhile()) {
                    py.detach(move || asked.cancel());
                    return Err(error);
                }
            }
        }
    }
}
