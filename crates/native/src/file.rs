//! A file on disk as a source.

use std::fs::File;
use std::io::{Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use touchstone_source::{Expansion, Position, ReadError, Source};

use crate::ahead::Ahead;
use crate::cores::Cores;

/// A file, opened for each read, so that a folder of any size needs one descriptor.
#[derive(Clone, Debug)]
pub(crate) struct FileSource {
    path: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
    cores: Cores,
}

impl FileSource {
    /// Opens a file, or gives back the path and why it cannot be opened. `cores` are those of its session.
    pub(crate) fn open(path: PathBuf, cores: Cores) -> Result<Self, (PathBuf, std::io::Error)> {
        match File::open(&path).and_then(|file| file.metadata()) {
            Ok(metadata) => Ok(Self { path, size: metadata.len(), modified: metadata.modified().ok(), cores }),
            Err(error) => Err((path, error)),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Source for FileSource {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        let mut read = || {
            let mut file = File::open(&self.path)?;
            let metadata = file.metadata()?;
            if metadata.len() != self.size || metadata.modified().ok() != self.modified {
                return Ok(None);
            }
            file.seek(SeekFrom::Start(offset))?;
            let mut count = 0;
            while count < into.len() {
                match file.read(&mut into[count..])? {
                    0 => break,
                    more => count += more,
                }
            }
            Ok(Some(count))
        };
        match read() {
            Ok(Some(count)) => Ok(count),
            Ok(None) => Err(ReadError { message: "the file changed while it was read".to_owned() }),
            Err::<_, std::io::Error>(error) => Err(ReadError { message: format!("the file cannot be read: {error}") }),
        }
    }

    fn expanded_beside(&self, expansion: Expansion, position: &Position) -> Option<Box<dyn Read>> {
        let core = self.cores.take()?;
        Some(Box::new(Ahead::start(self.clone(), expansion, position, core)?))
    }
}
