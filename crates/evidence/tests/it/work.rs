//! Questions that are worked on in steps have the answers of totals and samples made at once.

use std::fmt::Write as _;
use std::rc::Rc;

use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::{
    Comparison, Dialect, Evidence, EvidenceAnswer, EvidenceQuestion, Method, Plan, Sample, Totals, read_totals,
};
use touchstone_medallion::Session;

const SERVICES: [&str; 3] = ["clusters", "jobs", "notebook"];

/// More events than a step takes, a few without an id or a time, some delivered twice.
fn loaded(from: u64, count: u64) -> String {
    let mut text = String::new();
    for at in from..from + count {
        let service = SERVICES[(at % 7 % 3) as usize];
        let id = if at.is_multiple_of(1000) { String::new() } else { format!("\"event_id\":\"e{at}\",") };
        let time = 1_772_409_600_000 + at * 10_000;
        let time = if at % 2000 == 1 { String::new() } else { format!("\"timestamp\":{time},") };
        let line = format!(
            "{{{id}{time}\"serviceName\":\"{service}\",\"actionName\":\"a{}\",\"requestId\":\"r{at}\",\
             \"userIdentity\":{{\"email\":\"u{}@corp.example\"}}}}\n",
            at % 5,
            at % 11
        );
        text.push_str(&line);
        if at % 500 == 3 {
            text.push_str(&line);
        }
    }
    text
}

fn session(texts: &[String]) -> Session {
    let mut session = Session::new([7; 16]);
    for (at, text) in texts.iter().enumerate() {
        session.open(format!("{at}.json"), Rc::new(text.as_bytes().to_vec()));
    }
    while session.step() {}
    session
}

/// The answer, and in how many steps it was made.
fn asked(
    session: &Session,
    evidence: &mut Evidence,
    question: &EvidenceQuestion,
) -> (Result<EvidenceAnswer, String>, u32) {
    let mut steps = 0;
    let mut work = || -> Result<EvidenceAnswer, String> {
        evidence.begin(session, &mut Analysis::default(), question.clone())?;
        loop {
            steps += 1;
            let progress = evidence.step(session)?;
            assert!(progress.done <= progress.of, "{progress:?}");
            if progress.done == progress.of {
                return evidence.answer();
            }
        }
    };
    let answer = work();
    (answer, steps)
}

fn plan(filter: &str, size: usize, method: Method) -> Plan {
    Plan { filter: Filter::parse(filter).unwrap(), size, seed: "2026-Q1".to_owned(), method }
}

#[test]
fn totals_are_counted_once_and_again_when_more_is_loaded() {
    let mut evidence = Evidence::default();
    for texts in [vec![loaded(0, 20_000)], vec![loaded(0, 20_000), loaded(20_000, 9000)]] {
        let session = session(&texts);
        let totals = Totals::of(&session, &mut Analysis::default(), &Filter::default());
        let (answer, steps) = asked(&session, &mut evidence, &EvidenceQuestion::Totals);
        let EvidenceAnswer::Totals(answer) = answer.unwrap() else { panic!() };
        assert!(steps > 2, "{steps} steps");
        let rows: Vec<_> =
            answer.rows.iter().map(|row| (&row.event_date, &*row.service_name, row.figures.records)).collect();
        let expected: Vec<_> =
            totals.rows.iter().map(|row| (&row.event_date, &*row.service_name, row.figures.records)).collect();
        assert_eq!(rows, expected);
        assert_eq!(answer.sum.digest, totals.sum().digest.to_string());
        let lines: u64 = texts.iter().map(|text| text.lines().count() as u64).sum();
        assert_eq!(answer.sum.records, lines);

        // The rest needs no counting.
        let query = EvidenceQuestion::TotalsQuery { table: "t".to_owned(), dialect: Dialect::DuckDb };
        let (answer, steps) = asked(&session, &mut evidence, &query);
        let EvidenceAnswer::Query(query) = answer.unwrap() else { panic!() };
        assert_eq!((query.sql, steps), (totals.sql("t", Dialect::DuckDb), 1));

        let mut result = "event_date,service_name,records,ids,without_id,digest\n".to_owned();
        for row in totals.rows.iter().filter(|row| row.event_date.is_some()).skip(1) {
            let (day, figures) = (row.event_date.as_ref().unwrap(), &row.figures);
            writeln!(
                result,
                "{day},{},{},{},{},{}",
                row.service_name, figures.records, figures.ids, figures.without_id, figures.digest
            )
            .unwrap();
        }
        let expected = Comparison::of(&totals, &read_totals(result.as_bytes()).unwrap());
        let (answer, steps) = asked(&session, &mut evidence, &EvidenceQuestion::CompareTotals { result });
        let EvidenceAnswer::Comparison(compared) = answer.unwrap() else { panic!() };
        assert_eq!((compared.is_equal, compared.compared, steps), (false, expected.compared, 1));
        let [difference] = &compared.differences[..] else { panic!("{:?}", compared.differences) };
        assert_eq!(difference.sentence, expected.differences[0].sentence());
        assert_eq!((&difference.warehouse, difference.loaded.is_some()), (&None, true));

        let unreadable = EvidenceQuestion::CompareTotals { result: "a,b\n".to_owned() };
        let (answer, _) = asked(&session, &mut evidence, &unreadable);
        assert_eq!(answer.unwrap_err(), "the totals have no column event_date");
    }
}

#[test]
fn samples_drawn_in_steps_are_those_drawn_at_once() {
    let session = session(&[loaded(0, 20_000)]);
    let mut evidence = Evidence::default();
    for (filter, size, method) in [
        ("", 25, Method::Simple),
        ("service:jobs", 25, Method::Simple),
        ("", 25, Method::Systematic),
        ("", 25, Method::Stratified { by: "user".to_owned() }),
        ("", 2, Method::Stratified { by: "service".to_owned() }),
        ("service:nothing", 25, Method::Simple),
        ("", 100_000, Method::Systematic),
    ] {
        let plan = plan(filter, size, method);
        let sample = Sample::draw(&session, &mut Analysis::default(), &plan).unwrap();
        let question = EvidenceQuestion::Sample { plan: plan.clone(), most: 30 };
        let (answer, steps) = asked(&session, &mut evidence, &question);
        let EvidenceAnswer::Sample(answer) = answer.unwrap() else { panic!() };
        assert_eq!(u64::from(steps), sample.population.div_ceil(8192).max(1), "{plan:?}");
        let keys: Vec<_> = answer.events.iter().map(|event| (&event.key, event.row)).collect();
        let expected: Vec<_> = sample.events.iter().take(30).map(|event| (&event.key, event.row)).collect();
        assert_eq!(keys, expected, "{plan:?}");
        assert_eq!((answer.drawn, answer.population), (sample.events.len(), sample.population));
        let undrawn = sample.strata.iter().filter(|stratum| stratum.drawn == 0);
        assert_eq!((answer.total_strata, answer.undrawn), (sample.strata.len(), undrawn.count()));
        // It is kept, and its recipe is that of the sample.
        assert_eq!(asked(&session, &mut evidence, &question).1, 1);
        let recipe = EvidenceQuestion::SampleQuery { plan, table: "t".to_owned(), dialect: Dialect::Databricks };
        let sql = asked(&session, &mut evidence, &recipe).0.map(|answer| match answer {
            EvidenceAnswer::Query(query) => query.sql,
            other => panic!("{other:?}"),
        });
        assert_eq!(sql, sample.recipe().sql("t", Dialect::Databricks));
    }
    let by = plan("", 5, Method::Stratified { by: "nonsense".to_owned() });
    let (refused, _) = asked(&session, &mut evidence, &EvidenceQuestion::Sample { plan: by, most: 1 });
    assert_eq!(refused.unwrap_err(), "there is no field \"nonsense\" to divide a population by");
}

#[test]
fn work_that_is_given_up_leaves_nothing() {
    let session = session(&[loaded(0, 20_000)]);
    let mut evidence = Evidence::default();
    evidence.begin(&session, &mut Analysis::default(), EvidenceQuestion::Totals).unwrap();
    evidence.step(&session).unwrap();
    assert!(evidence.answer().is_err());
    evidence.stop();
    assert!(evidence.step(&session).is_err() && evidence.answer().is_err());
    let sample = EvidenceQuestion::Sample { plan: plan("", 5, Method::Simple), most: 5 };
    evidence.begin(&session, &mut Analysis::default(), EvidenceQuestion::Totals).unwrap();
    evidence.step(&session).unwrap();
    let (answer, steps) = asked(&session, &mut evidence, &sample);
    assert!(matches!(answer.unwrap(), EvidenceAnswer::Sample(_)) && steps > 1);
    assert!(asked(&session, &mut evidence, &EvidenceQuestion::Totals).1 > 1);
}
