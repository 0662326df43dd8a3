//! What is known of the texts of a table's column, by how the table has them: a text that many rows have is looked up once
//! and not once a row.

use touchstone_record::{CodedTexts, Texts};

use crate::silver::TEXTS;

/// What is known of a table that is read from its columns.
#[derive(Debug, Default)]
pub(crate) struct TableMemo {
    /// Codes by column of `silver::TEXTS`.
    pub(crate) texts: [TextMemo<u32>; TEXTS.len()],
    /// Of source addresses the codes, and their ports.
    pub(crate) addresses: TextMemo<(u32, i64)>,
    pub(crate) params: ParamMemo,
}

/// What is known of a table's request parameters.
#[derive(Debug, Default)]
pub(crate) struct ParamMemo {
    /// By service and key the column of the block.
    pub(crate) columns: ScopedMemo,
    /// By that and value the code.
    pub(crate) values: ScopedMemo,
}

/// How many texts are remembered of a column without codes. Most columns have fewer, or one for each row.
const REMEMBERED: usize = 256;

/// Of each text that came, or of those that came last.
#[derive(Debug)]
pub(crate) struct TextMemo<T> {
    /// Where the column has codes: by code, as far as those are met. The texts are kept, so that no others take their place.
    coded: Option<(CodedTexts, Vec<Option<T>>)>,
    /// Where it has none: by a hash of how the table has it.
    slots: Vec<(u128, Option<T>)>,
}

impl<T> Default for TextMemo<T> {
    fn default() -> Self {
        Self { coded: None, slots: Vec::new() }
    }
}

impl<T: Copy> TextMemo<T> {
    /// Begins with the rows of another table. What is known stays if it has codes of the same texts.
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
            self.slots.resize(REMEMBERED, (0, None));
        }
    }

    /// What is known of a row's text, or what `find` finds. `texts` is the column of [`TextMemo::begin`].
    pub(crate) fn get(&mut self, texts: &Texts<'_>, row: usize, absent: T, find: impl FnOnce(&str) -> T) -> T {
        let Some(token) = texts.token(row) else { return absent };
        let place = if let Some((_, known)) = &mut self.coded {
            known.get_mut(token as usize)
        } else {
            self.slots.get_mut(place(token, REMEMBERED)).map(|(of, known)| {
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

/// What is known of a table's texts that stand for something else in each service or column: of those that came last. It
/// belongs to one table.
#[derive(Debug, Default)]
pub(crate) struct ScopedMemo {
    /// By a hash of the service or column and how the table has the text: both, and what is known.
    slots: Vec<(u32, u128, u32)>,
}

/// How many texts are remembered of all services or columns.
const REMEMBERED_WITHIN: usize = 1024;

/// No service, and no column.
const NONE: u32 = u32::MAX;

impl ScopedMemo {
    /// Begins with the rows of another table.
    pub(crate) fn begin(&mut self) {
        self.slots.clear();
        self.slots.resize(REMEMBERED_WITHIN, (NONE, 0, 0));
    }

    /// What is known of a text in a service or a column, or what `find` finds.
    pub(crate) fn get(&mut self, of: u32, token: u128, find: impl FnOnce() -> u32) -> u32 {
        let place = place(token ^ u128::from(of) << 32, REMEMBERED_WITHIN);
        let Some(slot) = self.slots.get_mut(place) else { return find() };
        if (slot.0, slot.1) != (of, token) {
            *slot = (of, token, find());
        }
        slot.2
    }
}

/// A number below `places`, a power of two.
fn place(token: u128, places: usize) -> usize {
    let hash = ((token as u64) ^ (token >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> (u64::BITS - places.ilog2())) as usize
}
