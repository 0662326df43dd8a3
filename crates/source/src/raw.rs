//! Reads single records again, byte for byte.

use std::io::Read;
use std::rc::Rc;

use crate::archive::{self, PlannedMember};
use crate::container::{Container, Encoding, HEAD_BYTES, sniff};
use crate::content::Content;
use crate::delta::DataFile;
use crate::limits::Limits;
use crate::parquet::ParquetRows;
use crate::stream::{ByteRangeReader, Position, problem_of, read_full};
use crate::{Problem, ProblemKind, ReadError, Source, read_range};

/// Reads records of one input again. A compressed text can only be read from its start, so the reader remembers its
/// position: reading records in order costs one pass.
pub struct RawReader {
    source: Rc<dyn Source>,
    /// For a file of a Delta table, what the table's log says about it.
    of_table: Option<DataFile>,
    limits: Limits,
    text: Option<Text>,
    /// The planned members of an archive, once they have been needed.
    plan: Option<Vec<PlannedMember>>,
}

/// A text that has been read up to a position.
struct Text {
    part: u32,
    at: u64,
    stream: Box<dyn Read>,
}

impl RawReader {
    /// Reads from an input. For a Delta table's data file, `of_table` is what the table's log says about it.
    pub fn new(source: Rc<dyn Source>, of_table: Option<DataFile>, limits: Limits) -> Self {
        Self { source, of_table, limits, text: None, plan: None }
    }

    /// The bytes at a position reported by a piece; for a Parquet row, its JSON. `part` is the archive's part, or 0.
    pub fn read(&mut self, part: u32, offset: u64, length: u32) -> Result<Vec<u8>, Problem> {
        if let Some(text) = &mut self.text
            && text.part == part
            && text.at <= offset
        {
            return text.read(offset, length);
        }
        self.text = None;
        let head = read_range(&*self.source, 0, self.source.size().min(HEAD_BYTES as u64) as usize)?;
        let budget = self.limits.budget(self.source.size());
        let mut of_table = self.of_table.as_ref();
        let content = match sniff(&head) {
            Container::Json(Encoding::Utf8) | Container::Csv(Encoding::Utf8, _) | Container::Empty => {
                return Ok(read_range(&*self.source, offset, length as usize)?);
            }
            Container::Parquet => Content::Parquet(Rc::clone(&self.source)),
            Container::Zip => {
                let plan = match self.plan.take() {
                    Some(plan) => plan,
                    None => archive::plan(&self.source, self.limits)?,
                };
                let found = self.plan.insert(plan).iter().find_map(|queued| match queued {
                    PlannedMember::Read { member, of_table } if member.index == part => {
                        Some((member, of_table.as_ref()))
                    }
                    PlannedMember::Read { .. } | PlannedMember::Skip { .. } | PlannedMember::Problem { .. } => None,
                });
                let (member, of_member) = found.ok_or_else(|| Problem::from(ReadError::changed()))?;
                of_table = of_member;
                member.content(&self.source, &Position::default(), &budget, self.limits)?
            }
            _ => {
                let size = self.source.size();
                let stretch = ByteRangeReader::buffered(Rc::clone(&self.source), 0, size, Position::default());
                Content::of_stream(Box::new(stretch), &budget, self.limits)?
            }
        };
        match content {
            Content::Parquet(source) => ParquetRows::row(source, offset, of_table, self.limits),
            Content::Json(stream, _) | Content::Csv(stream, ..) => {
                self.text.insert(Text { part, at: 0, stream }).read(offset, length)
            }
        }
    }
}

impl Text {
    fn read(&mut self, offset: u64, length: u32) -> Result<Vec<u8>, Problem> {
        let skipped = std::io::copy(&mut (&mut self.stream).take(offset - self.at), &mut std::io::sink());
        self.at += skipped.map_err(|error| problem_of(error, "the file"))?;
        let mut bytes = vec![0; length as usize];
        let (count, read) = read_full(&mut *self.stream, &mut bytes);
        self.at += count as u64;
        read.map_err(|error| problem_of(error, "the file"))?;
        if self.at < offset || count < bytes.len() {
            return Err(Problem::new(ProblemKind::ReadError, ReadError::changed().message));
        }
        Ok(bytes)
    }
}

impl std::fmt::Debug for RawReader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RawReader").finish_non_exhaustive()
    }
}
