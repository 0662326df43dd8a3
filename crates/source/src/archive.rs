//! Zip archives: the directory, and each member as a stream.

use std::cell::OnceCell;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::CompressionMethod;
use zip::result::ZipError;

use crate::archive_names;
use crate::container::{Container, sniff};
use crate::content::{Content, refusal};
use crate::delta::{self, DataFile, Planned};
use crate::limits::Limits;
use crate::stream::{Bounded, Budget, ByteRangeReader, Position, problem_of};
use crate::{Problem, ProblemKind, ReadError, Source, read_range};

/// More members than any archive of logs has. Their names alone would fill the memory.
const MAX_MEMBERS: usize = 1_000_000;

/// A file in an archive.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its index in the directory.
    pub(crate) index: u32,
    pub(crate) path: String,
    pub(crate) start: u64,
    pub(crate) compressed: u64,
    pub(crate) crc32: u32,
    pub(crate) method: CompressionMethod,
    pub(crate) is_encrypted: bool,
}

/// The files of an archive, in the order of its directory.
pub(crate) fn members(source: &Rc<dyn Source>) -> Result<Vec<Member>, Problem> {
    let cursor = BufReader::with_capacity(1 << 16, SourceCursor { source: Rc::clone(source), at: 0 });
    let mut archive = zip::ZipArchive::new(cursor).map_err(of_zip)?;
    if archive.len() > MAX_MEMBERS {
        return Err(Problem::new(ProblemKind::UnsupportedContainer, "the zip archive has more than a million members"));
    }
    let mut members = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(of_zip)?;
        let path = with_slashes(file.name().map_err(of_zip)?.into_owned());
        if file.is_dir() || path.ends_with('/') {
            continue;
        }
        members.push(Member {
            index: index as u32,
            path,
            start: file.data_start().unwrap_or_default(),
            compressed: file.compressed_size(),
            crc32: file.crc32(),
            method: file.compression(),
            is_encrypted: file.encrypted(),
        });
    }
    if !archive.has_duplicate_names() {
        return Ok(members);
    }
    let (directory, before, known) = (archive.central_directory_start(), archive.offset(), archive.len());
    let mut cursor = archive.into_inner();
    if cursor.seek(SeekFrom::Start(directory)).is_ok() {
        members.extend(archive_names::repeated(source, cursor, before, known)?);
    }
    Ok(members)
}

/// A member's path with slashes as separators. Archives made by Windows PowerShell have backslashes.
pub(crate) fn with_slashes(path: String) -> String {
    if path.contains('/') { path } else { path.replace('\\', "/") }
}

impl Member {
    /// Reads the whole member into memory.
    pub(crate) fn bytes(&self, source: &Rc<dyn Source>, budget: &Budget) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        let mut stream = self.stream(source, &Position::default(), budget)?;
        stream.read_to_end(&mut bytes).map_err(|error| problem_of(error, "the member"))?;
        Ok(bytes)
    }

    /// Opens the member and detects its content.
    pub(crate) fn content(
        &self,
        source: &Rc<dyn Source>,
        position: &Position,
        budget: &Budget,
        limits: Limits,
    ) -> Result<Content, Problem> {
        if self.is_encrypted {
            return Err(refusal("encrypted"));
        }
        if self.method == CompressionMethod::STORE {
            let window = Window { source: Rc::clone(source), start: self.start, length: self.compressed };
            let head = read_range(&window, 0, self.compressed.min(4) as usize)?;
            if sniff(&head) == Container::Parquet {
                return Ok(Content::Parquet(Rc::new(window)));
            }
        }
        Content::of_stream(self.stream(source, position, budget)?, budget, limits)
    }

    /// The member's bytes, decompressed and checked against its checksum.
    fn stream(&self, source: &Rc<dyn Source>, position: &Position, budget: &Budget) -> Result<Box<dyn Read>, Problem> {
        if self.is_encrypted {
            return Err(refusal("encrypted"));
        }
        let stretch = ByteRangeReader::buffered(Rc::clone(source), self.start, self.compressed, Rc::clone(position));
        let expanded: Box<dyn Read> = match self.method {
            CompressionMethod::STORE => Box::new(stretch),
            CompressionMethod::DEFLATE => Box::new(flate2::bufread::DeflateDecoder::new(stretch)),
            CompressionMethod::ZSTD => {
                let decoder = zstd::stream::read::Decoder::with_buffer(stretch);
                Box::new(decoder.map_err(|error| problem_of(error, "the member"))?)
            }
            other => return Err(refusal(&format!("compressed by the method {other}"))),
        };
        let bounded = Bounded::new(expanded, budget.clone());
        Ok(Box::new(Checked { inner: bounded, crc: flate2::Crc::new(), expected: self.crc32 }))
    }
}

/// What to do with a member.
#[derive(Debug)]
pub(crate) enum PlannedMember {
    /// Read it. For a data file of a Delta table, `of_table` is what the table's log says about it.
    Read { member: Member, of_table: Option<DataFile> },
    /// Skip it.
    Skip { path: String, reason: &'static str },
    /// Report a problem of something other than a member: a table's log, or a file that the log lists.
    Problem { path: String, problem: Problem },
}

/// Decides what to do with each member of an archive. Logs of Delta tables are followed as in a folder.
pub(crate) fn plan(source: &Rc<dyn Source>, limits: Limits) -> Result<Vec<PlannedMember>, Problem> {
    let members = members(source)?;
    // Only logs and deletion vectors are read here. They are small, and share the memory budget of one input.
    let budget = Budget::new(limits.held_bytes);
    let files: Vec<(String, Rc<dyn Source>)> = members
        .iter()
        .map(|member| {
            let path = member.path.clone();
            if delta::is_log(&path) {
                return Ok((path, Rc::new(member.bytes(source, &budget)?) as Rc<dyn Source>));
            }
            let (member, source, budget) = (member.clone(), Rc::clone(source), budget.clone());
            Ok((path, Rc::new(Unpacked { member, source, budget, bytes: OnceCell::new() }) as Rc<dyn Source>))
        })
        .collect::<Result<_, Problem>>()?;
    let mut members: Vec<_> = members.into_iter().map(Some).collect();
    Ok(delta::plan(&files, limits)
        .into_iter()
        .filter_map(|planned| {
            Some(match planned {
                Planned::Read { file, of_table } => PlannedMember::Read { member: members[file].take()?, of_table },
                Planned::Refuse { file, problem } => PlannedMember::Problem { path: files[file].0.clone(), problem },
                Planned::Skip { file, reason } => PlannedMember::Skip { path: files[file].0.clone(), reason },
                Planned::Problem { path, problem } => PlannedMember::Problem { path, problem },
            })
        })
        .collect())
}

fn of_zip(error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) => problem_of(error, "the zip archive"),
        ZipError::UnsupportedArchive(what) => refusal(&format!("a zip archive with an unsupported feature ({what})")),
        other => Problem::new(ProblemKind::CorruptContainer, format!("the zip archive is damaged: {other}")),
    }
}

/// A member's bytes, compared with their checksum at the end.
struct Checked<R> {
    inner: R,
    crc: flate2::Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.crc.update(&into[..count]);
        if count == 0 && !into.is_empty() && self.crc.sum() != self.expected {
            let message = "the member's content differs from its checksum";
            return Err(io::Error::other(Problem::new(ProblemKind::CorruptContainer, message)));
        }
        Ok(count)
    }
}

/// A member as an input of its own, unpacked when it is first read.
struct Unpacked {
    member: Member,
    source: Rc<dyn Source>,
    budget: Budget,
    bytes: OnceCell<Result<Vec<u8>, Problem>>,
}

impl Unpacked {
    fn bytes(&self) -> Result<&Vec<u8>, ReadError> {
        let bytes = self.bytes.get_or_init(|| self.member.bytes(&self.source, &self.budget)).as_ref();
        bytes.map_err(|problem| ReadError { message: problem.message.clone() })
    }
}

impl Source for Unpacked {
    fn size(&self) -> u64 {
        self.bytes().map_or(0, Source::size)
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        self.bytes()?.read_at(offset, into)
    }
}

/// A byte range of an input as an input of its own.
struct Window {
    source: Rc<dyn Source>,
    start: u64,
    length: u64,
}

impl Source for Window {
    fn size(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        let most = self.length.saturating_sub(offset).min(into.len() as u64) as usize;
        self.source.read_at(self.start.saturating_add(offset), &mut into[..most])
    }
}

/// An input in the form that the zip reader expects.
struct SourceCursor {
    source: Rc<dyn Source>,
    at: u64,
}

impl Read for SourceCursor {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = self.source.size().saturating_sub(self.at).min(into.len() as u64) as usize;
        let count = self.source.read_at(self.at, &mut into[..most]).map_err(io::Error::other)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for SourceCursor {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.source.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
