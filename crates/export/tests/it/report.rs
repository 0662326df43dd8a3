//! Reports: their figures are those of the summary and of the generator's truth, and nothing that logs say becomes markup.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::rc::Rc;

use serde_json::json;
use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::{Case, Method, Report, ReportPlan, SamplePlan, fingerprint};
use touchstone_export::workpaper;
use touchstone_findings::Rules;
use touchstone_generate::{Layout, MemorySink, Options, Truth, generate};
use touchstone_medallion::Session;

fn load(files: &[(&str, &[u8])]) -> Session {
    let mut session = Session::new([5; 16]);
    for (path, bytes) in files {
        session.open((*path).to_owned(), Rc::new(bytes.to_vec()));
    }
    while session.step() {}
    session
}

/// A month with damage.
fn month() -> (Truth, Session) {
    let layout = Layout::Delivery { files: None, redeliveries: 0 };
    let mut sink = MemorySink::default();
    let options = Options { events: 6000, days: 28, bad_lines: 17, duplicates: 60, layout, ..Options::default() };
    let truth = generate(&options, &mut sink).unwrap();
    let files: Vec<(&str, &[u8])> = sink.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let session = load(&files);
    (truth, session)
}

/// A table of the page: its headings, and its rows of texts.
#[derive(Debug, Default)]
struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A cell as a number.
    fn number(&self, row: usize, heading: &str) -> u64 {
        let at = self.headings.iter().position(|other| other == heading).unwrap();
        let cell = &self.rows[row][at];
        cell.replace(',', "").parse().unwrap_or_else(|_| panic!("{heading}: {cell}"))
    }

    fn text(&self, row: usize, heading: &str) -> &str {
        &self.rows[row][self.headings.iter().position(|other| other == heading).unwrap()]
    }
}

/// The text of a piece of the page: markup is left away, and a break is a line's end.
fn text(html: &str) -> String {
    let mut text = String::new();
    for part in html.replace("<br>", "\n").split('<') {
        text += part.split_once('>').map_or(part, |(_, text)| text);
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn between<'a>(html: &'a str, from: &str, to: &str) -> impl Iterator<Item = &'a str> {
    html.split(from).skip(1).map(move |part| part.split(to).next().unwrap())
}

/// The tables of a page by their captions.
fn tables(html: &str) -> BTreeMap<String, Table> {
    let cells = |row: &str, name: &str| -> Vec<String> {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        between(row, &open, &close).map(|part| text(&format!("{open}{part}"))).collect()
    };
    let table = |table: &str| {
        let caption = text(between(table, "<caption>", "</caption>").next().unwrap());
        let head = between(table, "<thead>", "</thead>").next().unwrap();
        let body = between(table, "<tbody>", "</tbody>").next().unwrap();
        let rows = between(body, "<tr>", "</tr>").map(|row| cells(row, "td")).collect();
        (caption, Table { headings: cells(head, "th"), rows })
    };
    html.split("<table").skip(1).map(|part| table(part.split("</table>").next().unwrap())).collect()
}

/// The sheets of a workbook: rows of cells as texts, by the sheet's name.
fn sheets(file: &[u8]) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let book = part("xl/workbook.xml");
    let names: Vec<String> = between(&book, "<sheet name=\"", "\"").map(text).collect();
    let mut sheets = BTreeMap::new();
    for (at, name) in names.into_iter().enumerate() {
        let sheet = part(&format!("xl/worksheets/sheet{}.xml", at + 1));
        let rows = between(&sheet, "<row ", "</row>")
            .map(|row| between(row, "<c ", "</c>").map(|cell| text(&format!("<c {cell}"))).collect());
        sheets.insert(name, rows.collect());
    }
    sheets
}

fn plan(case: Option<Case>) -> ReportPlan {
    ReportPlan {
        filter: Filter::default(),
        sample: Some(SamplePlan {
            size: 10,
            seed: "s".to_owned(),
            method: Method::Stratified { by: "service".to_owned() },
        }),
        case,
        made: "2026-04-01T08:00:00.000Z".to_owned(),
    }
}

/// A case that decides about the first two findings.
fn case(session: &Session, analysis: &mut Analysis) -> Case {
    let found = analysis.found(session, &Filter::default()).unwrap();
    let prints: Vec<String> =
        found.report.findings.iter().map(|finding| fingerprint(session.medallion(), finding)).collect();
    let decided = |at: usize, state: &str| json!({"finding": prints[at], "state": state, "why": format!("reason {at}"), "by": "A", "at": "2026-04-01T07:00:00Z"});
    let case = json!({
        "format": "touchstone-case 1", "title": "March", "purpose": "Routine",
        "prepared_by": "A", "prepared_on": "2026-04-01",
        "dispositions": [decided(0, "explained"), decided(1, "exception")],
        "notes": [{"finding": prints[2], "comment": "asked B", "by": "A", "at": "2026-04-01T07:00:00Z"}],
    });
    Case::read(case.to_string().as_bytes()).unwrap().case
}

#[test]
fn every_figure_is_that_of_the_summary_and_of_the_truth() {
    let (truth, session) = month();
    let mut analysis = Analysis::default();
    let case = case(&session, &mut analysis);
    let report = Report::of(&session, &mut analysis, &plan(Some(case))).unwrap();
    let html = report.html();
    let tables = tables(&html);
    let summary = serde_json::to_value(&report.summary).unwrap();

    let opening = format!(
        "{} read = {} events + {} duplicates + {} problems",
        grouped(truth.totals.records),
        grouped(truth.totals.events),
        truth.totals.duplicates,
        truth.totals.bad_lines
    );
    assert!(text(&html).contains(&opening), "{opening}");

    let inputs = &tables["Inputs with their SHA-256"];
    assert_eq!(inputs.rows.len(), truth.files.len());
    for (row, file) in truth.files.iter().enumerate() {
        assert!(inputs.text(row, "path and SHA-256").starts_with(&format!("{}\n", file.path)));
        let expected = (file.bytes, file.records, file.bad_lines);
        assert_eq!(
            (inputs.number(row, "bytes"), inputs.number(row, "records"), inputs.number(row, "problems")),
            expected
        );
    }

    let days = &tables["Events with a time by day"];
    let counted: BTreeMap<String, u64> = (0..days.rows.len())
        .map(|row| (days.text(row, "day").to_owned(), days.number(row, "events")))
        .filter(|(_, events)| *events > 0)
        .collect();
    assert_eq!(counted, truth.days);

    let by_service = |name: &str, events: &str| {
        let table = &tables[name];
        let mut services: BTreeMap<String, u64> = BTreeMap::new();
        for row in 0..table.rows.len() {
            *services.entry(table.text(row, "service").to_owned()).or_default() += table.number(row, events);
        }
        services
    };
    let services: BTreeMap<String, u64> =
        truth.services.iter().map(|(name, service)| (name.clone(), service.events)).collect();
    assert_eq!(by_service("Workspaces and services", "events"), services);

    // The totals are all in the workpaper, and their first rows on the page.
    let book = sheets(&workpaper(&report, None).unwrap());
    let totals = &tables["Totals by day and service"];
    let sheet = &book["Control totals"][1..];
    assert_eq!(sheet.len(), report.totals.rows.len());
    for (row, cells) in sheet.iter().enumerate().take(totals.rows.len()) {
        let shown = [totals.text(row, "day"), totals.text(row, "service")];
        assert_eq!([cells[0].as_str(), cells[1].as_str()], shown);
        assert_eq!(cells[2].parse::<u64>().unwrap(), totals.number(row, "records"));
    }
    let records: u64 = sheet.iter().map(|cells| cells[2].parse::<u64>().unwrap()).sum();
    assert_eq!(records, truth.totals.events + truth.totals.duplicates);
    let left_out = sheet.len() - totals.rows.len();
    assert_eq!(left_out > 0, html.contains(&format!("<strong>{left_out} more</strong> are left out here")));

    let findings = &tables["Findings"];
    let of_summary = summary["findings"].as_array().unwrap();
    assert_eq!((findings.rows.len(), book["Findings"].len() - 1), (of_summary.len(), of_summary.len()));
    for (row, finding) in of_summary.iter().enumerate() {
        assert_eq!(findings.text(row, "level"), finding["severity"]);
        assert_eq!(findings.number(row, "events"), finding["count"]);
        let parts = [&finding["title"], &finding["message"]].map(|part| part.as_str().unwrap().to_owned());
        assert!(findings.text(row, "finding").starts_with(&format!("{}\n{}\n", parts[0], parts[1])));
        assert_eq!([&book["Findings"][row + 1][2], &book["Findings"][row + 1][3]], [&parts[0], &parts[1]]);
        let state = ["explained", "exception"].get(row).copied().unwrap_or("open");
        assert!(findings.text(row, "disposition").starts_with(state));
        assert_eq!(book["Findings"][row + 1][4], state);
    }
    assert!(findings.text(2, "disposition").contains("asked B (A, 2026-04-01T07:00:00Z)"));
    let levels = &tables["Findings by level"];
    let sum = |heading: &str| (0..levels.rows.len()).map(|row| levels.number(row, heading)).sum::<u64>();
    let all = of_summary.len() as u64;
    assert_eq!([sum("open"), sum("explained"), sum("exception"), sum("all")], [all - 2, 1, 1, all]);
    assert!(text(&html).contains(&format!("Open: {} of {all} findings.", all - 2)));

    let rules = &tables["Rules"];
    let found: u64 = (0..rules.rows.len()).map(|row| rules.number(row, "findings")).sum();
    assert_eq!((found, rules.rows.len()), (all, book["Rules"].len() - 1));

    for (name, sheet, expected) in [
        ("Problems", "Problems", truth.totals.bad_lines),
        ("Duplicates", "Duplicates", truth.totals.duplicates),
        ("Events drawn", "Sample", 10),
    ] {
        assert_eq!((tables[name].rows.len() as u64, book[sheet].len() as u64 - 1), (expected, expected), "{name}");
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() > 3 { format!("{},{}", &digits[..digits.len() - 3], &digits[digits.len() - 3..]) } else { digits }
}

const HOSTILE: &str =
    "</td><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'\u{202e}gpj\u{0}]]>--><style>*{}</style>";

const RULE: &str = "title: <script>alert(1)</script>\nid: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\nlogsource:\n  \
                    product: databricks\ndetection:\n  selection:\n    action_name|contains: script\n  condition: selection\n\
                    level: high\n";

#[test]
fn nothing_that_logs_or_cases_say_becomes_markup() {
    let events = (0..40).map(|at| {
        json!({"serviceName": HOSTILE, "actionName": HOSTILE, "timestamp": 1_772_000_000_000_u64 + at * 1000,
               "userIdentity": {"email": HOSTILE}, "sourceIPAddress": HOSTILE, "workspaceId": HOSTILE,
               "response": {"statusCode": 403, "errorMessage": HOSTILE}, "requestParams": {HOSTILE: HOSTILE}})
        .to_string()
            + "\n"
    });
    let log = events.collect::<String>() + HOSTILE + "\n";
    let session = load(&[(HOSTILE, log.as_bytes())]);
    let case = json!({
        "format": "touchstone-case 1", "title": HOSTILE, "purpose": HOSTILE, "prepared_by": HOSTILE, "reviewed_by": HOSTILE,
        "dispositions": [{"finding": "0".repeat(64), "about": HOSTILE, "state": "exception", "why": HOSTILE, "by": HOSTILE,
                          "at": "2026-04-01T07:00:00Z"}],
        "notes": [{"event": "service:*", "about": HOSTILE, "label": HOSTILE, "comment": HOSTILE, "by": HOSTILE,
                   "at": "2026-04-01T07:00:00Z"}],
        "filters": [{"name": HOSTILE, "filter": "service:x"}],
        "rules": [{"name": HOSTILE, "text": HOSTILE}],
    });
    let case = Case::read(case.to_string().as_bytes()).unwrap().case;
    let mut rules = Rules::default();
    rules.add([(HOSTILE, RULE)]);
    let report = Report::of(&session, &mut Analysis::with_rules(rules), &plan(Some(case))).unwrap();
    let html = report.html();
    let known: BTreeSet<&str> = [
        "a",
        "article",
        "b",
        "body",
        "br",
        "caption",
        "code",
        "dd",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "g",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
        "li",
        "line",
        "main",
        "meta",
        "nav",
        "ol",
        "p",
        "rect",
        "section",
        "span",
        "strong",
        "style",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "!DOCTYPE",
    ]
    .into();
    for part in html.split('<').skip(1) {
        let name = part.trim_start_matches('/').split([' ', '>', '\n']).next().unwrap();
        assert!(known.contains(name), "{name}");
    }
    assert_eq!((html.matches("<style").count(), html.matches("<script").count()), (1, 0));
    assert!(!html.chars().any(|character| character == '\u{202e}' || character == '\u{0}'));
    assert!(text(&html).contains("</script><img src=x onerror=alert(1)>&amp;\"'\\u{202e}gpj"));
    // No address is a link, and nothing is fetched.
    assert!(between(&html, "href=\"", "\"").all(|to| to.starts_with('#')));
    assert!(!html.contains("src=\"") && !html.contains("url("));
    let book = sheets(&workpaper(&report, None).unwrap());
    assert_eq!((book["Findings"].len(), book["Notes on events"].len()), (2, 2));
}

#[test]
fn the_same_logs_give_the_same_bytes() {
    let (_, session) = month();
    let made = |plan: &ReportPlan| {
        let report = Report::of(&session, &mut Analysis::default(), plan).unwrap();
        (report.html(), workpaper(&report, None).unwrap())
    };
    let first = made(&plan(None));
    assert!(first == made(&plan(None)));
    let later = ReportPlan { made: "2026-04-02T00:00:00.000Z".to_owned(), ..plan(None) };
    let (html, _) = made(&later);
    assert!(html.replace("2026-04-02T00:00:00.000Z", "2026-04-01T08:00:00.000Z") == first.0);
}
