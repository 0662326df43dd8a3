//! The text of a field in single events.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use touchstone_medallion::{Medallion, SilverColumn};
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
    let silver = medallion.silver();
    let stored: Vec<_> = fields
        .iter()
        .map(|field| match field {
            Field::Text(column) => {
                let id = silver.id(*column);
                Some((silver.frame().row_codes(id), silver.frame().dictionary(id)))
            }
            _ => None,
        })
        .collect();
    // By field and stored code: nothing where the next field has the value.
    let mut known: FxHashMap<(usize, u32), Option<Option<u32>>> = FxHashMap::default();
    let mut code_in = |row: u32| {
        for (at, (field, stored)) in fields.iter().zip(&stored).enumerate() {
            let found = match stored {
                Some((codes, dictionary)) => {
                    let code = codes.get(row);
                    *known
                        .entry((at, code))
                        .or_insert_with(|| dictionary.get(code).filter(|text| is_value(text)).map(&mut code_of))
                }
                None => {
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
        Field::Text(column) => view.text(*column).map(Cow::Borrowed),
        Field::Param(key) => view.param(key).map(Cow::Borrowed),
        Field::Number(column) => view.integer(*column).map(|number| number.to_string().into()),
        Field::Input => view.input().map(Cow::Borrowed),
        Field::Time | Field::Weekday | Field::Hour => view.time_ms().map(|ms| time_text(field, ms).into()),
        Field::Flattened | Field::Anywhere => None,
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
