//! Output of the generated lines.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Error;

/// Receives the lines of one or several files.
pub trait Sink {
    /// Announces the files, by relative paths; from then on each is identified by its index in this list.
    fn begin(&mut self, paths: &[String]) -> Result<(), Error>;
    /// Appends a line, including its line feed.
    fn write(&mut self, file: usize, line: &[u8]) -> Result<(), Error>;
    /// Ends the output.
    fn finish(&mut self) -> Result<(), Error>;
}

/// Writes all files to one writer.
#[derive(Debug)]
pub struct StreamSink<W> {
    writer: W,
    name: PathBuf,
    pending: Vec<u8>,
}

const BLOCK: usize = 256 * 1024;

impl<W: Write> StreamSink<W> {
    /// `name` identifies the writer in errors. It need not be buffered.
    pub fn new(writer: W, name: impl Into<PathBuf>) -> Self {
        Self { writer, name: name.into(), pending: Vec::with_capacity(BLOCK + 8 * 1024) }
    }

    fn failed(&self, cause: std::io::Error) -> Error {
        Error::Write { path: self.name.clone(), cause }
    }
}

impl<W: Write> Sink for StreamSink<W> {
    fn begin(&mut self, _paths: &[String]) -> Result<(), Error> {
        Ok(())
    }

    fn write(&mut self, _file: usize, line: &[u8]) -> Result<(), Error> {
        self.pending.extend_from_slice(line);
        if self.pending.len() >= BLOCK {
            self.writer.write_all(&self.pending).map_err(|cause| self.failed(cause))?;
            self.pending.clear();
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        let written = self.writer.write_all(&self.pending).and_then(|()| self.writer.flush());
        self.pending.clear();
        written.map_err(|cause| self.failed(cause))
    }
}

/// Files in a directory, which is created and must be empty.
#[derive(Debug)]
pub struct DirectorySink {
    directory: PathBuf,
    /// Each file's path and unwritten bytes.
    files: Vec<(PathBuf, Vec<u8>)>,
    /// Total of unwritten bytes.
    pending: usize,
}

/// Maximum unwritten bytes of a directory.
const MAX_PENDING: usize = 32 * 1024 * 1024;

impl DirectorySink {
    /// Creates nothing before the first event.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), files: Vec::new(), pending: 0 }
    }

    fn write_pending(&mut self) -> Result<(), Error> {
        self.pending = 0;
        self.files
            .iter_mut()
            .filter(|(_, pending)| !pending.is_empty())
            .try_for_each(|(path, pending)| append(path, pending))
    }
}

impl Sink for DirectorySink {
    fn begin(&mut self, paths: &[String]) -> Result<(), Error> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |cause| Error::Write { path, cause }
        };
        fs::create_dir_all(&self.directory).map_err(failed(&self.directory))?;
        let mut entries = fs::read_dir(&self.directory).map_err(failed(&self.directory))?;
        if entries.next().is_some() {
            return Err(Error::NotEmpty(self.directory.clone()));
        }
        for path in paths {
            let path = self.directory.join(path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(failed(parent))?;
            }
            File::create(&path).map_err(failed(&path))?;
            self.files.push((path, Vec::new()));
        }
        Ok(())
    }

    fn write(&mut self, file: usize, line: &[u8]) -> Result<(), Error> {
        self.files[file].1.extend_from_slice(line);
        self.pending += line.len();
        if self.pending < MAX_PENDING {
            return Ok(());
        }
        self.write_pending()
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.write_pending()
    }
}

/// Opens the file for each write: there may be more files than can be open at once.
fn append(path: &Path, pending: &mut Vec<u8>) -> Result<(), Error> {
    let written = OpenOptions::new().append(true).open(path).and_then(|mut file| file.write_all(pending));
    // Releases the buffer as well, since the file may be complete.
    *pending = Vec::new();
    written.map_err(|cause| Error::Write { path: path.to_owned(), cause })
}

/// Files in memory.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct MemorySink {
    /// Each file's path and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Sink for MemorySink {
    fn begin(&mut self, paths: &[String]) -> Result<(), Error> {
        self.files = paths.iter().map(|path| (path.clone(), Vec::new())).collect();
        Ok(())
    }

    fn write(&mut self, file: usize, line: &[u8]) -> Result<(), Error> {
        self.files[file].1.extend_from_slice(line);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
