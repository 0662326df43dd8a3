//! Grids of events by day or hour: a row for each row and column, beside what is usual.

use serde_json::{Map, Value, json};

/// The cells of a grid, each with its time.
pub(super) fn cells(answer: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let number = |name: &str| answer.get(name).and_then(Value::as_i64).unwrap_or_default();
    let (from, step) = (number("fromMs"), number("stepMs"));
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let of_row = |row: &Value| {
        let member = |name: &str| row.get(name).cloned().unwrap_or_default();
        let (usually, silent) = (list(row.get("usually")), list(row.get("silent")));
        let of_column = |(at, events): (usize, Value)| {
            let start = from.saturating_add(step.saturating_mul(at as i64));
            Map::from_iter([
                ("workspace".to_owned(), member("workspace")),
                ("service".to_owned(), member("service")),
                ("fromMs".to_owned(), json!(start)),
                ("untilMs".to_owned(), json!(start.saturating_add(step))),
                ("events".to_owned(), events),
                ("usually".to_owned(), usually.get(at).cloned().unwrap_or_default()),
                ("silent_hours".to_owned(), silent.get(at).cloned().unwrap_or_default()),
            ])
        };
        list(row.get("counts")).into_iter().enumerate().map(of_column).collect::<Vec<_>>()
    };
    list(answer.get("rows")).iter().flat_map(of_row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_a_row_with_its_time() {
        let answer = json!({
            "fromMs": 0, "stepMs": 3_600_000, "columns": 2, "totalRows": 1, "rest": 0, "uncounted": false,
            "rows": [
                {"workspace": null, "service": null, "events": 3, "filled": 1, "counts": [3, 0], "usually": [2, null],
                 "silent": [0, 1]},
                {"workspace": null, "service": "jobs", "events": 3, "filled": 1, "counts": [3, 0], "usually": [],
                 "silent": [0, 1]},
            ],
        });
        let cells = cells(answer.as_object().unwrap());
        assert_eq!(cells.len(), 4);
        assert_eq!(
            Value::Object(cells[1].clone()),
            json!({"workspace": null, "service": null, "fromMs": 3_600_000, "untilMs": 7_200_000, "events": 0,
                   "usually": null, "silent_hours": 1})
        );
        assert_eq!(
            (&cells[2]["service"], &cells[2]["events"], &cells[2]["usually"]),
            (&json!("jobs"), &json!(3), &Value::Null)
        );
    }
}
