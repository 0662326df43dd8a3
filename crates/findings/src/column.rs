//! The values of a field by row, as codes: texts that differ only by case are one value.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::fold::folded;
use touchstone_query::{Field, address};

use crate::codes::Codes;
use crate::condition::Spellings;
use crate::field::RuleField;
use crate::lifetime;
use crate::lower::{client_of, is_public, network_of, type_of_principal};
use crate::value::{codes_in, time_text};

/// The code of an absent value.
pub(crate) const ABSENT: u32 = 0;

/// What is kept of columns may take so many bytes, or so many per row.
const MAX_BYTES: usize = 12 << 20;
const MAX_BYTES_PER_ROW: usize = 12;

const SOURCE_ADDRESS: RuleField = RuleField::Stored(Field::Text(SilverColumn::SourceIpAddress));

/// A field's values by row of silver.
#[derive(Debug)]
pub(crate) struct Column {
    codes: Codes,
    /// By code, from 1 on. Of spellings in several cases the last in order, which has the most lower case.
    texts: Vec<String>,
}

impl Column {
    pub(crate) fn code(&self, row: u32) -> u32 {
        self.codes.get(row)
    }

    /// The code of each row, in order of rows.
    pub(crate) fn codes_of(&self, rows: &Selection) -> Vec<u32> {
        self.codes.of_rows(rows)
    }

    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(code.checked_sub(1)? as usize).map(String::as_str)
    }

    /// How many codes there are, the absent one included.
    pub(crate) fn size(&self) -> usize {
        self.texts.len() + 1
    }

    /// The values in some rows; all others count as absent.
    pub(crate) fn of_rows(medallion: &Medallion, spellings: &Spellings, field: &RuleField, rows: &[u32]) -> Self {
        let mut texts = Texts::default();
        let mut codes = codes_in(medallion, spellings, field, rows, |text| texts.code(text));
        codes.sort_unstable();
        Self { codes: Codes::Few(codes), texts: texts.texts }
    }

    fn bytes(&self) -> usize {
        self.codes.bytes() + self.texts.iter().map(|text| text.capacity() + size_of::<String>()).sum::<usize>()
    }

    /// Its values, changed. What becomes nothing is absent; `absent` stands for what is.
    fn mapped(&self, absent: Option<&str>, of: impl Fn(&str) -> Option<String>) -> Self {
        let mut texts = Texts::default();
        let mut codes = vec![absent.map_or(ABSENT, |text| texts.code(text))];
        codes.extend(self.texts.iter().map(|text| of(text).map_or(ABSENT, |text| texts.code(&text))));
        Self { codes: self.codes.mapped(&codes, texts.texts.len()), texts: texts.texts }
    }
}

/// The columns that were asked for, as far as there is room.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// The last one asked for last.
    kept: Vec<(RuleField, Rc<Column>)>,
}

impl Columns {
    pub(crate) fn of(&mut self, medallion: &Medallion, spellings: &Spellings, field: &RuleField) -> Rc<Column> {
        if let Some(at) = self.kept.iter().position(|(other, _)| other == field) {
            let found = self.kept.remove(at);
            let column = Rc::clone(&found.1);
            self.kept.push(found);
            return column;
        }
        let column = Rc::new(match field {
            RuleField::Stored(field) => stored(medallion, spellings, std::slice::from_ref(field), false),
            RuleField::Principal | RuleField::Securable => stored(medallion, spellings, &field.choice(), true),
            RuleField::PrincipalType => {
                let principals = self.of(medallion, spellings, &RuleField::Principal);
                principals.mapped(None, |name| Some(type_of_principal(name).to_owned()))
            }
            RuleField::Network => {
                let addresses = self.of(medallion, spellings, &SOURCE_ADDRESS);
                addresses.mapped(None, |text| Some(network_of(address(text)?)?.to_string()))
            }
            RuleField::PublicIp => {
                let addresses = self.of(medallion, spellings, &SOURCE_ADDRESS);
                addresses.mapped(Some("false"), |text| Some(address(text).is_some_and(is_public).to_string()))
            }
            RuleField::Client => {
                let agents = self.of(medallion, spellings, &RuleField::Stored(Field::Text(SilverColumn::UserAgent)));
                agents.mapped(None, client_of)
            }
            RuleField::TokenLifetime => {
                let mut builder = Builder::new(medallion.silver().rows() as usize);
                lifetime::each(medallion, spellings, |row, ms| {
                    builder.codes[row as usize] = builder.texts.code(&lifetime::hours(ms).to_string());
                });
                builder.column()
            }
        });
        let most = MAX_BYTES.max(medallion.silver().rows() as usize * MAX_BYTES_PER_ROW);
        while !self.kept.is_empty() && self.bytes() + column.bytes() > most {
            self.kept.remove(0);
        }
        self.kept.push((field.clone(), Rc::clone(&column)));
        column
    }

    fn bytes(&self) -> usize {
        self.kept.iter().map(|(_, column)| column.bytes()).sum()
    }
}

/// Distinct texts, without case, and the code of each.
#[derive(Default)]
struct Texts {
    texts: Vec<String>,
    by_text: FxHashMap<String, u32>,
}

impl Texts {
    fn code(&mut self, text: &str) -> u32 {
        let folded = folded(text);
        if let Some(code) = self.by_text.get(&folded) {
            let spelling = &mut self.texts[*code as usize - 1];
            if text > spelling.as_str() {
                text.clone_into(spelling);
            }
            return *code;
        }
        self.texts.push(text.to_owned());
        let code = self.texts.len() as u32;
        self.by_text.insert(folded, code);
        code
    }
}

struct Builder {
    codes: Vec<u32>,
    texts: Texts,
}

impl Builder {
    fn new(rows: usize) -> Self {
        Self { codes: vec![ABSENT; rows], texts: Texts::default() }
    }

    fn column(self) -> Column {
        Column { codes: Codes::of(self.codes, self.texts.texts.len()), texts: self.texts.texts }
    }
}

/// The first of some fields that is there; that has a text, where an empty one is none.
fn stored(medallion: &Medallion, spellings: &Spellings, fields: &[Field], is_empty_absent: bool) -> Column {
    let silver = medallion.silver();
    let all = Selection::all(silver.rows());
    let mut builder = Builder::new(silver.rows() as usize);
    for field in fields {
        match field {
            Field::Text(column) => {
                let dictionary = silver.frame().dictionary(silver.id(*column));
                let mut known: Vec<Option<u32>> = vec![None; dictionary.len() + 1];
                known[ABSENT as usize] = Some(ABSENT);
                silver.frame().each_code(silver.id(*column), &all, |row, code| {
                    if builder.codes[row as usize] != ABSENT {
                        return;
                    }
                    builder.codes[row as usize] = known[code as usize].unwrap_or_else(|| {
                        let text = dictionary.get(code).filter(|text| !is_empty_absent || !text.is_empty());
                        let code_of = text.map_or(ABSENT, |text| builder.texts.code(text));
                        known[code as usize] = Some(code_of);
                        code_of
                    });
                });
            }
            Field::Param(key) => {
                for key in spellings.of_key(key) {
                    of_param(medallion, &key, is_empty_absent, &mut builder);
                }
            }
            Field::Number(column) => numbers(medallion, *column, &mut builder, |number| Some(number.to_string())),
            Field::Input => numbers(medallion, SilverColumn::Input, &mut builder, |input| {
                usize::try_from(input).ok().and_then(|at| medallion.inputs().get(at)).map(|input| input.path.clone())
            }),
            Field::Time | Field::Weekday | Field::Hour => {
                numbers(medallion, SilverColumn::EventTime, &mut builder, |ms| Some(time_text(field, ms)));
            }
            Field::Flattened | Field::Anywhere => {}
        }
    }
    builder.column()
}

fn numbers(medallion: &Medallion, column: SilverColumn, builder: &mut Builder, shown: impl Fn(i64) -> Option<String>) {
    let silver = medallion.silver();
    let mut last: Option<(i64, u32)> = None;
    silver.frame().each_integer(silver.id(column), &Selection::all(silver.rows()), |row, number| {
        let Some(number) = number else { return };
        let code = match last {
            Some((same, code)) if same == number => code,
            _ => shown(number).map_or(ABSENT, |text| builder.texts.code(&text)),
        };
        last = Some((number, code));
        builder.codes[row as usize] = code;
    });
}

fn of_param(medallion: &Medallion, key: &str, is_empty_absent: bool, builder: &mut Builder) {
    for gold in medallion.gold() {
        let Some(column) = gold.key(key) else { continue };
        let frame = gold.frame();
        let dictionary = frame.dictionary(column);
        let mut admitted = vec![true; dictionary.len() + 1];
        admitted[touchstone_frame::NULL as usize] = false;
        let mut known: Vec<Option<u32>> = vec![None; dictionary.len() + 1];
        let rows = frame.select_codes(column, &admitted);
        frame.each_pair(column, gold.silver_rows(), &rows, |code, silver_row| {
            let Some(place) = silver_row.and_then(|row| builder.codes.get(row as usize)).copied() else { return };
            if place != ABSENT {
                return;
            }
            let code_of = known[code as usize].unwrap_or_else(|| {
                let text = dictionary.get(code).filter(|text| !is_empty_absent || !text.is_empty());
                text.map_or(ABSENT, |text| builder.texts.code(text))
            });
            known[code as usize] = Some(code_of);
            if let Some(silver_row) = silver_row {
                builder.codes[silver_row as usize] = code_of;
            }
        });
    }
}
