//! Runs a contender once.

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::bench::contenders::Contender;
use crate::bench::memory::Peak;
use crate::bench::report_line::{self, ReportLine};
use crate::workspace::Workspace;

const SAMPLE: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_hours(1);

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) seconds: f64,
    pub(crate) peak_bytes: Option<u64>,
    pub(crate) reported: ReportLine,
}

/// Runs a contender on a file. An error says why there is no result; the bench continues without it.
pub(crate) fn run(workspace: &Workspace, contender: &Contender, file: &Path) -> Result<Run> {
    let mut command = contender.command(workspace, file);
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdout(Stdio::piped()).stdin(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {program}; `npm run bench` sets it up"))?;
    let mut peak = Peak::new(child.id(), contender.is_driver);
    let mut output = child.stdout.take().context("it has no output")?;
    let reader = std::thread::spawn(move || {
        let mut printed = String::new();
        output.read_to_string(&mut printed).map(|_| printed)
    });
    let status = watch(&mut child, &mut peak, begun)?;
    let elapsed = begun.elapsed();
    let printed = reader.join().map_err(|_| anyhow!("its output could not be read"))??;
    if !status.success() {
        bail!("{program} failed ({status})");
    }
    let reported =
        if contender.prints_summary { report_line::summary(&printed)? } else { report_line::line(&printed)? };
    if let Some(error) = &reported.error {
        let events = reported.events.map(|events| format!(" after {events} events")).unwrap_or_default();
        bail!("{error}{events}");
    }
    Ok(Run { seconds: reported.seconds.unwrap_or(elapsed.as_secs_f64()), peak_bytes: peak.bytes(), reported })
}

/// Waits for the process. Polls often, for exact times from outside, and samples memory seldom.
fn watch(child: &mut Child, peak: &mut Peak, begun: Instant) -> Result<std::process::ExitStatus> {
    let mut sampled = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("it cannot be waited for")? {
            return Ok(status);
        }
        if begun.elapsed() > LONGEST {
            child.kill().context("it cannot be ended")?;
            bail!("not finished after {} minutes", LONGEST.as_secs() / 60);
        }
        if sampled.elapsed() >= SAMPLE {
            peak.sample();
            sampled = Instant::now();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
