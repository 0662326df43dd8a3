//! The log of a Delta table: JSON commits and Parquet checkpoints, replayed to the files that make up its current version.
//! <https://github.com/delta-io/delta/blob/master/PROTOCOL.md> says what is in it.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde::Deserialize;

use crate::limits::Limits;
use crate::parquet::ParquetRows;
use crate::piece::Piece;
use crate::reader::{Reader, Step};
use crate::stream::Position;
use crate::{Problem, ProblemKind, Source};

/// The partition values of a data file.
pub(super) type Values = Vec<(String, String)>;

/// What one line of a commit, or one row of a checkpoint, says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    add: Option<Add>,
    remove: Option<Remove>,
    protocol: Option<Protocol>,
    meta_data: Option<Metadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Add {
    path: String,
    #[serde(default)]
    partition_values: HashMap<String, Option<String>>,
    deletion_vector: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Remove {
    path: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Protocol {
    min_reader_version: u32,
    reader_features: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    configuration: HashMap<String, Option<String>>,
}

/// Features that a reader may have to know and that change nothing of what is read here. Deletion vectors and column
/// mapping are refused where a table really uses them.
const HARMLESS: [&str; 5] = ["timestampNtz", "vacuumProtocolCheck", "deletionVectors", "columnMapping", "v2Checkpoint"];

/// The current version of a table, as far as its log has been replayed.
#[derive(Default)]
pub(super) struct Snapshot {
    /// Path from the table's root as the log spells it, partition values.
    files: BTreeMap<String, (Values, bool)>,
    protocol: Option<Protocol>,
    configuration: HashMap<String, Option<String>>,
}

/// A file of the log.
pub(super) struct LogFile {
    /// Its name within `_delta_log`.
    pub(super) name: String,
    pub(super) source: Rc<dyn Source>,
}

/// What a log file's name says.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Commit,
    Checkpoint { parts: u32 },
}

/// Replays a log. The problem says by name what the table needs that is not read, or what its log lacks.
pub(super) fn replay(files: &[LogFile], limits: Limits) -> Result<BTreeMap<String, Values>, Problem> {
    let mut commits = BTreeMap::new();
    let mut checkpoints: BTreeMap<u64, (u32, Vec<&LogFile>)> = BTreeMap::new();
    for file in files {
        match kind_of(&file.name) {
            Some((version, Kind::Commit)) => _ = commits.insert(version, file),
            Some((version, Kind::Checkpoint { parts })) => {
                let checkpoint = checkpoints.entry(version).or_default();
                checkpoint.0 = parts;
                checkpoint.1.push(file);
            }
            None => {}
        }
    }
    let whole = checkpoints.iter().rev().find(|(_, (parts, files))| files.len() == *parts as usize);
    let mut snapshot = Snapshot::default();
    let mut next = 0;
    if let Some((version, (_, files))) = whole {
        files.iter().try_for_each(|file| snapshot.apply_checkpoint(file, limits))?;
        next = version + 1;
    }
    let last = commits.keys().next_back().copied();
    while last.is_some_and(|last| next <= last) {
        let file = commits.get(&next).ok_or_else(|| {
            let message = format!("the Delta table's log lacks version {next}, so that its files cannot be told");
            Problem::new(ProblemKind::CorruptContainer, message)
        })?;
        snapshot.apply_commit(file, limits)?;
        next += 1;
    }
    if next == 0 {
        let message = "the Delta table's log has neither commits nor a checkpoint that is read";
        return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
    }
    snapshot.finish()
}

fn kind_of(name: &str) -> Option<(u64, Kind)> {
    // Versions are signed 64-bit numbers there.
    let version = |digits: &str| {
        let version: i64 = (digits.len() == 20).then(|| digits.parse().ok())??;
        u64::try_from(version).ok()
    };
    match name.split('.').collect::<Vec<_>>()[..] {
        [digits, "json"] => Some((version(digits)?, Kind::Commit)),
        [digits, "checkpoint", "parquet"] => Some((version(digits)?, Kind::Checkpoint { parts: 1 })),
        [digits, "checkpoint", _, parts, "parquet"] => {
            Some((version(digits)?, Kind::Checkpoint { parts: parts.parse().ok()? }))
        }
        _ => None,
    }
}

impl Snapshot {
    fn apply_commit(&mut self, file: &LogFile, limits: Limits) -> Result<(), Problem> {
        let mut reader =
            Reader::open(Rc::clone(&file.source), limits).map_err(|(_, problem)| within(file, &problem))?;
        let mut failed = None;
        loop {
            let step = reader.step(&mut |piece| self.apply(file, piece, &mut failed));
            match (failed.take(), step) {
                (Some(problem), _) => return Err(problem),
                (None, Step::More) => {}
                (None, _) => return Ok(()),
            }
        }
    }

    fn apply_checkpoint(&mut self, file: &LogFile, limits: Limits) -> Result<(), Problem> {
        let budget = limits.budget(file.source.size());
        let rows = ParquetRows::open(Rc::clone(&file.source), Position::default(), budget, limits);
        let mut rows = rows.map_err(|problem| within(file, &problem))?;
        let mut failed = None;
        while rows.step(&mut |piece| self.apply(file, piece, &mut failed)).map_err(|problem| within(file, &problem))? {}
        failed.map_or(Ok(()), Err)
    }

    fn apply(&mut self, file: &LogFile, piece: Piece<'_>, failed: &mut Option<Problem>) {
        let action = match piece {
            Piece::Record(record) => serde_json::from_slice::<Action>(record.bytes)
                .map_err(|error| Problem::new(ProblemKind::CorruptContainer, error.to_string())),
            Piece::Problem { problem, .. } => Err(problem),
            Piece::Line { .. }
            | Piece::Rows { .. }
            | Piece::Columns { .. }
            | Piece::Part { .. }
            | Piece::Skipped { .. }
            | Piece::Warning { .. } => return,
        };
        match action {
            Ok(action) => self.act(action),
            Err(problem) => *failed = Some(within(file, &problem)),
        }
    }

    fn act(&mut self, action: Action) {
        if let Some(add) = action.add {
            let values = add.partition_values.into_iter().filter_map(|(key, value)| Some((key, value?)));
            let mut values: Values = values.collect();
            values.sort_unstable();
            self.files.insert(add.path, (values, add.deletion_vector.is_some()));
        }
        if let Some(remove) = action.remove {
            self.files.remove(&remove.path);
        }
        if let Some(protocol) = action.protocol {
            self.protocol = Some(protocol);
        }
        if let Some(metadata) = action.meta_data {
            self.configuration = metadata.configuration;
        }
    }

    fn finish(self) -> Result<BTreeMap<String, Values>, Problem> {
        let needs = |what: &str| {
            let message = format!("the Delta table needs {what}, which is not read");
            Problem::new(ProblemKind::UnsupportedContainer, message)
        };
        let mapping = self.configuration.get("delta.columnMapping.mode").and_then(Option::as_deref);
        if mapping.is_some_and(|mode| mode != "none") {
            return Err(needs("column mapping"));
        }
        if self.files.values().any(|(_, has_deletion_vector)| *has_deletion_vector) {
            return Err(needs("deletion vectors"));
        }
        if let Some(protocol) = &self.protocol {
            let features = protocol.reader_features.iter().flatten();
            if let Some(feature) = features.into_iter().find(|feature| !HARMLESS.contains(&feature.as_str())) {
                return Err(needs(&format!("the reader feature {feature}")));
            }
            if protocol.min_reader_version > 3 {
                return Err(needs(&format!("reader version {}", protocol.min_reader_version)));
            }
        }
        // The log spells paths as URLs.
        let decoded = |path: &str| percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
        Ok(self.files.into_iter().map(|(path, (values, _))| (decoded(&path), values)).collect())
    }
}

fn within(file: &LogFile, problem: &Problem) -> Problem {
    Problem::new(problem.kind, format!("the Delta table's log cannot be read: {}: {}", file.name, problem.message))
}
