//! Sorts rows by one column with polars' stable argument sort.

use polars_core::prelude::{
    Int64Chunked, IntoSeries as _, NewChunkedArray as _, PlSmallStr, Series, SortOptions, UInt32Chunked,
};

use crate::column::Open;
use crate::dictionary::{Dictionary, NULL};
use crate::frame::{ColumnId, Frame};

impl Frame {
    /// Sorts `rows` by a column. Texts that are numbers come first, by value, then the others by their characters;
    /// absent values always come last. Equal rows keep their order.
    pub fn sort(&self, column: ColumnId, rows: &[u32], descending: bool) -> Vec<u32> {
        let keys: Series = if let Open::Integer { .. } = self.kind(column) {
            let numbers: Vec<Option<i64>> = rows.iter().map(|row| self.integer(column, *row)).collect();
            // Logs are mostly in order of time.
            if !descending && numbers.is_sorted_by_key(|number| (number.is_none(), *number)) {
                return rows.to_vec();
            }
            Int64Chunked::from_iter_options(PlSmallStr::EMPTY, numbers.into_iter()).into_series()
        } else {
            let ranks = ranks(self.dictionary(column));
            let keys = rows.iter().map(|row| match self.stored_code(column, *row) {
                NULL => None,
                code => Some(ranks[code as usize]),
            });
            UInt32Chunked::from_iter_options(PlSmallStr::EMPTY, keys).into_series()
        };
        let options =
            SortOptions { descending, nulls_last: true, multithreaded: false, maintain_order: true, limit: None };
        let order = keys.arg_sort(options);
        order.into_no_null_iter().map(|at| rows[at as usize]).collect()
    }
}

/// The rank of each code's text among the sorted texts; entry 0, for the absent text, is meaningless.
fn ranks(dictionary: &Dictionary) -> Vec<u32> {
    let mut texts: Vec<(Option<f64>, &str, u32)> =
        dictionary.iter().map(|(code, text)| (number(text), text, code)).collect();
    texts.sort_unstable_by(|(a, a_text, _), (b, b_text, _)| match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(b).then_with(|| a_text.cmp(b_text)),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => a_text.cmp(b_text),
    });
    let mut ranks = vec![0; texts.len() + 1];
    // A text may have several codes.
    for (rank, texts) in texts.chunk_by(|(_, one, _), (_, other, _)| one == other).enumerate() {
        for (_, _, code) in texts {
            ranks[*code as usize] = rank as u32;
        }
    }
    ranks
}

/// The value of a plain decimal number.
fn number(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if plain { text.parse().ok() } else { None }
}
