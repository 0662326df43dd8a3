//! Histograms: a row per bin, with each series and their sum.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::cells::Cell;
use super::table::{Shown, ShownColumn};
use crate::xlsx::Kind;

const FROM: &str = "from";
const UNTIL: &str = "until";
const TOTAL: &str = "total";

/// What the series without a name is called.
const UNNAMED: &str = "(none)";

/// The table of a histogram. Logs name the series, so their names stay as they are, and one that is taken has a number
/// behind it.
pub(super) fn table(title: &str, histogram: &Map<String, Value>, series: &[Value]) -> Shown {
    let number = |name: &str| histogram.get(name).and_then(Value::as_i64).unwrap_or_default();
    let (from, width) = (number("fromMs"), number("binMs"));
    let column = |name: &str, kind: Kind| ShownColumn { name: name.to_owned(), kind };
    let mut taken: HashSet<String> = [FROM, UNTIL, TOTAL].map(str::to_owned).into();
    let mut columns = vec![column(FROM, Kind::Time), column(UNTIL, Kind::Time)];
    let mut all_counts: Vec<&[Value]> = Vec::new();
    for one in series {
        let name = one.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()).unwrap_or(UNNAMED);
        columns.push(column(&unlike(name, &mut taken), Kind::Number));
        all_counts.push(one.get("counts").and_then(Value::as_array).map_or(&[], Vec::as_slice));
    }
    columns.push(column(TOTAL, Kind::Number));
    let length = all_counts.iter().map(|counts| counts.len()).max().unwrap_or_default();
    let row = |at: usize| {
        let start = from.saturating_add(width.saturating_mul(at as i64));
        let time = |ms: i64| Cell::of(&json!(ms), Kind::Time);
        let counts = all_counts.iter().map(|counts| counts.get(at).and_then(Value::as_i64).unwrap_or_default());
        let counts: Vec<i64> = counts.collect();
        let total = counts.iter().sum();
        [time(start), time(start.saturating_add(width))]
            .into_iter()
            .chain(counts.into_iter().chain([total]).map(Cell::Number))
            .collect()
    };
    Shown { title: title.to_owned(), rows: (0..length).map(row).collect(), columns }
}

/// The name, with the first number behind it that makes it unlike those taken.
pub(super) fn unlike(name: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2_u64..).map(|number| format!("{name} ({number})"));
    let found = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let found = found.unwrap_or_default();
    taken.insert(found.clone());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_keep_their_names_and_their_counts() {
        let names = ["denied", "", "(none)", "total", "total", "unityCatalog", "pingMs", "from"];
        let series: Vec<Value> =
            names.iter().enumerate().map(|(at, name)| json!({"name": name, "counts": [at, at + 1]})).collect();
        let histogram = json!({"fromMs": 0, "binMs": 1000});
        let shown = table("T", histogram.as_object().unwrap(), &series);
        let columns: Vec<(&str, Kind)> =
            shown.columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
        assert_eq!(columns[..2], [("from", Kind::Time), ("until", Kind::Time)]);
        let expected =
            ["denied", "(none)", "(none) (2)", "total (2)", "total (3)", "unityCatalog", "pingMs", "from (2)", "total"];
        assert_eq!(columns[2..], expected.map(|name| (name, Kind::Number)));
        let second: Vec<_> = shown.rows[1].iter().filter_map(Cell::text).collect();
        let counts = ["1", "2", "3", "4", "5", "6", "7", "8", "36"];
        assert_eq!(second[..2], ["1970-01-01T00:00:01.000Z", "1970-01-01T00:00:02.000Z"]);
        assert_eq!(second[2..], counts);
    }
}
