//! Small files are handed out in groups, and count in the order in which they were given.

use std::rc::Rc;

use touchstone_medallion::{Session, TaskRun};
use touchstone_source::{Limits, SMALL_BYTES};

use crate::support::{KEY, describe, front_to_back, sources};

/// Records of about this many bytes in all, which repeat those of other files.
fn log(bytes: usize) -> Vec<u8> {
    let record = |nth: usize| {
        format!(
            "{{\"serviceName\":\"s\",\"actionName\":\"a\",\"timestamp\":{},\"requestParams\":{{\"n\":\"{nth}\"}}}}\n",
            1_577_571_960_000_u64 + nth as u64
        )
    };
    let mut text = String::new();
    for record in (0..).map(record) {
        if text.len() + record.len() > bytes {
            break;
        }
        text.push_str(&record);
    }
    text.push_str(&" ".repeat(bytes - text.len()));
    text.into_bytes()
}

fn session(files: &[Vec<u8>]) -> Session {
    let mut session = Session::with_limits(KEY, Limits::default());
    for (path, source) in sources(files) {
        session.open(path, source);
    }
    session
}

/// The numbers of the files of each group, of at most three files of 3,000 bytes in all.
fn groups(sizes: &[usize]) -> Vec<Vec<u32>> {
    let mut session = session(&sizes.iter().map(|bytes| log(*bytes)).collect::<Vec<_>>());
    let next = || Some(session.next_tasks(3, 3000)).filter(|tasks| !tasks.is_empty());
    std::iter::from_fn(next).map(|tasks| tasks.iter().map(|task| task.file).collect()).collect()
}

#[test]
fn small_files_are_handed_out_together_within_limits() {
    let large = SMALL_BYTES as usize + 1;
    for (sizes, expected) in [
        (vec![], vec![]),
        (vec![1000], vec![vec![0]]),
        (vec![0, 0, 0, 0], vec![vec![0, 1, 2], vec![3]]),
        (vec![1000, 2000, 1], vec![vec![0, 1], vec![2]]),
        (vec![5000, 1, 1], vec![vec![0], vec![1, 2]]),
        (vec![1, large, 1, 1], vec![vec![0], vec![1], vec![2, 3]]),
        (vec![large - 1, large], vec![vec![0], vec![1]]),
    ] {
        assert_eq!(groups(&sizes), expected, "{sizes:?}");
    }
}

#[test]
fn groups_read_in_any_order_are_the_files_in_order() {
    let mut files: Vec<_> = [200, 0, 700, 300, 10, 5000, 150, 150, 900].map(log).into();
    files[3] = b"{\"torn\": ".to_vec();
    let expected = describe(&front_to_back(&files, Limits::default()));
    for turn in 0..3 {
        let mut session = session(&files);
        let mut tasks = Vec::new();
        while !session.is_done() {
            let more = session.next_tasks(4, 2000);
            let is_last = more.is_empty();
            tasks.push(more);
            if tasks.len() < 3 && !is_last {
                continue;
            }
            let mid = turn.min(tasks.len() - 1);
            tasks.rotate_left(mid);
            for task in tasks.drain(..).flatten() {
                let source = Rc::new(files[task.file as usize].clone());
                let id = task.id;
                let mut run = TaskRun::begin(task, source, KEY, Limits::default());
                while let Some(block) = run.step() {
                    session.take(id, block);
                }
            }
        }
        assert_eq!(describe(&session), expected, "turned by {turn}");
    }
}

#[test]
fn the_engine_takes_small_files_with_other_bytes_of_the_same() {
    let files = [log(500), log(900)];
    let mut session = session(&files);
    for task in session.next_own_tasks(1, 8, 8000) {
        let bytes = files[task.file as usize].clone();
        session.begin_with(task, |_| Rc::new(bytes));
        while session.read_on() {}
    }
    assert_eq!(describe(&session), describe(&front_to_back(&files, Limits::default())));
}
