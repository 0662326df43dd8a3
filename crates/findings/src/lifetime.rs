//! How long tokens live: from the event that makes one to the time at which it expires.

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Decimal, Range, RowView, Value};

use crate::condition::Spellings;

/// Milliseconds since 1970; of a token that never expires -1, or nothing.
const EXPIRES: &str = "tokenExpirationTime";

const HOUR_MS: i64 = 3_600_000;

/// Calls `visit` with each row that tells when a token expires, and how many milliseconds it lives.
pub(crate) fn each(medallion: &Medallion, spellings: &Spellings, mut visit: impl FnMut(u32, i64)) {
    let silver = medallion.silver();
    let times = silver.frame().row_integers(silver.id(SilverColumn::EventTime));
    for key in spellings.of_key(EXPIRES) {
        for gold in medallion.gold() {
            let Some(column) = gold.key(&key) else { continue };
            let frame = gold.frame();
            let expires: Vec<Option<i64>> = std::iter::once(None)
                .chain(frame.dictionary(column).iter().map(|(_, text)| text.parse().ok().filter(|time| *time > 0)))
                .collect();
            let admitted: Vec<bool> = expires.iter().map(Option::is_some).collect();
            let rows = frame.select_codes(column, &admitted);
            frame.each_pair(column, gold.silver_rows(), &rows, |code, silver_row| {
                let expires = expires.get(code as usize).copied().flatten();
                let row = silver_row.map(|row| row as u32);
                let made = row.and_then(|row| times.get(row));
                if let (Some(row), Some(lives)) =
                    (row, expires.zip(made).and_then(|(end, begin)| end.checked_sub(begin)))
                {
                    visit(row, lives);
                }
            });
        }
    }
}

/// How many milliseconds a token lives that an event makes; nothing where it does not tell.
pub(crate) fn of(medallion: &Medallion, spellings: &Spellings, row: u32) -> Option<i64> {
    let view = RowView::new(medallion, row)?;
    let lives = |key: String| {
        let expires: i64 = view.param(&key)?.parse().ok().filter(|time| *time > 0)?;
        expires.checked_sub(view.time_ms()?)
    };
    spellings.of_key(EXPIRES).into_iter().rev().find_map(lives)
}

/// Whole hours of a lifetime.
pub(crate) fn hours(ms: i64) -> i64 {
    ms.div_euclid(HOUR_MS)
}

/// Whether a lifetime is one of some values, which are hours.
pub(crate) fn is_any(values: &[Value], ms: i64) -> bool {
    values.iter().any(|value| match value {
        Value::Number(range) => is_in(range, ms),
        _ => false,
    })
}

fn is_in(range: &Range<Decimal>, ms: i64) -> bool {
    let hours = ms as f64 / HOUR_MS as f64;
    let of = |number: &Decimal| number.text().parse().unwrap_or(f64::NAN);
    match range {
        Range::Is(one) => (hours - of(one)).abs() < f64::EPSILON,
        Range::From(least) => hours >= of(least),
        Range::Above(least) => hours > of(least),
        Range::To(most) => hours <= of(most),
        Range::Below(most) => hours < of(most),
        Range::Between(least, most) => of(least) <= hours && hours <= of(most),
    }
}
