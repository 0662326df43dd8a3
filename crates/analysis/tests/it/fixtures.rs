//! Fixtures written by other tools, compared with their scripts' expectations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::{Map, Value, json};
use touchstone_analysis::summary;
use touchstone_medallion::{Medallion, Session};
use touchstone_query::Cell;
use touchstone_source::Source;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures");

#[test]
fn every_fixture_gives_what_its_script_says() {
    let expected: Value = serde_json::from_slice(&std::fs::read(format!("{FIXTURES}/expected.json")).unwrap()).unwrap();
    let cases = expected["cases"].as_array().unwrap();
    assert!(cases.len() > 90);
    let wrong: Vec<String> = cases.iter().filter_map(differences).collect();
    assert!(wrong.is_empty(), "{} of {} cases differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Differences between a case and its script's expectation.
fn differences(case: &Value) -> Option<String> {
    let name = case["name"].as_str().unwrap();
    let session = load_folder(&PathBuf::from(format!("{FIXTURES}/inputs/{name}")));
    let medallion = session.medallion();
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: Value| {
        if found != case[what] {
            wrong.push(format!("  {name}: {what}\n    expected {}\n    found    {found}", case[what]));
        }
    };
    let summary = serde_json::to_value(summary(medallion)).unwrap();
    let totals = ["records", "events", "duplicates", "problems"];
    let total = |name: &&str| ((*name).to_owned(), summary["totals"][*name].clone());
    compare("totals", totals.iter().map(total).collect::<Map<_, _>>().into());
    compare("inputs", inputs(&summary));
    compare("problems", problems(medallion));
    compare("duplicates", duplicates(medallion));
    compare("skipped", skipped(medallion, case));
    let messages: Vec<&str> = medallion.problems().iter().map(|found| found.problem.message.as_str()).collect();
    if !medallion.reconciliation().holds {
        wrong.push(format!("  {name}: does not reconcile"));
    }
    if let Some(rows) = case["silver"].as_array() {
        let by_place: BTreeMap<(u64, u64), u32> = (0..medallion.silver().rows())
            .map(|row| ((u64::from(medallion.place(row).input), medallion.place(row).record), row))
            .collect();
        for expected in rows {
            let place = (expected["input"].as_u64().unwrap(), expected["record"].as_u64().unwrap());
            let found = by_place.get(&place).map(|row| silver_row(medallion, *row, expected));
            if found.as_ref() != Some(expected) {
                wrong.push(format!("  {name}: row {place:?}\n    expected {expected}\n    found    {}", json!(found)));
            }
        }
    }
    (!wrong.is_empty()).then(|| format!("{}\n  its problems:\n    {}", wrong.join("\n"), messages.join("\n    ")))
}

fn load_folder(folder: &Path) -> Session {
    let mut paths = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { paths.push(path) }
        }
    }
    let mut files: Vec<(String, Rc<dyn Source>)> = paths
        .iter()
        .map(|path| {
            let relative = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (relative, Rc::new(std::fs::read(path).unwrap()) as Rc<dyn Source>)
        })
        .collect();
    files.sort_by_cached_key(|(path, _)| path.encode_utf16().collect::<Vec<_>>());
    let mut session = Session::new([7; 16]);
    for (path, source) in files {
        session.open(path, source);
    }
    while session.step() {}
    session
}

fn inputs(summary: &Value) -> Value {
    let known = ["path", "container", "formats", "records", "events", "duplicates", "problems"];
    let input = |input: &Value| known.iter().map(|key| ((*key).to_owned(), input[*key].clone())).collect::<Map<_, _>>();
    summary["inputs"].as_array().unwrap().iter().map(input).collect()
}

fn path(medallion: &Medallion, input: u32) -> &str {
    &medallion.inputs()[input as usize].path
}

fn problems(medallion: &Medallion) -> Value {
    let problem = |found: &touchstone_medallion::InputProblem| json!({"path": path(medallion, found.input), "record": found.record, "kind": found.problem.kind.name()});
    medallion.problems().iter().map(problem).collect()
}

fn duplicates(medallion: &Medallion) -> Value {
    let duplicate = |found: &touchstone_medallion::Duplicate| {
        let of = medallion.place(found.of_row);
        json!({
            "path": path(medallion, found.input),
            "record": found.record,
            "of_path": path(medallion, of.input),
            "of_record": of.record,
        })
    };
    medallion.duplicates().iter().map(duplicate).collect()
}

/// The skipped files in the case's notation, with the kind of reason in place of its text.
fn skipped(medallion: &Medallion, case: &Value) -> Value {
    let sort_of = |reason: &str| match reason {
        "not in the current version of its Delta table" => "removed",
        "data of a Delta table that cannot be read" => "unsupported_table",
        reason if reason.ends_with("deleted from its Delta table") => "deleted_rows",
        _ => "companion",
    };
    let mut found: Vec<(String, Value)> = medallion
        .skipped()
        .iter()
        .map(|skipped| {
            let archives = medallion.inputs().iter().filter(|input| input.container == "zip");
            let archive = archives
                .map(|input| &input.path)
                .find(|path| skipped.path.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/')));
            let mut entry = json!({"path": skipped.path, "reason": sort_of(&skipped.reason)});
            if let Some(archive) = archive {
                entry["member"] = skipped.path[archive.len() + 1..].into();
                entry["path"] = archive.as_str().into();
            }
            (skipped.path.clone(), entry)
        })
        .collect();
    let order = |entry: &Value| {
        case["skipped"].as_array().unwrap().iter().position(|expected| expected == entry).unwrap_or(usize::MAX)
    };
    found.sort_by_key(|(_, entry)| order(entry));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// A silver row, reduced to the expected columns and parameter keys.
fn silver_row(medallion: &Medallion, row: u32, expected: &Value) -> Value {
    let place = medallion.place(row);
    let params: Map<String, Value> =
        medallion.params(row).into_iter().map(|(key, value, _)| (key.to_owned(), value.into())).collect();
    let cell = |name: &String, expected: &Value| match name.as_str() {
        "input" => place.input.into(),
        "record" => place.record.into(),
        "params" => params.clone().into(),
        "params_include" => {
            let wanted = expected.as_object().unwrap().keys();
            wanted.filter_map(|key| Some((key.clone(), params.get(key)?.clone()))).collect::<Map<_, _>>().into()
        }
        // `event_time` is truncated to milliseconds there.
        "event_time" => json!(Cell::EventTime.integer(medallion, row).map(touchstone_record::time::rfc3339)),
        name => {
            let cell = Cell::of(name).unwrap();
            match cell {
                Cell::Integer(_) => json!(cell.integer(medallion, row)),
                _ => json!(cell.text(medallion, row)),
            }
        }
    };
    let row = expected.as_object().unwrap().iter().map(|(name, value)| (name.clone(), cell(name, value)));
    row.collect::<Map<_, _>>().into()
}
