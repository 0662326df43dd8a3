//! Reading and joining in different places: who has the files reads them into blocks, and who has only the blocks joins
//! them, with equal results.

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_source::{Limits, Planned, Source, plan};

use crate::block::Block;
use crate::ledger::{Input, InputState};
use crate::session::Session;
use crate::task::{Task, TaskRun};

/// Reads a file by itself into blocks, to be joined by [`Session::join`]; none if the file holds no records, such as the
/// marker of a job. `key` is that of the session that joins.
pub fn read_blocks(path: &str, content: Vec<u8>, key: [u8; 16]) -> Vec<Block> {
    let source: Rc<dyn Source> = Rc::new(content);
    let limits = Limits::default();
    let mut blocks = Vec::new();
    for planned in plan(&[(path.to_owned(), Rc::clone(&source))], limits) {
        match planned {
            Planned::Read { of_table, .. } => {
                let task = Task::whole(0, path.to_owned(), of_table);
                let mut run = TaskRun::begin(task, Rc::clone(&source), key, limits);
                blocks.extend(std::iter::from_fn(|| run.step()));
            }
            Planned::Refuse { problem, .. } | Planned::Problem { problem, .. } => {
                blocks.push(Block::refusal(problem, None));
            }
            Planned::Skip { .. } => {}
        }
    }
    blocks
}

/// Some of a block's events, with the places that they have in their file.
#[derive(Debug)]
pub struct Picked {
    /// Of each event, the number of its record within the file, from 1.
    pub records: Vec<u64>,
    /// Of each event, its offset.
    pub offsets: Vec<u64>,
    /// The events alone: their records are numbered anew.
    pub block: Block,
}

/// Of what was read of a file, the events whose ids ([`crate::EventKey::id`]) are wanted, by the remainder of the id.
pub fn pick(blocks: &[Block], is_wanted: impl Fn(u64) -> bool, buckets: u64) -> Vec<(u64, Picked)> {
    let mut picked = Vec::new();
    let mut before = 0;
    for block in blocks {
        let mut by_bucket: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for (event, fingerprint) in (0..).zip(&block.fingerprints) {
            let id = *fingerprint as u64;
            if is_wanted(id) {
                by_bucket.entry(id % buckets.max(1)).or_default().push(event);
            }
        }
        picked.extend(by_bucket.into_iter().map(|(bucket, events)| {
            let of = |event: &u32| before + u64::from(block.records_of[*event as usize]) + 1;
            let records = events.iter().map(of).collect();
            let offsets = events.iter().map(|event| block.offsets[*event as usize]).collect();
            (bucket, Picked { records, offsets, block: block.only(&events) })
        }));
        before += block.records;
    }
    picked
}

impl Session {
    /// Adds a file of so many bytes that was read elsewhere, by its blocks in order. Its records have their places, but
    /// their bytes cannot be read again here.
    pub fn join(&mut self, path: String, bytes: u64, blocks: impl IntoIterator<Item = Block>) {
        self.append_elsewhere(Input { state: InputState::Reading, ..Input::new(path, bytes) }, blocks);
    }
}
