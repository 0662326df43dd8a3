//! Caches between questions change no answer.

use std::rc::Rc;
use std::sync::LazyLock;

use proptest::prelude::*;
use touchstone_analysis::{Analysis, Question, Sort, Table, TimeRange};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::Session;

use crate::support::{Terms, term};

/// The inputs in load order: the first fills a segment, the last has an event without a time.
static INPUTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut inputs: Vec<Vec<u8>> = [(15_000, 3), (2000, 4), (1, 5), (1500, 6)]
        .into_iter()
        .map(|(events, seed)| {
            let layout = Layout::Single { path: "log".to_owned() };
            let options = Options { events, seed, shape: Shape::V2, layout, ..Options::default() };
            let mut sink = MemorySink::default();
            generate(&options, &mut sink).unwrap();
            sink.files.swap_remove(0).1
        })
        .collect();
    let undated =
        r#"{"version":"2.0","serviceName":"new","actionName":"a","userIdentity":{"email":"x@y.z"},"requestParams":{}}"#;
    inputs.push(format!("{undated}\n").into_bytes());
    inputs
});

/// A user's next step.
#[derive(Clone, Debug)]
enum Step {
    /// Toggles a value of a column in the filter.
    Choose {
        column: usize,
        value: usize,
        exclude: bool,
    },
    /// Selects a time range, as fractions of the whole.
    Brush {
        from: i64,
        until: i64,
    },
    AllOfTime,
    Clear,
    Stack {
        by_service: bool,
        bins: u32,
    },
    Load,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..COLUMNS.len(), 0_usize..6, prop::bool::weighted(0.2))
            .prop_map(|(column, value, exclude)| Step::Choose { column, value, exclude }),
        6 => (0_i64..120, 0_i64..125).prop_map(|(from, until)| Step::Brush { from, until }),
        1 => Just(Step::AllOfTime),
        2 => Just(Step::Clear),
        1 => (any::<bool>(), prop::sample::select(vec![1_u32, 50, 120, 700]))
            .prop_map(|(by_service, bins)| Step::Stack { by_service, bins }),
        1 => Just(Step::Load),
    ];
    prop::collection::vec(step, 40..60)
}

/// The filtered columns; the last has no leaderboard.
const COLUMNS: [&str; 7] = [
    "service_name",
    "action_name",
    "email",
    "outcome",
    "source_ip_address",
    "status_code",
    "requestParams.cluster_name",
];

/// A value that the column contains, or one that it does not.
fn value(session: &Session, column: &str, at: usize) -> Option<String> {
    let silver = session.medallion().silver();
    match (at, silver.frame().find(column)) {
        (0, _) => None,
        (1, _) => Some("200".to_owned()),
        (2, _) => Some("no such value".to_owned()),
        (_, Some(id)) => silver.frame().dictionary(id).get(at as u32 * at as u32 - 8).map(str::to_owned),
        (_, None) => Some("job-1-run-1".to_owned()),
    }
}

fn load(session: &mut Session, input: &[u8]) {
    session.open("log".to_owned(), Rc::new(input.to_vec()));
    while session.step() {}
}

fn check(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut inputs = INPUTS.iter();
    let mut session = Session::new([5; 16]);
    load(&mut session, inputs.next().unwrap());
    let mut analysis = Analysis::default();
    let mut terms = Terms::default();
    let (mut stack, mut bins) = ("outcome", 120);
    let (first_ms, hour_ms) = (1_772_409_600_000_i64, 3_600_000);
    for step in steps {
        match step {
            Step::Choose { column, value: at, exclude } => {
                let column = COLUMNS[*column];
                let value = value(&session, column, *at);
                let chosen = term(column, &[value.as_deref()], *exclude);
                let held = terms.terms.iter().position(|term| *term == chosen);
                if let Some(at) = held {
                    terms.terms.remove(at);
                } else {
                    terms.terms.push(chosen);
                }
            }
            Step::Brush { from, until } => {
                let of = |part: i64| first_ms + part * hour_ms;
                terms.time = Some(TimeRange { from_ms: of(*from), until_ms: of(*until) });
            }
            Step::AllOfTime => terms.time = None,
            Step::Clear => terms = Terms::default(),
            Step::Stack { by_service, bins: most } => {
                stack = if *by_service { "service_name" } else { "outcome" };
                bins = *most;
            }
            Step::Load => inputs.next().into_iter().for_each(|input| load(&mut session, input)),
        }
        let filter = terms.filter();
        let by = |column: &str, descending| Sort { column: column.to_owned(), descending };
        let sort = vec![by("outcome", false), by("email", true)];
        let of_service = Table { service: Some("clusters".to_owned()), filter: filter.clone(), ..Table::default() };
        for question in [
            Question::Overview { filter: filter.clone(), bins, stack: stack.to_owned(), leaders: 8, zoom: None },
            Question::Rows { table: Table { filter: filter.clone(), sort, ..Table::default() }, start: 0, count: 3 },
            Question::Rows { table: of_service, start: 0, count: 3 },
            Question::Accounts { filter: filter.clone(), bins },
            Question::ServiceCounts { filter: filter.clone() },
        ] {
            let kept = analysis.answer(&session, &question);
            prop_assert_eq!(kept, Analysis::default().answer(&session, &question), "{:?}", question);
        }
    }
    // The event loaded last is found and counted.
    inputs.for_each(|input| load(&mut session, input));
    let question = Question::Overview { filter: terms.filter(), bins, stack: stack.to_owned(), leaders: 8, zoom: None };
    prop_assert_eq!(analysis.answer(&session, &question), Analysis::default().answer(&session, &question));
    prop_assert!(analysis.memory_bytes() / session.medallion().silver().rows() as usize <= 64);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_does_not_depend_on_the_questions_before(steps in steps()) {
        check(&steps)?;
    }
}
