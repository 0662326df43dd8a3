//! A field as codes, by row.

use rustc_hash::FxHashMap;
use touchstone_frame::{Dictionary, NULL, Selection};
use touchstone_medallion::{Medallion, SilverColumn};

use crate::field::Field;
use crate::row::RowView;
use crate::value::Weekday;

const DAY_MS: i64 = 86_400_000;

/// Up to so many events are asked for a request parameter one by one, if they are few of all.
const FEW: u32 = 1024;

/// A field as codes, by row of silver. Code 0 is the absent value. Times are coded by their UTC day.
pub struct Coded<'a> {
    codes: Vec<u32>,
    values: Values<'a>,
}

enum Values<'a> {
    Column(&'a Dictionary),
    /// By code, from 1 on.
    Texts(Vec<String>),
}

impl<'a> Coded<'a> {
    /// The codes of the selected rows; those of other rows mean nothing. `same` gives the code of a text column that stands
    /// for the one given, where several texts mean the same. An error says which field cannot be coded.
    pub fn of(
        medallion: &'a Medallion,
        selection: &Selection,
        field: &Field,
        same: &dyn Fn(SilverColumn, u32) -> u32,
    ) -> Result<Self, String> {
        let silver = medallion.silver();
        let mut codes = vec![NULL; silver.rows() as usize];
        let mut texts: Texts = Texts::default();
        match field {
            Field::Text(column) => {
                let id = silver.id(*column);
                let dictionary = silver.frame().dictionary(id);
                let shown: Vec<u32> = (0..=dictionary.len() as u32)
                    .map(|code| if code == NULL { NULL } else { same(*column, code) })
                    .collect();
                silver.frame().each_code(id, selection, |row, code| codes[row as usize] = shown[code as usize]);
                return Ok(Self { codes, values: Values::Column(dictionary) });
            }
            Field::Param(key) => of_param(medallion, selection, key, &mut codes, &mut texts),
            Field::Number(column) => {
                each(medallion, *column, selection, &mut codes, &mut texts, |number| number.to_string());
            }
            Field::Input => each(medallion, SilverColumn::Input, selection, &mut codes, &mut texts, |input| {
                let input = usize::try_from(input).ok().and_then(|at| medallion.inputs().get(at));
                input.map_or_else(String::new, |input| input.path.clone())
            }),
            Field::Weekday => each(medallion, SilverColumn::EventTime, selection, &mut codes, &mut texts, |time| {
                Weekday::of_time(time).name().to_owned()
            }),
            Field::Hour => each(medallion, SilverColumn::EventTime, selection, &mut codes, &mut texts, |time| {
                time.div_euclid(3_600_000).rem_euclid(24).to_string()
            }),
            Field::Time => each(medallion, SilverColumn::EventTime, selection, &mut codes, &mut texts, |time| {
                touchstone_record::time::date(time.div_euclid(DAY_MS) * DAY_MS)
            }),
            Field::Flattened | Field::Anywhere => {
                return Err(format!(
                    "{} cannot be grouped by",
                    field.column().unwrap_or_else(|| "free text".to_owned())
                ));
            }
        }
        Ok(Self { codes, values: Values::Texts(texts.texts) })
    }

    /// The code of a row.
    pub fn code(&self, row: u32) -> u32 {
        self.codes[row as usize]
    }

    /// Number of codes, the absent value's included.
    pub fn len(&self) -> usize {
        1 + match &self.values {
            Values::Column(dictionary) => dictionary.len(),
            Values::Texts(texts) => texts.len(),
        }
    }

    /// Whether no row has a value.
    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    /// The value of a code; `None` for the absent one.
    pub fn value(&self, code: u32) -> Option<&str> {
        match &self.values {
            Values::Column(dictionary) => dictionary.get(code),
            Values::Texts(texts) => texts.get(code.checked_sub(1)? as usize).map(String::as_str),
        }
    }
}

/// Texts by code, each once.
#[derive(Default)]
struct Texts {
    texts: Vec<String>,
    codes: FxHashMap<String, u32>,
}

impl Texts {
    fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        self.texts.push(text.to_owned());
        let code = self.texts.len() as u32;
        self.codes.insert(text.to_owned(), code);
        code
    }
}

/// Codes of what the numbers of a column are shown as.
fn each(
    medallion: &Medallion,
    column: SilverColumn,
    selection: &Selection,
    codes: &mut [u32],
    texts: &mut Texts,
    shown: impl Fn(i64) -> String,
) {
    let silver = medallion.silver();
    let mut last = None;
    silver.frame().each_integer(silver.id(column), selection, |row, number| {
        let Some(number) = number else { return };
        let code = match last {
            Some((same, code)) if same == number => code,
            _ => texts.code(&shown(number)),
        };
        last = Some((number, code));
        codes[row as usize] = code;
    });
}

/// Codes of a request parameter over every service that has it.
fn of_param(medallion: &Medallion, selection: &Selection, key: &str, codes: &mut [u32], texts: &mut Texts) {
    let count = selection.count();
    if count <= FEW && count <= selection.rows() / 8 {
        for event in RowView::of_selected(medallion, selection) {
            if let Some(text) = event.param(key) {
                codes[event.row() as usize] = texts.code(text);
            }
        }
        return;
    }
    for gold in medallion.gold() {
        let Some(column) = gold.key(key) else { continue };
        let frame = gold.frame();
        let dictionary = frame.dictionary(column);
        let mut silver_rows = Vec::with_capacity(gold.rows() as usize);
        let all = Selection::all(gold.rows());
        frame.each_integer(gold.silver_rows(), &all, |_, silver_row| {
            silver_rows.push(silver_row.and_then(|row| u32::try_from(row).ok()));
        });
        // Only texts of selected events get a code.
        let mut known = vec![NULL; dictionary.len() + 1];
        frame.each_code(column, &all, |row, code| {
            let Some(silver_row) = silver_rows[row as usize] else { return };
            if code == NULL || !selection.contains(silver_row) {
                return;
            }
            if let Some(text) = dictionary.get(code) {
                let known = &mut known[code as usize];
                if *known == NULL {
                    *known = texts.code(text);
                }
                codes[silver_row as usize] = *known;
            }
        });
    }
}
