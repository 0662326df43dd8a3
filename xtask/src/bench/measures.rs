//! The measures of the bench.

use anyhow::Result;

use crate::bench::containers::{self, Contained};
use crate::bench::contenders::{self, Contender};
use crate::bench::data::{Data, Kind, Log};
use crate::bench::formats::{self, JsonFormat};
use crate::bench::options::{Measure, Options};
use crate::bench::report_line::{Change, Evaluated, Expression, Start, Viewed};
use crate::bench::run::{Run, run};
use crate::bench::spark::{self, Spark};
use crate::workspace::Workspace;

/// What Spark gets at most: the blog's steps take minutes.
const SPARK_EVENTS: u64 = 300_000;
const SPARK_FILES: u64 = 64;

/// Everything measured.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub(crate) start: Option<Starts>,
    pub(crate) load: Option<Race>,
    pub(crate) parquet: Option<Race>,
    pub(crate) formats: Vec<(JsonFormat, Race)>,
    pub(crate) containers: Vec<Contained>,
    pub(crate) interaction: Option<Interaction>,
    pub(crate) query: Option<Queries>,
    pub(crate) findings: Option<Evaluations>,
    pub(crate) views: Option<Views>,
    pub(crate) scale: Vec<Size>,
    pub(crate) spark: Option<Spark>,
}

/// Start-up times of the page, and its file size.
#[derive(Debug)]
pub(crate) struct Starts {
    pub(crate) file_bytes: u64,
    pub(crate) runs: Vec<Start>,
}

/// Several contenders on one log.
#[derive(Debug)]
pub(crate) struct Race {
    pub(crate) events: u64,
    pub(crate) bytes: u64,
    pub(crate) scores: Vec<Score>,
}

/// A contender's results.
#[derive(Debug)]
pub(crate) struct Score {
    pub(crate) contender: Contender,
    pub(crate) runs: Vec<Run>,
    /// Why it is not ranked: it failed, or its counts differ from the truth.
    pub(crate) fault: Option<String>,
}

/// Filter changes; the error says why there are none.
#[derive(Debug)]
pub(crate) struct Interaction {
    pub(crate) events: u64,
    pub(crate) changes: Result<Vec<Change>, String>,
}

/// Filter expressions; the error says why there are none.
#[derive(Debug)]
pub(crate) struct Queries {
    pub(crate) events: u64,
    pub(crate) expressions: Result<Vec<Expression>, String>,
}

/// Evaluations of the rules; the error says why there are none.
#[derive(Debug)]
pub(crate) struct Evaluations {
    pub(crate) events: u64,
    pub(crate) runs: Result<Vec<Evaluated>, String>,
}

/// People and Compare, opened; the error says why they were not.
#[derive(Debug)]
pub(crate) struct Views {
    pub(crate) events: u64,
    pub(crate) views: Result<Vec<Viewed>, String>,
}

/// The page with a log of one size.
#[derive(Debug)]
pub(crate) struct Size {
    pub(crate) events: u64,
    pub(crate) bytes: u64,
    pub(crate) page: Score,
}

/// Takes one measure.
pub(crate) fn take(
    measure: Measure,
    workspace: &Workspace,
    data: &Data,
    options: &Options,
    results: &mut Results,
) -> Result<()> {
    match measure {
        Measure::Start => results.start = Some(start(workspace, options)?),
        Measure::Load => results.load = Some(race(workspace, data, options, Kind::Delivery)?),
        Measure::Parquet => results.parquet = Some(race(workspace, data, options, Kind::SystemTable)?),
        Measure::Formats => results.formats = formats::measure(workspace, data, options)?,
        Measure::Containers => results.containers = containers::measure(workspace, data, options)?,
        Measure::Interaction => results.interaction = Some(interaction(workspace, data, options)?),
        Measure::Query => results.query = Some(queries(workspace, data, options)?),
        Measure::Findings => results.findings = Some(findings(workspace, data, options)?),
        Measure::Views => results.views = Some(views(workspace, data, options)?),
        Measure::Scale => {
            for &events in &options.scale {
                results.scale.push(size(workspace, data, options, events)?);
            }
        }
        Measure::Spark => {
            let files = data.files(options.events.min(SPARK_EVENTS), SPARK_FILES)?;
            results.spark = Some(spark::measure(workspace, options, &files));
        }
    }
    Ok(())
}

fn start(workspace: &Workspace, options: &Options) -> Result<Starts> {
    let contender = contenders::start();
    let mut starts = Starts { file_bytes: 0, runs: Vec::new() };
    for _ in 0..options.repeat {
        let reported = run(workspace, &contender, std::path::Path::new(""))?.reported;
        starts.file_bytes = reported.file_bytes.unwrap_or(0);
        starts.runs.extend(reported.start);
    }
    Ok(starts)
}

fn race(workspace: &Workspace, data: &Data, options: &Options, kind: Kind) -> Result<Race> {
    let log = data.log(kind, options.events)?;
    Ok(race_on(workspace, options, &log, contenders::all(workspace, options, kind)?))
}

/// Runs contenders in rounds, so that interference by other processes is spread evenly.
pub(crate) fn race_on(workspace: &Workspace, options: &Options, log: &Log, contenders: Vec<Contender>) -> Race {
    let mut scores: Vec<_> = contenders.into_iter().map(Score::new).collect();
    for round in 1..=options.repeat {
        for score in &mut scores {
            score.run(workspace, log, &format!("round {round}"));
        }
    }
    Race { events: log.truth.events(), bytes: log.bytes, scores }
}

fn interaction(workspace: &Workspace, data: &Data, options: &Options) -> Result<Interaction> {
    let log = data.log(Kind::Delivery, options.events)?;
    let mut score = Score::new(contenders::page(options, options.changes));
    score.run(workspace, &log, "with changes of the filter");
    let changes = match score.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(score.runs.into_iter().flat_map(|run| run.reported.interaction).collect()),
    };
    Ok(Interaction { events: log.truth.events(), changes })
}

fn queries(workspace: &Workspace, data: &Data, options: &Options) -> Result<Queries> {
    let log = data.log(Kind::Delivery, options.events)?;
    let mut score = Score::new(contenders::queries(options));
    score.run(workspace, &log, "with expressions of the filter language");
    let expressions = match score.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(score.runs.into_iter().flat_map(|run| run.reported.expressions).collect()),
    };
    Ok(Queries { events: log.truth.events(), expressions })
}

fn views(workspace: &Workspace, data: &Data, options: &Options) -> Result<Views> {
    let log = data.log(Kind::Delivery, options.events)?;
    let mut score = Score::new(contenders::views(options));
    score.run(workspace, &log, "with People and Compare");
    let views = match score.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(score.runs.into_iter().flat_map(|run| run.reported.views).collect()),
    };
    Ok(Views { events: log.truth.events(), views })
}

fn findings(workspace: &Workspace, data: &Data, options: &Options) -> Result<Evaluations> {
    let log = data.log(Kind::Delivery, options.events)?;
    let mut score = Score::new(contenders::findings(options));
    for round in 1..=options.repeat {
        score.run(workspace, &log, &format!("with its rules, round {round}"));
    }
    let runs = match score.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(score.runs.into_iter().filter_map(|run| run.reported.findings).collect()),
    };
    Ok(Evaluations { events: log.truth.events(), runs })
}

fn size(workspace: &Workspace, data: &Data, options: &Options, events: u64) -> Result<Size> {
    let log = data.log(Kind::Delivery, events)?;
    let mut page = Score::new(contenders::page(options, options.changes));
    page.run(workspace, &log, &format!("{events} events"));
    Ok(Size { events, bytes: log.bytes, page })
}

impl Score {
    fn new(contender: Contender) -> Self {
        Self { contender, runs: Vec::new(), fault: None }
    }

    /// Runs once more, unless an earlier run failed.
    fn run(&mut self, workspace: &Workspace, log: &Log, what: &str) {
        if self.fault.is_some() {
            return;
        }
        let name = &self.contender.name;
        match run(workspace, &self.contender, &log.path) {
            Ok(run) => {
                let differences = log.truth.differences(&run.reported.counts);
                let rate = log.bytes as f64 / 1e6 / run.seconds;
                let stages: Vec<_> =
                    run.reported.stages.iter().map(|(name, time)| format!("{name} {time:.2}")).collect();
                println!("{name}, {what}: {:.2} s, {rate:.0} MB/s {}", run.seconds, stages.join(", "));
                if !differences.is_empty() {
                    let shown = differences.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ");
                    self.fault = Some(format!("wrong: {shown} ({} differences)", differences.len()));
                }
                self.runs.push(run);
            }
            Err(error) => self.fault = Some(format!("failed: {error:#}")),
        }
        if let Some(fault) = &self.fault {
            println!("{}, {what}: {fault}", self.contender.name);
        }
    }
}
