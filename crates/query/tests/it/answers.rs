//! Filters over generated logs of every format, held against going event by event.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, Session};
use touchstone_query::evaluate::Step;
use touchstone_query::{Evaluator, Expr, parse};

use crate::arbitrary::expr;
use crate::oracle::{Event, events, means};
use crate::support::every_format;
use crate::words::words;

/// The rows that a filter means, event by event.
fn expected(expr: &Expr, events: &[Event], last: Option<i64>) -> Vec<u32> {
    let rows = events.iter().zip(0..).filter(|(event, _)| means(expr, event, last));
    rows.map(|(_, row)| row).collect()
}

fn check(evaluator: &mut Evaluator, medallion: &Medallion, expr: &Expr, events: &[Event], last: Option<i64>) {
    let found: Vec<u32> = evaluator.select(medallion, expr).iter().collect();
    assert_eq!(found, expected(expr, events, last), "{expr}");
}

/// Items asked of one row in twenty mean what they mean in all.
fn check_narrowed(medallion: &Medallion, expr: &Expr, events: &[Event], last: Option<i64>) {
    let is_asked = |row: u32| row % 20 == 7;
    let mut few = Selection::none(medallion.silver().rows());
    (0..few.rows()).filter(|row| is_asked(*row)).for_each(|row| few.insert(row));
    expr.each_item(&mut |item| {
        let narrowed = Evaluator::default().narrow(medallion, item, &few);
        let mut rows = expected(&Expr::Item(item.clone()), events, last);
        rows.retain(|row| is_asked(*row));
        assert_eq!(narrowed.iter().collect::<Vec<_>>(), rows, "{expr}");
    });
}

#[test]
fn random_filters_mean_what_going_event_by_event_finds() {
    let session = every_format(60);
    let medallion = session.medallion();
    let (events, last) = events(medallion);
    let evaluator = RefCell::new(Evaluator::default());
    // Filters that mean some events, and not all.
    let telling = Cell::new(0);
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) });
    let ran = runner.run(&expr(&words(&events), 3), |expr| {
        check(&mut evaluator.borrow_mut(), medallion, &expr, &events, last);
        check_narrowed(medallion, &expr, &events, last);
        prop_assert_eq!(&parse(&expr.to_string()).unwrap().expr, &expr);
        let count = evaluator.borrow_mut().select(medallion, &expr).count();
        telling.set(telling.get() + u32::from(count > 0 && count < medallion.silver().rows()));
        Ok(())
    });
    assert!(ran.is_ok(), "{}", ran.unwrap_err());
    assert!(telling.get() > 60, "{} of 600", telling.get());
}

/// Filters over [`every_format`], each of which means some event.
const FILTERS: &[&str] = &[
    "*",
    "service:odd",
    "service:=\"odd\"",
    "service:\"\"",
    "user:straße@example.com",
    "user:=\"Straße@Example.com\"",
    "-user:*",
    "user:(-*, *@example.com)",
    "ip:2001:db8::7",
    "ip:2001:db8::/32",
    "ip:10.0.0.0/8",
    "ip:fe80::/10",
    "ip:fe80::1",
    "ip:fe80::1%eth0",
    "ip:10.1.2.3:99999",
    "ip:\"\"",
    "param.n:10",
    "param.n:1.50",
    "param.n:>=10",
    "param.n:<0",
    "param.n:1..2",
    "param.\"a.b c\":1",
    "param.k:\"\"",
    "-param.k:*",
    "param.k:\"x\\ny\"",
    "action:\"a\\\"b \\\\ *?\"",
    "error:\"\\u{202e}\"*",
    "\"\\u{202e}\"",
    "status:-7",
    "status:(1, -7)",
    "status:(1, 2, 3, 4, -7..0, >=500)",
    "-status:*",
    "status:>=400",
    "-time:*",
    "time:1969",
    "time:2019-12-28T22:26:00.848",
    "time:<2026",
    "last:24h",
    "weekday:tue -hour:8..17",
    "weekday:sat..mon hour:22..5",
    "input:odd.json",
    "input:0",
    "input:*system_table*",
    "format:immuta_uam",
    "flattened:\"{}\"",
    "flattened:*autotermination*",
    r#"flattened:*"AUTOTERMINATION_minutes\":"*"#,
    r#"flattened:*"\"x\\ny\""*"#,
    "flattened:*nY*",
    r#"flattened:"{\"n\":\"1e1\""*"#,
    r#"flattened:~/"n":"-?[0-9]/"#,
    r#"flattened:~/autotermination_[a-z]+"/"#,
    "flattened:(*autotermination*, *nY*, ~/^.}$/)",
    r#"flattened:=*"\"k\""*"#,
    "flattened:*",
    "autotermination_minutes",
    "login",
    "~/^[0-9]+$/",
    "#service:nothing login",
    "(action:login OR action:tokenLogin) -outcome:denied",
];

#[test]
fn filters_mean_what_is_expected() {
    let session = every_format(150);
    let medallion = session.medallion();
    let (events, last) = events(medallion);
    let mut evaluator = Evaluator::default();
    for text in FILTERS {
        let expr = parse(text).unwrap().expr;
        assert!(!expected(&expr, &events, last).is_empty(), "{text} means nothing");
        check(&mut evaluator, medallion, &expr, &events, last);
        check(&mut Evaluator::default(), medallion, &expr, &events, last);
    }
}

#[test]
fn answers_follow_what_is_loaded() {
    let line = |at: i64| {
        format!(
            "{{\"version\":\"2.0\",\"timestamp\":{},\"serviceName\":\"s{}\",\"actionName\":\"a{at}\",\
             \"requestParams\":{{\"k\":\"{at}\"}}}}\n",
            1_577_571_960_848 + at,
            at % 3
        )
    };
    let log: String = (0..2000).map(line).collect();
    let mut session = Session::new([5; 16]);
    let mut evaluator = Evaluator::default();
    let expr = parse("service:s1 a1").unwrap().expr;
    let mut evaluation = evaluator.begin(session.medallion(), &expr);
    session.open("a.json".to_owned(), Rc::new(log.into_bytes()));
    while session.step() {}
    let mut steps = 0;
    let found = loop {
        match evaluation.step(&mut evaluator, session.medallion()) {
            Step::Done(selection) => break selection,
            Step::Going { done, of } => assert!(done <= of),
        }
        steps += 1;
        assert!(steps < 100);
    };
    let (events, last) = events(session.medallion());
    assert_eq!(found.iter().collect::<Vec<_>>(), expected(&expr, &events, last));
    assert!(found.count() > 300);
    assert_eq!(found, evaluator.select(session.medallion(), &expr));
    assert!(evaluator.memory_bytes() > 0);
}
