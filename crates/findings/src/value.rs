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

/// Calls `visit` with each of some rows in which a field has a value, and the value.
pub(crate) fn each_value(
    medallion: &Medallion,
    spellings: &Spellings,
    field: &RuleField,
    rows: &[u32],
    mut visit: impl FnMut(u32, &str),
) {
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
    let mut types: FxHashMap<String, &'static str> = FxHashMap::default();
    for row in rows {
        let Some(view) = RowView::new(medallion, *row) else { continue };
        // In a choice an empty text is none.
        let mut texts = fields.iter().filter_map(|field| text_of(&view, field));
        let text = texts.find(|text| !is_choice || !text.is_empty());
        let value = match field {
            RuleField::PrincipalType => text.map(|name| {
                let of_name = types.entry(name.into_owned());
                Cow::Borrowed(*of_name.or_insert_with_key(|name| type_of_principal(name)))
            }),
            RuleField::Network => text.and_then(|text| Some(network_of(address(&text)?)?.to_string().into())),
            RuleField::PublicIp => {
                Some(text.is_some_and(|text| address(&text).is_some_and(is_public)).to_string().into())
            }
            RuleField::Client => text.and_then(|text| client_of(&text)).map(Cow::Owned),
            RuleField::TokenLifetime => {
                lifetime::of(medallion, spellings, *row).map(|ms| lifetime::hours(ms).to_string().into())
            }
            RuleField::Stored(_) | RuleField::Principal | RuleField::Securable => text,
        };
        if let Some(value) = value {
            visit(*row, &value);
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
