//! Which of the given files are to be read, and how: companions are left out, and of a Delta table only the files of its
//! current version are read.

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

/// Where the files lie that a checkpoint of the second version lists, within the log.
const SIDECARS: &str = "_sidecars/";

/// The folders within a log of which files are looked at.
const WITHIN: [&str; 3] = [SIDECARS, "_staged_commits/", "_commits/"];

/// What becomes of a given file, or of what was not given and should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// The file is read.
    Read {
        /// Its number among the given ones.
        file: usize,
        /// Of a Delta table's data file, what the table's log says of it.
        of_table: Option<DataFile>,
    },
    /// The file is to be read, and cannot be as what it is.
    Refuse {
        /// Its number among the given ones.
        file: usize,
        /// Why.
        problem: Problem,
    },
    /// The file is not read.
    Skip {
        /// Its number among the given ones.
        file: usize,
        /// Why.
        reason: &'static str,
    },
    /// Something that cannot be read and is no given file: a Delta table's log, or a file that its log lists.
    Problem {
        /// Its path.
        path: String,
        /// What is wrong.
        problem: Problem,
    },
}

/// A Delta table among the given files: the files of its current version, or why they cannot be told.
type Table = Result<log::Table, Problem>;

/// Plans the reading of files that were given together. Paths are divided by slashes; the order of the files is kept.
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
    for (path, problem) in tables.iter().flat_map(|(root, table)| problems(root, table, files, &absolute)) {
        // Where the path would stand among the given ones.
        let is_behind = |planned: &Planned| match planned {
            Planned::Read { file, .. } | Planned::Refuse { file, .. } | Planned::Skip { file, .. } => {
                files[*file].0.encode_utf16().gt(path.encode_utf16())
            }
            Planned::Problem { .. } => false,
        };
        let at = planned.iter().position(is_behind).unwrap_or(planned.len());
        planned.insert(at, Planned::Problem { path, problem });
    }
    planned
}

/// The root of the table whose log a path lies in, with its slash, and the path within the log.
fn split_log(path: &str) -> Option<(&str, &str)> {
    let at = path.match_indices(LOG).map(|(at, _)| at).find(|at| *at == 0 || path.as_bytes()[at - 1] == b'/')?;
    Some((&path[..at], &path[at + LOG.len()..]))
}

/// Whether a file is a part of a table's log.
pub(crate) fn is_log(path: &str) -> bool {
    split_log(path).is_some()
}

/// The table that a file belongs to: one that lists it by an absolute path, or the innermost that it lies in.
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
            let (partitions, columns) = (listed.partitions.clone(), table.columns.clone());
            Planned::Read { file, of_table: Some(DataFile { partitions, deleted, columns, warnings: Vec::new() }) }
        }
        Err(problem) => {
            let message = format!("which of its rows are deleted cannot be told: {}", problem.message);
            Planned::Refuse { file, problem: Problem::new(problem.kind, message) }
        }
    }
}

/// What a table's log says that cannot be followed.
fn problems(
    root: &str,
    table: &Table,
    files: &[(String, Rc<dyn Source>)],
    absolute: &Absolute<'_>,
) -> Vec<(String, Problem)> {
    match table {
        Err(problem) => {
            let path = format!("{root}{}", LOG.trim_end_matches('/'));
            vec![(path, problem.clone())]
        }
        Ok(table) if table.files.is_empty() => {
            let is_data = |path: &str| path.strip_prefix(root).is_some_and(|path| companion(path).is_none());
            let data = files.iter().filter(|(path, _)| is_data(path) && !is_log(path)).count();
            let message = format!(
                "the Delta table's log lists no file, although {data} lie beside it: the table is empty, or its log is not whole"
            );
            let problem = Problem::new(ProblemKind::MissingFile, message);
            let path = format!("{root}{}", LOG.trim_end_matches('/'));
            if data > 0 { vec![(path, problem)] } else { Vec::new() }
        }
        Ok(table) => {
            let given: BTreeSet<&str> = files.iter().filter_map(|(path, _)| path.strip_prefix(root)).collect();
            let found: BTreeSet<&str> =
                absolute.values().filter(|(of, _)| *of == root).map(|(_, path)| *path).collect();
            let is_given = |path: &str| given.contains(path) || found.contains(path);
            let missing = table.files.keys().filter(|path| !is_given(path));
            let message = "the file is part of its Delta table's current version and was not given";
            let problem = |path: &String| (format!("{root}{path}"), Problem::new(ProblemKind::MissingFile, message));
            missing.map(problem).collect()
        }
    }
}
