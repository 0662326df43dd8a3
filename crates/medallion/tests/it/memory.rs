//! When memory runs out, loading stops; the loaded data stays, reconciles and can be queried.

use std::cell::Cell;
use std::rc::Rc;

use proptest::prelude::*;
use touchstone_medallion::{Block, Counts, InputState, Medallion, Memory, Session, Task, TaskRun};
use touchstone_source::{Limits, Source};

const KEY: [u8; 16] = [3; 16];

/// A memory that holds only the loaded data.
struct Small {
    limit: u64,
    /// Peak use.
    most: Rc<Cell<u64>>,
}

impl Memory for Small {
    fn used(&self, loaded: &Medallion) -> u64 {
        let used = loaded.memory_bytes() as u64;
        self.most.set(self.most.get().max(used));
        used
    }

    fn limit(&self) -> u64 {
        self.limit
    }

    fn reserve(&self) -> u64 {
        1000
    }
}

fn limits() -> Limits {
    Limits { slice_bytes: 4096, record_bytes: 2000, ..Limits::default() }
}

fn session(limit: u64) -> (Session, Rc<Cell<u64>>) {
    let most = Rc::new(Cell::new(0));
    let mut session = Session::with_limits(KEY, limits());
    session.set_memory(Small { limit, most: Rc::clone(&most) });
    (session, most)
}

fn log(records: std::ops::Range<u32>) -> Vec<u8> {
    let record = |nth| {
        format!(
            r#"{{"serviceName":"s{}","actionName":"create","timestamp":1700000{nth:06},"requestId":"request {nth}","requestParams":{{"a{}":"value {nth}"}}}}"#,
            nth % 3,
            nth % 7
        ) + "\n"
    };
    records.map(record).collect::<String>().into_bytes()
}

fn states(session: &Session) -> Vec<(InputState, Counts)> {
    session.medallion().inputs().iter().map(|input| (input.state, input.counts)).collect()
}

fn events(count: u64) -> Counts {
    Counts { records: count, events: count, ..Counts::default() }
}

const LIMIT: u64 = 1_500_000;

#[test]
fn loading_stops_before_memory_is_full_and_what_is_loaded_stays() {
    let (mut session, most) = session(LIMIT);
    session.open("small".to_owned(), Rc::new(log(0..50)));
    session.open("large".to_owned(), Rc::new(log(50..50_000)));
    session.open("waiting".to_owned(), Rc::new(log(50_000..50_010)));
    while session.step() {
        assert!(session.medallion().reconciliation().holds);
    }
    assert!(session.is_full() && session.is_done());
    assert!(most.get() <= LIMIT && session.medallion().memory_bytes() as u64 <= LIMIT);
    let states = states(&session);
    assert_eq!(states[0], (InputState::Complete, events(50)));
    let (state, loaded) = states[1];
    assert_eq!((state, loaded), (InputState::Stopped, events(loaded.records)));
    assert!((1000..49_950).contains(&loaded.records), "{loaded:?}");
    assert_eq!(states[2], (InputState::Stopped, Counts::default()));
    let progress = session.progress();
    assert_eq!((progress.inputs, progress.inputs_done), (3, 3));
    let inputs = session.medallion().inputs();
    assert!(inputs[1].bytes_read > 0 && inputs[1].bytes_read < inputs[1].bytes && inputs[2].bytes_read == 0);
    // The first records are loaded without a gap and can be read again.
    let rows = session.medallion().silver().rows();
    assert_eq!(u64::from(rows), 50 + loaded.records);
    let expected = log(rows - 1..rows);
    assert_eq!(session.raw_record(rows - 1).unwrap(), expected.trim_ascii_end());
    assert_eq!(
        session.medallion().flattened(rows - 1).len(),
        r#"{"a0":"value "}"#.len() + (rows - 1).to_string().len()
    );
}

/// Everything read in one step is one block.
#[test]
fn a_block_that_does_not_fit_is_loaded_as_far_as_it_does() {
    let session = front_to_back(Some(LIMIT), &[log(0..20_000)]);
    assert!(session.is_full() && session.medallion().memory_bytes() as u64 <= LIMIT);
    let (state, loaded) = states(&session)[0];
    assert_eq!((state, loaded), (InputState::Stopped, events(loaded.records)));
    assert!(loaded.records > 1000, "{loaded:?}");
}

/// The estimate assumes that all events are new; where they are not, the split parts fit one after the other.
#[test]
fn what_repeats_is_loaded_where_as_much_that_is_new_would_not_fit() {
    let held = front_to_back(None, &[log(0..1500)]).medallion().memory_bytes() as u64;
    let loaded = |second: Vec<u8>| {
        let session = front_to_back(Some(4 * held), &[log(0..1500), second]);
        states(&session)[1]
    };
    let repeats = Counts { records: 6000, duplicates: 6000, ..Counts::default() };
    assert_eq!(loaded(log(0..1500).repeat(4)), (InputState::Complete, repeats));
    assert_eq!(loaded(log(1500..7500)).0, InputState::Stopped);
}

/// Reads each input in one step unless stopped.
fn front_to_back(limit: Option<u64>, texts: &[Vec<u8>]) -> Session {
    let mut session = Session::with_limits(KEY, Limits { slice_bytes: 8 << 20, ..limits() });
    if let Some(limit) = limit {
        session.set_memory(Small { limit, most: Rc::default() });
    }
    for (at, text) in texts.iter().enumerate() {
        session.open(format!("{at}.json"), Rc::new(text.clone()));
    }
    while session.step() {}
    session
}

#[test]
fn what_is_given_to_a_full_memory_is_entered_and_not_read() {
    let (mut session, _) = session(LIMIT);
    session.open("large".to_owned(), Rc::new(log(0..50_000)));
    while session.step() {}
    let loaded = session.medallion().reconciliation();
    session.open("later".to_owned(), Rc::new(log(90_000..90_001)));
    while session.step() {}
    assert!(session.is_full() && session.is_done());
    assert_eq!(session.next_task(), None);
    assert_eq!(states(&session)[1], (InputState::Stopped, Counts::default()));
    assert_eq!(session.medallion().reconciliation(), loaded);
    session.cancel();
    assert_eq!(states(&session)[1].0, InputState::Stopped, "what has stopped is not cancelled");
}

#[test]
fn a_cancel_before_the_limit_leaves_room_for_more() {
    let (mut session, _) = session(LIMIT);
    session.open("large".to_owned(), Rc::new(log(0..50_000)));
    (0..3).for_each(|_| assert!(session.step()));
    session.cancel();
    assert!(!session.is_full());
    session.open("small".to_owned(), Rc::new(log(60_000..60_010)));
    while session.step() {}
    assert!(!session.is_full());
    assert_eq!(states(&session)[1], (InputState::Complete, events(10)));
}

#[test]
fn where_nobody_tells_of_memory_there_is_no_end_to_it() {
    let mut session = Session::with_limits(KEY, limits());
    session.open("large".to_owned(), Rc::new(log(0..50_000)));
    while session.step() {}
    assert_eq!((session.is_full(), session.memory()), (false, None));
    assert_eq!(states(&session), [(InputState::Complete, events(50_000))]);
}

/// A row group that would not fit is not started, and the input is not marked as failed.
#[test]
fn a_row_group_that_does_not_fit_stops_loading_too() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/inputs");
    let path = parquet_below(folder.as_ref()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let (mut session, _) = session(30_000);
    session.open("small".to_owned(), Rc::new(log(0..3)));
    session.open("table.parquet".to_owned(), Rc::new(bytes.clone()));
    while session.step() {}
    assert_eq!(states(&session)[1], (InputState::Stopped, Counts::default()), "{}", path.display());
    let mut roomy = Session::new(KEY);
    roomy.open("table.parquet".to_owned(), Rc::new(bytes));
    while roomy.step() {}
    assert_eq!(states(&roomy)[0].0, InputState::Complete);
}

fn parquet_below(folder: &std::path::Path) -> Option<std::path::PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        let is_table = path.extension().is_some_and(|extension| extension == "parquet");
        let is_large = path.metadata().is_ok_and(|metadata| metadata.len() > 12_000);
        if path.is_dir() { parquet_below(&path) } else { (is_table && is_large).then_some(path) }
    })
}

/// Reads with several readers; returns the session and whether all tasks were cancelled.
fn side_by_side(limit: u64, texts: &[Vec<u8>], order: &[usize]) -> Session {
    let (mut session, _) = session(limit);
    let sources: Vec<Rc<dyn Source>> = texts.iter().map(|text| Rc::new(text.clone()) as Rc<dyn Source>).collect();
    for (at, source) in sources.iter().enumerate() {
        session.open(format!("{at}.json"), Rc::clone(source));
    }
    let mut runs: [Option<TaskRun>; 3] = [None, None, None];
    for next in order.iter().copied().cycle() {
        if session.is_done() {
            break;
        }
        let reader = &mut runs[next % 3];
        match reader {
            None => {
                let begin = |task: Task| {
                    let source = Rc::clone(&sources[task.file as usize]);
                    TaskRun::begin(task, source, KEY, limits())
                };
                *reader = session.next_task().map(begin);
            }
            Some(run) if session.may_continue(run.id()) => {
                let block = run.step().unwrap();
                session.take(run.id(), Block::from_bytes(&block.to_bytes()).unwrap());
                if run.is_done() {
                    *reader = None;
                }
            }
            Some(_) => {}
        }
    }
    // Blocks of tasks in progress when memory filled up are ignored.
    let before = session.medallion().reconciliation();
    for mut run in runs.into_iter().flatten() {
        while let Some(block) = run.step() {
            assert!(!session.is_wanted(run.id()));
            session.take(run.id(), block);
        }
    }
    assert_eq!(session.medallion().reconciliation(), before);
    session
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn wherever_memory_ends_counts_reconcile(
        limit in 10_000_u64..3_000_000,
        lengths in proptest::collection::vec(0_u32..3000, 1..5),
        order in proptest::collection::vec(0_usize..3, 1..20).prop_map(|mut order| { order.extend(0..3); order }),
    ) {
        let texts: Vec<_> = lengths.iter().enumerate().map(|(at, length)| {
            let first = at as u32 * 10_000;
            log(first..first + length)
        }).collect();
        let session = side_by_side(limit, &texts, &order);
        let medallion = session.medallion();
        prop_assert!(medallion.reconciliation().holds);
        prop_assert!(medallion.memory_bytes() as u64 <= limit || medallion.silver().rows() == 0);
        // Reading is in order: no input after a stopped one has records.
        let mut has_stopped = false;
        for input in medallion.inputs() {
            prop_assert!(input.state.is_final());
            prop_assert!(!has_stopped || (input.state == InputState::Stopped && input.counts.records == 0));
            has_stopped |= input.state == InputState::Stopped;
        }
        prop_assert_eq!(has_stopped, session.is_full());
    }
}
