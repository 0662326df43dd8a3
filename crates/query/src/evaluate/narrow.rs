//! Items asked of few rows, one by one: cheaper than asking every text of their columns, and nothing is left in memory.

use rustc_hash::FxHashMap;
use touchstone_frame::{ColumnId, RowCodes, Selection};
use touchstone_medallion::{Gold, Medallion};

use crate::evaluate::matcher::Matcher;
use crate::expr::{Item, Test};
use crate::field::Field;

/// Rows are few if they are at most one in so many.
const ONE_IN: u32 = 16;

/// Whether rows are so few that they are asked one by one.
pub(super) fn is_few(rows: &Selection) -> bool {
    rows.count() <= rows.rows() / ONE_IN
}

/// Those of some rows that match an item over texts; nothing for other items.
pub(super) fn narrow(medallion: &Medallion, item: &Item, rows: &Selection) -> Option<Selection> {
    let mut matcher = match &item.test {
        Test::Present => Matcher::present(),
        Test::Any(values) => Matcher::of(&item.field, values),
        Test::Last(_) => return None,
    };
    let mut found = Selection::none(rows.rows());
    match &item.field {
        Field::Text(column) => {
            let (frame, id) = (medallion.silver().frame(), medallion.silver().id(*column));
            let (dictionary, codes) = (frame.dictionary(id), frame.row_codes(id));
            let mut known: FxHashMap<u32, bool> = FxHashMap::default();
            for row in rows.iter() {
                let code = codes.get(row);
                if *known.entry(code).or_insert_with(|| matcher.admits(dictionary.get(code))) {
                    found.insert(row);
                }
            }
        }
        Field::Param(key) => {
            let is_absent_meant = matcher.admits(None);
            let mut asked: Vec<Asked<'_>> = Vec::new();
            let mut at = 0;
            let gold_row = medallion.gold_rows();
            for row in rows.iter() {
                let Some((gold, gold_row)) = gold_row(row) else {
                    found.set(row, is_absent_meant);
                    continue;
                };
                if asked.get(at).is_none_or(|asked| !std::ptr::eq(asked.gold, gold)) {
                    at = asked.iter().position(|asked| std::ptr::eq(asked.gold, gold)).unwrap_or(asked.len());
                    if at == asked.len() {
                        asked.push(Asked::of(gold, key));
                    }
                }
                found.set(row, asked[at].admits(gold_row, &mut matcher, is_absent_meant));
            }
        }
        _ => return None,
    }
    Some(found)
}

/// A gold frame of which some rows are asked.
struct Asked<'a> {
    gold: &'a Gold,
    column: Option<(ColumnId, RowCodes<'a>)>,
    /// By code.
    known: FxHashMap<u32, bool>,
}

impl<'a> Asked<'a> {
    fn of(gold: &'a Gold, key: &str) -> Self {
        let column = gold.key(key).map(|column| (column, gold.frame().row_codes(column)));
        Self { gold, column, known: FxHashMap::default() }
    }

    fn admits(&mut self, row: u32, matcher: &mut Matcher, is_absent_meant: bool) -> bool {
        let Some((column, codes)) = &self.column else { return is_absent_meant };
        let code = codes.get(row);
        *self.known.entry(code).or_insert_with(|| matcher.admits(self.gold.frame().dictionary(*column).get(code)))
    }
}
