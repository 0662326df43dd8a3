//! A column: its name, its dictionary, and the rows since the last sealed segment.

use crate::dictionary::Dictionary;
use crate::sparse::SparseColumn;

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) open: Open,
    /// For a sparse column, whether any open row has a value.
    pub(crate) is_touched: bool,
}

/// Values of the open rows. Shorter than the open rows if the last ones are absent.
#[derive(Debug)]
pub(crate) enum Open {
    Text {
        dictionary: Dictionary,
        codes: Vec<u32>,
    },
    /// All of the column's values, including sealed ones.
    SparseColumn(SparseColumn),
    Integer {
        numbers: Vec<i64>,
    },
}

impl Column {
    pub(crate) fn text(name: String) -> Self {
        Self { name, open: Open::Text { dictionary: Dictionary::default(), codes: Vec::new() }, is_touched: false }
    }

    pub(crate) fn rare(name: String) -> Self {
        Self { name, open: Open::SparseColumn(SparseColumn::default()), is_touched: false }
    }

    pub(crate) fn integer(name: String) -> Self {
        Self { name, open: Open::Integer { numbers: Vec::new() }, is_touched: false }
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.name.capacity()
            + match &self.open {
                Open::Text { dictionary, codes } => dictionary.memory_bytes() + codes.capacity() * 4,
                Open::SparseColumn(rare) => rare.memory_bytes(),
                Open::Integer { numbers } => numbers.capacity() * 8,
            }
    }
}
