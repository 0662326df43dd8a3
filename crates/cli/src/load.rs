//! Loads paths into a session, with progress and messages on standard error.

use std::io::{IsTerminal as _, Write as _};
use std::num::NonZero;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use touchstone_medallion::Session;
use touchstone_native::{Loaded, Opened, all_cores, skipped};

use crate::opened_paths::OpenedPaths;

/// Interval between progress lines.
const SHOWN_EVERY: Duration = Duration::from_millis(250);

/// How many threads read.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Threads {
    /// Reads in so many threads; as many as the machine runs at once if not given.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

/// Reads everything under the paths. Paths that cannot be opened are reported and skipped.
pub(crate) fn load(paths: &[PathBuf], threads: Threads) -> (Session, OpenedPaths) {
    let (loaded, paths) = load_files(Opened::of(paths), threads);
    (loaded.session, paths)
}

/// Reads what is opened. Paths that could not be opened are reported.
pub(crate) fn load_files(opened: Opened, threads: Threads) -> (Loaded, OpenedPaths) {
    opened.unopened.iter().chain(&opened.empty).for_each(|sentence| report(sentence));
    let paths = if opened.unopened.is_empty() { OpenedPaths::All } else { OpenedPaths::Some };
    let is_watched = std::io::stderr().is_terminal();
    let mut shown = Instant::now();
    let loaded = opened.read(threads.threads.unwrap_or_else(all_cores), |session| {
        if is_watched && shown.elapsed() > SHOWN_EVERY {
            shown = Instant::now();
            show_progress(session);
        }
        true
    });
    if is_watched {
        write!(std::io::stderr(), "\r\x1b[K").ok();
    }
    skipped(&loaded.session).for_each(|sentence| report(&sentence));
    (loaded, paths)
}

fn show_progress(session: &Session) {
    let progress = session.progress();
    let mebibytes = |bytes: u64| bytes >> 20;
    write!(
        std::io::stderr(),
        "\r\x1b[K{} of {} MiB, {} of {} files",
        mebibytes(progress.bytes_read),
        mebibytes(progress.bytes_total),
        progress.inputs_done,
        progress.inputs,
    )
    .ok();
}

/// Prints a message to standard error.
pub(crate) fn report(sentence: &str) {
    writeln!(std::io::stderr(), "touchstone: {sentence}").ok();
}
