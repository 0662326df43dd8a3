//! Makes Parquet files, and reads inputs sequentially and in parallel.

use std::fmt::Write as _;
use std::rc::Rc;

use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use touchstone_medallion::{Block, Session, Task, TaskRun};
use touchstone_source::{Limits, Source};

pub(crate) const KEY: [u8; 16] = [3; 16];

/// The contents of a session, in order.
pub(crate) fn describe(session: &Session) -> String {
    let medallion = session.medallion();
    let mut describe = String::new();
    for input in medallion.inputs() {
        writeln!(describe, "{} {:?} {} {:?}", input.path, input.state, input.bytes_read, input.counts).unwrap();
    }
    for row in 0..medallion.silver().rows() {
        writeln!(describe, "{:?} {}", medallion.place(row), medallion.flattened(row)).unwrap();
    }
    let (problems, duplicates) = (medallion.problems(), medallion.duplicates());
    writeln!(describe, "{problems:#?} {duplicates:#?} {:#?}", medallion.conflicts()).unwrap();
    describe
}

/// A Parquet file.
pub(crate) fn parquet_file(columns: Vec<(&str, ArrayRef)>, properties: WriterProperties) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

pub(crate) fn sources(inputs: &[impl AsRef<[u8]>]) -> Vec<(String, Rc<dyn Source>)> {
    let named = |(at, bytes): (usize, &[u8])| (format!("{at}.log"), Rc::new(bytes.to_vec()) as Rc<dyn Source>);
    inputs.iter().map(AsRef::as_ref).enumerate().map(named).collect()
}

/// Read by one reader. Inputs that fit in a slice are not split.
pub(crate) fn front_to_back(inputs: &[impl AsRef<[u8]>], limits: Limits) -> Session {
    front_to_back_of(&sources(inputs), limits)
}

/// The same for files with paths.
pub(crate) fn front_to_back_of(sources: &[(String, Rc<dyn Source>)], limits: Limits) -> Session {
    let mut session = Session::with_limits(KEY, limits);
    for (path, source) in sources {
        session.open(path.clone(), Rc::clone(source));
    }
    while session.step() {}
    session
}

/// Read by `readers` in parallel; `order` says whose turn it is. The first takes tasks as the joining worker does.
pub(crate) fn side_by_side(inputs: &[impl AsRef<[u8]>], limits: Limits, readers: usize, order: &[usize]) -> Session {
    side_by_side_of(&sources(inputs), limits, readers, order)
}

/// The same for files with paths.
pub(crate) fn side_by_side_of(
    sources: &[(String, Rc<dyn Source>)],
    limits: Limits,
    readers: usize,
    order: &[usize],
) -> Session {
    let mut session = Session::with_limits(KEY, limits);
    for (path, source) in sources {
        session.open(path.clone(), Rc::clone(source));
    }
    let mut runs: Vec<Option<TaskRun>> = (0..readers).map(|_| None).collect();
    let mut order = order.iter().copied().cycle();
    while !session.is_done() {
        let number = order.next().unwrap() % readers;
        let reader = &mut runs[number];
        match reader {
            None => {
                let begin = |task: Task| {
                    let source = Rc::clone(&sources[task.file as usize].1);
                    // As sent between workers.
                    let task: Task = serde_json::from_slice(&serde_json::to_vec(&task).unwrap()).unwrap();
                    TaskRun::begin(task, source, KEY, limits)
                };
                let task = if number == 0 { session.next_own_task(readers - 1) } else { session.next_task() };
                *reader = task.map(begin);
            }
            Some(run) if session.may_continue(run.id()) => {
                let block = run.step().unwrap();
                let id = run.id();
                if run.is_done() {
                    *reader = None;
                }
                session.take(id, Block::from_bytes(&block.to_bytes()).unwrap());
            }
            Some(_) => {}
        }
    }
    session
}
