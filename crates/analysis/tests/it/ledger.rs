//! Counts outside the identity, and principals in several spellings.

use touchstone_analysis::answer::{Answer, Conflicts, Contents, Overview, Rows, Summary};
use touchstone_analysis::{Analysis, Filter, Question, Table};
use touchstone_medallion::{Medallion, Memory, Session};

use crate::support::{Terms, ask, load, only, term};

fn row(id: &str, time: &str, more: &str) -> String {
    format!(
        r#"{{"event_id":"{id}","event_time":{time},"service_name":"clusters","action_name":"create","workspace_id":"1"{more}}}"#
    )
}

const FIRST: &str = r#""2025-10-23T09:11:01.250Z""#;
const LATER: &str = r#""2025-10-23T09:12:01.250Z""#;

fn summary(session: &Session) -> Summary {
    let Answer::Summary(summary) = ask(session, &Question::Summary) else { panic!() };
    *summary
}

/// A memory in which what is loaded fits, and what rules need does not.
struct Full;

impl Memory for Full {
    fn used(&self, _loaded: &Medallion) -> u64 {
        1 << 20
    }

    fn limit(&self) -> u64 {
        1 << 20
    }

    fn reserve(&self) -> u64 {
        0
    }
}

#[test]
fn rules_are_not_evaluated_where_memory_does_not_suffice() {
    let log = row("x", FIRST, "");
    let mut session = load(&[("log", log.as_bytes())]);
    session.set_memory(Full);
    let Answer::Findings(found) = ask(&session, &Question::Findings { filter: Filter::default(), most: 9 }) else {
        panic!()
    };
    assert_eq!((found.total, found.problems.len()), (0, 1));
    assert!(found.problems[0].message.contains("memory does not suffice"));
    let notices = summary(&session).notices;
    assert_eq!(notices.iter().map(|notice| &*notice.kind).collect::<Vec<_>>(), ["rules_not_evaluated"]);
}

#[test]
fn conflicts_are_listed_with_what_differs() {
    let params = |value: &str| format!(r#","request_params":{{"a":"{value}"}}"#);
    let first = [row("0", FIRST, &params("1")), row("x", FIRST, &params("1"))].join("\n");
    let second = [row("0", LATER, &params("1")), row("x", FIRST, &params("2"))].join("\n");
    let session = load(&[("first", first.as_bytes()), ("second", second.as_bytes())]);
    let Answer::Conflicts(Conflicts { total, conflicts, .. }) =
        ask(&session, &Question::Conflicts { start: 0, count: 9 })
    else {
        panic!()
    };
    let found: Vec<_> = conflicts
        .iter()
        .map(|one| {
            (one.id.as_deref(), &*one.path, one.record, one.row, one.of_row, one.of_record, one.fields.join(" "))
        })
        .collect();
    assert_eq!(total, 2);
    assert_eq!(
        found,
        [
            (Some("0"), "second", 1, Some(2), 0, 1, "event_time".to_owned()),
            (Some("x"), "second", 2, None, 1, 2, "requestParams.a".to_owned()),
        ]
    );
    let Answer::Conflicts(Conflicts { conflicts, .. }) = ask(&session, &Question::Conflicts { start: 1, count: 1 })
    else {
        panic!()
    };
    assert_eq!(conflicts.len(), 1);
    let summary = summary(&session);
    assert_eq!((summary.totals.events, summary.totals.duplicates, summary.beside.conflicts), (3, 1, 2));
    assert_eq!(summary.inputs.iter().map(|input| input.conflicts).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(summary.conflicts.iter().map(|one| one.event).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_has_to_be_known_before_figures_is_told() {
    type Files<'a> = Vec<(&'a str, String)>;
    type Notices<'a> = Vec<(Option<u32>, &'a str, u64)>;
    let dated = |count: usize| (0..count).map(|nth| row(&format!("d{nth}"), FIRST, "")).collect::<Vec<_>>();
    let undated = row("u", "null", "");
    let nameless = row("n", FIRST, "").replace("\"clusters\"", "\"\"");
    let delivery = |workspace: &str| {
        format!(
            r#"{{"serviceName":"a","actionName":"b","timestamp":1577571960848,"workspaceId":"7","requestParams":{{"w":"{workspace}"}}}}"#
        )
    };
    let with = |mut lines: Vec<String>, more: &str| {
        lines.push(more.to_owned());
        lines.join("\n")
    };
    // Inputs, and the expected notices: input, kind, events.
    let cases: Vec<(Files<'_>, Notices<'_>)> = vec![
        (vec![("a", dated(5).join("\n"))], vec![]),
        (vec![("a", dated(5).join("\n")), ("b", with(vec![], &undated))], vec![(Some(1), "undated", 1)]),
        (vec![("a", with(dated(19), &undated))], vec![(Some(0), "undated", 1)]),
        (vec![("a", with(dated(20), &undated))], vec![]),
        (vec![("a", with(dated(5), &nameless))], vec![(Some(0), "without_service", 1)]),
        (
            vec![("workspaceId=1/a", delivery("1")), ("workspaceId=2/a", delivery("2"))],
            vec![(None, "one_workspace", 2)],
        ),
        (vec![("workspaceId=1/a", delivery("1")), ("workspaceId=1/b", delivery("2"))], vec![]),
        (
            vec![("workspaceId=1/a", delivery("1")), ("workspaceId=2/a", delivery("2").replace("\"7\"", "\"8\""))],
            vec![],
        ),
    ];
    for (inputs, expected) in cases {
        let given: Vec<_> = inputs.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let session = load(&given);
        let Answer::Contents(Contents { notices, .. }) = ask(&session, &Question::Contents) else { panic!() };
        let found: Vec<_> = notices.iter().map(|notice| (notice.input, &*notice.kind, notice.events)).collect();
        assert_eq!(found, expected, "{inputs:?}");
        assert_eq!(summary(&session).notices.len(), expected.len());
    }
}

#[test]
fn a_principal_is_one_in_every_spelling() {
    let who = |email: &str| format!(r#","user_identity":{{"email":"{email}"}}"#);
    let spellings = ["B@Corp.example", "b@corp.example", "b@corp.example", "a@corp.example", "É@x", "é@x"];
    let lines: Vec<String> =
        spellings.iter().enumerate().map(|(nth, email)| row(&nth.to_string(), FIRST, &who(email))).collect();
    let session = load(&[("log", lines.join("\n").as_bytes())]);
    let principals: Vec<_> = summary(&session).principals.into_iter().map(|one| (one.email, one.events)).collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(principals, [(some("b@corp.example"), 3), (some("É@x"), 2), (some("a@corp.example"), 1)]);
    let Answer::Contents(Contents { principals, .. }) = ask(&session, &Question::Contents) else { panic!() };
    assert_eq!(principals, 3);

    let overview = |filter: Filter| {
        let question = Question::Overview { filter, bins: 9, stack: "outcome".to_owned(), leaders: 2, zoom: None };
        let Answer::Overview(Overview { figures, leaderboards, .. }) = ask(&session, &question) else { panic!() };
        let board = leaderboards.into_iter().find(|board| board.column == "email").unwrap();
        let leaders: Vec<_> =
            board.leaders.into_iter().map(|one| (one.value.unwrap(), one.events, one.chosen)).collect();
        (figures.events, figures.principals, board.distinct, leaders)
    };
    let all = vec![("b@corp.example".to_owned(), 3, false), ("É@x".to_owned(), 2, false)];
    assert_eq!(overview(Filter::default()), (6, 3, 3, all.clone()));
    let mut chosen = all;
    chosen[0].2 = true;
    for spelling in ["B@CORP.EXAMPLE", "b@corp.example", "B@Corp.example"] {
        assert_eq!(overview(only("email", &[Some(spelling)]).filter()), (3, 1, 3, chosen.clone()));
    }
    let filter = Terms { terms: vec![term("email", &[Some("B@corp.example")], true)], time: None };
    assert_eq!(overview(filter.filter()).0, 3);

    let table = Table {
        columns: vec!["email".to_owned()],
        filter: only("email", &[Some("b@CORP.example")]).filter(),
        ..Table::default()
    };
    let Answer::Rows(Rows { rows, .. }) =
        Analysis::default().answer(&session, &Question::Rows { table, start: 0, count: 9 }).unwrap()
    else {
        panic!()
    };
    let shown: Vec<_> = rows.iter().map(|row| row.cells[0].as_deref().unwrap()).collect();
    assert_eq!(shown, ["B@Corp.example", "b@corp.example", "b@corp.example"], "silver keeps each spelling");
}
