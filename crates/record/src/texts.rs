//! A column of texts, as a table has them: one behind the other, or as codes of a dictionary.

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, StringArray, StringViewArray};
use arrow_buffer::NullBuffer;

/// A column of texts, or none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    column: Column<'a>,
    /// Of a struct that the column is in, where there is none.
    within: Option<&'a NullBuffer>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Column<'a> {
    #[default]
    None,
    Views(&'a StringViewArray),
    Codes {
        codes: &'a Int32Array,
        texts: &'a StringArray,
    },
}

/// The texts that a column has codes of. It keeps them in memory.
#[derive(Clone, Debug)]
pub struct CodedTexts(StringArray);

impl<'a> Texts<'a> {
    /// Of an array; nothing of one that has no texts. `within` are the nulls of a struct that it is in.
    pub(crate) fn of(array: &'a ArrayRef, within: Option<&'a NullBuffer>) -> Option<Self> {
        let column = if let Some(views) = array.as_string_view_opt() {
            Column::Views(views)
        } else {
            let array = array.as_dictionary_opt::<Int32Type>()?;
            Column::Codes { codes: array.keys(), texts: array.values().as_string_opt()? }
        };
        Some(Self { column, within })
    }

    /// Whether there is a column.
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self.column, Column::None)
    }

    /// How a table has a row's text: equal in two rows of the table only if the text is. Of an absent text nothing.
    pub fn token(&self, row: usize) -> Option<u128> {
        if !is_valid(self.within, row) {
            return None;
        }
        match self.column {
            Column::None => None,
            Column::Views(views) => views.views().get(row).copied().filter(|_| views.is_valid(row)),
            Column::Codes { .. } => self.code(row).map(|code| code as u128),
        }
    }

    /// Whether the texts may be equal that a table has so. A view begins with its text's length and first bytes: nearly all
    /// texts that differ differ there.
    pub(crate) fn may_equal(&self, token: u128, other: u128) -> bool {
        match self.column {
            Column::None => false,
            Column::Views(_) => token as u64 == other as u64,
            Column::Codes { .. } => true,
        }
    }

    /// A row's text.
    pub fn get(&self, row: usize) -> Option<&'a str> {
        if !is_valid(self.within, row) {
            return None;
        }
        match self.column {
            Column::None => None,
            Column::Views(views) => views.is_valid(row).then(|| views.value(row)),
            Column::Codes { texts, .. } => self.code(row).map(|code| texts.value(code)),
        }
    }

    /// The texts that the column has codes of, if that is what it has. A code of a row is then its [`Texts::token`], and
    /// below their number.
    pub fn coded(&self) -> Option<CodedTexts> {
        match self.column {
            Column::Codes { texts, .. } => Some(CodedTexts(texts.clone())),
            Column::None | Column::Views(_) => None,
        }
    }

    /// The place of a row's text among those that there are codes of.
    fn code(&self, row: usize) -> Option<usize> {
        let Column::Codes { codes, texts } = self.column else { return None };
        let code = *codes.values().get(row)? as usize;
        (codes.is_valid(row) && code < texts.len()).then_some(code)
    }
}

impl CodedTexts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a column's codes are of these very texts.
    pub fn are_of(&self, texts: &Texts<'_>) -> bool {
        let Column::Codes { texts, .. } = texts.column else { return false };
        let place = |texts: &StringArray| (texts.len(), texts.value_offsets().as_ptr(), texts.value_data().as_ptr());
        place(&self.0) == place(texts)
    }
}

/// Whether there is a value in a row.
pub(crate) fn is_valid(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_none_or(|nulls| nulls.is_valid(row))
}
