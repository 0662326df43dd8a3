//! Generated logs, compared with the generator's record of their contents.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{ask, load};
use touchstone_analysis::answer::{Accounts, Answer, Clusters, Gold, Leader, Overview, Summary};
use touchstone_analysis::{Filter, Question};
use touchstone_generate::{Layout, MemorySink, Options, Outcomes, Shape, Truth, generate};
use touchstone_medallion::Session;

fn generated(shape: Shape) -> (Session, Truth) {
    let options = Options {
        events: 6000,
        seed: 7,
        shape,
        bad_lines: 23,
        duplicates: 41,
        layout: Layout::Delivery { files: None, redeliveries: 2 },
        ..Options::default()
    };
    let mut sink = MemorySink::default();
    let mut truth = generate(&options, &mut sink).unwrap();
    // Without folders: their names would fill in what a record lacks, while the truth describes records.
    let paths = sink.files.iter_mut().map(|(path, _)| path).chain(truth.files.iter_mut().map(|file| &mut file.path));
    paths.for_each(|path| *path = path.replace('/', "-"));
    let inputs: Vec<_> = sink.files.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect();
    (load(&inputs), truth)
}

fn summary(session: &Session) -> Summary {
    let Answer::Summary(summary) = ask(session, &Question::Summary) else { panic!() };
    *summary
}

fn overview(session: &Session) -> Overview {
    let question = Question::Overview {
        filter: Filter::default(),
        bins: 60,
        stack: "outcome".to_owned(),
        leaders: 10_000,
        zoom: None,
    };
    let Answer::Overview(overview) = ask(session, &question) else { panic!() };
    overview
}

fn counts(leaders: &[Leader]) -> BTreeMap<Option<String>, u64> {
    leaders.iter().map(|leader| (leader.value.clone(), leader.events.into())).collect()
}

fn outcomes(outcomes: Outcomes) -> BTreeMap<Option<String>, u64> {
    [
        ("success", outcomes.success),
        ("denied", outcomes.denied),
        ("failure", outcomes.failure),
        ("unknown", outcomes.unknown),
    ]
    .into_iter()
    .filter(|(_, events)| *events > 0)
    .map(|(name, events)| (Some(name.to_owned()), events))
    .collect()
}

fn check(shape: Shape) {
    let (session, truth) = generated(shape);
    let summary = summary(&session);
    let totals = &summary.totals;
    assert_eq!(
        (totals.records, totals.events, totals.duplicates, totals.problems),
        (truth.totals.records, truth.totals.events, truth.totals.duplicates, truth.totals.bad_lines)
    );
    let inputs: Vec<_> =
        summary.inputs.iter().map(|input| (&*input.path, input.bytes, input.records, input.problems)).collect();
    let files: Vec<_> =
        truth.files.iter().map(|file| (&*file.path, file.bytes, file.records, file.bad_lines)).collect();
    assert_eq!(inputs, files);
    let problems: Vec<_> = summary.problems.iter().map(|found| (found.input as usize, found.record)).collect();
    let bad_lines: BTreeSet<_> = truth.bad_lines.iter().map(|bad| (bad.place.0, bad.place.1)).collect();
    assert_eq!(problems, bad_lines.into_iter().collect::<Vec<_>>());

    assert_eq!(summary.gold.keys().collect::<Vec<_>>(), truth.services.keys().collect::<Vec<_>>());
    for (service, expected) in &truth.services {
        let found = &summary.gold[service];
        assert_eq!(found.rows, expected.events, "{service}");
        let actions: BTreeMap<_, _> =
            expected.actions.iter().map(|(action, outcomes)| (action.clone(), outcomes.events())).collect();
        assert_eq!(found.actions, actions, "{service}");
        let Answer::Gold(Gold { keys, .. }) =
            ask(&session, &Question::Gold { service: service.clone(), filter: Filter::default(), bins: 60 })
        else {
            panic!()
        };
        let filled: BTreeMap<String, u64> = keys
            .iter()
            .map(|key| (key.column.strip_prefix("requestParams.").unwrap().to_owned(), key.filled.into()))
            .collect();
        assert_eq!(filled, expected.keys, "{service}");
    }
    let principals: BTreeSet<_> = summary.principals.iter().map(|found| (found.email.clone(), found.events)).collect();
    assert_eq!(principals, truth.emails.iter().map(|count| (count.name.clone(), count.events)).collect());

    let overview = overview(&session);
    let board =
        |column: &str| counts(&overview.leaderboards.iter().find(|board| board.column == column).unwrap().leaders);
    assert_eq!(board("outcome"), outcomes(truth.outcomes));
    let workspaces: BTreeMap<_, _> = truth
        .workspaces
        .iter()
        .map(|(workspace, events)| ((!workspace.is_empty()).then(|| workspace.clone()), *events))
        .collect();
    assert_eq!(board("workspace_id"), workspaces);
    let bars: u64 =
        overview.histogram.series.iter().flat_map(|series| &series.counts).map(|count| u64::from(*count)).sum();
    assert_eq!(bars, truth.totals.events);
    let span = truth.time.unwrap();
    assert_eq!((overview.figures.first_ms, overview.figures.last_ms), (Some(span.first_ms), Some(span.last_ms)));
}

#[test]
fn everything_in_the_log_is_counted() {
    for shape in [Shape::V2, Shape::V2019, Shape::Mixed] {
        check(shape);
    }
}

#[test]
fn the_blogs_questions_about_clusters_are_answered() {
    let (session, truth) = generated(Shape::V2);
    let Answer::Clusters(Clusters { created, per_day, by_creator, per_job, without_autotermination }) =
        ask(&session, &Question::Clusters { filter: Filter::default() })
    else {
        panic!()
    };
    let truth = truth.clusters;
    let days: BTreeMap<_, _> =
        per_day.iter().filter(|day| day.events > 0).map(|day| (day.date.clone(), u64::from(day.events))).collect();
    assert_eq!(days, truth.created_by_day);
    assert_eq!(u64::from(created), truth.created_by_day.values().sum::<u64>());
    let creators: BTreeMap<_, _> =
        truth.created_by_creator.iter().map(|count| (count.name.clone(), count.events)).collect();
    assert_eq!(counts(&by_creator), creators);
    let jobs: BTreeMap<_, _> = per_job
        .iter()
        .map(|job| {
            (job.job_id.clone(), (u64::from(job.created), job.user_ids.iter().cloned().collect::<BTreeSet<_>>()))
        })
        .collect();
    let expected: BTreeMap<_, _> = truth
        .created_by_job
        .iter()
        .map(|(job, truth)| (job.clone(), (truth.created, truth.user_ids.iter().cloned().collect::<BTreeSet<_>>())))
        .collect();
    assert_eq!(jobs, expected);
    assert!(!jobs.is_empty());
    let mut standing: Vec<_> = without_autotermination
        .iter()
        .map(|cluster| (cluster.email.clone(), cluster.cluster_name.clone().unwrap()))
        .collect();
    let mut expected: Vec<_> = truth
        .all_purpose_without_autotermination
        .iter()
        .map(|cluster| (cluster.email.clone(), cluster.cluster_name.clone()))
        .collect();
    standing.sort();
    expected.sort();
    assert_eq!(standing, expected);
    assert!(!standing.is_empty());
}

#[test]
fn logins_are_counted_by_user() {
    let (session, truth) = generated(Shape::V2);
    let Answer::Accounts(Accounts { logins, failed, by_user, histogram, .. }) =
        ask(&session, &Question::Accounts { filter: Filter::default(), bins: 40 })
    else {
        panic!()
    };
    let found: BTreeMap<_, _> = by_user
        .iter()
        .map(|user| (user.user.clone().unwrap_or_default(), (user.logins.into(), user.failed.into())))
        .collect();
    let expected: BTreeMap<String, (u64, u64)> = truth
        .accounts
        .logins
        .iter()
        .map(|login| (login.user.clone(), (login.outcomes.events(), login.outcomes.denied + login.outcomes.failure)))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(u64::from(logins), expected.values().map(|(logins, _)| logins).sum::<u64>());
    assert_eq!(u64::from(failed), expected.values().map(|(_, failed)| failed).sum::<u64>());
    let bars: u32 = histogram.series.iter().flat_map(|series| &series.counts).sum();
    assert_eq!(bars, logins);
}
