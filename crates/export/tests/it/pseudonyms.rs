//! Pseudonyms in every file: the same tokens, and nothing of what they stand for.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::rc::Rc;
use std::sync::Arc;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter, Question, Table};
use touchstone_evidence::{
    Done, Form, LogLine, Method, PseudonymKey, Pseudonyms, Report, ReportPlan, Request, SamplePlan, bundle,
    compare_bundles, files_of, verify,
};
use touchstone_export::{Exporter, Guise, workpaper};
use touchstone_findings::Rules;
use touchstone_medallion::Session;

const RULE: &str = "title: Deletions\nid: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\nlogsource:\n  product: databricks\n\
                    detection:\n  selection:\n    action_name: delete\n  filter:\n    email: nobody@corp.example\n\
                    \x20 condition: selection and not filter\nlevel: high\n";

/// What no file may contain.
const HIDDEN: [&str; 6] = [
    "ada.abbott@corp.example",
    "nobody@corp.example",
    "Jane Q. Public",
    "203.0.113.77",
    "2001:db8::42",
    "bob@corp.example",
];

fn log() -> String {
    let mut lines = String::new();
    for at in 0..40_usize {
        let who = ["ada.abbott@corp.example", "Jane Q. Public"][at % 2];
        let record = serde_json::json!({
            "serviceName": "clusters", "actionName": if at % 5 == 0 { "delete" } else { "edit" },
            "timestamp": 1_577_571_960_000_u64 + 60_000 * at as u64, "requestId": format!("r{at}"),
            "sourceIPAddress": (["203.0.113.77", "2001:db8::42"][at % 2]), "userIdentity": {"email": who},
            "response": {"statusCode": 403, "errorMessage": format!("{who} may not, nor bob@corp.example")},
            "requestParams": {"acl": format!("[{{\"user\": \"{who}\"}}]"), "n": at.to_string()},
        });
        lines += &(record.to_string() + "\n");
    }
    lines + "{\"serviceName\": of ada.abbott@corp.example\n"
}

fn loaded() -> Session {
    let mut session = Session::new([9; 16]);
    let file = session.open("of ada.abbott@corp.example/log.json".to_owned(), Rc::new(log().into_bytes()));
    while session.step() {}
    session.set_sha256(file, "0".repeat(64));
    session
}

fn analysis() -> Analysis {
    let mut rules = Rules::default();
    rules.add([("own.yml", RULE)]);
    Analysis::with_rules(rules)
}

fn key() -> PseudonymKey {
    PseudonymKey::of_random([5; 32])
}

/// Everything that can be read in a file.
fn texts(name: &str, file: &[u8]) -> String {
    if file.starts_with(b"PAR1") {
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file.to_vec())).unwrap();
        let mut text = format!("{:?}", builder.metadata().file_metadata().key_value_metadata());
        for batch in builder.build().unwrap() {
            write!(text, "{:?}", batch.unwrap()).unwrap();
        }
        return text;
    }
    if !file.starts_with(b"PK") {
        return String::from_utf8(file.to_vec()).unwrap();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        text += &part.name().unwrap();
        part.read_to_string(&mut text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    text
}

/// Every file that is made of what is loaded, by name.
fn files(session: &Session, pseudonyms: Option<&Arc<Pseudonyms>>) -> Vec<(String, Vec<u8>)> {
    use ExportFormat::{Basis, Csv, Json, Markdown, Ndjson, Ocsf, Parquet, Raw, Sarif, Timesketch, Tsv, Xlsx};
    let filter = Filter::parse("user:(ada.abbott@corp.example,\"Jane Q. Public\")").unwrap();
    let table = Exported::table(Table { filter: filter.clone(), ..Table::default() });
    let findings = Exported::Findings { filter: filter.clone() };
    let by = vec!["email".to_owned(), "source_ip_address".to_owned()];
    let question = Question::Groups { filter: filter.clone(), service: None, by, most: 50 };
    let groups = Exported::Shown { title: "By".to_owned(), question: Box::new(question), part: Vec::new() };
    let mut files = Vec::new();
    for (what, formats) in [
        (table, &[Csv, Ndjson, Parquet, Xlsx, Markdown, Tsv, Json, Raw, Basis][..]),
        (findings, &[Csv, Ndjson, Parquet, Xlsx, Sarif, Ocsf, Timesketch, Basis]),
        (groups, &[Csv, Ndjson, Xlsx, Markdown, Tsv, Json]),
        (Exported::Problems, &[Csv, Ndjson, Raw]),
    ] {
        for format in formats {
            let mut analysis = analysis();
            let export = Export::new(what.clone(), *format);
            let guise = Guise { pseudonyms, ..Guise::default() };
            let mut exporter = Exporter::begin_with(session, &mut analysis, &export, guise).unwrap();
            let name = exporter.file_name().to_owned();
            files.extend(exporter.basis_beside().map(|basis| (format!("{name}.basis.json"), basis)));
            let mut file = Vec::new();
            while let Some(piece) = exporter.next_piece(session).unwrap() {
                file.extend(piece);
            }
            files.push((name, file));
        }
    }
    let sample = Some(SamplePlan { size: 7, seed: "s".to_owned(), method: Method::Simple });
    let plan = ReportPlan { filter, sample, case: None, made: "2026-01-02T03:04:05.000Z".to_owned() };
    let report = Report::of(session, &mut analysis(), &plan).unwrap();
    let html = report.html().into_bytes();
    let html = pseudonyms.map_or_else(|| html.clone(), |own| own.content(Form::Markup, &html));
    files.push(("report.html".to_owned(), html));
    files.push(("workpaper.xlsx".to_owned(), workpaper(&report, pseudonyms).unwrap()));
    files
}

#[test]
fn no_file_has_a_name_and_all_have_the_same_tokens() {
    let session = loaded();
    let own = Arc::new(Pseudonyms::of(&key(), session.medallion()).unwrap());
    let tokens = HIDDEN.map(|text| own.text(text));
    let plain = files(&session, None);
    let hidden = files(&session, Some(&own));
    assert_eq!(plain.len(), hidden.len());
    for ((before, original), (name, file)) in plain.iter().zip(&hidden) {
        let (original, shown) = (texts(before, original), texts(name, file));
        let mut is_any = false;
        for (text, token) in HIDDEN.iter().zip(&tokens) {
            assert!(!shown.contains(text) && !name.contains(text), "{name} has {text}");
            is_any |= original.contains(text);
            assert_eq!(original.contains(text), shown.contains(token.as_str()), "{name}: {text}");
        }
        assert!(is_any, "{before} names nobody, so that nothing is shown by it");
    }
}

fn request(session: &Session, pseudonyms: Option<PseudonymKey>) -> Request {
    let mut log: Vec<LogLine> = Vec::new();
    for text in ["user:ada.abbott@corp.example", "ip:203.0.113.77"] {
        log.push(LogLine::after(log.last(), "2026-01-02T03:04:05Z", Done::Filtered, text).unwrap());
    }
    let case = serde_json::json!({ "format": "touchstone-case 1", "purpose": "who is Jane Q. Public?", "log": log });
    Request {
        filter: Filter::parse("-user:bob@corp.example").unwrap(),
        sample: Some(SamplePlan { size: 5, seed: "s".to_owned(), method: Method::Simple }),
        case: Some(case.to_string().into_bytes()),
        made: "2026-01-02T03:04:05.000Z".to_owned(),
        files: files_of(session).unwrap(),
        own_rules: vec![("own.yml".to_owned(), RULE.to_owned())],
        pseudonyms,
    }
}

#[test]
fn a_bundle_with_pseudonyms_is_made_again_with_their_key() {
    let session = loaded();
    let own = Pseudonyms::of(&key(), session.medallion()).unwrap();
    let made = bundle(&session, &mut analysis(), &request(&session, Some(key()))).unwrap();
    let plain = texts("plain", &bundle(&session, &mut analysis(), &request(&session, None)).unwrap());
    let shown = texts("bundle", &made);
    for text in HIDDEN {
        assert!(plain.contains(text) && !shown.contains(text), "{text}");
        assert!(shown.contains(&own.text(text)), "{text}");
    }
    let verified = verify(&made);
    assert_eq!(verified.faults, []);
    for wrong in [None, Some(PseudonymKey::of_random([6; 32]))] {
        let refused = verified.request_again(files_of(&session).unwrap(), wrong.as_ref()).unwrap_err();
        assert!(refused.contains(&key().id()), "{refused}");
    }
    let again = verified.request_again(files_of(&session).unwrap(), Some(&key())).unwrap();
    assert_eq!(again.filter, request(&session, None).filter);
    let again = bundle(&session, &mut analysis(), &again).unwrap();
    assert_eq!(compare_bundles(&verified, &again), []);
    assert!(again == made);
}

#[test]
fn an_edited_log_in_a_case_is_named() {
    let session = loaded();
    let mut request = request(&session, None);
    let case = String::from_utf8(request.case.unwrap()).unwrap().replace("203.0.113.77", "203.0.113.78");
    request.case = Some(case.into_bytes());
    let made = bundle(&session, &mut analysis(), &request).unwrap();
    let faults: Vec<String> = verify(&made).faults.iter().map(touchstone_evidence::Fault::sentence).collect();
    assert_eq!(faults, ["case.json: log[1]: was changed: its SHA-256 is of another content"]);
}
