//! Tables in answers: lists of objects, groups, leaderboards, and objects by member.
//!
//! The columns of a list are the members of its objects, so that every answer has a table, and its names.

use serde_json::{Map, Value, json};

use super::cells::Cell;
use super::{crosstab, grid, histogram};
use crate::xlsx::Kind;

/// Members that only the page needs.
const HIDDEN: &[&str] = &["chosen", "excluded", "row", "ofRow"];

/// The member that holds counts by hour of the week.
const WEEK: &str = "week";

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The member that holds the values of a compared board.
const DIFFERENCES: &str = "differences";

/// Behind the names of members that are times in milliseconds.
const TIME: &str = "Ms";

/// Members that are lengths of time in milliseconds.
const LENGTHS: [&str; 2] = ["durationMs", "binMs"];

/// A table with a title.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) title: String,
    pub(crate) columns: Vec<ShownColumn>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownColumn {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

type Object = Map<String, Value>;

impl Shown {
    /// The table in a part of an answer. Each step of `part` is the name of a member, a place in a list from 0 on, or
    /// `member=value`, which takes the first object of a list that has the value.
    pub(crate) fn of(title: &str, answer: &Value, part: &[String]) -> Result<Self, String> {
        let mut value = answer;
        for step in part {
            value = inside(value, step).ok_or_else(|| format!("the answer has no {step}"))?;
        }
        let is_week = part.last().is_some_and(|step| step == WEEK);
        Ok(match (value, value.get("series")) {
            (Value::Object(object), Some(Value::Array(series))) if object.contains_key("binMs") => {
                histogram::table(title, object, series)
            }
            (Value::Object(object), None) if object.contains_key("totalColumns") => {
                let columns = object.get("columns").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                crosstab::table(title, object, columns)
            }
            _ if is_week => Self::of_objects(title, &week(value)),
            _ => Self::of_objects(title, &objects(value)),
        })
    }

    fn of_objects(title: &str, objects: &[Object]) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for object in objects {
            for name in object.keys() {
                if !places.contains_key(name) {
                    places.insert(name.clone(), names.len());
                    names.push(name.clone());
                }
            }
        }
        if names.is_empty() {
            names.push("value".to_owned());
        }
        let kinds: Vec<Kind> =
            names.iter().map(|name| kind(name, objects.iter().filter_map(|object| object.get(name)))).collect();
        let rows = objects.iter().map(|object| {
            let cells = names.iter().zip(&kinds);
            cells.map(|(name, kind)| object.get(name).map_or(Cell::Absent, |value| Cell::of(value, *kind))).collect()
        });
        let rows = rows.collect();
        let columns = names.iter().zip(kinds).map(|(name, kind)| ShownColumn { name: heading(name, kind), kind });
        Self { title: title.to_owned(), columns: columns.collect(), rows }
    }
}

fn inside<'a>(value: &'a Value, step: &str) -> Option<&'a Value> {
    match (value, step.split_once('=')) {
        (Value::Array(list), Some((member, wanted))) => {
            list.iter().find(|object| object.get(member).and_then(Value::as_str) == Some(wanted))
        }
        (Value::Array(list), None) => step.parse::<usize>().ok().and_then(|at| list.get(at)),
        _ => value.get(step),
    }
}

/// A part of an answer as objects, which are the rows.
fn objects(value: &Value) -> Vec<Object> {
    match value {
        Value::Array(list) if list.iter().any(|one| one.get(DIFFERENCES).is_some()) => differences(list),
        Value::Array(list) => list.iter().map(row).collect(),
        Value::Object(object) => match (object.get("by"), object.get("column")) {
            _ if object.contains_key("charts") => multiples(object),
            _ if object.contains_key("stepMs") => grid::cells(object),
            (Some(Value::Array(by)), _) if object.contains_key("groups") => groups(object, by, "groups"),
            (Some(Value::Array(by)), _) if object.contains_key("uses") => groups(object, by, "uses"),
            (_, Some(Value::String(column))) if object.contains_key("leaders") => leaders(object, column),
            _ => row(value).into_iter().map(|(name, value)| named(&name, value)).collect(),
        },
        other => vec![row(other)],
    }
}

fn named(name: &str, value: Value) -> Object {
    // A column of both times and texts is one of texts.
    let is_time = is_time(name) && value.is_i64();
    let value = if is_time { value.as_i64().map(touchstone_record::time::rfc3339).into() } else { value };
    Object::from_iter([
        ("field".to_owned(), heading(name, if is_time { Kind::Time } else { Kind::Text }).into()),
        ("value".to_owned(), value),
    ])
}

/// An object as a row: what is inside of its objects is named with dots; lists are JSON text.
fn row(value: &Value) -> Object {
    let mut flat = Object::new();
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter().filter(|(name, _)| !HIDDEN.contains(&name.as_str())) {
                match value {
                    Value::Object(_) => {
                        flat.extend(row(value).into_iter().map(|(inner, value)| (format!("{name}.{inner}"), value)));
                    }
                    Value::Array(list) => {
                        let text = if list.is_empty() { Value::Null } else { value.to_string().into() };
                        flat.insert(name.clone(), text);
                    }
                    _ => {
                        flat.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        other => {
            flat.insert("value".to_owned(), other.clone());
        }
    }
    flat
}

/// Small multiples: a row per value and bin, so that no value can be taken for another column.
fn multiples(answer: &Object) -> Vec<Object> {
    let by = answer.get("by").and_then(Value::as_str).unwrap_or("value");
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let number = |name: &str| answer.get("histogram").and_then(|bins| bins.get(name)).and_then(Value::as_i64);
    let (from, width) = (number("fromMs").unwrap_or_default(), number("binMs").unwrap_or_default());
    let series = list(answer.get("histogram").and_then(|bins| bins.get("series")));
    let of_chart = |(chart, series): (Value, Value)| {
        let value = chart.get("value").cloned().unwrap_or_default();
        let of_bin = |(at, events): (usize, Value)| {
            let start = from.saturating_add(width.saturating_mul(at as i64));
            Object::from_iter([
                (by.to_owned(), value.clone()),
                ("fromMs".to_owned(), json!(start)),
                ("untilMs".to_owned(), json!(start.saturating_add(width))),
                ("events".to_owned(), events),
            ])
        };
        list(series.get("counts")).into_iter().enumerate().map(of_bin).collect::<Vec<_>>()
    };
    list(answer.get("charts")).into_iter().zip(series).flat_map(of_chart).collect()
}

/// Hours of the week, from Monday's first: a row each.
fn week(counts: &Value) -> Vec<Object> {
    let counts = counts.as_array().map_or(&[][..], Vec::as_slice);
    let of_hour = |(hour, events): (usize, &Value)| {
        Object::from_iter([
            ("weekday".to_owned(), WEEKDAYS.get(hour / 24).copied().into()),
            ("hour".to_owned(), json!(hour % 24)),
            ("events".to_owned(), events.clone()),
        ])
    };
    counts.iter().enumerate().map(of_hour).collect()
}

/// Compared boards: a row per value, with its column.
fn differences(boards: &[Value]) -> Vec<Object> {
    let of_board = |board: &Value| {
        let column = board.get("column").cloned().unwrap_or_default();
        let list = board.get(DIFFERENCES).and_then(Value::as_array).cloned().unwrap_or_default();
        let of_one = move |one: Value| {
            std::iter::once(("column".to_owned(), column.clone())).chain(row(&one)).collect::<Object>()
        };
        list.into_iter().map(of_one).collect::<Vec<_>>()
    };
    boards.iter().flat_map(of_board).collect()
}

/// Groups: the grouped values by the names of their columns, then what is counted of them. A count that the answer names
/// has that name, and one that it does not is left out.
fn groups(answer: &Object, by: &[Value], list: &str) -> Vec<Object> {
    let groups = answer.get(list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let of_group = |group: &Value| {
        let values = group.get("values").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let names = by.iter().map(|name| name.as_str().unwrap_or_default().to_owned());
        let mut object: Object =
            names.enumerate().map(|(at, name)| (name, values.get(at).cloned().unwrap_or_default())).collect();
        for (name, value) in row(group).into_iter().filter(|(name, _)| name != "values") {
            match answer.get(&name) {
                Some(Value::Null) => {}
                Some(Value::String(said)) => {
                    object.insert(said.clone(), value);
                }
                _ => {
                    object.insert(name, value);
                }
            }
        }
        object
    };
    groups.iter().map(of_group).collect()
}

/// A leaderboard: its values are named by its column.
fn leaders(board: &Object, column: &str) -> Vec<Object> {
    let leaders = board.get("leaders").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let of_leader = |leader: &Value| {
        let named = |(name, value)| (if name == "value" { column.to_owned() } else { name }, value);
        row(leader).into_iter().map(named).collect()
    };
    leaders.iter().map(of_leader).collect()
}

fn is_time(name: &str) -> bool {
    name.ends_with(TIME) && !LENGTHS.iter().any(|length| name.ends_with(length))
}

/// What all values of a column are.
fn kind<'a>(name: &str, values: impl Iterator<Item = &'a Value>) -> Kind {
    let mut found = None;
    for value in values {
        let kind = match value {
            Value::Null => continue,
            Value::Bool(_) => Kind::Flag,
            Value::Number(number) if number.is_f64() => Kind::Real,
            Value::Number(_) if is_time(name) => Kind::Time,
            Value::Number(_) => Kind::Number,
            _ => Kind::Text,
        };
        found = match found {
            None => Some(kind),
            Some(other) if other == kind => found,
            Some(Kind::Number | Kind::Real) if matches!(kind, Kind::Number | Kind::Real) => Some(Kind::Real),
            Some(_) => return Kind::Text,
        };
    }
    found.unwrap_or(Kind::Text)
}

/// The name of a column: as exports write names, and a time without its unit.
fn heading(name: &str, kind: Kind) -> String {
    let name = if kind == Kind::Time { name.strip_suffix(TIME).unwrap_or(name) } else { name };
    // Names of columns and keys stay as they are.
    if name.contains(['_', ' ', '-', '(']) || name.starts_with("requestParams.") {
        return name.to_owned();
    }
    let mut heading = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            heading.push('_');
        }
        heading.push(character.to_ascii_lowercase());
    }
    heading
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn csv(answer: &Value, part: &[&str]) -> String {
        let part: Vec<String> = part.iter().map(|step| (*step).to_owned()).collect();
        let shown = Shown::of("T", answer, &part).unwrap();
        let names = shown.columns.iter().map(|column| format!("{}:{:?}", column.name, column.kind));
        let line =
            |row: &Vec<Cell>| row.iter().map(|cell| cell.text().unwrap_or_default()).collect::<Vec<_>>().join(",");
        std::iter::once(names.collect::<Vec<_>>().join(","))
            .chain(shown.rows.iter().map(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn every_part_of_an_answer_is_a_table() {
        let answer = json!({
            "histogram": {"fromMs": 0, "binMs": 1000, "series": [
                {"name": "denied", "counts": [1, 2]}, {"name": "", "counts": [3]}]},
            "leaderboards": [
                {"column": "email", "distinct": 2, "leaders": [
                    {"value": "a@x", "events": 2, "chosen": true, "excluded": false},
                    {"value": null, "events": 1, "chosen": false, "excluded": false}]},
                {"column": "action_name", "distinct": 0, "leaders": []}],
            "breakdown": {"by": ["requestParams.Key", "event_date"], "part": "denied", "distinct": null, "groups": [
                {"values": ["k", null], "events": 5, "part": 2, "distinct": 0, "lastMs": 1000}]},
            "users": [{"user": "u", "lastMs": null, "meaning": {"text": "m", "checked": true}, "list": ["a", "b"]},
                      {"user": "v", "lastMs": 0, "share": 0.5, "list": []}],
            "figures": {"events": 7, "firstMs": 0, "sourceAddresses": 2},
            "actions": [{"row": 3, "startedMs": 0, "result": {"endedMs": 5, "durationMs": 5}}],
            "names": ["x", 1],
            "multiples": {"by": "email", "total": 3, "charts": [{"value": "total", "events": 4}, {"value": null, "events": 2}],
                "histogram": {"fromMs": 0, "binMs": 1000, "series": [
                    {"name": "total", "counts": [1, 2]}, {"name": "", "counts": [0, 2]}]}},
            "board": {"title": "T", "by": ["email"], "new": 1, "uses": [
                {"values": ["a@x"], "events": 2, "denied": 1, "new": true, "filter": null}]},
            "boards": [
                {"column": "email", "new": 1, "differences": [
                    {"value": null, "before": 0, "after": 2, "change": "new", "surprise": 1.5}]},
                {"column": "outcome", "new": 0, "differences": []}],
            "lists": [[{"name": "a"}], [{"name": "b"}]],
            "week": (0..168).collect::<Vec<u32>>(),
        });
        let week = csv(&answer, &["week"]);
        assert_eq!(week.lines().count(), 169);
        assert!(week.starts_with("weekday:Text,hour:Number,events:Number\nMonday,0,0\nMonday,1,1\n"), "{week}");
        assert!(week.ends_with("Sunday,23,167"), "{week}");
        for (part, expected) in [
            (
                &["histogram"][..],
                "from:Time,until:Time,denied:Number,(none):Number,total:Number\n\
                1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,1,3,4\n\
                1970-01-01T00:00:01.000Z,1970-01-01T00:00:02.000Z,2,0,2",
            ),
            (&["leaderboards", "column=email"], "email:Text,events:Number\na@x,2\n,1"),
            (&["leaderboards", "column=action_name"], "value:Text"),
            (
                &["breakdown"],
                "requestParams.Key:Text,event_date:Text,events:Number,denied:Number,last:Time\n\
                k,,5,2,1970-01-01T00:00:01.000Z",
            ),
            (
                &["users"],
                "user:Text,last:Time,meaning.text:Text,meaning.checked:Flag,list:Text,share:Real\n\
                u,,m,true,[\"a\",\"b\"],\nv,1970-01-01T00:00:00.000Z,,,,0.5",
            ),
            (&["figures"], "field:Text,value:Text\nevents,7\nfirst,1970-01-01T00:00:00.000Z\nsource_addresses,2"),
            (
                &["actions"],
                "started:Time,result.ended:Time,result.duration_ms:Number\n\
                1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.005Z,5",
            ),
            (&["names"], "value:Text\nx\n1"),
            (&["board"], "email:Text,events:Number,denied:Number,new:Flag,filter:Text\na@x,2,1,true,"),
            (
                &["boards"],
                "column:Text,value:Text,before:Number,after:Number,change:Text,surprise:Real\nemail,,0,2,new,1.5",
            ),
            (&["lists", "1"], "name:Text\nb"),
            (
                &["multiples"],
                "email:Text,from:Time,until:Time,events:Number\n\
                total,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,1\n\
                total,1970-01-01T00:00:01.000Z,1970-01-01T00:00:02.000Z,2\n\
                ,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,0\n\
                ,1970-01-01T00:00:01.000Z,1970-01-01T00:00:02.000Z,2",
            ),
        ] {
            assert_eq!(csv(&answer, part), expected, "{part:?}");
        }
    }

    #[test]
    fn what_an_answer_lacks_is_named() {
        for (part, expected) in
            [(&["nothing"][..], "the answer has no nothing"), (&["list", "name=x"], "the answer has no name=x")]
        {
            let part: Vec<String> = part.iter().map(|step| (*step).to_owned()).collect();
            let refused = Shown::of("T", &json!({"list": [{"name": "y"}]}), &part);
            assert_eq!(refused.map(|shown| shown.rows.len()).unwrap_err(), expected);
        }
    }
}
