//! The text of a field in single events.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use touchstone_frame::{Dictionary, RowCodes};
use touchstone_medallion::{Gold, Medallion, SilverColumn};
use touchstone_query::{Field, RowView, Weekday, address};
use touchstone_record::time;

use crate::condition::Spellings;
use crate::field::RuleField;
use crate::lifetime;
use crate::lower::{client_of, is_public, network_of, type_of_principal};

/// The codes of a field's values in some rows, by row; rows without a value are left out. `code_of` gives the code of a
/// value. It is asked once for what is stored many times.
pub(crate) fn codes_in(
    medallion: &Medallion,
    spellings: &Spellings,
    field: &RuleField,
    rows: &[u32],
    mut code_of: impl FnMut(&str) -> u32,
) -> Vec<(u32, u32)> {
    if *field == RuleField::TokenLifetime {
        let hours = |row: &u32| Some((*row, lifetime::hours(lifetime::of(medallion, spellings, *row)?)));
        return rows.iter().filter_map(hours).map(|(row, hours)| (row, code_of(&hours.to_string()))).collect();
    }
    let stored = |field: &Field| -> Vec<Field> {
        match field {
            Field::Param(key) => spellings.of_key(key).into_iter().map(Field::Param).collect(),
            other => vec![other.clone()],
        }
    };
    let is_choice = matches!(field, RuleField::Principal | RuleField::PrincipalType | RuleField::Securable);
    let fields: Vec<Field> = match field {
        RuleField::Stored(field) => stored(field),
        RuleField::Network | RuleField::PublicIp => vec![Field::Text(SilverColumn::SourceIpAddress)],
        RuleField::Client => vec![Field::Text(SilverColumn::UserAgent)],
        _ => field.choice().iter().flat_map(stored).collect(),
    };
    // In a choice an empty text is none.
    let is_value = |text: &str| !is_choice || !text.is_empty();
    let mut code_of = |text: &str| derived(field, text).map(|value| code_of(&value));
    let of_none = if *field == RuleField::PublicIp { code_of("") } else { None };
    let mut stored: Vec<StoredCodes<'_>> = fields.iter().map(|field| StoredCodes::of(medallion, field)).collect();
    // By field, frame and code: nothing where the next field has the value.
    let mut known: FxHashMap<(usize, usize, u32), Option<Option<u32>>> = FxHashMap::default();
    let mut code_in = |row: u32| {
        for (at, (field, stored)) in fields.iter().zip(&mut stored).enumerate() {
            let found = match stored.find(row) {
                Found::Code(frame, code, dictionary) => *known
                    .entry((at, frame, code))
                    .or_insert_with(|| dictionary.get(code).filter(|text| is_value(text)).map(&mut code_of)),
                Found::Nothing => None,
                Found::Unstored => {
                    let view = RowView::new(medallion, row)?;
                    text_of(&view, field).filter(|text| is_value(text)).map(|text| code_of(&text))
                }
            };
            if let Some(code) = found {
                return code;
            }
        }
        of_none
    };
    rows.iter().filter_map(|row| Some((*row, code_in(*row)?))).collect()
}

/// The stored codes of a field.
enum StoredCodes<'a> {
    Column(RowCodes<'a>, &'a Dictionary),
    /// Of a request parameter by service: as many frames as were met, each with its column if it has one.
    Param {
        key: &'a str,
        gold_row: GoldRow<'a>,
        frames: Vec<(&'a Gold, Option<(RowCodes<'a>, &'a Dictionary)>)>,
    },
    /// A field without codes.
    None,
}

type GoldRow<'a> = Box<dyn Fn(u32) -> Option<(&'a Gold, u32)> + 'a>;

/// What a row has of a field.
enum Found<'a> {
    /// A code of a frame, of which the text is in its dictionary.
    Code(usize, u32, &'a Dictionary),
    Nothing,
    Unstored,
}

impl<'a> StoredCodes<'a> {
    fn of(medallion: &'a Medallion, field: &'a Field) -> Self {
        match field {
            Field::Text(column) => {
                let (frame, id) = (medallion.silver().frame(), medallion.silver().id(*column));
                Self::Column(frame.row_codes(id), frame.dictionary(id))
            }
            Field::Param(key) => Self::Param { key, gold_row: Box::new(medallion.gold_rows()), frames: Vec::new() },
            _ => Self::None,
        }
    }

    fn find(&mut self, row: u32) -> Found<'a> {
        match self {
            Self::Column(codes, dictionary) => Found::Code(0, codes.get(row), dictionary),
            Self::Param { key, gold_row, frames } => {
                let Some((gold, row)) = gold_row(row) else { return Found::Nothing };
                let at = frames.iter().position(|(other, _)| std::ptr::eq(*other, gold)).unwrap_or_else(|| {
                    let frame = gold.frame();
                    let column = gold.key(key).map(|column| (frame.row_codes(column), frame.dictionary(column)));
                    frames.push((gold, column));
                    frames.len() - 1
                });
                match &frames[at].1 {
                    Some((codes, dictionary)) => Found::Code(at, codes.get(row), dictionary),
                    None => Found::Nothing,
                }
            }
            Self::None => Found::Unstored,
        }
    }
}

/// A field's value where it is derived from a text.
fn derived<'t>(field: &RuleField, text: &'t str) -> Option<Cow<'t, str>> {
    match field {
        RuleField::PrincipalType => Some(type_of_principal(text).into()),
        RuleField::Network => Some(network_of(address(text)?)?.to_string().into()),
        RuleField::PublicIp => Some(address(text).is_some_and(is_public).to_string().into()),
        RuleField::Client => client_of(text).map(Cow::Owned),
        RuleField::Stored(_) | RuleField::Principal | RuleField::Securable | RuleField::TokenLifetime => {
            Some(text.into())
        }
    }
}

/// What is stored of a field in an event.
fn text_of<'a>(view: &RowView<'a>, field: &Field) -> Option<Cow<'a, str>> {
    match field {
        Field::Number(column) => view.integer(*column).map(|number| number.to_string().into()),
        Field::Input => view.input().map(Cow::Borrowed),
        Field::Time | Field::Weekday | Field::Hour => view.time_ms().map(|ms| time_text(field, ms).into()),
        // The first two have codes.
        Field::Text(_) | Field::Param(_) | Field::Flattened | Field::Anywhere => None,
    }
}

/// What a time is called, as a time, a day or an hour.
pub(crate) fn time_text(field: &Field, ms: i64) -> String {
    match field {
        Field::Weekday => Weekday::of_time(ms).name().to_owned(),
        Field::Hour => ms.div_euclid(3_600_000).rem_euclid(24).to_string(),
        _ => time::rfc3339(ms),
    }
}
