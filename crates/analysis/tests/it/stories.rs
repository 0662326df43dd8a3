//! Steps, sessions and long actions, recounted row by row.

use std::collections::{BTreeMap, BTreeSet};

use touchstone_analysis::answer::{Answer, LongActions, Sessions, Storyline};
use touchstone_analysis::{Analysis, Filter, Question};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::{Session, SilverColumn};
use touchstone_query::{Evaluator, RowView};

use crate::support::{ask, load};

const MINUTE: i64 = 60_000;

const FILTERS: [&str; 6] =
    ["", "service:clusters", "outcome:denied", "-user:*", "user:*@corp.example", "service:nothing"];

fn generated() -> Session {
    let layout = Layout::Single { path: "log".to_owned() };
    let options = Options { events: 2500, seed: 12, shape: Shape::V2, layout, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    let undated = r#"{"version":"2.0","serviceName":"new","actionName":"a","requestParams":{}}"#;
    load(&[("log", &sink.files.swap_remove(0).1), ("undated", format!("{undated}\n{undated} ").as_bytes())])
}

fn rows<'a>(session: &'a Session, filter: &Filter) -> Vec<RowView<'a>> {
    let selection = Evaluator::default().select(session.medallion(), filter.expr());
    RowView::of_selected(session.medallion(), &selection).collect()
}

#[test]
fn a_storyline_holds_every_event_once_and_a_step_is_its_filter() {
    let session = generated();
    let mut analysis = Analysis::default();
    for text in FILTERS {
        let filter = Filter::parse(text).unwrap();
        let selected = rows(&session, &filter);
        for pause_ms in [-1, 0, MINUTE, 60 * MINUTE] {
            let mut ask = |start: u32, count: u32| {
                let question = Question::Storyline { filter: filter.clone(), pause_ms, start, count };
                let Answer::Storyline(story) = analysis.answer(&session, &question).unwrap() else { panic!() };
                story
            };
            let mut steps = Vec::new();
            loop {
                let Storyline { events, total, start, steps: more } = ask(steps.len() as u32, 400);
                assert_eq!((events as usize, start as usize), (selected.len(), steps.len()));
                steps.extend(more);
                if steps.len() == total {
                    break;
                }
            }
            assert_eq!(steps.iter().map(|step| step.events as usize).sum::<usize>(), selected.len(), "{text}");
            let dated: Vec<i64> = steps.iter().map_while(|step| step.first_ms).collect();
            assert!(dated.is_sorted() && steps[dated.len()..].iter().all(|step| step.first_ms.is_none()));
            let mut last: BTreeMap<_, i64> = BTreeMap::new();
            let mut addresses = 0;
            for (at, step) in steps.iter().enumerate() {
                let principal = step.principal.as_ref().map(|principal| principal.to_lowercase());
                let key = (principal.clone(), &step.service, &step.action, &step.outcome);
                if let Some((before, first)) = last.get(&key).zip(step.first_ms) {
                    assert!(first - before > pause_ms.max(0), "{key:?}");
                }
                last.extend(step.last_ms.map(|last| (key, last)));
                addresses += step.addresses;
                if at % 37 == 0 {
                    let of_step = rows(&session, &step.filter);
                    assert_eq!(of_step.len(), step.events as usize, "{}", step.filter);
                    let of_step: BTreeSet<_> =
                        of_step.iter().filter_map(|row| row.text(SilverColumn::SourceIpAddress)).collect();
                    assert_eq!(of_step.len(), step.addresses as usize);
                }
            }
            assert!(addresses > 0 || selected.len() < 3);
        }
    }
}

#[test]
fn sessions_are_the_events_of_an_id() {
    let session = generated();
    for text in FILTERS {
        let filter = Filter::parse(text).unwrap();
        let mut expected: BTreeMap<Option<&str>, Vec<RowView<'_>>> = BTreeMap::new();
        for row in rows(&session, &filter) {
            expected.entry(row.text(SilverColumn::SessionId)).or_default().push(row);
        }
        let without = expected.remove(&None).map_or(0, |rows| rows.len());
        let question = Question::Sessions { filter, start: 0, count: 500 };
        let Answer::Sessions(Sessions { total, without: told, sessions, .. }) = ask(&session, &question) else {
            panic!()
        };
        assert_eq!((total, told as usize), (expected.len(), without), "{text}");
        assert!(sessions.is_sorted_by(|a, b| a.first_ms >= b.first_ms));
        for found in sessions {
            let rows = &expected[&Some(found.id.as_str())];
            let times = || rows.iter().filter_map(RowView::time_ms);
            assert_eq!(found.events as usize, rows.len());
            assert_eq!((found.first_ms, found.last_ms), (times().min(), times().max()));
            let distinct = |column| rows.iter().filter_map(|row| row.text(column)).collect::<BTreeSet<_>>();
            let addresses = distinct(SilverColumn::SourceIpAddress);
            assert_eq!(found.distinct_addresses as usize, addresses.len());
            assert!(found.addresses.iter().all(|address| addresses.contains(address.as_str())));
            assert_eq!(found.distinct_services as usize, distinct(SilverColumn::ServiceName).len());
        }
    }
}

/// An event of a cluster: minute, action, parameters, response's result.
fn event(minute: i64, service: &str, action: &str, params: &str, result: &str) -> String {
    let time = 1_583_400_000_000 + minute * MINUTE;
    let result = serde_json::to_string(result).unwrap();
    format!(
        r#"{{"version":"2.0","serviceName":"{service}","actionName":"{action}","timestamp":{time},"requestParams":{params},"response":{{"statusCode":200,"result":{result}}}}}"#
    )
}

#[test]
fn a_request_and_its_result_are_one() {
    let c1 = r#"{"cluster_id":"c1"}"#;
    let log = [
        event(0, "clusters", "create", r#"{"cluster_name":"x"}"#, c1),
        event(5, "clusters", "createResult", r#"{"clusterId":"c1"}"#, "{}"),
        event(6, "clusters", "delete", c1, "{}"),
        event(7, "clusters", "start", c1, "{}"),
        event(9, "clusters", "startResult", r#"{"clusterId":"c1"}"#, "{}"),
        event(8, "clusters", "deleteResult", r#"{"clusterId":"c1"}"#, "{}"),
        event(10, "clusters", "resize", r#"{"cluster_id":"c2"}"#, "{}"),
        event(11, "clusters", "resizeResult", r#"{"clusterId":"c3"}"#, "{}"),
        event(12, "databrickssql", "commandSubmit", r#"{"commandId":"q"}"#, "{}"),
        event(13, "databrickssql", "commandFinish", r#"{"commandId":"q"}"#, "{}"),
        event(14, "databrickssql", "commandFinish", r#"{"commandId":"q"}"#, "{}"),
        event(15, "clusters", "create", r#"{"cluster_name":"refused"}"#, "no JSON"),
    ];
    let session = load(&[("log", log.join("\n").as_bytes())]);
    let told = |filter: &str| {
        let question = Question::LongActions { filter: Filter::parse(filter).unwrap(), start: 0, count: 100 };
        let Answer::LongActions(LongActions { total, unanswered, actions, .. }) = ask(&session, &question) else {
            panic!()
        };
        let told: Vec<_> = actions
            .into_iter()
            .map(|action| {
                let minutes = action.result.map(|result| (result.action.unwrap(), result.duration_ms / MINUTE));
                (action.action.unwrap(), minutes)
            })
            .collect();
        assert_eq!(unanswered, told.iter().filter(|(_, result)| result.is_none()).count());
        assert_eq!(total, told.len());
        told
    };
    let one = |action: &str, result: &str, minutes| (action.to_owned(), Some((result.to_owned(), minutes)));
    assert_eq!(
        told(""),
        [
            one("create", "createResult", 5),
            one("delete", "deleteResult", 2),
            one("start", "startResult", 2),
            ("resize".to_owned(), None),
            one("commandSubmit", "commandFinish", 1),
            ("create".to_owned(), None),
        ]
    );
    // The result may lie outside of the filter.
    assert_eq!(told("action:create"), [one("create", "createResult", 5), ("create".to_owned(), None)]);
    assert_eq!(told("action:createResult"), []);
}

#[test]
fn runs_are_numbered_in_each_workspace() {
    let event = |minute, action, workspace| {
        let whole = event(minute, "jobs", action, r#"{"runId":"1"}"#, "{}");
        whole.replacen('{', &format!(r#"{{"workspaceId":"{workspace}","#), 1)
    };
    let log = [
        event(0, "runStart", 7),
        event(1, "runStart", 8),
        event(2, "runSucceeded", 8),
        event(3, "runFailed", 9),
        event(5, "runFailed", 7),
    ];
    let session = load(&[("log", log.join("\n").as_bytes())]);
    let question = Question::LongActions { filter: Filter::default(), start: 0, count: 100 };
    let Answer::LongActions(found) = ask(&session, &question) else { panic!() };
    let results = found.actions.into_iter().map(|action| action.result.unwrap());
    let results: Vec<_> = results.map(|result| (result.action.unwrap(), result.duration_ms / MINUTE)).collect();
    assert_eq!(results, [("runFailed".to_owned(), 5), ("runSucceeded".to_owned(), 1)]);
}

#[test]
fn many_requests_of_one_id_take_time_in_proportion() {
    const EACH: i64 = 20_000;
    let c1 = r#"{"cluster_id":"c1"}"#;
    let of = |from: i64, action: &'static str| {
        (from..from + EACH).map(move |minute| event(minute, "clusters", action, c1, "{}"))
    };
    // None of the results is of the first requests.
    let log: Vec<String> = of(0, "resize").chain(of(EACH, "start")).chain(of(2 * EACH, "startResult")).collect();
    let session = load(&[("log", log.join("\n").as_bytes())]);
    let question = Question::LongActions { filter: Filter::default(), start: EACH as u32, count: 500 };
    let Answer::LongActions(found) = ask(&session, &question) else { panic!() };
    assert_eq!((found.total, found.unanswered), (2 * EACH as usize, EACH as usize));
    assert!(found.actions.iter().all(|action| action.result.as_ref().unwrap().duration_ms == EACH * MINUTE));
}
