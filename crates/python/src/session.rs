//! Loading, and what is loaded.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use touchstone_analysis::{Analysis, Exported, Filter, Table, summary_of};
use touchstone_findings::{Evaluation, Report, Rules, Step};
use touchstone_medallion::{Block, InputProblem};
use touchstone_native::{Opened, TuningGiven, all_cores, filter, rules, skipped};

use crate::core::{Core, Handle};
use crate::error::raised;
use crate::frame::Frame;
use crate::wait::wait;

/// What is said where nobody waits for a result any more.
const CANCELLED: &str = "cancelled";

/// A session: files, read.
#[pyclass(frozen, module = "touchstone._core")]
pub(crate) struct Session {
    handle: Handle,
    services: Vec<String>,
    said: Vec<String>,
}

/// How far loading is: bytes, files.
#[derive(Default)]
struct Progress {
    bytes_read: AtomicU64,
    bytes: AtomicU64,
    files_done: AtomicU64,
    files: AtomicU64,
}

impl Progress {
    fn set(&self, session: &touchstone_medallion::Session) {
        let progress = session.progress();
        self.bytes_read.store(progress.bytes_read, Ordering::Relaxed);
        self.bytes.store(progress.bytes_total, Ordering::Relaxed);
        self.files_done.store(u64::from(progress.inputs_done), Ordering::Relaxed);
        self.files.store(u64::from(progress.inputs), Ordering::Relaxed);
    }

    fn get(&self) -> (u64, u64, u64, u64) {
        let of = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (of(&self.bytes_read), of(&self.bytes), of(&self.files_done), of(&self.files))
    }
}

/// Reads files and folders. `progress` is called with bytes read, bytes, files read and files, some times a second.
#[pyfunction]
#[pyo3(signature = (paths, filter_text=None, progress=None))]
pub(crate) fn load(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    filter_text: Option<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Session> {
    let shared = Arc::new(Progress::default());
    let of_thread = Arc::clone(&shared);
    let begin = move |is_cancelled: &AtomicBool| load_all(&paths, filter_text.as_deref(), &of_thread, is_cancelled);
    let (handle, said) = Handle::start(begin).map_err(raised)?;
    let meanwhile = || progress.map_or(Ok(()), |progress| progress.call1(shared.get()).map(drop));
    let (services, said) = wait(py, said, meanwhile)?.map_err(raised)?;
    Ok(Session { handle, services, said })
}

/// Reads inputs from memory: path and content of each. `key` is 16 secret bytes; under the same key, the same event has the
/// same fingerprint.
#[pyfunction]
pub(crate) fn load_inputs(py: Python<'_>, inputs: Vec<(String, PyBackedBytes)>, key: [u8; 16]) -> PyResult<Session> {
    let inputs: Vec<(String, Vec<u8>)> = inputs.into_iter().map(|(path, content)| (path, content.to_vec())).collect();
    let begin = move |is_cancelled: &AtomicBool| {
        let mut session = touchstone_medallion::Session::new(key);
        for (path, content) in inputs {
            session.open(path, Rc::new(content));
        }
        while session.step() {
            if is_cancelled.load(Ordering::Relaxed) {
                return Err(CANCELLED.to_owned());
            }
        }
        let said = skipped(&session).collect();
        Ok((Core::of(session, Filter::default()), (Vec::new(), said)))
    };
    let (handle, said) = Handle::start(begin).map_err(raised)?;
    let (services, said) = wait(py, said, || Ok(()))?.map_err(raised)?;
    Ok(Session { handle, services, said })
}

/// A session that is loaded, and what is told of it.
type Loaded = (Core, Told);

/// The services with events, and what the command line would say on standard error.
type Told = (Vec<String>, Vec<String>);

/// Loads files and folders.
fn load_all(
    paths: &[PathBuf],
    filter_text: Option<&str>,
    progress: &Progress,
    is_cancelled: &AtomicBool,
) -> Result<Loaded, String> {
    let filter = filter(filter_text)?;
    let opened = Opened::of(paths);
    if !opened.unopened.is_empty() {
        return Err(opened.unopened.join("\n"));
    }
    let mut said = opened.empty.clone();
    let loaded = opened.read(all_cores(), |session| {
        progress.set(session);
        !is_cancelled.load(Ordering::Relaxed)
    });
    if loaded.is_stopped {
        return Err(CANCELLED.to_owned());
    }
    let session = loaded.session;
    said.extend(skipped(&session));
    let mut analysis = Analysis::default();
    let mut services = Vec::new();
    for gold in session.medallion().gold() {
        let service = gold.service().to_owned();
        let table = Table { service: Some(service.clone()), filter: filter.clone(), ..Table::default() };
        if !analysis.order(&session, &table)?.is_empty() {
            services.push(service);
        }
    }
    services.sort_unstable();
    Ok((Core { analysis, ..Core::of(session, filter) }, (services, said)))
}

#[pymethods]
impl Session {
    /// The services that have events, sorted.
    #[getter]
    fn services(&self) -> Vec<String> {
        self.services.clone()
    }

    /// What the command line would say on standard error: files left out, folders without files.
    #[getter]
    fn said(&self) -> Vec<String> {
        self.said.clone()
    }

    /// Silver, or the gold of a service: the events that the filter selects.
    #[pyo3(signature = (service=None))]
    fn table(&self, py: Python<'_>, service: Option<String>) -> PyResult<Frame> {
        let said = self.handle.ask(|core, _| core.filter.clone());
        let filter = wait(py, said, || Ok(()))?;
        let table = Table { service, filter, ..Table::default() };
        Frame::of(py, &self.handle, Exported::table(table))
    }

    /// A list beside the events: problems, duplicates, warnings or conflicts.
    fn list(&self, py: Python<'_>, name: &str) -> PyResult<Frame> {
        let what = match name {
            "problems" => Exported::Problems,
            "duplicates" => Exported::Duplicates,
            "warnings" => Exported::Warnings,
            "conflicts" => Exported::Conflicts,
            _ => return Err(raised(format!("there is no list {name}"))),
        };
        Frame::of(py, &self.handle, what)
    }

    /// Silver for those who join sessions, with `_params`, `_fingerprint`, `_id`, `_content` and `_offset`.
    fn events(&self, py: Python<'_>) -> PyResult<Frame> {
        let said = self.handle.ask(|core, _| core.events());
        let (schema, batches) = wait(py, said, || Ok(()))?.map_err(raised)?;
        Ok(Frame::made(&self.handle, schema, batches))
    }

    /// Of each conflict, in order, the id as in `events`.
    fn conflict_ids(&self, py: Python<'_>) -> PyResult<Vec<i64>> {
        let said = self.handle.ask(|core, _| core.session.medallion().conflict_ids());
        Ok(wait(py, said, || Ok(()))?.into_iter().map(|id| id as i64).collect())
    }

    /// Adds a file of so many bytes that `read_blocks` has read elsewhere, under the same key.
    fn join(&self, py: Python<'_>, path: String, bytes: u64, blocks: Vec<PyBackedBytes>) -> PyResult<()> {
        let said = self.handle.ask(move |core, _| {
            let blocks: Option<Vec<Block>> = blocks.iter().map(|block| Block::from_bytes(block)).collect();
            let blocks = blocks.ok_or_else(|| format!("{path}: was read by another version of touchstone"))?;
            core.session.join(path, bytes, blocks);
            Ok(())
        });
        wait(py, said, || Ok(()))?.map_err(raised)
    }

    /// The bytes of the records that could not be read, as far as they can be read again, in the order of the problems.
    fn raw_problems(&self, py: Python<'_>) -> PyResult<Vec<Option<Vec<u8>>>> {
        let said = self.handle.ask(|core, _| {
            let places = core.session.medallion().problems().iter().map(InputProblem::place);
            places.map(|place| core.session.raw_bytes(place).ok()).collect::<Vec<_>>()
        });
        wait(py, said, || Ok(()))
    }

    /// The summary without findings, as JSON.
    fn ledger(&self, py: Python<'_>) -> PyResult<String> {
        let said = self.handle.ask(|core, _| {
            let summary = summary_of(core.session.medallion(), &core.filter, None);
            serde_json::to_string(&summary).map_err(|error| error.to_string())
        });
        wait(py, said, || Ok(()))?.map_err(raised)
    }

    /// The summary of `touchstone analyze --json` as JSON, and what is wrong with the rules.
    #[pyo3(signature = (rules=Vec::new(), tuning_file=None, tuning_text=None))]
    fn summary(
        &self,
        py: Python<'_>,
        rules: Vec<PathBuf>,
        tuning_file: Option<PathBuf>,
        tuning_text: Option<String>,
    ) -> PyResult<(String, Vec<String>)> {
        let asked = Asked { rules, tuning: tuning(tuning_file, tuning_text) };
        let said = self.handle.ask(move |core, is_cancelled| {
            let (rules, said) = asked.rules()?;
            let report = evaluate(core, &rules, is_cancelled)?;
            let summary = summary_of(core.session.medallion(), &core.filter, Some((&rules, &report)));
            Ok((serde_json::to_string(&summary).map_err(|error| error.to_string())?, said))
        });
        wait(py, said, || Ok(()))?.map_err(raised)
    }

    /// What rules find, and what is wrong with the rules.
    #[pyo3(signature = (rules=Vec::new(), tuning_file=None, tuning_text=None))]
    fn findings(
        &self,
        py: Python<'_>,
        rules: Vec<PathBuf>,
        tuning_file: Option<PathBuf>,
        tuning_text: Option<String>,
    ) -> PyResult<(Frame, Vec<String>)> {
        let asked = Asked { rules, tuning: tuning(tuning_file, tuning_text) };
        let said = self.handle.ask(move |core, is_cancelled| {
            let (rules, said) = asked.rules()?;
            let mut analysis = Analysis::with_rules(rules);
            loop {
                if is_cancelled.load(Ordering::Relaxed) {
                    return Err(CANCELLED.to_owned());
                }
                let evaluated = analysis.look(&core.session);
                if evaluated.done == evaluated.of {
                    break;
                }
            }
            Ok((core.found(&mut analysis)?, said))
        });
        let ((schema, batches), said) = wait(py, said, || Ok(()))?.map_err(raised)?;
        Ok((Frame::made(&self.handle, schema, batches), said))
    }
}

/// Rules that are asked for.
struct Asked {
    rules: Vec<PathBuf>,
    tuning: Option<TuningGiven>,
}

impl Asked {
    /// The rules, and what is wrong with some of them.
    fn rules(&self) -> Result<(Rules, Vec<String>), String> {
        let mut said = Vec::new();
        let rules = rules(&self.rules, self.tuning.as_ref(), |sentence| said.push(sentence.to_owned()))?;
        Ok((rules, said))
    }
}

fn tuning(file: Option<PathBuf>, text: Option<String>) -> Option<TuningGiven> {
    file.map(TuningGiven::File).or(text.map(TuningGiven::Text))
}

/// What rules find, unless nobody waits for it any more.
fn evaluate(core: &Core, rules: &Rules, is_cancelled: &AtomicBool) -> Result<Report, String> {
    let medallion = core.session.medallion();
    let mut evaluation = Evaluation::begin(medallion);
    while !is_cancelled.load(Ordering::Relaxed) {
        if let Step::Done(report) = evaluation.step(rules, medallion) {
            return Ok(report);
        }
    }
    Err(CANCELLED.to_owned())
}
