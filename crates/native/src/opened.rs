//! Loads files into a session.

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZero;
use std::path::{MAIN_SEPARATOR, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use touchstone_medallion::Session;
use touchstone_source::Source as _;

use crate::cores::Cores;
use crate::digest::sha256;
use crate::file::FileSource;
use crate::readers::{self, Given};
use crate::walk::walk;

/// Files opened for a session, before anything of them is read.
pub struct Opened {
    session: Session,
    key: [u8; 16],
    cores: Cores,
    files: Vec<FileSource>,
    names: Vec<String>,
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
    /// The files that were opened, in their order; inputs and others.
    pub files: Vec<LoadedFile>,
}

/// A file that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedFile {
    /// Its name in the session.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes in hexadecimal; nothing if it could not be read to its end.
    pub sha256: Option<String>,
}

impl Opened {
    /// Opens the files, and those in the folders. Paths that cannot be opened are left out and named.
    pub fn of(paths: &[PathBuf]) -> Self {
        let found = walk(paths);
        // The core splits paths at slashes on every system.
        let name = |path: &PathBuf| path.display().to_string().replace(MAIN_SEPARATOR, "/");
        let mut opened = Self::named(found.files.into_iter().map(|path| (name(&path), path)));
        opened.unopened.splice(0..0, found.unopened);
        let empty = |folder: &PathBuf| format!("{}: the folder holds no file to read", folder.display());
        opened.empty = found.empty.iter().map(empty).collect();
        opened
    }

    /// Opens files under names that they have in the session.
    pub fn named(files: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        let key = random_key();
        let mut opened = Self {
            session: Session::new(key),
            key,
            cores: Cores::default(),
            files: Vec::new(),
            names: Vec::new(),
            unopened: Vec::new(),
            empty: Vec::new(),
        };
        for (name, path) in files {
            match FileSource::open(path, opened.cores.clone()) {
                Ok(source) => {
                    opened.session.open(name.clone(), Rc::new(source.clone()));
                    opened.files.push(source);
                    opened.names.push(name);
                }
                Err((path, error)) => opened.unopened.push(format!("{}: cannot be opened: {error}", path.display())),
            }
        }
        opened
    }

    /// Reads everything in so many threads, and hashes the files meanwhile in another. Their number changes nothing of the
    /// result. `go_on` is called every few MiB; where it returns false, reading stops.
    pub fn read(self, threads: NonZero<usize>, go_on: impl FnMut(&Session) -> bool) -> Loaded {
        let Self { mut session, key, cores, files, names, .. } = self;
        cores.add(threads.get());
        let is_stopped = AtomicBool::new(false);
        let digests = std::thread::scope(|scope| {
            let digests = scope
                .spawn(|| files.iter().map(|file| sha256(file.path(), &is_stopped)).collect::<Vec<Option<String>>>());
            if readers::read(&mut session, Given { files: &files, key, cores: &cores, threads }, go_on) {
                is_stopped.store(true, Ordering::Relaxed);
            }
            digests.join().unwrap_or_default()
        });
        for (file, digest) in digests.iter().enumerate() {
            if let Some(digest) = digest {
                session.set_sha256(file as u32, digest.clone());
            }
        }
        let mut digests = digests.into_iter();
        let files = names.into_iter().zip(&files).map(|(name, file)| LoadedFile {
            name,
            bytes: file.size(),
            sha256: digests.next().flatten(),
        });
        Loaded { session, is_stopped: is_stopped.into_inner(), files: files.collect() }
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
