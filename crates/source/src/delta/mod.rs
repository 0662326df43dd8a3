//! Which of the given files are to be read, and how: companions are left out, and of a Delta table only the files of its
//! current version are read.

mod log;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::companion::companion;
use crate::limits::Limits;
use crate::{Problem, ProblemKind, Source};
use log::{LogFile, Values, replay};

const LOG: &str = "_delta_log/";

/// What becomes of a given file, or of what was not given and should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// The file is read.
    Read {
        /// Its number among the given ones.
        file: usize,
        /// Of a Delta table's data file, its partition values as the table's log has them.
        partitions: Option<Vec<(String, String)>>,
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

/// A Delta table among the given files.
struct Table {
    log: Vec<usize>,
    state: Result<BTreeMap<String, Values>, Problem>,
}

/// Plans the reading of files that were given together. Paths are divided by slashes; the order of the files is kept.
pub fn plan(files: &[(String, Rc<dyn Source>)], limits: Limits) -> Vec<Planned> {
    let mut logs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, (path, _)) in files.iter().enumerate() {
        if let Some((root, name)) = split_log(path)
            && !name.contains('/')
        {
            logs.entry(root).or_default().push(file);
        }
    }
    let tables: BTreeMap<&str, Table> = logs
        .into_iter()
        .map(|(root, log)| {
            let log_file = |file: &usize| LogFile {
                name: files[*file].0[root.len() + LOG.len()..].to_owned(),
                source: Rc::clone(&files[*file].1),
            };
            let state = replay(&log.iter().map(log_file).collect::<Vec<_>>(), limits);
            (root, Table { log, state })
        })
        .collect();
    let mut planned: Vec<Planned> =
        files.iter().enumerate().map(|(file, (path, _))| plan_file(file, path, &tables)).collect();
    for (root, table) in tables {
        let problems = problems(root, &table, files);
        let at =
            planned.iter().position(|planned| matches!(planned, Planned::Skip { file, .. } if *file == table.log[0]));
        planned.splice(at.unwrap_or_default()..at.unwrap_or_default(), problems);
    }
    planned
}

/// The root of the table whose log a path lies in, with its slash, and the path within the log.
fn split_log(path: &str) -> Option<(&str, &str)> {
    let at = path.match_indices(LOG).map(|(at, _)| at).find(|at| *at == 0 || path.as_bytes()[at - 1] == b'/')?;
    Some((&path[..at], &path[at + LOG.len()..]))
}

fn plan_file(file: usize, path: &str, tables: &BTreeMap<&str, Table>) -> Planned {
    if let Some(reason) = companion(path) {
        return Planned::Skip { file, reason };
    }
    // The innermost table that the path lies in.
    let table = tables.iter().filter(|(root, _)| path.starts_with(**root)).max_by_key(|(root, _)| root.len());
    let Some((root, table)) = table else { return Planned::Read { file, partitions: None } };
    match &table.state {
        Err(_) => Planned::Skip { file, reason: "data of a Delta table that cannot be read" },
        Ok(active) => match active.get(&path[root.len()..]) {
            Some(values) => Planned::Read { file, partitions: Some(values.clone()) },
            None => Planned::Skip { file, reason: "not in the current version of its Delta table" },
        },
    }
}

/// What a table's log says that cannot be followed.
fn problems(root: &str, table: &Table, files: &[(String, Rc<dyn Source>)]) -> Vec<Planned> {
    match &table.state {
        Err(problem) => {
            let path = format!("{root}{}", LOG.trim_end_matches('/'));
            vec![Planned::Problem { path, problem: problem.clone() }]
        }
        Ok(active) => {
            let given: BTreeSet<&str> = files.iter().filter_map(|(path, _)| path.strip_prefix(root)).collect();
            let missing = active.keys().filter(|path| !given.contains(path.as_str()));
            let message = "the file is part of its Delta table's current version and was not given";
            let planned = |path: &String| Planned::Problem {
                path: format!("{root}{path}"),
                problem: Problem::new(ProblemKind::MissingFile, message),
            };
            missing.map(planned).collect()
        }
    }
}
