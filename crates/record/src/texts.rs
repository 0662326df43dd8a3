//! A table's column of texts, stored as string views or as a dictionary.

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, StringArray, StringViewArray};
use arrow_buffer::NullBuffer;

/// A column of texts, or no column.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    column: Column<'a>,
    /// The nulls of the struct that contains the column.
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

/// The distinct texts of a dictionary column. Keeps them in memory.
#[derive(Clone, Debug)]
pub struct CodedTexts(StringArray);

impl<'a> Texts<'a> {
    /// A view of an array; none if the array holds no texts. `within` are the nulls of the struct that contains it.
    pub(crate) fn of(array: &'a ArrayRef, within: Option<&'a NullBuffer>) -> Option<Self> {
        let column = if let Some(views) = array.as_string_view_opt() {
            Column::Views(views)
        } else {
            let array = array.as_dictionary_opt::<Int32Type>()?;
            Column::Codes { codes: array.keys(), texts: array.values().as_string_opt()? }
        };
        Some(Self { column, within })
    }

    /// Whether the table has this column.
    pub fn is_there(&self) -> bool {
        !matches!(self.column, Column::None)
    }

    /// A value that identifies a row's text within its table: two rows with equal tokens have equal texts. None if the
    /// text is absent.
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

    /// Whether two tokens may stand for equal texts. A view starts with its text's length and first bytes, so nearly
    /// all different texts already differ there.
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

    /// The distinct texts, if the column is a dictionary. A row's [`Texts::token`] is then its index into them.
    pub fn coded(&self) -> Option<CodedTexts> {
        match self.column {
            Column::Codes { texts, .. } => Some(CodedTexts(texts.clone())),
            Column::None | Column::Views(_) => None,
        }
    }

    /// All texts that a row may have; none if they are more than `most` or not known without looking at each row.
    pub(crate) fn distinct(self, most: usize) -> Option<impl Iterator<Item = &'a str>> {
        let texts = match self.column {
            Column::None => None,
            Column::Views(_) => return None,
            Column::Codes { texts, .. } => Some(texts),
        };
        let is_few = texts.is_none_or(|texts| texts.len() <= most);
        is_few.then(|| texts.into_iter().flat_map(|texts| texts.iter().flatten()))
    }

    /// The index of a row's text in the dictionary.
    fn code(&self, row: usize) -> Option<usize> {
        let Column::Codes { codes, texts } = self.column else { return None };
        let code = *codes.values().get(row)? as usize;
        (codes.is_valid(row) && code < texts.len()).then_some(code)
    }
}

impl CodedTexts {
    /// The number of texts.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `texts` is a column with this very dictionary.
    pub fn are_of(&self, texts: &Texts<'_>) -> bool {
        let Column::Codes { texts, .. } = texts.column else { return false };
        let place = |texts: &StringArray| (texts.len(), texts.value_offsets().as_ptr(), texts.value_data().as_ptr());
        place(&self.0) == place(texts)
    }
}

/// Whether a row has a value.
pub(crate) fn is_valid(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_none_or(|nulls| nulls.is_valid(row))
}
