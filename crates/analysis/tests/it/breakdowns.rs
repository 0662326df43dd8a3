//! Breakdowns: each row counts what its filter selects, and planted questions get the right answers.

use std::collections::BTreeMap;

use crate::support::{ask, load};
use touchstone_analysis::answer::{Answer, Breakdown, Breakdowns, Rows};
use touchstone_analysis::{Edit, Filter, Question, Table};
use touchstone_generate::{Format, Layout, MemorySink, Options, generate};
use touchstone_medallion::Session;

fn breakdowns(session: &Session, service: &str, filter: &Filter) -> Vec<Breakdown> {
    let question = Question::Breakdowns { service: service.to_owned(), filter: filter.clone() };
    let Answer::Breakdowns(Breakdowns { breakdowns }) = ask(session, &question) else { panic!() };
    breakdowns
}

fn edited(session: &Session, filter: Filter, edit: Edit) -> Filter {
    let Answer::Edited(edited) = ask(session, &Question::Edit { filter, edit }) else { panic!() };
    edited.filter
}

fn count(session: &Session, filter: &Filter) -> u32 {
    let table = Table { filter: filter.clone(), ..Table::default() };
    let Answer::Rows(Rows { total, .. }) = ask(session, &Question::Rows { table, start: 0, count: 1 }) else {
        panic!()
    };
    total
}

/// The filter after a click on the count of a breakdown's row.
fn chosen(session: &Session, breakdown: &Breakdown, values: &[Option<String>], filter: &Filter) -> Filter {
    let (by, values) = (breakdown.by.clone(), values.to_vec());
    edited(session, filter.clone(), Edit::Group { filter: breakdown.filter.clone(), by, values })
}

#[test]
fn a_row_says_what_its_filter_gives() {
    let mut checked = 0;
    for format in [Format::DatabricksDelivery, Format::DatabricksSystemTable] {
        let options = Options {
            events: 4000,
            seed: 11,
            format,
            duplicates: 20,
            layout: Layout::Single { path: "log".to_owned() },
            ..Options::default()
        };
        let mut sink = MemorySink::default();
        generate(&options, &mut sink).unwrap();
        let inputs: Vec<_> = sink.files.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect();
        let session = load(&inputs);
        let services: Vec<_> = session.medallion().gold().map(|gold| gold.service().to_owned()).collect();
        for filter in ["", "-user:system* weekday:mon..thu"].map(|text| Filter::parse(text).unwrap()) {
            for service in &services {
                for breakdown in breakdowns(&session, service, &filter) {
                    let groups = &breakdown.groups;
                    let sum: u32 = groups.iter().map(|group| group.events).sum();
                    let is_whole = groups.len() == breakdown.total;
                    assert!(sum == breakdown.events || !is_whole, "{service}: {}", breakdown.title);
                    assert!(groups.iter().all(|group| group.part <= group.events));
                    for group in groups.iter().take(2) {
                        let filter = chosen(&session, &breakdown, &group.values, &filter);
                        assert_eq!(count(&session, &filter), group.events, "{service}: {}: {filter}", breakdown.title);
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 200, "{checked}");
}

/// A breakdown's rows as text: values, events, part, distinct.
fn rows(breakdowns: &[Breakdown], title: &str) -> Vec<String> {
    let breakdown = breakdowns.iter().find(|breakdown| breakdown.title == title).unwrap();
    let rows = breakdown.groups.iter().map(|group| {
        let values: Vec<_> = group.values.iter().map(|value| value.as_deref().unwrap_or("-")).collect();
        format!("{} {} {} {}", values.join("/"), group.events, group.part, group.distinct)
    });
    rows.collect()
}

#[test]
fn jobs_are_counted_by_day_and_success() {
    let run = |day: &str, job: u32, action: &str| {
        format!(
            r#"{{"timestamp":"2026-03-{day}T10:00:00Z","serviceName":"jobs","actionName":"{action}","requestParams":{{"jobId":"{job}","runId":"{job}{day}"}}}}"#
        )
    };
    let log = [
        run("02", 1, "runSucceeded"),
        run("02", 2, "runFailed"),
        run("03", 1, "runSucceeded"),
        run("03", 1, "runFailed"),
        run("03", 1, "runStart"),
    ]
    .join("\n");
    let session = load(&[("jobs.json", log.as_bytes())]);
    let found = breakdowns(&session, "jobs", &Filter::default());
    assert_eq!(rows(&found, "Runs per day"), ["2026-03-02 2 1 2", "2026-03-03 2 1 1"]);
    assert_eq!(rows(&found, "Success by job"), ["1 3 2 0", "2 1 0 0"]);
    let found = breakdowns(&session, "jobs", &Filter::parse("time:2026-03-03").unwrap());
    assert_eq!(rows(&found, "Success by job"), ["1 2 1 0"]);
}

#[test]
fn one_query_over_two_sources_is_one_query() {
    let record = |id: u32, status: &str, targets: &str, query: &str, applied: bool| {
        format!(
            r#"{{"action":"QUERY","actor":{{"type":"USER_ACTOR","id":"a@example.com","name":"A"}},"actionStatus":"{status}","actionStatusReason":null,"eventTimestamp":"2026-03-02T10:00:00Z","id":"{id}","targetType":"DATASOURCE","targets":{targets},"auditPayload":{{"type":"QueryAuditPayload","queryId":"{query}","accessControls":{{"policySet":[{{"type":"SUBSCRIPTION","ruleAppliedForUser":{applied},"rationale":"r"}}]}}}}}}"#
        )
    };
    let log = [
        record(1, "SUCCESS", r#"[{"id":"4","name":"Movies"}]"#, "q1", true),
        record(2, "SUCCESS", r#"[{"id":"5","name":"Actors"}]"#, "q1", true),
        record(3, "UNAUTHORIZED", r#"[{"id":"4","name":"Movies"}]"#, "q2", false),
    ]
    .join("\n");
    let session = load(&[("uam.json", log.as_bytes())]);
    let found = breakdowns(&session, "immuta", &Filter::default());
    assert_eq!(rows(&found, "Active users"), ["a@example.com 3 1 2"]);
    assert_eq!(rows(&found, "Most accessed data sources"), ["Movies 2 1 2", "Actors 1 0 1"]);
    assert_eq!(rows(&found, "Policies and exceptions"), ["SUBSCRIPTION/r 3 1 1"]);
    assert_eq!(rows(&found, "Queries per day"), ["2026-03-02/denied 1 0 1", "2026-03-02/success 2 0 1"]);
    let events: BTreeMap<_, _> = found.iter().map(|one| (one.title.as_str(), one.events)).collect();
    assert_eq!((events["Most accessed data sources"], events["Policies and exceptions"]), (3, 3));
}
