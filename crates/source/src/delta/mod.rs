//! Decides which of the given files are read, and how. Companions are skipped, and of a Delta table only the files of
//! its current version are read.

mod absolute;
mod columns;
mod data_file;
mod deleted;
mod features;
mod log;
mod vectors;
mod z85;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::companion::{DELETION_VECTORS, companion};
use crate::limits::Limits;
use crate::{Problem, ProblemKind, Source};
use absolute::Absolute;
pub(crate) use columns::{Column, Columns, Key, Within};
pub use data_file::DataFile;
pub(crate) use deleted::DeletedRows;
use log::{LogFile, replay};
use vectors::Vectors;

const LOG: &str = "_delta_log/";

/// The folder, within the log, of files that a version 2 checkpoint lists.
const SIDECARS: &str = "_sidecars/";

/// The folders within a log whose files are read.
const WITHIN: [&str; 3] = [SIDECARS, "_staged_commits/", "_commits/"];

/// What to do with a given file, or a problem of something that was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// Read the file.
    Read {
        /// Its index among the given files.
        file: usize,
        /// For a data file of a Delta table, what the table's log says about it.
        of_table: Option<DataFile>,
    },
    /// The file should be read but cannot.
    Refuse {
        /// Its index among the given files.
        file: usize,
        /// Why.
        problem: Problem,
    },
    /// Skip the file.
    Skip {
        /// Its index among the given files.
        file: usize,
        /// Why.
        reason: &'static str,
    },
    /// A problem of something other than a given file: a Delta table's log, or a file that its log lists.
    Problem {
        /// Its path.
        path: String,
        /// What is wrong.
        problem: Problem,
    },
}

/// A Delta table among the given files: the files of its current version, or why they cannot be determined.
type Table = Result<log::Table, Problem>;

/// Plans the reading of files that were given together. Paths have slashes as separators; the order of files is kept.
pub fn plan(files: &[(String, Rc<dyn Source>)], limits: Limits) -> Vec<Planned> {
    let mut logs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, (path, _)) in files.iter().enumerate() {
        if let Some((root, name)) = split_log(path)
            && WITHIN.iter().find_map(|folder| name.strip_prefix(folder)).unwrap_or(name).split('/').count() == 1
        {
            logs.entry(root).or_default().push(file);
        }
    }
    let tables: BTreeMap<&str, Table> = logs
        .into_iter()
        .filter_map(|(root, log)| {
            let log_file = |file: &usize| LogFile {
                name: files[*file].0[root.len() + LOG.len()..].to_owned(),
                source: Rc::clone(&files[*file].1),
            };
            let table = replay(&log.iter().map(log_file).collect::<Vec<_>>(), limits).transpose()?;
            Some((root, table))
        })
        .collect();
    let absolute = absolute::resolve(&tables, files);
    let mut vectors = Vectors::new(files, limits);
    let mut planned: Vec<Planned> = Vec::with_capacity(files.len());
    let mut warned: BTreeSet<&str> = BTreeSet::new();
    for (file, (path, _)) in files.iter().enumerate() {
        let mut next = plan_file(file, path, &tables, &absolute, &mut vectors);
        if let Planned::Read { of_table: Some(of_table), .. } = &mut next
            && let Some((root, Ok(table))) = table_of(file, path, &tables, &absolute)
            && warned.insert(root)
        {
            of_table.warnings.clone_from(&table.warnings);
        }
        planned.push(next);
    }
    for (file, planned) in planned.iter_mut().enumerate() {
        let is_data = matches!(planned, Planned::Read { of_table: Some(_), .. } | Planned::Refuse { .. });
        if vectors.are_in(file) && !is_data {
            *planned = Planned::Skip { file, reason: DELETION_VECTORS };
        }
    }
    let problems = problems(&tables, files, &absolute);
    with_problems(planned, files, problems)
}

/// Puts each problem before the first file whose path sorts after its own.
fn with_problems(
    planned: Vec<Planned>,
    files: &[(String, Rc<dyn Source>)],
    problems: Vec<(String, Problem)>,
) -> Vec<Planned> {
    // The last path, by code units of UTF-16, of the files up to each one.
    let mut last = 0;
    let lasts: Vec<&str> = (0..files.len())
        .map(|file| {
            if sorts_after(&files[file].0, &files[last].0) {
                last = file;
            }
            files[last].0.as_str()
        })
        .collect();
    let place = |path: &str| lasts.partition_point(|last| !sorts_after(last, path));
    let mut problems: Vec<_> =
        problems.into_iter().map(|(path, problem)| (place(&path), Planned::Problem { path, problem })).collect();
    problems.sort_by_key(|(place, _)| *place);
    let mut problems = problems.into_iter().peekable();
    let mut all = Vec::with_capacity(planned.len() + problems.len());
    for (file, planned) in planned.into_iter().enumerate() {
        while let Some((_, problem)) = problems.next_if(|(place, _)| *place <= file) {
            all.push(problem);
        }
        all.push(planned);
    }
    all.extend(problems.map(|(_, problem)| problem));
    all
}

fn sorts_after(path: &str, other: &str) -> bool {
    path.encode_utf16().gt(other.encode_utf16())
}

/// Splits a path inside a table's log into the table's root, with its slash, and the path within the log.
fn split_log(path: &str) -> Option<(&str, &str)> {
    let at = path.match_indices(LOG).map(|(at, _)| at).find(|at| *at == 0 || path.as_bytes()[at - 1] == b'/')?;
    Some((&path[..at], &path[at + LOG.len()..]))
}

/// Whether a file is part of a table's log.
pub(crate) fn is_log(path: &str) -> bool {
    split_log(path).is_some()
}

/// The table that a file belongs to: one that lists it by an absolute path, or the innermost one whose folder contains
/// it.
fn table_of<'a>(
    file: usize,
    path: &str,
    tables: &'a BTreeMap<&'a str, Table>,
    absolute: &Absolute<'a>,
) -> Option<(&'a str, &'a Table)> {
    if let Some((root, _)) = absolute.get(&file) {
        return Some((root, tables.get(root)?));
    }
    let mut folders = path.match_indices('/').rev().map(|(at, _)| &path[..=at]).chain(std::iter::once(""));
    folders.find_map(|root| tables.get_key_value(root)).map(|(root, table)| (*root, table))
}

fn plan_file<'a>(
    file: usize,
    path: &str,
    tables: &'a BTreeMap<&'a str, Table>,
    absolute: &Absolute<'a>,
    vectors: &mut Vectors<'_>,
) -> Planned {
    if let Some(reason) = companion(path) {
        return Planned::Skip { file, reason };
    }
    let Some((root, table)) = table_of(file, path, tables, absolute) else {
        return Planned::Read { file, of_table: None };
    };
    let Ok(table) = table else { return Planned::Skip { file, reason: "data of a Delta table that cannot be read" } };
    let listed_path = absolute.get(&file).map_or_else(|| &path[root.len()..], |(_, listed)| listed);
    let Some(listed) = table.files.get(listed_path) else {
        return Planned::Skip { file, reason: "not in the current version of its Delta table" };
    };
    match listed.vector.as_ref().map(|vector| vectors.read(root, vector)).transpose() {
        Ok(deleted) => {
            let (partitions, columns) = (listed.values(), table.columns.clone());
            Planned::Read { file, of_table: Some(DataFile { partitions, deleted, columns, warnings: Vec::new() }) }
        }
        Err(problem) => {
            let message = format!("its deleted rows cannot be determined: {}", problem.message);
            Planned::Refuse { file, problem: Problem::new(problem.kind, message) }
        }
    }
}

/// The problems of what the logs of tables list but cannot be found or read.
fn problems(
    tables: &BTreeMap<&str, Table>,
    files: &[(String, Rc<dyn Source>)],
    absolute: &Absolute<'_>,
) -> Vec<(String, Problem)> {
    let given: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let found: BTreeSet<(&str, &str)> = absolute.values().copied().collect();
    tables.iter().flat_map(|(root, table)| problems_of(root, table, &given, &found)).collect()
}

/// The problems of one table. `given` has the paths of files, `found` those that logs list by absolute paths.
fn problems_of(
    root: &str,
    table: &Table,
    given: &BTreeSet<&str>,
    found: &BTreeSet<(&str, &str)>,
) -> Vec<(String, Problem)> {
    match table {
        Err(problem) => {
            let path = format!("{root}{}", LOG.trim_end_matches('/'));
            vec![(path, problem.clone())]
        }
        Ok(table) if table.files.is_empty() => {
            let within = given.range(root..).map_while(|path| Some((path, path.strip_prefix(root)?)));
            let data = within.filter(|(path, within)| companion(within).is_none() && !is_log(path)).count();
            let message = format!(
                "the Delta table's log lists no file, although {data} lie beside it: the table is empty, or its log is not whole"
            );
            let problem = Problem::new(ProblemKind::MissingFile, message);
            let path = format!("{root}{}", LOG.trim_end_matches('/'));
            if data > 0 { vec![(path, problem)] } else { Vec::new() }
        }
        Ok(table) => {
            let message = "the file is part of its Delta table's current version and was not given";
            let missing = table.files.keys().filter(|path| !found.contains(&(root, path.as_str())));
            let missing = missing.map(|path| format!("{root}{path}")).filter(|path| !given.contains(path.as_str()));
            missing.map(|path| (path, Problem::new(ProblemKind::MissingFile, message))).collect()
        }
    }
}
