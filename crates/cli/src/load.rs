//! Loads paths into a session.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{IsTerminal as _, Write as _};
use std::path::{MAIN_SEPARATOR, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use touchstone_medallion::Session;

use crate::digest::sha256;
use crate::file::FileSource;
use crate::opened_paths::OpenedPaths;
use crate::walk::walk;

/// Interval between progress lines.
const SHOWN_EVERY: Duration = Duration::from_millis(250);

/// Reads everything under the paths. Paths that cannot be opened are reported and skipped.
pub(crate) fn load(paths: &[PathBuf]) -> (Session, OpenedPaths) {
    let found = walk(paths);
    let mut opened = if found.unopened.is_empty() { OpenedPaths::All } else { OpenedPaths::Some };
    found.unopened.iter().for_each(|sentence| report(sentence));
    found.empty.iter().for_each(|folder| report(&format!("{}: the folder holds no file to read", folder.display())));

    let mut session = Session::new(random_key());
    let mut files = Vec::with_capacity(found.files.len());
    for path in found.files {
        match FileSource::open(path.clone()) {
            Ok(source) => {
                // The core splits paths at slashes on every system.
                session.open(path.display().to_string().replace(MAIN_SEPARATOR, "/"), Rc::new(source));
                files.push(path);
            }
            Err(error) => {
                report(&format!("{}: cannot be opened: {error}", path.display()));
                opened = OpenedPaths::Some;
            }
        }
    }
    let digests = std::thread::scope(|scope| {
        let digests = scope.spawn(|| files.iter().map(|path| sha256(path)).collect::<Vec<_>>());
        read_all(&mut session);
        digests.join().unwrap_or_default()
    });
    for (file, digest) in digests.into_iter().enumerate() {
        if let Some(digest) = digest {
            session.set_sha256(file as u32, digest);
        }
    }
    for skipped in session.medallion().skipped() {
        report(&format!("{}: skipped: {}", skipped.path, skipped.reason));
    }
    (session, opened)
}

fn read_all(session: &mut Session) {
    let watched = std::io::stderr().is_terminal();
    let mut shown = Instant::now();
    while session.step() {
        if watched && shown.elapsed() > SHOWN_EVERY {
            shown = Instant::now();
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
    }
    if watched {
        write!(std::io::stderr(), "\r\x1b[K").ok();
    }
}

/// Prints a message to standard error.
pub(crate) fn report(sentence: &str) {
    writeln!(std::io::stderr(), "touchstone: {sentence}").ok();
}

/// 16 bytes that nobody who writes a log can predict. The standard library seeds its hash tables from the system's
/// randomness.
fn random_key() -> [u8; 16] {
    let half = || RandomState::new().hash_one(0).to_ne_bytes();
    let mut key = [0; 16];
    key[..8].copy_from_slice(&half());
    key[8..].copy_from_slice(&half());
    key
}
