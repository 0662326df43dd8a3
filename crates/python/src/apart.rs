//! Reading for a session that is elsewhere: executors read, the driver joins.

use std::collections::HashSet;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use touchstone_medallion::{Block, pick, read_blocks as read};

/// What there is to know of events that were picked: the remainder of their ids, records, offsets, and their block.
type PickedBytes<'py> = (u64, Vec<u64>, Vec<u64>, Bound<'py, PyBytes>);

/// Reads a file into blocks, which `Session.join` takes.
#[pyfunction]
pub(crate) fn read_blocks<'py>(py: Python<'py>, path: &str, content: &[u8], key: [u8; 16]) -> Vec<Bound<'py, PyBytes>> {
    let blocks = py.detach(|| blocks_of(path, content, key).iter().map(Block::to_bytes).collect::<Vec<_>>());
    blocks.iter().map(|block| PyBytes::new(py, block)).collect()
}

/// Reads the events of a file that have one of these ids, by the remainder of the id: that, records, offsets, and a block.
#[pyfunction]
pub(crate) fn read_picked<'py>(
    py: Python<'py>,
    path: &str,
    content: &[u8],
    key: [u8; 16],
    ids: Vec<i64>,
    buckets: u64,
) -> Vec<PickedBytes<'py>> {
    let ids: HashSet<u64> = ids.into_iter().map(|id| id as u64).collect();
    let picked = py.detach(|| {
        let picked = pick(&blocks_of(path, content, key), |id| ids.contains(&id), buckets);
        picked.into_iter().map(|(bucket, of)| (bucket, of.block.to_bytes(), of)).collect::<Vec<_>>()
    });
    let given =
        picked.into_iter().map(|(bucket, block, of)| (bucket, of.records, of.offsets, PyBytes::new(py, &block)));
    given.collect()
}

fn blocks_of(path: &str, content: &[u8], key: [u8; 16]) -> Vec<Block> {
    read(path, content.to_vec(), key)
}
