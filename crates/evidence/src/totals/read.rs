//! Reads totals that a warehouse counted: CSV, a JSON list of objects, or an object per line.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::id_sum::IdSum;
use super::{Figures, Totals, TotalsRow};
use crate::strict::Strict;

/// The columns that a result has.
const COLUMNS: [&str; 6] = ["event_date", "service_name", "records", "ids", "without_id", "digest"];

/// The largest file that is read.
const MAX_BYTES: usize = 64 << 20;

/// Reads the result of the query. An error is a sentence that names the row.
pub fn read_totals(bytes: &[u8]) -> Result<Totals, String> {
    if bytes.len() > MAX_BYTES {
        return Err("the totals have more than 64 MiB, which no result of the query has".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "the totals are not in UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let lines = if text.starts_with('[') {
        objects(serde_json::from_str::<Vec<Strict>>(text).map_err(unread)?)?
    } else if text.starts_with('{') {
        objects(serde_json::Deserializer::from_str(text).into_iter().collect::<Result<_, _>>().map_err(unread)?)?
    } else {
        of_csv(text)?
    };
    let mut rows: BTreeMap<(bool, String, String), Figures> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let row = row(line).map_err(|error| format!("row {}: {error}", at + 1))?;
        let key = (row.event_date.is_none(), row.event_date.unwrap_or_default(), row.service_name);
        let named = format!("{} {}", key.1, key.2);
        if rows.insert(key, row.figures).is_some() {
            return Err(format!("row {}: {named} stands there twice", at + 1));
        }
    }
    let rows = rows.into_iter().map(|((is_undated, day, service_name), figures)| TotalsRow {
        event_date: (!is_undated).then_some(day),
        service_name,
        figures,
    });
    Ok(Totals { filter: String::new(), rows: rows.collect() })
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unread(error: serde_json::Error) -> String {
    format!("the totals cannot be read as JSON: {error}")
}

fn objects(lines: Vec<Strict>) -> Result<Vec<Map<String, Value>>, String> {
    let object = |(at, Strict(line))| match line {
        Value::Object(map) => Ok(map),
        _ => Err(format!("the totals cannot be read as JSON: row {} is no object", at + 1)),
    };
    lines.into_iter().enumerate().map(object).collect()
}

fn of_csv(text: &str) -> Result<Vec<Map<String, Value>>, String> {
    let unread = |error: csv::Error| format!("the totals cannot be read as CSV: {error}");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let names = reader.headers().map_err(unread)?.clone();
    for column in COLUMNS {
        match names.iter().filter(|name| name.eq_ignore_ascii_case(column)).count() {
            0 => return Err(format!("the totals have no column {column}")),
            1 => {}
            _ => return Err(format!("the totals have the column {column} twice")),
        }
    }
    let line = |record: csv::StringRecord| -> Map<String, Value> {
        names.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.into())).collect()
    };
    reader.records().map(|record| record.map(line).map_err(unread)).collect()
}

fn row(line: &Map<String, Value>) -> Result<TotalsRow, String> {
    let cell = |name: &str| {
        let mut found = line.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (None, _) => Err(format!("{name} is missing")),
            (Some(_), Some(_)) => Err(format!("{name} stands there twice")),
            (Some((_, Value::Null)), None) => Ok(String::new()),
            (Some((_, Value::String(text))), None) => Ok(text.trim().to_owned()),
            (Some((_, Value::Number(number))), None) => Ok(number.to_string()),
            (Some((_, other)), None) => Err(format!("{name} is {other}, which is neither text nor a number")),
        }
    };
    let count = |name: &str| {
        let text = cell(name)?;
        text.parse::<u64>().map_err(|_| format!("{name} is {text:?}, which is no count"))
    };
    let digest = cell("digest")?;
    let sum = IdSum::parse(&digest).ok_or_else(|| {
        format!("the digest is {digest:?}, which is no whole number; a spreadsheet rounds it unless it is text")
    })?;
    Ok(TotalsRow {
        event_date: day(&cell("event_date")?)?,
        service_name: cell("service_name")?,
        figures: Figures {
            records: count("records")?,
            ids: count("ids")?,
            without_id: count("without_id")?,
            digest: sum,
        },
    })
}

/// The day of a date, or of a midnight in UTC as some clients write it.
fn day(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let (day, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let is_day = day.len() == 10
        && day
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    let is_midnight = rest.trim_start_matches(['T', ' ']).trim_end_matches(['Z', '0', ':', '.', '+']).is_empty();
    if is_day && is_midnight {
        Ok(Some(day.to_owned()))
    } else {
        Err(format!("event_date is {text:?}, which is no day; days are written 2025-10-06"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "event_date,service_name,records,ids,without_id,digest\n";

    #[test]
    fn every_form_of_a_result_is_the_same() {
        let csv = read_totals(format!("{HEAD}2025-10-06,jobs,3,2,0,7\n,,1,0,1,0\n").as_bytes()).unwrap();
        assert_eq!(csv.rows[0].event_date.as_deref(), Some("2025-10-06"));
        assert_eq!((csv.rows[1].event_date.as_ref(), csv.rows[1].figures.without_id), (None, 1));
        for other in [
            "\u{feff}EVENT_DATE,digest,IDS,records,without_id,service_name,more\r\n2025-10-06T00:00:00.000Z,7,2,3,0,jobs,x\r\n,0,0,1,1,,\r\n",
            r#"[{"event_date":"2025-10-06","service_name":"jobs","records":"3","ids":2,"without_id":0,"digest":"7"},
                {"event_date":null,"service_name":"","records":1,"ids":0,"without_id":1,"digest":0}]"#,
            "{\"event_date\":\"2025-10-06 00:00:00\",\"service_name\":\"jobs\",\"records\":3,\"ids\":2,\"without_id\":0,\"digest\":7}\n\
             {\"event_date\":null,\"service_name\":null,\"records\":1,\"ids\":0,\"without_id\":1,\"digest\":\"0\"}\n",
        ] {
            assert_eq!(read_totals(other.as_bytes()).unwrap(), csv, "{other}");
        }
    }

    #[test]
    fn what_is_no_result_is_refused_with_its_row() {
        for (text, expected) in [
            ("a,b\n1,2\n", "the totals have no column event_date"),
            ("[1]", "the totals cannot be read as JSON: row 1 is no object"),
            ("{\"ids\":1,\"ids\":2}", "the totals cannot be read as JSON: \"ids\" stands there twice"),
            ("{\"ids\":NaN}", "the totals cannot be read as JSON: expected value"),
            ("[{\"event_date\":\"2025-10-06\"}]", "row 1: digest is missing"),
        ] {
            let error = read_totals(text.as_bytes()).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
        for (line, expected) in [
            ("2025-10-06,jobs,3,2,0,1.2E+18", "row 1: the digest is \"1.2E+18\", which is no whole number"),
            ("2025-10-06,jobs,-3,2,0,1", "row 1: records is \"-3\", which is no count"),
            ("06.10.2025,jobs,3,2,0,1", "row 1: event_date is \"06.10.2025\", which is no day"),
            ("2025-10-06T12:00:00Z,jobs,3,2,0,1", "row 1: event_date is"),
            ("2025-10-06,jobs,3,2,0,1\n2025-10-06,jobs,3,2,0,1", "row 2: 2025-10-06 jobs stands there twice"),
            ("2025-10-06,jobs,3", "the totals cannot be read as CSV"),
            ("\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9},jobs,3,2,0,1", "row 1: event_date is"),
        ] {
            let error = read_totals(format!("{HEAD}{line}\n").as_bytes()).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
        assert_eq!(read_totals(b"\xff").unwrap_err(), "the totals are not in UTF-8");
        for deep in ["[".repeat(200_000), "{\"a\":".repeat(200_000), "[".repeat(MAX_BYTES + 1)] {
            let error = read_totals(deep.as_bytes()).unwrap_err();
            assert!(error.contains("recursion limit exceeded") || error.contains("more than 64 MiB"), "{error}");
        }
    }
}
