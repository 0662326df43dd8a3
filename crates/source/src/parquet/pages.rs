//! Checks a row group before its pages are passed to the decoder.

use bytes::Bytes;
use parquet::basic::Type;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};

use super::checked::VALUE_BYTES;
use super::coded::is_coded;
use super::footer::take_expanded;
use super::page_headers::{Content, Page, pages};
use super::{BATCH_ROWS, check_decoded, codecs, damaged};
use crate::Problem;
use crate::limits::Limits;
use crate::stream::Budget;

/// The length below which a page is not worth its header, in bytes.
const PAGE_BYTES: u64 = 1024;

/// A row group whose pages may be decoded.
pub(super) struct Checked {
    /// How many bytes decoding takes at a time, not counting texts stored as shared prefixes.
    pub(super) decoded: u64,
    /// For each column, whether all of its values are codes of texts.
    pub(super) coded: Vec<bool>,
}

/// Rejects a row group that takes more memory than `held_bytes`, whatever its footer says: its expanded pages, the
/// values of the rows that are decoded at a time, or a page that expands beyond its stated length. Charges its expanded
/// size to the budget.
pub(super) fn check(
    group: &RowGroupMetaData,
    chunks: &[Bytes],
    budget: &Budget,
    limits: Limits,
) -> Result<Checked, Problem> {
    let mut read = Vec::new();
    let mut most_pages = usize::try_from(limits.held_bytes / PAGE_BYTES).unwrap_or(usize::MAX);
    for (column, chunk) in group.columns().iter().zip(chunks) {
        let pages = pages(chunk, column, most_pages)?;
        most_pages -= pages.len();
        read.push((column, chunk, pages));
    }
    let chunks = read;
    let expanded = chunks.iter().flat_map(|(_, _, pages)| pages).map(|page| page.expanded as u64);
    take_expanded(expanded.fold(0, u64::saturating_add), budget, limits)?;

    let mut decoded: u64 = 0;
    let mut coded = Vec::with_capacity(chunks.len());
    for (column, _, pages) in &chunks {
        let listed = listed_values(column, pages);
        // Each is at least one byte of JSON.
        if listed > budget.limit() {
            return Err(budget.spent());
        }
        // The decoder allocates a whole batch, however few rows there are.
        let at_a_time = listed.max(BATCH_ROWS as u64).saturating_add(dictionary_values(pages));
        decoded = decoded.saturating_add(at_a_time.saturating_mul(value_bytes(column)));
        let is_coded = is_coded(column, pages);
        coded.push(is_coded);
        if is_coded {
            // The texts of the dictionary are copied once.
            decoded = decoded.saturating_add(pages[0].expanded as u64);
        }
    }
    check_decoded(decoded, limits)?;

    for (column, chunk, pages) in &chunks {
        let compressed = pages.iter().filter(|page| page.is_compressed && page.expanded > page.plain);
        for page in compressed {
            let compressed = &chunk[page.body.start + page.plain..page.body.end];
            if codecs::goes_on(column.compression(), compressed, page.expanded - page.plain) {
                return Err(damaged("a page goes on behind the length that it says"));
            }
        }
    }
    Ok(Checked { decoded, coded })
}

/// The number of values of a column in lists or maps: a single row may contain all of them, whatever the number of
/// rows.
fn listed_values(column: &ColumnChunkMetaData, pages: &[Page]) -> u64 {
    if column.column_descr().max_rep_level() == 0 {
        return 0;
    }
    let values = pages.iter().map(|page| match page.content {
        Content::Data { values, .. } => u64::from(values),
        Content::Dictionary { .. } => 0,
    });
    values.sum()
}

fn dictionary_values(pages: &[Page]) -> u64 {
    let values = pages.iter().map(|page| match page.content {
        Content::Dictionary { values } => u64::from(values),
        Content::Data { .. } => 0,
    });
    values.sum()
}

fn value_bytes(column: &ColumnChunkMetaData) -> u64 {
    match column.column_type() {
        Type::FIXED_LEN_BYTE_ARRAY => {
            u64::try_from(column.column_descr().type_length()).unwrap_or_default().max(VALUE_BYTES)
        }
        _ => VALUE_BYTES,
    }
}
