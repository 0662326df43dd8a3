//! Memoizes lookups of a table column's texts, so that a text shared by many rows is looked up once.

use touchstone_record::{CodedTexts, Texts};

use crate::silver::TEXTS;

/// Memo for tables read by column.
#[derive(Debug, Default)]
pub(crate) struct TableMemo {
    /// Codes, in the order of `silver::TEXTS`.
    pub(crate) texts: [TextMemo<u32>; TEXTS.len()],
    /// Codes of source addresses, and their ports.
    pub(crate) addresses: TextMemo<(u32, i64)>,
    pub(crate) params: ParamMemo,
}

/// Memo for request parameters.
#[derive(Debug, Default)]
pub(crate) struct ParamMemo {
    /// From service and key to the block's column.
    pub(crate) columns: ScopedMemo,
    /// From that column and a value to its code.
    pub(crate) values: ScopedMemo,
}

/// Number of texts remembered per column without a dictionary. Most columns have fewer distinct ones, or one per row.
const MEMO_SLOTS: usize = 256;

/// Memo for a column: of all its texts if it has a dictionary, else of recent ones.
#[derive(Debug)]
pub(crate) struct TextMemo<T> {
    /// For columns with a dictionary: results by code, filled as codes occur. Holds the dictionary so that its memory
    /// cannot be reused for another.
    coded: Option<(CodedTexts, Vec<Option<T>>)>,
    /// For columns without a dictionary: results by a hash of the text's representation.
    slots: Vec<(u128, Option<T>)>,
}

impl<T> Default for TextMemo<T> {
    fn default() -> Self {
        Self { coded: None, slots: Vec::new() }
    }
}

impl<T: Copy> TextMemo<T> {
    /// Starts the rows of another table. Results are kept if it shares the dictionary.
    pub(crate) fn begin(&mut self, texts: &Texts<'_>) {
        if self.coded.as_ref().is_some_and(|(coded, _)| coded.are_of(texts)) {
            return;
        }
        self.slots.clear();
        self.coded = texts.coded().map(|coded| {
            let known = vec![None; coded.len()];
            (coded, known)
        });
        if self.coded.is_none() {
            self.slots.resize(MEMO_SLOTS, (0, None));
        }
    }

    /// The remembered result for a row's text, or that of `find`. `texts` is the column given to [`TextMemo::begin`].
    pub(crate) fn get(&mut self, texts: &Texts<'_>, row: usize, absent: T, find: impl FnOnce(&str) -> T) -> T {
        let Some(token) = texts.token(row) else { return absent };
        let place = if let Some((_, known)) = &mut self.coded {
            known.get_mut(token as usize)
        } else {
            self.slots.get_mut(place(token, MEMO_SLOTS)).map(|(of, known)| {
                if *of != token {
                    (*of, *known) = (token, None);
                }
                known
            })
        };
        let find = || texts.get(row).map_or(absent, find);
        match place {
            Some(known) => *known.get_or_insert_with(find),
            None => find(),
        }
    }
}

/// Memo for recent texts whose result depends on a service or column. Valid for one table.
#[derive(Debug, Default)]
pub(crate) struct ScopedMemo {
    /// By a hash of scope and text: the scope, the text's token and the result.
    slots: Vec<(u32, u128, u32)>,
}

/// Number of texts remembered across all scopes.
const SCOPED_MEMO_SLOTS: usize = 1024;

/// The scope of an empty slot.
const NONE: u32 = u32::MAX;

impl ScopedMemo {
    /// Starts the rows of another table.
    pub(crate) fn begin(&mut self) {
        self.slots.clear();
        self.slots.resize(SCOPED_MEMO_SLOTS, (NONE, 0, 0));
    }

    /// The remembered result for a text in a scope, or that of `find`.
    pub(crate) fn get(&mut self, of: u32, token: u128, find: impl FnOnce() -> u32) -> u32 {
        let place = place(token ^ u128::from(of) << 32, SCOPED_MEMO_SLOTS);
        let Some(slot) = self.slots.get_mut(place) else { return find() };
        if (slot.0, slot.1) != (of, token) {
            *slot = (of, token, find());
        }
        slot.2
    }
}

/// Hashes to an index below `places`, a power of two.
fn place(token: u128, places: usize) -> usize {
    let hash = ((token as u64) ^ (token >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> (u64::BITS - places.ilog2())) as usize
}
