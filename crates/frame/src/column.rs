//! A column: its name, its dictionary, and the rows since the last sealed segment.

use crate::dictionary::Dictionary;
use crate::sparse::SparseColumn;

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) open: Open,
    /// Of a rare column, whether open rows have a value.
    pub(crate) is_touched: bool,
}

/// Values of the open rows. Shorter than the open rows where the last ones are absent.
#[derive(Debug)]
pub(crate) enum Open {
    Text {
        dictionary: Dictionary,
        codes: Vec<u32>,
    },
    /// All of its values, sealed ones too.
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
