//! A column: its name, its dictionary, and the rows since the last sealed segment.

use crate::dictionary::Dictionary;

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) open: Open,
}

/// Values of the open rows. Shorter than the open rows where the last ones are absent.
#[derive(Debug)]
pub(crate) enum Open {
    Text { dictionary: Dictionary, codes: Vec<u32> },
    Integer { numbers: Vec<i64> },
}

impl Column {
    pub(crate) fn text(name: String) -> Self {
        Self { name, open: Open::Text { dictionary: Dictionary::default(), codes: Vec::new() } }
    }

    pub(crate) fn integer(name: String) -> Self {
        Self { name, open: Open::Integer { numbers: Vec::new() } }
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.name.capacity()
            + match &self.open {
                Open::Text { dictionary, codes } => dictionary.memory_bytes() + codes.capacity() * 4,
                Open::Integer { numbers } => numbers.capacity() * 8,
            }
    }
}
