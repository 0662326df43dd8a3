//! Column mapping: a file's columns under the names that their table uses.

use arrow_schema::{DataType, Field};
use serde_json::{Value, json};

use crate::delta::commit;
use crate::table::{Shown, map_of, parquet, shown, with_id};

/// A column as a schema in the log declares it.
fn column(id: i32, physical: &str, name: &str, data_type: &Value) -> Value {
    let metadata = json!({"delta.columnMapping.id": id, "delta.columnMapping.physicalName": physical});
    json!({"name": name, "type": data_type, "nullable": true, "metadata": metadata})
}

fn group(fields: &[Value]) -> Value {
    json!({"type": "struct", "fields": fields})
}

fn list(element: &Value) -> Value {
    json!({"type": "array", "elementType": element, "containsNull": true})
}

fn map(value: &Value) -> Value {
    json!({"type": "map", "keyType": "string", "valueType": value, "valueContainsNull": true})
}

/// A table with one file and the given entries in its log.
fn table(
    protocol: &Value,
    configuration: &Value,
    schema: &Value,
    add: &Value,
    data: Vec<u8>,
) -> Vec<(String, Vec<u8>)> {
    let actions = [
        json!({ "protocol": protocol }),
        json!({"metaData": {"id": "t", "configuration": configuration, "schemaString": schema.to_string()}}),
        json!({ "add": add }),
    ];
    let (log, actions) = commit(0, &actions.map(|action| action.to_string()));
    vec![(format!("t/{log}"), actions), ("t/a.parquet".to_owned(), data)]
}

fn mapped(mode: &str, schema: &Value, data: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let protocol = json!({"minReaderVersion": 2, "minWriterVersion": 5});
    let add = json!({"path": "a.parquet", "partitionValues": {"p-9": "here", "q": null}});
    table(&protocol, &json!({"delta.columnMapping.mode": mode}), schema, &add, data)
}

/// The schema of the tests' table: a column of each kind, one that no file has, and a partition column.
fn schema() -> Value {
    let inner = [column(11, "c-11", "x", &json!("long")), column(12, "c-12", "y", &json!("string"))];
    group(&[
        column(1, "c-1", "number", &json!("long")),
        column(2, "c-2", "inner", &group(&inner)),
        column(3, "c-3", "list", &list(&group(&inner))),
        column(4, "c-4", "map", &map(&group(&inner))),
        column(5, "c-5", "deep", &list(&map(&list(&group(&inner))))),
        column(6, "c-6", "later", &json!("string")),
        column(7, "c-7", "text", &json!("string")),
        column(9, "p-9", "place", &json!("string")),
    ])
}

/// A file of that table; `name` gives its name for each column id. Columns 13 and 8 have since been dropped.
fn data(name: &dyn Fn(i32) -> String, with_ids: bool) -> Vec<u8> {
    let field = |id: i32, data_type: DataType| {
        if with_ids { with_id(id, &name(id), data_type) } else { Field::new(name(id), data_type, true) }
    };
    let inner = || {
        let members = vec![field(13, DataType::Utf8), field(11, DataType::Int64), field(12, DataType::Utf8)];
        DataType::Struct(members.into())
    };
    let list = |element: DataType| DataType::List(Field::new("element", element, true).into());
    let fields = vec![
        field(8, map_of(inner())),
        field(7, DataType::Utf8),
        field(1, DataType::Int64),
        field(2, inner()),
        field(3, list(inner())),
        field(4, map_of(inner())),
        field(5, list(map_of(list(inner())))),
        field(14, DataType::Struct(vec![field(15, DataType::Utf8)].into())),
    ];
    let row = |row: i64| {
        let inner = json!({name(11): row, name(12): "y", name(13): "dropped"});
        json!({
            name(1): row,
            name(2): inner,
            name(3): [inner, null, inner],
            name(4): {"k": inner, "none": null},
            name(5): [{"k": [inner]}, {}],
            name(7): "always the same",
            name(8): {"k": inner},
            name(14): {name(15): "dropped"},
        })
    };
    let rows: Vec<_> = (0..20).map(|at| row(at).to_string()).collect();
    parquet(fields, &rows.join("\n"), 8)
}

fn expected() -> Vec<String> {
    let row = |row: i64| {
        let inner = json!({"x": row, "y": "y"});
        json!({
            "text": "always the same",
            "number": row,
            "inner": inner,
            "list": [inner, null, inner],
            "map": {"k": inner},
            "deep": [{"k": [inner]}, {}],
        })
    };
    let mut rows: Vec<_> = (0..20).map(|at| row(at).to_string()).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn columns_get_the_names_of_their_table() {
    let physical = |id: i32| format!("c-{id}");
    // Ids identify columns whatever the file calls them, even by the name of another column.
    let other = |id: i32| if id == 1 { "c-7".to_owned() } else { format!("other-{id}") };
    for (name, mode, data) in [
        ("by name", "name", data(&physical, true)),
        ("by name, without ids", "name", data(&physical, false)),
        ("by id", "id", data(&physical, true)),
        ("by id, under other names", "id", data(&other, true)),
    ] {
        let shown = shown(&mapped(mode, &schema(), data));
        let partitions = vec!["t/a.parquet: place=here".to_owned(), "t/a.parquet: q=null".to_owned()];
        assert_eq!(shown, Shown { records: expected(), partitions, ..Shown::default() }, "{name}");
    }
}

#[test]
fn unmappable_columns_are_reported() {
    let physical = |id: i32| format!("c-{id}");
    let lacking = |key: &str| {
        let mut schema = schema();
        schema["fields"][0]["metadata"].as_object_mut().unwrap().remove(key).unwrap();
        schema
    };
    let mut twice = schema();
    twice["fields"][0]["metadata"]["delta.columnMapping.physicalName"] = "c-7".into();
    for (name, mode, schema, data, says) in [
        (
            "a file without ids",
            "id",
            schema(),
            data(&physical, false),
            "t/a.parquet: unsupported_container: the Delta table maps columns by id",
        ),
        (
            "no file of Parquet",
            "name",
            schema(),
            b"{\"a\":1}\n".to_vec(),
            "t/a.parquet: unsupported_container: the log of its Delta table says",
        ),
        (
            "a column without id",
            "id",
            lacking("delta.columnMapping.id"),
            data(&physical, true),
            "t/_delta_log: corrupt_container: the Delta table maps columns, and its schema lacks an id of the column number",
        ),
        (
            "a name twice",
            "name",
            twice,
            data(&physical, true),
            "t/_delta_log: corrupt_container: the Delta table maps columns, and its schema lacks what tells the column",
        ),
        (
            "no schema",
            "name",
            json!("?"),
            data(&physical, true),
            "t/_delta_log: corrupt_container: the Delta table maps columns, and its schema lacks its columns",
        ),
        (
            "another way",
            "position",
            schema(),
            data(&physical, true),
            "t/_delta_log: unsupported_container: the Delta table needs column mapping by position",
        ),
    ] {
        let Shown { records, problems, .. } = shown(&mapped(mode, &schema, data));
        assert_eq!(records, Vec::<String>::new(), "{name}");
        assert!(problems.len() == 1 && problems[0].starts_with(says), "{name}: {problems:?}");
    }
}

#[test]
fn a_column_without_a_physical_name_keeps_its_own() {
    let mut schema = schema();
    schema["fields"][0]["metadata"] = json!({});
    let data = parquet(vec![Field::new("number", DataType::Int64, true)], "{\"number\":7}", 8);
    assert_eq!(shown(&mapped("name", &schema, data)).records, [r#"{"number":7}"#]);
}

#[test]
fn a_file_with_nothing_of_its_table_has_empty_records() {
    let data = parquet(vec![Field::new("gone", DataType::Int64, true)], "{\"gone\":7}\n{\"gone\":8}", 8);
    assert_eq!(shown(&mapped("name", &schema(), data)).records, ["{}", "{}"]);
}

#[test]
fn unsupported_features_are_named() {
    let with_type = |data_type: &str| group(&[json!({"name": "n", "type": data_type, "metadata": {}})]);
    let widened = |to: &str| {
        let changes = json!([{"fromType": "integer", "toType": to}]);
        let inner = json!({"name": "n", "type": to, "metadata": {"delta.typeChanges": changes}});
        group(&[
            json!({"name": "n", "type": "long", "metadata": {}}),
            json!({"name": "s", "type": list(&group(&[inner]))}),
        ])
    };
    let mapping = json!({"delta.columnMapping.mode": "name"});
    let renamed = group(&[column(1, "n", "renamed", &json!("long"))]);
    let plain = with_type("long");
    let none = json!({});
    for (features, version, configuration, schema, expected) in [
        (json!(["deletionVectors", "columnMapping", "v2Checkpoint", "timestampNtz"]), 3, &none, &plain, Ok("n")),
        (
            json!(["vacuumProtocolCheck", "domainMetadata", "inCommitTimestamp", "rowTracking"]),
            3,
            &none,
            &plain,
            Ok("n"),
        ),
        (json!(["typeWidening"]), 3, &none, &widened("long"), Ok("n")),
        (json!(["typeWidening-preview"]), 3, &none, &widened("double"), Err("typeWidening-preview to double")),
        (json!(["variantType"]), 3, &none, &plain, Ok("n")),
        (json!(["variantType-preview"]), 3, &none, &with_type("variant"), Err("variantType-preview")),
        (json!(["catalogManaged"]), 3, &none, &plain, Err("catalogManaged")),
        (json!(["deletionVectors", "somethingNew"]), 3, &none, &plain, Err("somethingNew")),
        (Value::Null, 4, &none, &plain, Err("reader version 4")),
        (json!(["columnMapping"]), 3, &mapping, &renamed, Ok("renamed")),
        (Value::Null, 2, &mapping, &renamed, Ok("renamed")),
        // The property only counts if the protocol allows it.
        (Value::Null, 1, &mapping, &renamed, Ok("n")),
        (json!(["deletionVectors"]), 3, &mapping, &renamed, Ok("n")),
    ] {
        let protocol = json!({"minReaderVersion": version, "minWriterVersion": 7, "readerFeatures": features});
        let data = parquet(vec![Field::new("n", DataType::Int64, true)], "{\"n\":7}", 8);
        let add = json!({"path": "a.parquet", "partitionValues": {}});
        let Shown { records, problems, .. } = shown(&table(&protocol, configuration, schema, &add, data));
        match expected {
            Ok(name) => {
                assert_eq!((records, problems), (vec![format!("{{\"{name}\":7}}")], vec![]), "{features}");
            }
            Err(what) => {
                let says = format!("needs the reader feature {what}, which is not read");
                let says = if what.starts_with("reader") { says.replace("the reader feature ", "") } else { says };
                assert!(records.is_empty() && problems.len() == 1 && problems[0].contains(&says), "{problems:?}");
            }
        }
    }
}
