//! Principals, entities and comparisons, recounted row by row for random filters.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::LazyLock;

use proptest::prelude::*;
use touchstone_analysis::answer::{Answer, Change, Compared, Entity, EntityBoard, Principal, Principals};
use touchstone_analysis::{
    Analysis, Edit, Filter, PrincipalOrder, PrincipalsQuery, Question, Subject, TimeRange, ZoneOffset,
};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::{Session, SilverColumn};
use touchstone_query::{Field, RowView, address};

use crate::support::{ask, load};

/// Events beside those of the generator: spellings of one principal, an event without a time, a source without users.
const OTHERS: &str = r#"
{"version":"2.0","serviceName":"new","actionName":"a","userIdentity":{"email":"X@y.z"},"requestParams":{}}
{"version":"2.0","serviceName":"new","actionName":"a","timestamp":1583400000000,"userIdentity":{"email":"x@y.z"},"requestParams":{}}
{"version":"2.0","serviceName":"clamAVScanService-dataplane","actionName":"scan","timestamp":1583400000001,"requestParams":{}}
"#;

static INPUTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let layout = Layout::Single { path: "log".to_owned() };
    let options = Options { events: 2500, seed: 9, shape: Shape::V2, layout, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    vec![sink.files.swap_remove(0).1, OTHERS.trim().as_bytes().to_vec()]
});

fn session() -> Session {
    let inputs: Vec<(&str, &[u8])> = INPUTS.iter().map(|input| ("log", &input[..])).collect();
    load(&inputs)
}

/// What is counted of an event.
struct Event {
    texts: BTreeMap<&'static str, Option<String>>,
    params: Vec<(String, String)>,
    time_ms: Option<i64>,
}

/// The columns that are read here.
const COLUMNS: [&str; 11] = [
    "service_name",
    "action_name",
    "email",
    "source_ip_address",
    "session_id",
    "user_agent",
    "workspace_id",
    "run_by",
    "run_as",
    "outcome",
    "error_message",
];

/// Columns of entities and filters.
const ENTITIES: [&str; 8] = [
    "email",
    "source_ip_address",
    "workspace_id",
    "service_name",
    "outcome",
    "requestParams.cluster_id",
    "requestParams.recipient_name",
    "user_agent",
];

fn events(session: &Session) -> Vec<Event> {
    let rows = 0..session.medallion().silver().rows();
    rows.map(|row| {
        let view = RowView::new(session.medallion(), row).unwrap();
        let text = |name: &'static str| match Field::named(name) {
            Some(Field::Text(column)) => (name, view.text(column).map(str::to_owned)),
            other => panic!("{other:?}"),
        };
        Event {
            texts: COLUMNS.into_iter().map(text).collect(),
            params: view.params().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            time_ms: view.time_ms(),
        }
    })
    .collect()
}

impl Event {
    /// The value of a column; principals without case.
    fn value(&self, column: &str) -> Option<String> {
        if let Some(key) = column.strip_prefix("requestParams.") {
            return self.params.iter().find(|(of, _)| of == key).map(|(_, value)| value.clone());
        }
        let value = self.texts[column].clone();
        if column == "email" { value.map(|value| value.to_lowercase()) } else { value }
    }

    fn is_denied(&self) -> bool {
        self.texts["outcome"].as_deref() == Some("denied")
    }

    fn network(&self) -> Option<String> {
        let address = address(self.texts["source_ip_address"].as_deref()?)?;
        Some(match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }
}

/// A conjunction of equal values and a range of time.
#[derive(Clone, Debug)]
struct Chosen {
    values: Vec<(&'static str, Option<String>)>,
    time: Option<(i64, i64)>,
}

impl Chosen {
    fn admits(&self, event: &Event) -> bool {
        self.values.iter().all(|(column, value)| event.value(column) == value.as_ref().map(|value| same(column, value)))
            && self.time.is_none_or(|(from, until)| event.time_ms.is_some_and(|time| from <= time && time < until))
    }

    fn filter(&self, session: &Session) -> Filter {
        let mut edits = vec![Edit::Group {
            filter: Filter::default(),
            by: self.values.iter().map(|(column, _)| (*column).to_owned()).collect(),
            values: self.values.iter().map(|(_, value)| value.clone()).collect(),
        }];
        edits.extend(self.time.map(|(from_ms, until_ms)| Edit::Time { range: Some(TimeRange { from_ms, until_ms }) }));
        edits.into_iter().fold(Filter::default(), |filter, edit| {
            let Answer::Edited(edited) = ask(session, &Question::Edit { filter, edit }) else { panic!() };
            edited.filter
        })
    }
}

fn same(column: &str, value: &str) -> String {
    if column == "email" { value.to_lowercase() } else { value.to_owned() }
}

#[derive(Default, Debug, PartialEq, Eq)]
struct Counted {
    events: u32,
    denied: u32,
    first: Option<i64>,
    last: Option<i64>,
}

impl Counted {
    fn add(&mut self, event: &Event) {
        self.events += 1;
        self.denied += u32::from(event.is_denied());
        if let Some(time) = event.time_ms {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = Some(self.last.map_or(time, |last| last.max(time)));
        }
    }
}

/// The parts of a random filter: values of random rows, and fractions of the time.
type Picked = (Vec<(usize, usize)>, Option<(i64, i64)>);

fn picked() -> impl Strategy<Value = Picked> {
    let values = prop::collection::vec((0..ENTITIES.len(), any::<prop::sample::Index>()), 0..2)
        .prop_map(|values| values.into_iter().map(|(column, at)| (column, at.index(2503))).collect());
    (values, prop::option::weighted(0.4, (0_i64..100, 1_i64..60)))
}

fn chosen(events: &[Event], (values, time): &Picked) -> Chosen {
    let times: Vec<i64> = events.iter().filter_map(|event| event.time_ms).collect();
    let (first, last) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    let at = |part: i64| first + (last - first) / 100 * part;
    let values = values.iter().map(|(column, row)| {
        let column = ENTITIES[*column];
        (column, shown(&events[*row % events.len()], column))
    });
    Chosen { values: values.collect(), time: time.map(|(from, length)| (at(from), at(from + length))) }
}

/// The value of a column as the log spells it.
fn shown(event: &Event, column: &str) -> Option<String> {
    if column == "email" { event.texts["email"].clone() } else { event.value(column) }
}

fn list(session: &Session, filter: Filter, analysis: &mut Analysis) -> Principals {
    let query = PrincipalsQuery {
        filter,
        search: String::new(),
        kind: None,
        sort: PrincipalOrder::Events,
        descending: true,
        start: 0,
        count: 1000,
    };
    let Answer::Principals(list) = analysis.answer(session, &Question::Principals(query)).unwrap() else { panic!() };
    list
}

fn check_list(session: &Session, events: &[Event], chosen: &Chosen, analysis: &mut Analysis) {
    let list = list(session, chosen.filter(session), analysis);
    assert_eq!(list.total, list.principals.len());
    assert_eq!(list.kinds.iter().map(|count| count.principals).sum::<usize>(), list.total);
    let selected: Vec<&Event> = events.iter().filter(|event| chosen.admits(event)).collect();
    let mut left: BTreeMap<(String, Option<String>), &Principal> = BTreeMap::new();
    for principal in &list.principals {
        let value = principal.value.as_ref().map(|value| same(&principal.column, value));
        assert!(left.insert((principal.column.clone(), value), principal).is_none());
    }
    let is_listed = |column: &str, value: Option<&str>| match column {
        "email" => true,
        "service_name" => value.is_some_and(|service| service.ends_with("dataplane")),
        _ => value.is_some(),
    };
    for column in ["email", "service_name", "requestParams.recipient_name"] {
        let mut expected: BTreeMap<Option<String>, (Counted, BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        for event in &selected {
            let value = event.value(column);
            if is_listed(column, value.as_deref()) {
                let (counted, services, addresses) = expected.entry(value).or_default();
                counted.add(event);
                services.extend(event.value("service_name"));
                addresses.extend(event.value("source_ip_address"));
            }
        }
        for (value, (counted, services, addresses)) in expected {
            let found = left.remove(&(column.to_owned(), value.clone())).unwrap();
            let Principal { events, denied, first_ms, last_ms, .. } = *found;
            assert_eq!(Counted { events, denied, first: first_ms, last: last_ms }, counted, "{value:?}");
            assert_eq!((found.services as usize, found.addresses as usize), (services.len(), addresses.len()));
        }
    }
    assert!(left.is_empty(), "{left:?}");
}

/// Half an hour off UTC first, then two hours.
fn zone() -> Vec<ZoneOffset> {
    vec![
        ZoneOffset { from_ms: 0, offset_ms: -1_800_000 },
        ZoneOffset { from_ms: 1_583_000_000_000, offset_ms: 7_200_000 },
    ]
}

fn check_entity(session: &Session, events: &[Event], chosen: &Chosen, subject: &Subject, analysis: &mut Analysis) {
    let question = Question::Entity {
        filter: chosen.filter(session),
        subject: subject.clone(),
        zone: zone(),
        bins: 60,
        most: 1000,
        newest: false,
        split_ms: None,
    };
    let Answer::Entity(entity) = analysis.answer(session, &question).unwrap() else { panic!() };
    let wanted = subject.value.as_ref().map(|value| same(&subject.column, value));
    let of_entity: Vec<&Event> = events.iter().filter(|event| event.value(&subject.column) == wanted).collect();
    assert_eq!(entity.loaded as usize, of_entity.len());
    let selected: Vec<&Event> = of_entity.into_iter().filter(|event| chosen.admits(event)).collect();
    let mut all = Counted::default();
    for event in &selected {
        all.add(event);
    }
    let figures = &entity.figures;
    assert_eq!(
        Counted { events: figures.events, denied: figures.denied, first: figures.first_ms, last: figures.last_ms },
        all
    );
    let mut week = vec![0; 168];
    for time in selected.iter().filter_map(|event| event.time_ms) {
        let ahead = if time < 1_583_000_000_000 { -1_800_000 } else { 7_200_000 };
        week[((time + ahead).div_euclid(3_600_000) + 72).rem_euclid(168) as usize] += 1;
    }
    assert_eq!(entity.week, week);
    let split = entity.split_ms;
    for (side, is_after) in [(&entity.before, false), (&entity.after, true)] {
        let Some(filter) = side else {
            assert_eq!(split, None);
            continue;
        };
        let is_in = |event: &&&Event| event.time_ms.is_some_and(|time| (time >= split.unwrap()) == is_after);
        assert_eq!(count(session, filter, analysis) as usize, selected.iter().filter(is_in).count(), "{filter}");
    }
    let seen: BTreeSet<&str> = entity.boards.iter().map(|board| board.title.as_str()).collect();
    assert!(selected.is_empty() || seen.contains("Services and actions"));
    for board in &entity.boards {
        check_board(session, &entity, board, &selected, analysis);
    }
}

fn check_board(session: &Session, entity: &Entity, board: &EntityBoard, selected: &[&Event], analysis: &mut Analysis) {
    let is_of_denied = board.title == "Denied requests";
    let mut expected: BTreeMap<Vec<Option<String>>, Counted> = BTreeMap::new();
    for event in selected.iter().filter(|event| !is_of_denied || event.is_denied()) {
        let value = |column: &String| if column == "network" { event.network() } else { event.value(column) };
        expected.entry(board.by.iter().map(value).collect()).or_default().add(event);
    }
    if board.by.len() == 1 {
        assert_eq!(board.without, expected.remove(&vec![None]).map_or(0, |counted| counted.events), "{}", board.title);
    }
    assert_eq!((board.total, board.uses.len()), (expected.len(), expected.len()), "{}", board.title);
    assert_eq!(board.new, board.uses.iter().filter(|used| used.new).count());
    for (at, used) in board.uses.iter().enumerate() {
        let key: Vec<_> = used
            .values
            .iter()
            .zip(&board.by)
            .map(|(value, column)| value.as_ref().map(|value| same(column, value)))
            .collect();
        let counted = Counted { events: used.events, denied: used.denied, first: used.first_ms, last: used.last_ms };
        assert_eq!(Some(&counted), expected.get(&key), "{} {key:?}", board.title);
        assert_eq!(used.new, used.first_ms.is_some_and(|first| first >= entity.split_ms.unwrap()));
        // A click on the number makes it the filter.
        if at < 2 {
            let edit = match &used.filter {
                Some(filter) => Edit::Add { filter: filter.clone() },
                None => Edit::Group { filter: board.within.clone(), by: board.by.clone(), values: used.values.clone() },
            };
            let question = Question::Edit { filter: entity.filter.clone(), edit };
            let Answer::Edited(edited) = analysis.answer(session, &question).unwrap() else { panic!() };
            assert_eq!(count(session, &edited.filter, analysis), used.events, "{}", edited.filter);
        }
    }
}

fn count(session: &Session, filter: &Filter, analysis: &mut Analysis) -> u32 {
    let question =
        Question::Overview { filter: filter.clone(), bins: 10, stack: "outcome".to_owned(), leaders: 1, zoom: None };
    let Answer::Overview(overview) = analysis.answer(session, &question).unwrap() else { panic!() };
    overview.figures.events
}

fn check_compared(session: &Session, events: &[Event], sides: [&Chosen; 2], analysis: &mut Analysis) {
    let [against, filter] = sides.map(|chosen| chosen.filter(session));
    let question = Question::Compare { filter, against: Some(against), most: 1000 };
    let Answer::Compared(compared) = analysis.answer(session, &question).unwrap() else { panic!() };
    let Compared { before, after, both, boards } = compared;
    let admits = |event: &Event| sides.map(|chosen| chosen.admits(event));
    let total = |at: usize| events.iter().filter(|event| admits(event)[at]).count() as u32;
    assert_eq!([before.events, after.events], [total(0), total(1)]);
    assert_eq!(both as usize, events.iter().filter(|event| admits(event) == [true, true]).count());
    for board in boards.iter().filter(|board| board.column != "format") {
        let mut expected: BTreeMap<Option<String>, [u32; 2]> = BTreeMap::new();
        for event in events {
            for (at, _) in admits(event).into_iter().enumerate().filter(|(_, admits)| *admits) {
                expected.entry(event.value(&board.column)).or_default()[at] += 1;
            }
        }
        assert_eq!((board.total, board.differences.len()), (expected.len(), expected.len()));
        assert!(board.differences.is_sorted_by(|a, b| a.surprise >= b.surprise));
        let mut changes: BTreeMap<String, usize> = BTreeMap::new();
        for difference in &board.differences {
            let value = difference.value.as_ref().map(|value| same(&board.column, value));
            assert_eq!(expected.get(&value), Some(&[difference.before, difference.after]), "{value:?}");
            *changes.entry(format!("{:?}", difference.change)).or_default() += 1;
            let share = |count: u32, all: u32| f64::from(count) / f64::from(all);
            match difference.change {
                Change::New => assert_eq!(difference.before, 0),
                Change::Gone => assert_eq!(difference.after, 0),
                Change::More => assert!(share(difference.after, total(1)) > share(difference.before, total(0))),
                Change::Less => assert!(share(difference.after, total(1)) < share(difference.before, total(0))),
                Change::Same => assert!(difference.surprise < 1e-6),
            }
        }
        let named = ["New", "Gone", "More", "Less", "Same"].map(|name| changes.get(name).copied().unwrap_or_default());
        assert_eq!(named, [board.new, board.gone, board.more, board.less, board.same]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn numbers_agree_with_a_recount_of_the_rows(
        cases in prop::collection::vec((picked(), 0..ENTITIES.len(), any::<prop::sample::Index>()), 4..6),
    ) {
        let session = session();
        let events = events(&session);
        let mut analysis = Analysis::default();
        let mut before = None;
        for (picked, column, row) in cases {
            let chosen = chosen(&events, &picked);
            check_list(&session, &events, &chosen, &mut analysis);
            let column = ENTITIES[column];
            let value = shown(&events[row.index(events.len())], column);
            let subject = Subject { column: column.to_owned(), value };
            check_entity(&session, &events, &chosen, &subject, &mut analysis);
            if let Some(before) = before.replace(chosen.clone()) {
                check_compared(&session, &events, [&before, &chosen], &mut analysis);
            }
        }
    }
}

#[test]
fn the_list_is_searched_sorted_and_told_by_kind() {
    let session = session();
    let mut analysis = Analysis::default();
    loop {
        let evaluated = analysis.look(&session);
        if evaluated.done == evaluated.of {
            break;
        }
    }
    let mut ask = |search: &str, sort: PrincipalOrder, descending: bool, start: u32, count: u32| {
        let search = search.to_owned();
        let filter = Filter::default();
        let query = PrincipalsQuery { filter, search, kind: None, sort, descending, start, count };
        let Answer::Principals(list) = analysis.answer(&session, &Question::Principals(query)).unwrap() else {
            panic!()
        };
        list
    };
    let all = ask("", PrincipalOrder::Events, true, 0, 1000);
    assert!(all.evaluated);
    assert!(all.principals.is_sorted_by(|a, b| a.events >= b.events));
    let of_emails: u32 = all.principals.iter().filter(|one| one.column == "email").map(|one| one.events).sum();
    assert_eq!(of_emails, session.medallion().silver().rows());
    let window = ask("", PrincipalOrder::Events, true, 3, 4);
    assert_eq!((window.total, window.start, &window.principals[..]), (all.total, 3, &all.principals[3..7]));
    let x = ask("X@Y", PrincipalOrder::Name, false, 0, 10);
    assert_eq!((x.total, x.principals[0].events), (1, 2));
    for (name, kind) in [("system-user", "System"), ("dataplane", "DataPlane"), ("x@y.z", "User")] {
        let found = ask(name, PrincipalOrder::Events, true, 0, 1);
        assert_eq!(format!("{:?}", found.principals[0].kind), kind);
    }
    let share = |one: &Principal| f64::from(one.denied) / f64::from(one.events);
    let denied = ask("", PrincipalOrder::Denied, true, 0, 1000);
    assert!(denied.principals.is_sorted_by(|a, b| share(a) >= share(b)));
    for descending in [false, true] {
        let first = ask("", PrincipalOrder::First, descending, 0, 1000);
        let times: Vec<i64> = first.principals.iter().map_while(|one| one.first_ms).collect();
        assert!(if descending { times.is_sorted_by(|a, b| a >= b) } else { times.is_sorted() });
        assert!(first.principals[times.len()..].iter().all(|one| one.first_ms.is_none()));
    }
    // Each number of findings is that of the filter.
    let listed: Vec<&Principal> = all.principals.iter().filter(|one| one.findings > 0).take(5).collect();
    assert!(!listed.is_empty());
    for one in listed {
        let filter = Filter::default();
        let edit =
            Edit::Group { filter: filter.clone(), by: vec![one.column.clone()], values: vec![one.value.clone()] };
        let Answer::Edited(edited) = analysis.answer(&session, &Question::Edit { filter, edit }).unwrap() else {
            panic!()
        };
        let question = Question::Findings { filter: edited.filter, most: 1 };
        let Answer::Findings(findings) = analysis.answer(&session, &question).unwrap() else { panic!() };
        assert_eq!(findings.total, one.findings as usize, "{:?}", one.value);
    }
}

#[test]
fn an_hour_of_the_week_is_a_filter() {
    let session = session();
    let mut analysis = Analysis::default();
    let zone = vec![
        ZoneOffset { from_ms: 0, offset_ms: 3_600_000 },
        ZoneOffset { from_ms: 1_583_000_000_000, offset_ms: 7_200_000 },
    ];
    let subject = Subject { column: "service_name".to_owned(), value: Some("clusters".to_owned()) };
    let filter = Filter::default();
    let entity =
        Question::Entity { filter, subject, zone: zone.clone(), bins: 10, most: 8, newest: true, split_ms: None };
    let Answer::Entity(entity) = analysis.answer(&session, &entity).unwrap() else { panic!() };
    let mut compared = 0;
    for (hour, events) in entity.week.iter().enumerate().filter(|(_, events)| **events > 0).take(12) {
        let edit = Edit::HourOfWeek { filter: entity.clause.clone(), hour, zone: zone.clone() };
        let question = Question::Edit { filter: Filter::default(), edit };
        let Answer::Edited(edited) = analysis.answer(&session, &question).unwrap() else { panic!() };
        assert_eq!(count(&session, &edited.filter, &mut analysis), *events, "{}", edited.filter);
        compared += 1;
    }
    assert!(compared > 3);
    let newest = &entity.boards[0].uses;
    assert!(newest.is_sorted_by(|a, b| a.first_ms >= b.first_ms));
}

#[test]
fn without_another_filter_the_span_before_is_compared_or_the_halves() {
    let session = session();
    let silver = session.medallion().silver();
    let id = silver.id(SilverColumn::EventTime);
    let (first, last) = silver.frame().span(id, &touchstone_frame::Selection::all(silver.rows())).ends.unwrap();
    let halves = |filter: &str| {
        let filter = Filter::parse(filter).unwrap();
        let Answer::Compared(found) = ask(&session, &Question::Compare { filter, against: None, most: 5 }) else {
            panic!()
        };
        found
    };
    let whole = halves("");
    assert_eq!((whole.before.first_ms, whole.after.last_ms, whole.both), (Some(first), Some(last), 0));
    // One event has no time.
    assert_eq!(whole.before.events + whole.after.events + 1, silver.rows());
    let nothing = halves("service:nothing");
    assert_eq!((nothing.before.events, nothing.after.events), (0, 0));
}
