//! Fields as codes of the selected rows.

use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use touchstone_frame::{Dictionary, NULL, Ranks, Selection};
use touchstone_medallion::{Gold, Medallion, SilverColumn};

use crate::field::Field;
use crate::value::Weekday;

const DAY_MS: i64 = 86_400_000;

/// Codes fields for the same selected rows.
pub struct Coder<'a> {
    medallion: &'a Medallion,
    selection: &'a Selection,
    rows: usize,
    ranks: Rc<Ranks>,
    /// By service's code less one, the selected events; empty until a request parameter is coded.
    gold: OnceCell<Vec<Option<GoldPart>>>,
}

/// The selected events of a gold frame: its rows, and the place of each among those selected.
struct GoldPart {
    rows: Selection,
    places: Vec<u32>,
}

/// A field as codes of the selected rows. Code 0 is the absent value. Times are coded by their UTC day.
pub struct Coded<'a> {
    /// In order of the selected rows.
    codes: Vec<u32>,
    ranks: Rc<Ranks>,
    values: Values<'a>,
}

enum Values<'a> {
    Column(&'a Dictionary),
    /// By code, from 1 on.
    Texts(Vec<String>),
}

impl<'a> Coder<'a> {
    /// A coder of the selected rows.
    pub fn new(medallion: &'a Medallion, selection: &'a Selection) -> Self {
        let rows = selection.count() as usize;
        Self { medallion, selection, rows, ranks: Rc::new(selection.ranks()), gold: OnceCell::new() }
    }

    /// The codes of a field. `same` gives the code of a text column that stands for the one given, where several texts mean
    /// the same. An error says which field cannot be coded.
    pub fn coded(&self, field: &Field, same: &dyn Fn(SilverColumn, u32) -> u32) -> Result<Coded<'a>, String> {
        let medallion = self.medallion;
        let mut texts = Texts::default();
        let codes = match field {
            Field::Text(column) => {
                let silver = medallion.silver();
                let id = silver.id(*column);
                let dictionary = silver.frame().dictionary(id);
                let shown: Vec<u32> = (0..=dictionary.len() as u32)
                    .map(|code| if code == NULL { NULL } else { same(*column, code) })
                    .collect();
                let mut codes = Vec::with_capacity(self.rows);
                silver.frame().each_code(id, self.selection, |_, code| codes.push(shown[code as usize]));
                return Ok(Coded { codes, ranks: Rc::clone(&self.ranks), values: Values::Column(dictionary) });
            }
            Field::Param(key) => self.param(key, &mut texts),
            Field::Number(column) => self.numbers(*column, &mut texts, |number| number.to_string()),
            Field::Input => self.numbers(SilverColumn::Input, &mut texts, |input| {
                let input = usize::try_from(input).ok().and_then(|at| medallion.inputs().get(at));
                input.map_or_else(String::new, |input| input.path.clone())
            }),
            Field::Weekday => {
                self.numbers(SilverColumn::EventTime, &mut texts, |time| Weekday::of_time(time).name().to_owned())
            }
            Field::Hour => self.numbers(SilverColumn::EventTime, &mut texts, |time| {
                time.div_euclid(3_600_000).rem_euclid(24).to_string()
            }),
            Field::Time => self.numbers(SilverColumn::EventTime, &mut texts, |time| {
                touchstone_record::time::date(time.div_euclid(DAY_MS) * DAY_MS)
            }),
            Field::Flattened | Field::Anywhere => {
                return Err(format!(
                    "{} cannot be grouped by",
                    field.column().unwrap_or_else(|| "free text".to_owned())
                ));
            }
        };
        Ok(Coded { codes, ranks: Rc::clone(&self.ranks), values: Values::Texts(texts.texts) })
    }

    /// Codes of what the numbers of a column are shown as.
    fn numbers(&self, column: SilverColumn, texts: &mut Texts, shown: impl Fn(i64) -> String) -> Vec<u32> {
        let silver = self.medallion.silver();
        let mut codes = Vec::with_capacity(self.rows);
        let mut last = (None, NULL);
        silver.frame().each_integer(silver.id(column), self.selection, |_, number| {
            if last.0 != number {
                last = (number, number.map_or(NULL, |number| texts.code(&shown(number))));
            }
            codes.push(last.1);
        });
        codes
    }

    /// Codes of a request parameter over every service that has it.
    fn param(&self, key: &str, texts: &mut Texts) -> Vec<u32> {
        let mut codes = vec![NULL; self.rows];
        let parts = self.gold.get_or_init(|| self.gold_parts());
        for (gold, part) in self.medallion.gold().zip(parts) {
            let Some((column, part)) = gold.key(key).zip(part.as_ref()) else { continue };
            let dictionary = gold.frame().dictionary(column);
            // Only texts of selected events get a code.
            let mut known: FxHashMap<u32, u32> = FxHashMap::default();
            let mut places = part.places.iter();
            gold.frame().each_code(column, &part.rows, |_, code| {
                let Some(place) = places.next() else { return };
                let Some(text) = dictionary.get(code) else { return };
                codes[*place as usize] = *known.entry(code).or_insert_with(|| texts.code(text));
            });
        }
        codes
    }

    fn gold_parts(&self) -> Vec<Option<GoldPart>> {
        let silver = self.medallion.silver();
        let (services, gold_rows) = (silver.id(SilverColumn::ServiceName), silver.id(SilverColumn::GoldRow));
        let mut rows: Vec<Option<Selection>> = self.medallion.gold().map(|_| None).collect();
        let frames: Vec<u32> = self.medallion.gold().map(Gold::rows).collect();
        silver.frame().each_pair(services, gold_rows, self.selection, |service, gold_row| {
            let Some(at) = (service as usize).checked_sub(1) else { return };
            let Some(gold_row) = gold_row.and_then(|row| u32::try_from(row).ok()) else { return };
            if let Some(rows) = rows.get_mut(at) {
                rows.get_or_insert_with(|| Selection::none(frames[at])).insert(gold_row);
            }
        });
        let part = |(gold, rows): (&Gold, Option<Selection>)| {
            let rows = rows?;
            let mut places = Vec::with_capacity(rows.count() as usize);
            gold.frame().each_integer(gold.silver_rows(), &rows, |_, row| {
                places.push(row.and_then(|row| u32::try_from(row).ok()).map_or(0, |row| self.ranks.of(row) as u32));
            });
            Some(GoldPart { rows, places })
        };
        self.medallion.gold().zip(rows).map(part).collect()
    }
}

impl<'a> Coded<'a> {
    /// The codes of the selected rows, as [`Coder::coded`].
    pub fn of(
        medallion: &'a Medallion,
        selection: &'a Selection,
        field: &Field,
        same: &dyn Fn(SilverColumn, u32) -> u32,
    ) -> Result<Self, String> {
        Coder::new(medallion, selection).coded(field, same)
    }

    /// The code of a selected row; that of another row means nothing.
    pub fn code(&self, row: u32) -> u32 {
        self.codes.get(self.ranks.of(row)).copied().unwrap_or(NULL)
    }

    /// The codes of all selected rows, in order of rows.
    pub fn codes(&self) -> &[u32] {
        &self.codes
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
