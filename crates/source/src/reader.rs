//! Reads an input from start to end in steps.

use std::collections::VecDeque;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::archive::{self, PlannedMember};
use crate::container::{Container, Encoding, HEAD_BYTES, sniff};
use crate::content::{Content, Reading, not_parquet};
use crate::delta::DataFile;
use crate::json::{JsonLines, JsonText};
use crate::limits::Limits;
use crate::parquet::ParquetRows;
use crate::piece::{Piece, Sink};
use crate::portion::{Checkpoint, Portion};
use crate::stream::{BrokenUnits, Budget, ByteRangeReader, Expansion, Position};
use crate::{Problem, Source, read_range};

/// The size of a file, in bytes, up to which it is read at once.
pub const SMALL_BYTES: u64 = 1 << 20;

/// How a step ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// There is more to read.
    #[default]
    More,
    /// The end of the input was reached.
    End,
    /// The input cannot be read further; the last piece says why.
    Failed,
}

/// An input being read. It emits records, and problems in their place, in order; each step reads a few MiB.
pub struct Reader {
    source: Rc<dyn Source>,
    /// For a file of a Delta table, what the table's log says about it.
    of_table: Option<DataFile>,
    container: Container,
    position: Position,
    /// The remaining members of an archive.
    members: VecDeque<PlannedMember>,
    is_archive: bool,
    reading: Option<Reading>,
    stand: Option<Checkpoint>,
    budget: Budget,
    limits: Limits,
}

impl Reader {
    /// Opens a whole input and reads its first bytes. For an input that is not a log, returns its container and the
    /// problem.
    pub fn open(source: Rc<dyn Source>, limits: Limits) -> Result<Self, (Container, Problem)> {
        Self::open_portion(source, Portion::Whole, None, limits)
    }

    /// Opens a portion of an input. For a Delta table's data file, `of_table` is what the table's log says about it.
    pub fn open_portion(
        source: Rc<dyn Source>,
        portion: Portion,
        of_table: Option<DataFile>,
        limits: Limits,
    ) -> Result<Self, (Container, Problem)> {
        let (source, container) = match portion {
            Portion::Whole => {
                // In a browser every read takes a millisecond, and there may be thousands of small files.
                let is_small = source.size() <= SMALL_BYTES;
                let count = if is_small { source.size() } else { HEAD_BYTES as u64 };
                let head = read_range(&*source, 0, count as usize);
                let head = head.map_err(|error| (Container::Unknown, error.into()))?;
                let container = sniff(&head[..head.len().min(HEAD_BYTES)]);
                (if is_small { Rc::new(head) } else { source }, container)
            }
            Portion::Lines { .. } | Portion::Rest { .. } => (source, Container::Json(Encoding::Utf8)),
            Portion::RowGroups { .. } | Portion::Rows { .. } => (source, Container::Parquet),
        };
        let budget = limits.budget(source.size());
        let mut reader = Self {
            source,
            of_table,
            container,
            position: Position::default(),
            members: VecDeque::new(),
            is_archive: container == Container::Zip,
            reading: None,
            stand: None,
            budget,
            limits,
        };
        reader.begin(portion).map_err(|problem| (container, problem))?;
        Ok(reader)
    }

    fn begin(&mut self, portion: Portion) -> Result<(), Problem> {
        let (source, position) = (Rc::clone(&self.source), Rc::clone(&self.position));
        let is_altered = self.of_table.as_ref().is_some_and(DataFile::is_altered);
        if is_altered && matches!(portion, Portion::Lines { .. } | Portion::Rest { .. }) {
            return Err(not_parquet());
        }
        match portion {
            Portion::Whole => return self.begin_whole(),
            Portion::Lines { start, end } => {
                let lines = JsonLines::new(source, position, start, end, self.limits);
                self.reading = Some(Reading::Lines(lines));
            }
            Portion::Rest { start } => {
                let length = source.size().saturating_sub(start);
                let stretch = ByteRangeReader::buffered(source, start, length, position);
                self.reading =
                    Some(Reading::Json(JsonText::new(Box::new(stretch), start, self.limits), BrokenUnits::default()));
            }
            Portion::RowGroups { first, end } => {
                let rows = ParquetRows::open(source, position, self.budget.clone(), self.limits)?;
                let rows = rows.of_table(self.of_table.as_ref())?;
                self.reading = Some(Reading::Parquet(rows.of_groups(first, end)));
            }
            Portion::Rows { from, taken } => {
                let rows = ParquetRows::open(source, position, self.budget.clone(), self.limits)?;
                let rows = rows.of_table(self.of_table.as_ref())?;
                self.reading = Some(Reading::Parquet(rows.resume_at(from, taken)?));
            }
        }
        Ok(())
    }

    fn begin_whole(&mut self) -> Result<(), Problem> {
        let of_table = self.of_table.as_ref();
        match self.container {
            Container::Zip if of_table.is_some_and(DataFile::is_altered) => return Err(not_parquet()),
            Container::Zip => self.members = archive::plan(&self.source, self.limits)?.into(),
            Container::Parquet => {
                let content = Content::Parquet(Rc::clone(&self.source));
                self.reading = Some(content.begin(&self.position, &self.budget, of_table, self.limits)?);
            }
            _ => {
                let beside = Expansion::of(self.container)
                    .and_then(|how| Some((how, self.source.expanded_beside(how, &self.position)?)));
                let content = if let Some((how, stream)) = beside {
                    Content::of_expanded_beside(stream, how, &self.budget, self.limits)?
                } else {
                    let (source, position) = (Rc::clone(&self.source), Rc::clone(&self.position));
                    let stretch = ByteRangeReader::buffered(source, 0, self.source.size(), position);
                    Content::of_stream(Box::new(stretch), &self.budget, self.limits)?
                };
                self.reading = Some(content.begin(&self.position, &self.budget, of_table, self.limits)?);
            }
        }
        Ok(())
    }

    /// The input's container.
    pub fn container(&self) -> Container {
        self.container
    }

    /// How many bytes of the input have been read.
    pub fn position(&self) -> u64 {
        self.position.get()
    }

    /// Where reading started and ended, for a portion of lines that has been read and for the last step of reading row
    /// groups.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        self.stand
    }

    /// Reads on and emits pieces.
    pub fn step(&mut self, sink: &mut dyn Sink) -> Step {
        let Some(reading) = &mut self.reading else { return self.next_member(sink) };
        let step = reading.step(sink);
        self.stand = reading.checkpoint();
        match step {
            Ok(true) => return Step::More,
            Ok(false) => {}
            Err((offset, problem)) => {
                sink.take(Piece::Problem { offset, length: 0, problem });
                if !self.is_archive {
                    return Step::Failed;
                }
            }
        }
        self.reading = None;
        if self.is_archive { Step::More } else { Step::End }
    }

    fn next_member(&mut self, sink: &mut dyn Sink) -> Step {
        let (member, of_table) = match self.members.pop_front() {
            None => return Step::End,
            Some(PlannedMember::Skip { path, reason }) => {
                sink.take(Piece::Skipped { path: &path, reason });
                return Step::More;
            }
            Some(PlannedMember::Problem { path, problem }) => {
                let problem = Problem::new(problem.kind, format!("{path}: {}", problem.message));
                sink.take(Piece::Problem { offset: 0, length: 0, problem });
                return Step::More;
            }
            Some(PlannedMember::Read { member, of_table }) => (member, of_table),
        };
        if let Some(reason) = of_table.as_ref().and_then(DataFile::left_out) {
            sink.take(Piece::Skipped { path: &member.path, reason: &reason });
        }
        let partitions = of_table.as_ref().map(|file| file.partitions.as_slice());
        sink.take(Piece::Part { index: member.index, path: &member.path, partitions });
        for warning in of_table.iter().flat_map(|file| file.warnings.iter().cloned()) {
            sink.take(Piece::Warning { offset: 0, length: 0, warning });
        }
        let content = member.content(&self.source, &self.position, &self.budget, self.limits);
        match content.and_then(|content| content.begin(&self.position, &self.budget, of_table.as_ref(), self.limits)) {
            Ok(reading) => self.reading = Some(reading),
            Err(problem) => sink.take(Piece::Problem { offset: 0, length: 0, problem }),
        }
        Step::More
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Reader").field("container", &self.container).finish_non_exhaustive()
    }
}
