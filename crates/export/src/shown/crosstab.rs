//! Cross tables: a row per value, with a column for each value of the other column, the rest and the sum.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::cells::Cell;
use super::histogram::unlike;
use super::table::{Shown, ShownColumn};
use crate::xlsx::Kind;

const OTHERS: &str = "others";
const TOTAL: &str = "total";

/// The table of a cross table whose columns are those given; values name them, and one that is taken has a number behind it.
pub(super) fn table(title: &str, answer: &Map<String, Value>, columns: &[Value]) -> Shown {
    let list = |name: &str| answer.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let by = list("by").first().and_then(Value::as_str).unwrap_or("value");
    let mut taken: HashSet<String> = [by, OTHERS, TOTAL].map(str::to_owned).into();
    let column = |name: String, kind: Kind| ShownColumn { name, kind };
    let mut shown = vec![column(by.to_owned(), Kind::Text)];
    for value in columns {
        let name = value.get("value").and_then(Value::as_str);
        let name = name.map_or("(none)", |name| if name.is_empty() { "(empty)" } else { name });
        shown.push(column(unlike(name, &mut taken), Kind::Number));
    }
    shown.push(column(OTHERS.to_owned(), Kind::Number));
    shown.push(column(TOTAL.to_owned(), Kind::Number));
    let number = |row: &Value, name: &str| Cell::Number(row.get(name).and_then(Value::as_i64).unwrap_or_default());
    let row = |row: &Value| {
        let counts = row.get("counts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let value = row.get("value").and_then(Value::as_str);
        std::iter::once(value.map_or(Cell::Absent, |value| Cell::Text(value.to_owned())))
            .chain(counts.iter().map(|count| Cell::Number(count.as_i64().unwrap_or_default())))
            .chain([number(row, OTHERS), number(row, "events")])
            .collect()
    };
    Shown { title: title.to_owned(), rows: list("rows").iter().map(row).collect(), columns: shown }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_has_a_count_for_each_column_the_rest_and_the_sum() {
        let answer = json!({
            "by": ["email", "service_name"], "events": 10, "totalRows": 2, "totalColumns": 5,
            "columns": [{"value": "jobs", "events": 5}, {"value": null, "events": 2}, {"value": "total", "events": 1},
                {"value": "", "events": 1}],
            "rows": [
                {"value": "=ada", "events": 9, "others": 1, "counts": [4, 2, 1, 1]},
                {"value": null, "events": 1, "others": 0, "counts": [1, 0, 0, 0]},
            ],
        });
        let object = answer.as_object().unwrap();
        let shown = table("T", object, object["columns"].as_array().unwrap());
        let names: Vec<&str> = shown.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["email", "jobs", "(none)", "total (2)", "(empty)", "others", "total"]);
        let texts: Vec<Vec<Option<String>>> =
            shown.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
        let some = |texts: &[&str]| texts.iter().map(|text| Some((*text).to_owned())).collect::<Vec<_>>();
        assert_eq!(texts[0], some(&["=ada", "4", "2", "1", "1", "1", "9"]));
        assert_eq!(texts[1][1..], some(&["1", "0", "0", "0", "0", "1"]));
        assert_eq!(texts[1][0], None);
    }
}
