//! A borrowed view of one event.

use touchstone_frame::Selection;
use touchstone_medallion::{Gold, Medallion, SilverColumn};

/// An event of silver with its request parameters.
#[derive(Clone, Copy, Debug)]
pub struct RowView<'a> {
    medallion: &'a Medallion,
    row: u32,
}

impl<'a> RowView<'a> {
    /// The event of a row; nothing where silver has no such row.
    pub fn new(medallion: &'a Medallion, row: u32) -> Option<Self> {
        (row < medallion.silver().rows()).then_some(Self { medallion, row })
    }

    /// The events of a selection, in the order of their rows.
    pub fn of_selected(medallion: &'a Medallion, selection: &Selection) -> impl Iterator<Item = Self> {
        selection.iter().filter_map(move |row| Self::new(medallion, row))
    }

    /// Its row.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// The text of a column.
    pub fn text(&self, column: SilverColumn) -> Option<&'a str> {
        self.medallion.silver().text(column, self.row)
    }

    /// The number of a column.
    pub fn integer(&self, column: SilverColumn) -> Option<i64> {
        self.medallion.silver().integer(column, self.row)
    }

    /// Its time: milliseconds since 1970 UTC.
    pub fn time_ms(&self) -> Option<i64> {
        self.integer(SilverColumn::EventTime)
    }

    /// A request parameter, by its key.
    pub fn param(&self, key: &str) -> Option<&'a str> {
        let (gold, row) = self.gold()?;
        gold.frame().text(gold.key(key)?, row)
    }

    /// The request parameters in order of appearance: keys and values.
    pub fn params(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.medallion.params(self.row).into_iter().map(|(key, value, _)| (key, value))
    }

    /// The path of the input that it was read from.
    pub fn input(&self) -> Option<&'a str> {
        let input = self.integer(SilverColumn::Input)?;
        self.medallion.inputs().get(usize::try_from(input).ok()?).map(|input| input.path.as_str())
    }

    fn gold(&self) -> Option<(&'a Gold, u32)> {
        self.medallion.gold_row(self.row)
    }
}
