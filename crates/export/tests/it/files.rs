//! Exported files, read back by independent readers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int32Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{Array as _, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter, Question, Table};
use touchstone_export::Exporter;
use touchstone_medallion::{COLUMNS, Session};

fn load(text: &str) -> Session {
    let mut session = Session::new([9; 16]);
    session.open("log".to_owned(), Rc::new(text.as_bytes().to_vec()));
    while session.step() {}
    session
}

fn export(session: &Session, what: Exported, format: ExportFormat) -> Vec<u8> {
    let mut analysis = Analysis::default();
    let mut exporter = Exporter::begin(session, &mut analysis, &Export::new(what, format)).unwrap();
    let mut file = Vec::new();
    while let Some(piece) = exporter.next_piece(session).unwrap() {
        file.extend(piece);
    }
    file
}

fn silver() -> Exported {
    Exported::Table { table: Table::default(), most: None, start: 0 }
}

fn gold(service: &str) -> Exported {
    Exported::Table { table: Table { service: Some(service.to_owned()), ..Table::default() }, most: None, start: 0 }
}

fn read(file: Vec<u8>) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

const LOG: &str = r#"{"serviceName":"clusters","actionName":"create","timestamp":1577571960848,"userIdentity":{"email":"=cmd"},"response":{"statusCode":200},"requestParams":{"b":"1","A":{"x": [1, 2]},"none":null}}
{"serviceName":"clusters","actionName":"delete","timestamp":1577571960000,"response":{"statusCode":-1},"requestParams":{"b":"é \"q\"","a":"2"}}
{"serviceName":"ping","actionName":"ping"}
not a record
{"serviceName":"ping","actionName":"ping"}
"#;

#[test]
fn silver_is_typed() {
    let batches = read(export(&load(LOG), silver(), ExportFormat::Parquet));
    let batch = &batches[0];
    assert_eq!(batch.num_rows(), 3);
    let column = |name: &str| batch.column_by_name(name).unwrap();
    let times = column("event_time").as_primitive::<TimestampMillisecondType>();
    assert_eq!(times.timezone(), Some("UTC"));
    assert_eq!(times.iter().collect::<Vec<_>>(), [Some(1_577_571_960_000), Some(1_577_571_960_848), None]);
    let seconds = column("date_time").as_primitive::<TimestampMillisecondType>();
    assert_eq!(seconds.value(1), 1_577_571_960_000);
    assert_eq!(column("event_date").data_type(), &DataType::Date32);
    let codes = column("status_code").as_primitive::<Int32Type>();
    assert_eq!(codes.iter().collect::<Vec<_>>(), [Some(-1), Some(200), None]);
    assert_eq!(column("record").as_primitive::<UInt64Type>().values(), &[2, 1, 3]);
    let flattened = column("flattened").as_string::<i32>();
    assert_eq!(flattened.value(0), r#"{"b":"é \"q\"","a":"2"}"#);
    assert_eq!(flattened.value(1), r#"{"b":"1","A":{"x":[1,2]}}"#);
    assert_eq!(flattened.value(2), "{}");
}

#[test]
fn gold_has_its_parameters_as_a_struct_of_strings() {
    let session = load(LOG);
    let batches = read(export(&session, gold("clusters"), ExportFormat::Parquet));
    assert!(batches[0].column_by_name("flattened").is_none());
    let params = batches[0].column_by_name("requestParams").unwrap().as_struct();
    assert_eq!(params.column_names(), ["A", "a", "b"]);
    let texts = |key: &str| {
        let column = params.column_by_name(key).unwrap().as_string::<i32>();
        column.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(texts("A"), [None, Some(r#"{"x":[1,2]}"#.to_owned())]);
    assert_eq!(texts("a"), [Some("2".to_owned()), None]);
    assert_eq!(texts("b"), [Some("é \"q\"".to_owned()), Some("1".to_owned())]);

    let batches = read(export(&session, gold("ping"), ExportFormat::Parquet));
    let params = batches[0].column_by_name("requestParams").unwrap().as_struct();
    assert_eq!(params.column_names(), ["placeholder"]);
    assert_eq!((batches[0].num_rows(), params.column(0).null_count()), (1, 1));
}

#[test]
fn text_files_show_the_same_rows() {
    let session = load(LOG);
    let columns = ["event_time", "email", "status_code", "requestParams.A", "requestParams.b"].map(str::to_owned);
    let table = Table { service: Some("clusters".to_owned()), columns: columns.to_vec(), ..Table::default() };
    let what = || Exported::Table { table: table.clone(), most: None, start: 0 };
    let csv = String::from_utf8(export(&session, what(), ExportFormat::Csv)).unwrap();
    assert_eq!(
        csv,
        "\u{feff}event_time,email,status_code,requestParams.A,requestParams.b\r\n\
         2019-12-28T22:26:00.000Z,,-1,,\"é \"\"q\"\"\"\r\n\
         2019-12-28T22:26:00.848Z,'=cmd,200,\"{\"\"x\"\":[1,2]}\",1\r\n"
    );
    let ndjson = String::from_utf8(export(&session, what(), ExportFormat::Ndjson)).unwrap();
    let objects: Vec<Value> = ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        objects,
        [
            json!({"event_time":"2019-12-28T22:26:00.000Z","email":null,"status_code":-1,"requestParams":{"b":"é \"q\""}}),
            json!({"event_time":"2019-12-28T22:26:00.848Z","email":"=cmd","status_code":200,
                   "requestParams":{"A":"{\"x\":[1,2]}","b":"1"}}),
        ]
    );
}

#[test]
fn problems_and_duplicates_can_be_saved() {
    let session = load(LOG);
    let csv = |what| String::from_utf8(export(&session, what, ExportFormat::Csv)).unwrap();
    let offset = |part: &str| LOG.find(part).unwrap();
    assert_eq!(
        csv(Exported::Problems),
        format!(
            "\u{feff}path,record,offset,kind,message\r\nlog,4,{},invalid_json,expected ident at byte 2 of the record\r\n",
            offset("not a record")
        )
    );
    assert_eq!(
        csv(Exported::Duplicates),
        format!(
            "\u{feff}path,record,offset,of_path,of_record\r\nlog,5,{},log,3\r\n",
            LOG.rfind("{\"serviceName\":\"ping\"").unwrap()
        )
    );
}

#[test]
fn warnings_and_conflicts_can_be_saved() {
    let row = |time: &str, more: &str| {
        format!(r#"{{"event_id":"0","event_time":"2025-10-23T09:{time}Z","service_name":"s","action_name":"a"{more}}}"#)
    };
    let text = [row("11:01", ""), row("12:01", ""), row("12:01", r#","user_agent":NaN"#)].join("\n");
    let session = load(&text);
    let csv = |what| String::from_utf8(export(&session, what, ExportFormat::Csv)).unwrap();
    let second = text.find('\n').unwrap() + 1;
    let conflicts = csv(Exported::Conflicts);
    assert_eq!(
        conflicts,
        format!(
            "\u{feff}path,record,offset,became,fields,of_path,of_record\r\nlog,2,{second},event,event_time,log,1\r\n"
        )
    );
    let own = String::from_utf8(export(&session, Exported::Conflicts, ExportFormat::Raw)).unwrap();
    assert_eq!(own, row("12:01", "") + "\n");
    let warned = load(&row("11:01", r#","user_agent":NaN"#));
    let warnings = String::from_utf8(export(&warned, Exported::Warnings, ExportFormat::Csv)).unwrap();
    assert!(
        warnings.starts_with("\u{feff}path,record,offset,kind,field,message\r\nlog,1,0,not_a_number,"),
        "{warnings}"
    );
    for format in [ExportFormat::Parquet, ExportFormat::Ndjson] {
        assert!(!export(&warned, Exported::Warnings, format).is_empty());
    }
}

#[test]
fn a_file_of_many_pieces_holds_every_row_once() {
    let mut text = String::new();
    for at in 0..150_000 {
        let params = format!("{{\"k\":\"{at}\"}}");
        writeln!(text, r#"{{"serviceName":"s","actionName":"a","timestamp":{at},"requestParams":{params}}}"#).unwrap();
    }
    let session = load(&text);
    let filter = Filter::parse("-param.k:7").unwrap();
    let table = Table { service: Some("s".to_owned()), filter, ..Table::default() };
    let batches = read(export(&session, Exported::Table { table, most: None, start: 0 }, ExportFormat::Parquet));
    let mut keys: Vec<u32> = batches
        .iter()
        .flat_map(|batch| {
            let params = batch.column_by_name("requestParams").unwrap().as_struct();
            let keys = params.column(0).as_string::<i32>();
            keys.iter().map(|key| key.unwrap().parse().unwrap()).collect::<Vec<u32>>()
        })
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, (0..150_000).filter(|at| *at != 7).collect::<Vec<_>>());
}

/// Keys that a row lacks cost nothing; in CSV, which writes every cell, there is a limit.
#[test]
fn very_many_keys_are_a_map_and_no_csv() {
    const KEYS: usize = 17_000;
    let mut text = String::new();
    for at in 0..KEYS {
        let params = format!("{{\"key{at:05}\":\"{at}\",\"all\":\"x\"}}");
        writeln!(text, r#"{{"serviceName":"s","actionName":"a","timestamp":{at},"requestParams":{params}}}"#).unwrap();
    }
    let session = load(&text);
    let batches = read(export(&session, gold("s"), ExportFormat::Parquet));
    let mut found = Vec::new();
    for batch in &batches {
        let maps = batch.column_by_name("requestParams").unwrap().as_map();
        for row in 0..maps.len() {
            let entries = maps.value(row);
            let texts = |at: usize| {
                entries.column(at).as_string::<i32>().iter().map(Option::unwrap).collect::<Vec<_>>().join(",")
            };
            found.push(format!("{}={}", texts(0), texts(1)));
        }
    }
    found.sort_unstable();
    assert_eq!(found.len(), KEYS);
    assert_eq!((found[0].as_str(), found[16_999].as_str()), ("all,key00000=x,0", "all,key16999=x,16999"));
    let ndjson = String::from_utf8(export(&session, gold("s"), ExportFormat::Ndjson)).unwrap();
    assert_eq!(ndjson.lines().count(), KEYS);
    assert!(ndjson.contains(r#""requestParams":{"all":"x","key00007":"7"}"#), "{}", &ndjson[..1000]);
    let csv = Export::new(gold("s"), ExportFormat::Csv);
    let refused = Exporter::begin(&session, &mut Analysis::default(), &csv).unwrap_err();
    assert!(refused.starts_with("17000 rows of 17026 columns are too many for CSV"), "{refused}");
}

#[test]
fn nothing_selected_is_still_a_file() {
    let session = Session::new([0; 16]);
    assert!(export(&session, silver(), ExportFormat::Csv).starts_with("\u{feff}event_time,".as_bytes()));
    assert_eq!(export(&session, silver(), ExportFormat::Ndjson), b"");
    assert!(read(export(&session, silver(), ExportFormat::Parquet)).is_empty());
}

/// Which events a session has, whatever they were read from: their columns and request parameters, sorted.
fn events(session: &Session) -> Vec<String> {
    let of_file = ["event_date", "date_time", "format", "input", "record"];
    let columns = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !of_file.contains(&name.as_str()));
    let table = Table { columns: columns.collect(), ..Table::default() };
    let text = export(session, Exported::Table { table, most: None, start: 0 }, ExportFormat::Ndjson);
    let mut events: Vec<_> = String::from_utf8(text)
        .unwrap()
        .lines()
        .map(|line| {
            let mut row: Value = serde_json::from_str(line).unwrap();
            // Exports write parameters as texts, whatever they were.
            let params: serde_json::Map<String, Value> =
                serde_json::from_str(row["flattened"].as_str().unwrap()).unwrap();
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let params: BTreeMap<_, _> = params.iter().map(|(key, value)| (key, text(value))).collect();
            row["flattened"] = json!(params);
            row.to_string()
        })
        .collect();
    events.sort();
    events
}

const EXPORTED: &str = r#"{"serviceName":"clusters","actionName":"create","timestamp":1577571960848,"workspaceId":"7","userIdentity":{"email":"=cmd","subjectName":"S"},"sourceIPAddress":"203.0.113.9:1234","userAgent":"'=x","response":{"statusCode":200,"result":"null"},"requestParams":{"b":"1","A.c":{"x":[1,2]},"none":null}}
{"service_name":"clusters","action_name":"delete","event_time":"2025-10-06T12:00:00.123456Z","event_id":"NA","request_id":"None","user_identity":{"email":"-"},"identity_metadata":{"run_by":"r","run_as":"a"},"response":{"status_code":403,"error_message":"no"},"request_params":{"b":"'012"}}
{"service_name":"accounts","action_name":"login","audit_level":"ACCOUNT_LEVEL","workspace_id":"0","request_params":{"workspace_id":"9"}}
{"id":"i","action":"query","eventTimestamp":"2025-10-06T12:00:00Z","actor":{"id":"u@corp.example","name":"U"},"actionStatus":"UNAUTHORIZED","targets":[{"a":1}]}
"#;

#[test]
fn exports_are_read_back() {
    let session = load(EXPORTED);
    let expected = events(&session);
    assert_eq!(expected.len(), 4);
    for format in [ExportFormat::Parquet, ExportFormat::Csv, ExportFormat::Ndjson] {
        let mut both = Vec::new();
        for services in [vec![None], ["clusters", "accounts", "immuta"].map(Some).to_vec()] {
            let mut again = Session::new([9; 16]);
            for service in services {
                let what = service.map_or_else(silver, gold);
                again.open("export".to_owned(), Rc::new(export(&session, what, format)));
            }
            while again.step() {}
            assert_eq!(again.medallion().warnings().len(), 0, "{:?}", again.medallion().warnings());
            both.push(events(&again));
        }
        assert_eq!(both, [expected.clone(), expected.clone()], "{format:?}");
    }
}

/// The XML of a sheet in a workbook.
fn sheet(file: &[u8], number: usize) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    std::io::read_to_string(archive.by_name(&format!("xl/worksheets/sheet{number}.xml")).unwrap()).unwrap()
}

#[test]
fn workbooks_have_typed_cells_and_what_they_rest_on() {
    let table = Table {
        service: Some("clusters".to_owned()),
        columns: ["event_time", "email", "status_code", "requestParams.b"].map(str::to_owned).to_vec(),
        filter: Filter::parse("status:>0").unwrap(),
        ..Table::default()
    };
    let file = export(&load(LOG), Exported::table(table.clone()), ExportFormat::Xlsx);
    let rows = sheet(&file, 1);
    let text = |place: &str, text: &str| format!("<c r=\"{place}\" s=\"4\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let (_, row) = rows.split_once("<row r=\"2\">").unwrap();
    let (row, _) = row.split_once("</row>").unwrap();
    let time = f64::from(25_569 + 18_258) + 80_760_848.0 / 86_400_000.0;
    assert_eq!(
        row,
        format!(
            "<c r=\"A2\" s=\"2\"><v>{time}</v></c>{}<c r=\"C2\"><v>200</v></c>{}",
            text("B2", "=cmd"),
            text("D2", "1")
        )
    );
    assert!(!rows.contains("<row r=\"3\">") && !rows.contains("event_time_exact"));
    let basis = sheet(&file, 2);
    for said in [text("B6", "status:&gt;0"), text("A2", "Content"), text("B2", "Gold clusters")] {
        assert!(basis.contains(&said), "{said} is not in {basis}");
    }
    assert!(sheet(&file, 3).contains(&text("A2", "log")));
    let precise = load(EXPORTED);
    let rows = sheet(&export(&precise, Exported::table(Table { service: None, ..table }), ExportFormat::Xlsx), 1);
    for said in [">event_time_exact<", &text("B3", "2025-10-06T12:00:00.123456Z")] {
        assert!(rows.contains(said), "{said} is not in {rows}");
    }
}

#[test]
fn what_is_shown_of_an_answer_is_a_table() {
    let session = load(LOG);
    let question = Box::new(Question::Gold { service: "clusters".to_owned(), filter: Filter::default(), bins: 60 });
    let shown = |part: &str, format| {
        let (title, part) = ("Actions of clusters".to_owned(), vec![part.to_owned()]);
        export(&session, Exported::Shown { title, question: question.clone(), part }, format)
    };
    for (format, expected) in [
        (ExportFormat::Csv, "\u{feff}value,events\r\ncreate,1\r\ndelete,1\r\n"),
        (ExportFormat::Tsv, "value\tevents\ncreate\t1\ndelete\t1\n"),
        (ExportFormat::Ndjson, "{\"value\":\"create\",\"events\":1}\n{\"value\":\"delete\",\"events\":1}\n"),
        (ExportFormat::Json, "[\n{\"value\":\"create\",\"events\":1},\n{\"value\":\"delete\",\"events\":1}\n]\n"),
        (
            ExportFormat::Markdown,
            "**Actions of clusters**\n\nFilter: none: every event. Times are UTC.\n\n\
             | value | events |\n| --- | ---: |\n| create | 1 |\n| delete | 1 |\n\n\
             2 rows from 3 of 3 events, no filter, 2019-12-28T22:26:00.000Z to 2019-12-28T22:26:00.848Z (UTC), \
             1 of them without a time; 1 input with 5 records, among them 1 duplicate and 1 problem. Touchstone 0.1.0\n",
        ),
    ] {
        assert_eq!(String::from_utf8(shown("actions", format)).unwrap(), expected, "{format:?}");
    }
    assert!(sheet(&shown("actions", ExportFormat::Xlsx), 1).contains("<c r=\"B2\"><v>1</v></c>"));
    let refused = |part: &str, format| {
        let (title, part) = ("T".to_owned(), vec![part.to_owned()]);
        let what = Exported::Shown { title, question: question.clone(), part };
        Exporter::begin(&session, &mut Analysis::default(), &Export::new(what, format)).unwrap_err()
    };
    assert_eq!(refused("nothing", ExportFormat::Csv), "the answer has no nothing");
    assert!(refused("actions", ExportFormat::Parquet).starts_with("this table has no such form"));
}

#[test]
fn every_file_says_what_it_rests_on_itself_or_in_one_beside_it() {
    use ExportFormat as F;
    let session = load(LOG);
    let shown = Exported::Shown {
        title: "Actions".to_owned(),
        question: Box::new(Question::Gold { service: "clusters".to_owned(), filter: Filter::default(), bins: 60 }),
        part: vec!["actions".to_owned()],
    };
    let table = [F::Parquet, F::Csv, F::Ndjson, F::Xlsx, F::Markdown, F::Tsv, F::Json, F::Raw, F::Basis];
    let findings = [F::Parquet, F::Csv, F::Ndjson, F::Xlsx, F::Sarif, F::Ocsf, F::Timesketch, F::Basis];
    for (what, formats) in [
        (Exported::table(Table { filter: Filter::parse("status:>0").unwrap(), ..Table::default() }), &table[..]),
        (Exported::Problems, &table[..]),
        (Exported::Findings { filter: Filter::default() }, &findings[..]),
        (shown, &[F::Csv, F::Ndjson, F::Markdown, F::Tsv, F::Json, F::Xlsx, F::Basis][..]),
    ] {
        let basis = export(&session, what.clone(), F::Basis);
        for format in formats {
            let mut analysis = Analysis::default();
            let exporter = Exporter::begin(&session, &mut analysis, &Export::new(what.clone(), *format)).unwrap();
            let beside = exporter.basis_beside();
            assert_eq!(beside.is_none(), format.has_basis(), "{what:?} {format:?}");
            assert!(beside.is_none_or(|beside| beside == basis), "{what:?} {format:?}");
        }
    }
}

#[test]
fn one_digest_stands_for_all_inputs_in_any_order() {
    // printf 'X\nY\n' | sha256sum, of the digests in order.
    let digests = ["b".repeat(64), "a".repeat(64)];
    let expected = "913f9338fb6c17253f3a14816fc08d52522454bfc19a8c99538a197cfb23fb41";
    for order in [[0, 1], [1, 0]] {
        let mut session = Session::new([7; 16]);
        let files: Vec<u32> =
            ["x", "y"].map(|path| session.open(path.to_owned(), Rc::new(LOG.as_bytes().to_vec()))).to_vec();
        while session.step() {}
        let said = |session: &Session| {
            let basis = export(session, Exported::Problems, ExportFormat::Basis);
            serde_json::from_slice::<Value>(&basis).unwrap()["inputs_sha256"].clone()
        };
        session.set_sha256(files[0], digests[order[0]].clone());
        assert!(said(&session).is_null(), "one has no digest yet");
        session.set_sha256(files[1], digests[order[1]].clone());
        assert_eq!(said(&session), expected);
    }
}

#[test]
fn a_window_of_rows_is_copied() {
    let session = load(LOG);
    let table = Table { columns: vec!["record".to_owned()], ..Table::default() };
    let copied = |start, most, format| {
        let what = Exported::Table { table: table.clone(), most: Some(most), start };
        String::from_utf8(export(&session, what, format)).unwrap()
    };
    assert_eq!(copied(1, 1, ExportFormat::Json), "[\n{\"record\":1}\n]\n");
    assert_eq!(copied(1, 9, ExportFormat::Tsv), "record\n1\n3\n");
    assert_eq!(copied(7, 9, ExportFormat::Json), "[\n]\n");
}
