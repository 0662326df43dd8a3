//! Loads files into a session.

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZero;
use std::path::{MAIN_SEPARATOR, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use touchstone_medallion::Session;

use crate::digest::sha256;
use crate::file::FileSource;
use crate::readers::{self, Given};
use crate::walk::walk;

/// Files opened for a session, before anything of them is read.
pub struct Opened {
    session: Session,
    key: [u8; 16],
    files: Vec<FileSource>,
    /// A sentence per path that could not be opened.
    pub unopened: Vec<String>,
    /// A sentence per folder that holds no file.
    pub empty: Vec<String>,
}

/// What was loaded.
pub struct Loaded {
    /// The session, read to its end unless stopped.
    pub session: Session,
    /// Whether reading was stopped; what had been read stays.
    pub is_stopped: bool,
}

impl Opened {
    /// Opens the files, and those in the folders. Paths that cannot be opened are left out and named.
    pub fn of(paths: &[PathBuf]) -> Self {
        let found = walk(paths);
        let empty = |folder: &PathBuf| format!("{}: the folder holds no file to read", folder.display());
        let key = random_key();
        let mut opened = Self {
            session: Session::new(key),
            key,
            files: Vec::with_capacity(found.files.len()),
            unopened: found.unopened,
            empty: found.empty.iter().map(empty).collect(),
        };
        for path in found.files {
            match FileSource::open(path) {
                Ok(source) => {
                    // The core splits paths at slashes on every system.
                    let name = source.path().display().to_string().replace(MAIN_SEPARATOR, "/");
                    opened.session.open(name, Rc::new(source.clone()));
                    opened.files.push(source);
                }
                Err((path, error)) => opened.unopened.push(format!("{}: cannot be opened: {error}", path.display())),
            }
        }
        opened
    }

    /// Reads everything in so many threads, and hashes the files meanwhile in another. Their number changes nothing of the
    /// result. `go_on` is called every few MiB; where it returns false, reading stops.
    pub fn read(self, threads: NonZero<usize>, go_on: impl FnMut(&Session) -> bool) -> Loaded {
        let Self { mut session, key, files, .. } = self;
        let is_stopped = AtomicBool::new(false);
        let digests = std::thread::scope(|scope| {
            let digests = scope
                .spawn(|| files.iter().map(|file| sha256(file.path(), &is_stopped)).collect::<Vec<Option<String>>>());
            if readers::read(&mut session, Given { files: &files, key, threads }, go_on) {
                is_stopped.store(true, Ordering::Relaxed);
            }
            digests.join().unwrap_or_default()
        });
        for (file, digest) in digests.into_iter().enumerate() {
            if let Some(digest) = digest {
                session.set_sha256(file as u32, digest);
            }
        }
        Loaded { session, is_stopped: is_stopped.into_inner() }
    }
}

/// As many threads as this machine runs at once.
pub fn all_cores() -> NonZero<usize> {
    std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// A sentence per file that is no input, such as the marker of a Spark job.
pub fn skipped(session: &Session) -> impl Iterator<Item = String> {
    session.medallion().skipped().iter().map(|skipped| format!("{}: skipped: {}", skipped.path, skipped.reason))
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
