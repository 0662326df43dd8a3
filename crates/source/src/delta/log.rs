//! The log of a Delta table: JSON commits and Parquet checkpoints, replayed to the files of the current version. Its
//! format: <https://github.com/delta-io/delta/blob/master/PROTOCOL.md>.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value;

use super::columns::{Columns, mapped};
use super::features;
use crate::limits::Limits;
use crate::parquet::ParquetRows;
use crate::piece::Piece;
use crate::reader::{Reader, Step};
use crate::stream::Position;
use crate::{Problem, ProblemKind, Source, Warning, WarningKind, read_range};

/// How many bytes of the file that names the last checkpoint are read.
const LAST_CHECKPOINT_BYTES: u64 = 1 << 16;

/// How many checkpoints are tried. They may share sidecars, and all of them may lack one.
const MAX_TRIED: usize = 8;

/// The partition values of a data file.
pub(super) type Values = Vec<(String, String)>;

/// One line of a commit, or one row of a checkpoint.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    add: Option<Add>,
    remove: Option<Remove>,
    protocol: Option<Protocol>,
    meta_data: Option<Metadata>,
    sidecar: Option<Sidecar>,
}

/// A file with a part of a checkpoint.
#[derive(Deserialize)]
struct Sidecar {
    path: String,
}

/// Where to find which rows of a file are deleted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeletionVector {
    /// `i` for the log itself, `u` for a file inside the table, `p` for a file anywhere.
    pub(super) storage_type: String,
    pub(super) path_or_inline_dv: String,
    pub(super) offset: Option<i64>,
    pub(super) size_in_bytes: Option<i64>,
    /// The number of rows.
    pub(super) cardinality: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Add {
    path: String,
    #[serde(default)]
    partition_values: BTreeMap<String, Option<String>>,
    deletion_vector: Option<DeletionVector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Remove {
    path: String,
    deletion_vector: Option<DeletionVector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Protocol {
    pub(super) min_reader_version: u32,
    pub(super) reader_features: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) configuration: HashMap<String, Option<String>>,
    /// The table's columns, as the text of a JSON object.
    schema_string: Option<String>,
}

/// The current version of a table.
pub(super) struct Table {
    /// Its data files, by path from the table's root.
    pub(super) files: BTreeMap<String, Listed>,
    /// The paths of files that are no longer part of it.
    pub(super) removed: BTreeSet<String>,
    /// The columns' names, if files use others.
    pub(super) columns: Option<Columns>,
    /// Warnings about what the log leaves open.
    pub(super) warnings: Vec<Warning>,
}

impl Listed {
    /// Every partition column under its name in the table, and its value if it is not null.
    pub(super) fn values(&self) -> Vec<(String, Option<String>)> {
        let stated = self.partitions.iter().map(|(column, value)| (column.clone(), Some(value.clone())));
        stated.chain(self.absent.iter().map(|column| (column.clone(), None))).collect()
    }
}

/// A data file listed by a log.
pub(super) struct Listed {
    /// Under the columns' names in the table.
    pub(super) partitions: Values,
    /// The partition columns that are null, under the names that the log uses.
    pub(super) nulls: Vec<String>,
    /// The same under the columns' names in the table.
    absent: Vec<String>,
    pub(super) vector: Option<DeletionVector>,
    /// Its place in the order in which files were added.
    number: u64,
}

/// The version of a table at the point that replay has reached.
#[derive(Default)]
pub(super) struct Snapshot {
    /// By path from the table's root, as the log spells it, and by the identity of the deletion vector. A commit that
    /// deletes rows removes a file and adds it again with another vector, in either order.
    files: BTreeMap<(String, Option<String>), Listed>,
    /// The paths that were removed, as the log spells them; some were added again.
    removed: BTreeSet<String>,
    /// How many files were added.
    added: u64,
    /// The sidecars of the checkpoint being read.
    sidecars: Vec<String>,
    /// The names of empty commits, which contain no action.
    empty: Vec<String>,
    protocol: Option<Protocol>,
    /// Describes the table; written by the table's first commit.
    metadata: Option<Metadata>,
}

/// A file of the log.
pub(super) struct LogFile {
    /// Its name within `_delta_log`.
    pub(super) name: String,
    pub(super) source: Rc<dyn Source>,
}

/// The kind of a log file, read from its name.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Commit,
    /// Several commits, up to a later version, in one file.
    Compacted {
        last: u64,
    },
    /// A checkpoint in one file, whose name may contain a UUID.
    Checkpoint,
    /// A part of a checkpoint, counted from 1.
    Part {
        part: u32,
        parts: u32,
    },
}

/// The checkpoint files of one version.
#[derive(Default)]
struct Checkpoints<'a> {
    single: Option<&'a LogFile>,
    /// From the total number of parts to the parts by number.
    parts: BTreeMap<u32, BTreeMap<u32, &'a LogFile>>,
}

impl<'a> Checkpoints<'a> {
    /// The files of a checkpoint that is complete.
    fn whole(&self) -> Option<Vec<&'a LogFile>> {
        let of_parts = || {
            let whole = self.parts.iter().find(|(parts, files)| files.keys().copied().eq(1..=**parts));
            whole.map(|(_, files)| files.values().copied().collect())
        };
        self.single.map(|file| vec![file]).or_else(of_parts)
    }
}

/// Replays a log. None if it neither describes a table nor lists a file. The problem names the feature that the table
/// needs and that is not supported, or what the log lacks.
pub(super) fn replay(files: &[LogFile], limits: Limits) -> Result<Option<Table>, Problem> {
    let mut commits = BTreeMap::new();
    let mut compacted: BTreeMap<u64, (u64, &LogFile)> = BTreeMap::new();
    let mut checkpoints: BTreeMap<u64, Checkpoints<'_>> = BTreeMap::new();
    for file in files {
        match kind_of(&file.name) {
            Some((version, Kind::Commit)) => _ = commits.insert(version, file),
            Some((version, Kind::Compacted { last })) => _ = compacted.insert(version, (last, file)),
            Some((version, Kind::Checkpoint)) => checkpoints.entry(version).or_default().single = Some(file),
            Some((version, Kind::Part { part, parts })) => {
                checkpoints.entry(version).or_default().parts.entry(parts).or_default().insert(part, file);
            }
            None => {}
        }
    }
    let (mut snapshot, mut next) = begin(files, &checkpoints, commits.contains_key(&0), limits)?;
    let last = commits.keys().copied().chain(compacted.values().map(|(last, _)| *last)).max();
    while last.is_some_and(|last| next <= last) {
        if let Some(file) = commits.get(&next) {
            snapshot.apply_commit(file, limits)?;
            next += 1;
        } else if let Some((last, file)) = compacted.get(&next) {
            snapshot.apply_commit(file, limits)?;
            next = last + 1;
        } else {
            let message = format!("the Delta table's log lacks version {next}, so its current files are unknown");
            return Err(Problem::new(ProblemKind::CorruptContainer, message));
        }
    }
    if next == 0 {
        let message = "the Delta table's log has neither commits nor a checkpoint that is read";
        return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
    }
    if snapshot.metadata.is_none() && snapshot.files.is_empty() {
        return Ok(None);
    }
    let empty = (!snapshot.empty.is_empty()).then(|| {
        let names = snapshot.empty.join(", ");
        let message = format!("commits of the Delta table are empty files, and what they held is missing: {names}");
        Warning::new(WarningKind::Incomplete, message)
    });
    let warnings = newer(files, next - 1).into_iter().chain(empty).collect();
    snapshot.finish().map(|table| Some(Table { warnings, ..table }))
}

/// Reads the latest readable checkpoint, of the last few, and returns the version after it. If its files are missing or damaged, falls
/// back to an older one or to the first commit; if the commits since then are missing, the log is refused anyway.
fn begin(
    files: &[LogFile],
    checkpoints: &BTreeMap<u64, Checkpoints<'_>>,
    has_first: bool,
    limits: Limits,
) -> Result<(Snapshot, u64), Problem> {
    let mut refused = None;
    let whole = checkpoints.iter().rev().filter_map(|(version, files)| Some((version, files.whole()?)));
    for (version, checkpoint) in whole.take(MAX_TRIED) {
        match Snapshot::of_checkpoint(&checkpoint, files, limits) {
            Ok(snapshot) => return Ok((snapshot, version + 1)),
            Err(problem) => _ = refused.get_or_insert(problem),
        }
    }
    match refused {
        Some(problem) if !has_first => Err(problem),
        _ => Ok((Snapshot::default(), 0)),
    }
}

/// Warns if a log's files mention versions newer than the last one they contain.
fn newer(files: &[LogFile], last: u64) -> Option<Warning> {
    #[derive(Deserialize)]
    struct LastCheckpoint {
        version: u64,
    }
    let staged = |name: &str| {
        let name = ["_staged_commits/", "_commits/"].iter().find_map(|folder| name.strip_prefix(folder))?;
        name.split('.').next().filter(|digits| digits.len() == 20)?.parse().ok()
    };
    let newest = files.iter().filter_map(|file| {
        if file.name != "_last_checkpoint" {
            return staged(&file.name);
        }
        let bytes = read_range(&*file.source, 0, file.source.size().min(LAST_CHECKPOINT_BYTES) as usize).ok()?;
        serde_json::from_slice::<LastCheckpoint>(&bytes).ok().map(|checkpoint| checkpoint.version)
    });
    let newest = newest.max().filter(|newest| *newest > last)?;
    let message = format!(
        "the Delta table has a version {newest}, and the commits that were given end with version {last}: newer rows may be missing"
    );
    Some(Warning::new(WarningKind::Incomplete, message))
}

fn kind_of(name: &str) -> Option<(u64, Kind)> {
    // Delta's versions are signed 64-bit numbers.
    let version = |digits: &str| {
        let version: i64 = (digits.len() == 20).then(|| digits.parse().ok())??;
        u64::try_from(version).ok()
    };
    Some(match name.split('.').collect::<Vec<_>>()[..] {
        [digits, "json"] => (version(digits)?, Kind::Commit),
        [first, last, "compacted", "json"] => {
            let (first, last) = (version(first)?, version(last)?);
            (first <= last).then_some((first, Kind::Compacted { last }))?
        }
        [digits, "checkpoint", "parquet"] | [digits, "checkpoint", _, "parquet" | "json"] => {
            (version(digits)?, Kind::Checkpoint)
        }
        [digits, "checkpoint", part, parts, "parquet"] => {
            (version(digits)?, Kind::Part { part: part.parse().ok()?, parts: parts.parse().ok()? })
        }
        _ => return None,
    })
}

impl Snapshot {
    fn apply_commit(&mut self, file: &LogFile, limits: Limits) -> Result<(), Problem> {
        if file.source.size() == 0 {
            self.empty.push(file.name.clone());
            return Ok(());
        }
        let mut reader =
            Reader::open(Rc::clone(&file.source), limits).map_err(|(_, problem)| within(file, &problem))?;
        let mut failed = None;
        loop {
            let step = reader.step(&mut |piece: Piece<'_>| self.apply(file, piece, &mut failed));
            match (failed.take(), step) {
                (Some(problem), _) => return Err(problem),
                (None, Step::More) => {}
                (None, _) => return Ok(()),
            }
        }
    }

    fn of_checkpoint(checkpoint: &[&LogFile], files: &[LogFile], limits: Limits) -> Result<Self, Problem> {
        let mut snapshot = Self::default();
        checkpoint.iter().try_for_each(|file| snapshot.apply_checkpoint(file, limits))?;
        // The first file of a name counts.
        let mut by_name: BTreeMap<&str, &LogFile> = BTreeMap::new();
        for file in files {
            if let Some(name) = file.name.strip_prefix(super::SIDECARS) {
                by_name.entry(name).or_insert(file);
            }
        }
        let mut applied = BTreeSet::new();
        for sidecar in std::mem::take(&mut snapshot.sidecars) {
            // The log spells paths as URLs.
            let path = percent_encoding::percent_decode_str(&sidecar).decode_utf8_lossy();
            let names = [&sidecar, path.as_ref()].map(|path| path.rsplit('/').next().unwrap_or_default());
            let file = names.iter().find_map(|name| by_name.get(name)).ok_or_else(|| {
                let message =
                    format!("the Delta table's checkpoint lists the sidecar {}, which was not given", names[1]);
                Problem::new(ProblemKind::MissingFile, message)
            })?;
            // A list that repeats itself must not make the work grow with its square.
            if applied.insert(&file.name) {
                snapshot.apply_checkpoint(file, limits)?;
            }
        }
        Ok(snapshot)
    }

    fn apply_checkpoint(&mut self, file: &LogFile, limits: Limits) -> Result<(), Problem> {
        if file.name.rsplit('.').next() == Some("json") {
            return self.apply_commit(file, limits);
        }
        let budget = limits.budget(file.source.size());
        let rows = ParquetRows::open(Rc::clone(&file.source), Position::default(), budget, limits);
        let mut rows = rows.map_err(|problem| within(file, &problem))?;
        let mut failed = None;
        while rows
            .step(&mut |piece: Piece<'_>| self.apply(file, piece, &mut failed))
            .map_err(|problem| within(file, &problem))?
        {}
        failed.map_or(Ok(()), Err)
    }

    fn apply(&mut self, file: &LogFile, piece: Piece<'_>, failed: &mut Option<Problem>) {
        let action = match piece {
            Piece::Record(record) => serde_json::from_slice::<Action>(record.bytes)
                .map_err(|error| Problem::new(ProblemKind::CorruptContainer, error.to_string())),
            Piece::Problem { problem, .. } => Err(problem),
            Piece::Part { .. } | Piece::Skipped { .. } | Piece::Warning { .. } => return,
        };
        match action {
            Ok(action) => self.act(action),
            Err(problem) => *failed = Some(within(file, &problem)),
        }
    }

    fn act(&mut self, action: Action) {
        if let Some(add) = action.add {
            let (mut partitions, mut nulls) = (Values::new(), Vec::new());
            for (column, value) in add.partition_values {
                match value {
                    Some(value) => partitions.push((column, value)),
                    None => nulls.push(column),
                }
            }
            let key = (add.path, add.deletion_vector.as_ref().map(vector_id));
            self.files.insert(
                key,
                Listed { partitions, absent: nulls.clone(), nulls, vector: add.deletion_vector, number: self.added },
            );
            self.added += 1;
        }
        if let Some(remove) = action.remove {
            self.files.remove(&(remove.path.clone(), remove.deletion_vector.as_ref().map(vector_id)));
            self.removed.insert(remove.path);
        }
        if let Some(sidecar) = action.sidecar {
            self.sidecars.push(sidecar.path);
        }
        if let Some(protocol) = action.protocol {
            self.protocol = Some(protocol);
        }
        if let Some(metadata) = action.meta_data {
            self.metadata = Some(metadata);
        }
    }

    fn finish(self) -> Result<Table, Problem> {
        let needs = |what: String| {
            let message = format!("the Delta table needs {what}, which is not read");
            Problem::new(ProblemKind::UnsupportedContainer, message)
        };
        let text = self.metadata.as_ref().and_then(|metadata| metadata.schema_string.as_deref());
        let schema: Option<Value> = text.and_then(|text| serde_json::from_str(text).ok());
        if let Some(unknown) = self.protocol.as_ref().and_then(|protocol| features::unknown(protocol, schema.as_ref()))
        {
            return Err(needs(unknown));
        }
        let mode = self.metadata.as_ref().map(|metadata| features::mapping(self.protocol.as_ref(), metadata));
        let mapped = match mode.transpose().map_err(needs)?.flatten() {
            Some(mode) => Some(mapped(schema.as_ref().unwrap_or(&Value::Null), mode).map_err(|what| {
                let message = format!("the Delta table maps columns, and its schema lacks {what}");
                Problem::new(ProblemKind::CorruptContainer, message)
            })?),
            None => None,
        };
        // The log spells paths as URLs.
        let decoded = |path: &str| percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
        let mut files: BTreeMap<String, Listed> = BTreeMap::new();
        for ((path, _), mut listed) in self.files {
            let path = decoded(&path);
            if let Some(mapped) = &mapped {
                for column in listed.partitions.iter_mut().map(|(column, _)| column).chain(&mut listed.absent) {
                    if let Some(name) = mapped.names.get(column) {
                        column.clone_from(name);
                    }
                }
            }
            listed.partitions.sort_unstable();
            // Of entries with the same path, the one added last wins.
            if files.get(&path).is_none_or(|other| other.number < listed.number) {
                files.insert(path, listed);
            }
        }
        let removed = self.removed.iter().map(|path| decoded(path)).filter(|path| !files.contains_key(path)).collect();
        Ok(Table { files, removed, columns: mapped.map(|mapped| mapped.columns), warnings: Vec::new() })
    }
}

/// Identifies a deletion vector among those of the same file.
fn vector_id(vector: &DeletionVector) -> String {
    let DeletionVector { storage_type, path_or_inline_dv, offset, .. } = vector;
    let offset = offset.map_or_else(String::new, |offset| format!("@{offset}"));
    format!("{storage_type}{path_or_inline_dv}{offset}")
}

fn within(file: &LogFile, problem: &Problem) -> Problem {
    Problem::new(problem.kind, format!("the Delta table's log cannot be read: {}: {}", file.name, problem.message))
}
