//! Reads a Parquet file's footer and checks what the decoder takes for granted.

use bytes::Bytes;
use parquet::file::metadata::{
    ColumnChunkMetaData, FooterTail, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData,
};

use super::chunks::read;
use super::{damaged, encrypted, footer_fields, of_parquet, too_large};
use crate::limits::Limits;
use crate::stream::Budget;
use crate::{Problem, Source};

/// The length of the footer's length and of the format's signature at the end of the file.
const TAIL_BYTES: usize = 8;

/// A decoded schema may take `held_bytes / SCHEMA_PART`, and a footer may be `held_bytes / FOOTER_PART` long: a few of
/// its bytes become hundreds.
const SCHEMA_PART: u64 = 16;
const FOOTER_PART: u64 = 64;

/// Reads a footer whose pages lie within the file and expand to no more than `held_bytes`.
pub(super) fn footer(source: &dyn Source, budget: &Budget, limits: Limits) -> Result<ParquetMetaData, Problem> {
    let bytes = footer_bytes(source, limits)?;
    footer_fields::check(&bytes, limits.held_bytes / SCHEMA_PART)?;
    let metadata = ParquetMetaDataReader::decode_metadata(&bytes).map_err(of_parquet)?;
    let budget = Budget::new(budget.left());
    let mut compressed: u64 = 0;
    for group in metadata.row_groups() {
        check_group(group, source.size())?;
        let sizes = group.columns().iter().map(|column| column.compressed_size() as u64);
        compressed = sizes.fold(compressed, u64::saturating_add);
        let sizes = group.columns().iter().map(|column| column.uncompressed_size() as u64);
        take_expanded(sizes.fold(0, u64::saturating_add), &budget, limits)?;
    }
    // Pages that are listed several times could add up to more than the file has.
    if compressed > source.size() {
        return Err(damaged("its pages lie over each other"));
    }
    Ok(metadata)
}

/// Rejects a row group that expands beyond `held_bytes` or beyond the input's budget.
pub(super) fn take_expanded(expanded: u64, budget: &Budget, limits: Limits) -> Result<(), Problem> {
    budget.take(expanded)?;
    if expanded > limits.held_bytes {
        let message = format!("a row group expands to {} MiB, more than is held in memory", expanded >> 20);
        return Err(too_large(message));
    }
    Ok(())
}

fn footer_bytes(source: &dyn Source, limits: Limits) -> Result<Bytes, Problem> {
    let end = source.size().checked_sub(TAIL_BYTES as u64).ok_or_else(|| damaged("it has no footer"))?;
    let tail = read(source, &(end..source.size()))?;
    let tail = <[u8; TAIL_BYTES]>::try_from(&tail[..]).map_err(|_| damaged("it has no footer"))?;
    let tail = FooterTail::try_new(&tail).map_err(of_parquet)?;
    if tail.is_encrypted_footer() {
        return Err(encrypted());
    }
    let length = tail.metadata_length() as u64;
    let start = end.checked_sub(length).ok_or_else(|| damaged("its footer lies outside of it"))?;
    if length > limits.held_bytes / FOOTER_PART {
        let message = format!("the footer has {} MiB, which takes more than is held in memory", length >> 20);
        return Err(too_large(message));
    }
    read(source, &(start..end))
}

/// Rejects column chunks outside the file, and row counts too large for the decoder to add up.
fn check_group(group: &RowGroupMetaData, size: u64) -> Result<(), Problem> {
    if !group.columns().iter().all(|column| lies_within(column, size)) {
        return Err(damaged("its pages lie outside of it"));
    }
    if i32::try_from(group.num_rows()).map_or(true, |rows| rows < 0) {
        return Err(damaged("a row group has less than no rows, or more than there can be"));
    }
    Ok(())
}

fn lies_within(column: &ColumnChunkMetaData, size: u64) -> bool {
    let start = column.dictionary_page_offset().unwrap_or(i64::MAX).min(column.data_page_offset());
    let ends = [start, column.data_page_offset()].map(|start| start.checked_add(column.compressed_size()));
    start >= 0
        && column.compressed_size() >= 0
        && column.uncompressed_size() >= 0
        && ends.iter().all(|end| end.is_some_and(|end| end >= 0))
        && ends[0].is_some_and(|end| end as u64 <= size)
}
