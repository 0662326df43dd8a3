//! Another evaluator of Sigma agrees, event by event.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rsigma_eval::{Engine, JsonEvent};
use serde_json::Value;
use touchstone_findings::{Rules, evaluate};
use touchstone_generate::{Format, MemorySink, Options, generate};
use touchstone_medallion::{Medallion, Session};

use crate::support::{Event, START, flat, load, rules_of, session_of};

/// The rows that the other evaluator selects.
fn selected(text: &str, events: &[Value]) -> BTreeSet<u32> {
    let collection = rsigma_parser::parse_sigma_yaml(text).unwrap();
    assert_eq!(collection.errors, Vec::<String>::new(), "{text}");
    let mut engine = Engine::new();
    engine.add_collection(&collection).unwrap();
    let is_match = |event: &&Value| !engine.evaluate(&JsonEvent::borrow(event)).is_empty();
    (0..).zip(events).filter(|(_, event)| is_match(event)).map(|(row, _)| row).collect()
}

/// The rows that a rule finds.
fn rows(rules: &Rules, medallion: &Medallion) -> BTreeSet<u32> {
    let report = evaluate(rules, medallion);
    report.findings.into_iter().flat_map(|finding| finding.rows).collect()
}

fn log() -> Session {
    let mut inputs: Vec<(String, Vec<u8>)> = Vec::new();
    for (seed, format) in (3..).zip(Format::ALL) {
        let options = Options { events: 800, seed, format, container: format.containers()[0], ..Options::default() };
        let mut sink = MemorySink::default();
        generate(&options, &mut sink).unwrap();
        inputs.extend(sink.files.into_iter().map(|(path, bytes)| (format!("{format}/{path}"), bytes)));
    }
    let inputs: Vec<_> = inputs.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    load(&inputs)
}

/// Rules of the pack, each document that selects events alone. A log source means events of its product, which the other
/// evaluator is told in the detection.
#[test]
fn the_pack_selects_what_another_evaluator_selects() {
    let session = log();
    let medallion = session.medallion();
    let events: Vec<Value> = (0..medallion.silver().rows()).map(|row| flat(medallion, row)).collect();
    let files: BTreeSet<(String, std::rc::Rc<str>)> =
        Rules::packed().iter().map(|rule| (rule.origin.file.clone(), std::rc::Rc::clone(&rule.origin.text))).collect();
    let mut found = 0;
    for (file, text) in files {
        for document in text.split("\n---\n").filter(|document| document.contains("\ndetection:")) {
            // Nothing but the detection: a baseline's selects the events that it compares.
            let plain: String = without(document, &["baseline", "touchstone"]);
            let rules = rules_of(&plain);
            let of_product = |event: &Value| {
                let is_immuta = event["service_name"] == "immuta";
                (!plain.contains("product: databricks") || !is_immuta)
                    && (!plain.contains("product: immuta") || is_immuta)
            };
            let mut expected = selected(&plain, &events);
            expected.retain(|row| of_product(&events[*row as usize]));
            if let Some(service) = plain.split("\n    service: ").nth(1).and_then(|rest| rest.lines().next()) {
                expected.retain(|row| {
                    events[*row as usize]["service_name"]
                        .as_str()
                        .is_some_and(|name| name.eq_ignore_ascii_case(service))
                });
            }
            assert_eq!(rows(&rules, medallion), expected, "{file}\n{plain}");
            found += expected.len();
        }
    }
    println!("{found} events of {} selected", events.len());
}

/// A document without some of its keys.
fn without(document: &str, keys: &[&str]) -> String {
    let mut is_left_out = false;
    let mut kept = String::new();
    for line in document.lines() {
        if !line.starts_with([' ', '#', '-']) && !line.is_empty() {
            is_left_out = keys.iter().any(|key| line.starts_with(&format!("{key}:")));
        }
        if !is_left_out {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

const TEXTS: [&str; 12] = ["", "a", "A", "ab", "Abc", "b", "10", "9.5", "200", "true", "YQ==", "10.1.2.3"];
const PATTERNS: [&str; 9] = ["a*", "*B", "?", "*", "a?c", "", "\\*", "1*", "*b*"];
const FIELDS: [&str; 8] = [
    "action_name",
    "principal",
    "requestParams.k",
    "requestParams.user",
    "requestParams.name",
    "securable",
    "requestParams.none",
    "email",
];

fn text() -> impl Strategy<Value = String> {
    prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned)
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let params = prop::collection::vec((prop::sample::select(vec!["k", "user", "name", "url"]), text()), 0..4);
    let event = (text(), prop::option::of(text()), prop::option::of(0_i64..500), params);
    let event = event.prop_map(|(action, email, status, mut params)| {
        params.sort();
        params.dedup_by(|a, b| a.0 == b.0);
        let params = params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Event { action, email, status, params, service: "accounts", ..Event::default() }
    });
    prop::collection::vec(event, 1..25).prop_map(|mut events| {
        for (nth, event) in (0..).zip(&mut events) {
            event.time = Some((START + nth) * 1000);
            event.address = Some(["10.1.2.3", "198.51.100.7", "2001:db8::7", ""][nth as usize % 4].to_owned());
        }
        events
    })
}

/// An item as YAML: a key and a value.
fn item() -> impl Strategy<Value = String> {
    let quoted = |text: &str| format!("'{text}'");
    let values = |texts: Vec<&'static str>| {
        prop::collection::vec(prop::sample::select(texts), 1..4).prop_map(move |texts| {
            let texts: Vec<String> = texts.into_iter().map(quoted).collect();
            if texts.len() == 1 { texts.concat() } else { format!("[{}]", texts.join(", ")) }
        })
    };
    let field = || prop::sample::select(FIELDS.to_vec());
    let all: Vec<&str> = TEXTS.into_iter().chain(PATTERNS).collect();
    prop_oneof![
        4 => (
            field(),
            prop::sample::select(vec![
                "", "|contains", "|startswith", "|endswith", "|cased", "|contains|cased", "|startswith|cased",
            ]),
            values(all),
        )
            // The other evaluator mistakes the open end where a value has wildcards of its own; pySigma does as we do.
            .prop_filter("a wildcard and an open end", |(_, modifier, values)| {
                !modifier.contains("with") || !values.contains(['*', '?'])
            })
            .prop_map(|(field, modifier, values)| format!("{field}{modifier}: {values}")),
        1 => (field(), prop::collection::vec(prop::sample::select(vec!["a", "b", "B", "c"]), 2..4)).prop_map(
            |(field, texts)| format!("{field}|contains|all: [{}]", texts.join(", "))
        ),
        1 => (field(), prop::sample::select(vec!["^a", "b$", "(?i)AB", "^$", "[0-9]+", "a.c"]), prop::bool::ANY).prop_map(
            |(field, regex, ignores)| format!("{field}|re{}: '{regex}'", if ignores { "|i" } else { "" })
        ),
        1 => (field(), prop::sample::select(vec!["gt", "gte", "lt", "lte"]), prop::sample::select(vec!["9", "9.5", "10"]))
            .prop_map(|(field, relation, number)| format!("{field}|{relation}: {number}")),
        1 => (prop::sample::select(vec!["gt", "gte", "lt", "lte"]), 0..500)
            .prop_map(|(relation, number)| format!("status_code|{relation}: {number}")),
        1 => prop::sample::select(vec!["200", "'200'", "[200, 403]", "'4*'", "null"])
            .prop_map(|value| format!("status_code: {value}")),
        1 => (field(), prop::bool::ANY).prop_map(|(field, is_there)| format!("{field}|exists: {is_there}")),
        1 => field().prop_map(|field| format!("{field}: null")),
        1 => (field(), prop::sample::select(vec!["10", "9.5", "200", "true", "false"]))
            .prop_map(|(field, value)| format!("{field}: {value}")),
        1 => (field(), field(), prop::sample::select(vec!["", "|contains", "|startswith", "|endswith"]))
            .prop_map(|(field, other, modifier)| format!("{field}|fieldref{modifier}: {other}")),
        1 => prop::sample::select(vec!["10.0.0.0/8", "198.51.100.0/24", "2001:db8::/32", "0.0.0.0/0"])
            .prop_map(|network| format!("source_ip_address|cidr: {network}")),
        1 => prop::sample::select(vec!["a", "b", "ab"]).prop_map(|text| format!("requestParams.k|base64: '{text}'")),
        1 => prop::bool::ANY.prop_map(|is_public| format!("public_ip: {is_public}")),
    ]
}

fn detection() -> impl Strategy<Value = String> {
    let indented = |items: &[String], first: &str| {
        let mut seen = BTreeSet::new();
        let mut text = String::new();
        for item in items.iter().filter(|item| seen.insert(item.split(':').next().map(str::to_owned))) {
            text += if text.is_empty() { first } else { "            " };
            text += item;
            text.push('\n');
        }
        text
    };
    prop_oneof![
        3 => prop::collection::vec(item(), 1..4).prop_map(move |items| indented(&items, "            ")),
        1 => prop::collection::vec(prop::collection::vec(item(), 1..3), 1..3).prop_map(move |lists| {
            lists.iter().map(|items| indented(items, "          - ")).collect()
        }),
        1 => prop::collection::vec(prop::sample::select(vec!["abc", "198.51", "Accounts", "b"]), 1..3).prop_map(|texts| {
            texts.iter().flat_map(|text| ["          - '", text, "'\n"]).collect()
        }),
    ]
}

const CONDITIONS: [&str; 12] = [
    "s_a",
    "not s_a",
    "s_a and s_b",
    "s_a or s_b and not f_a",
    "s_a and not (s_b or f_a)",
    "1 of s_*",
    "all of s_*",
    "1 of them",
    "all of them",
    "2 of them",
    "any of s_* and not 1 of f_*",
    "not all of s_*",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_rules_select_what_another_evaluator_selects(
        events in events(),
        detections in [detection(), detection(), detection()],
        condition in prop::sample::select(CONDITIONS.to_vec()),
    ) {
        let [a, b, filter] = detections;
        let rule = format!(
            "title: Random\nlogsource:\n    product: databricks\ndetection:\n    s_a:\n{a}    s_b:\n{b}    f_a:\n{filter}    \
             condition: {condition}\n"
        );
        let session = session_of(&events);
        let medallion = session.medallion();
        let events: Vec<Value> = (0..medallion.silver().rows()).map(|row| flat(medallion, row)).collect();
        let expected = selected(&rule, &events);
        prop_assert_eq!(rows(&rules_of(&rule), medallion), expected, "{}\n{:?}", rule, events);
    }
}
