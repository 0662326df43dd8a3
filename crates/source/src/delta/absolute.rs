//! Finds data files that a table's log lists by absolute paths, as a clone lists those of another table. Only the end
//! of such a path can be matched: the file with the longest common suffix is chosen.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::Table;
use crate::Source;

/// Maps the index of a file to the table that lists it by an absolute path: its root, and the path.
pub(super) type Absolute<'a> = HashMap<usize, (&'a str, &'a str)>;

/// Matches absolute paths to the given files. A path that matches several files matches none.
pub(super) fn resolve<'a>(tables: &'a BTreeMap<&'a str, Table>, files: &'a [(String, Rc<dyn Source>)]) -> Absolute<'a> {
    let listed = tables.iter().filter_map(|(root, table)| Some((*root, table.as_ref().ok()?)));
    let paths = listed.flat_map(|(root, table)| table.files.keys().map(move |path| (root, path.as_str())));
    let mut paths = paths.filter(|(_, path)| is_absolute(path)).peekable();
    let mut found = Absolute::new();
    if paths.peek().is_none() {
        return found;
    }
    let by_end: BTreeMap<Vec<&str>, usize> =
        files.iter().enumerate().map(|(file, (path, _))| (path.rsplit('/').collect(), file)).collect();
    for (root, path) in paths {
        let parts: Vec<&str> = path.rsplit('/').collect();
        let common =
            |(other, _): (&Vec<&str>, _)| parts.iter().zip(other).take_while(|(one, other)| one == other).count();
        let before = by_end.range::<Vec<&str>, _>(..=&parts).next_back().map_or(0, common);
        let longest = by_end.range::<Vec<&str>, _>(&parts..).next().map_or(0, common).max(before);
        let end = &parts[..longest];
        let ending = || by_end.range(end.to_vec()..).take_while(|(other, _)| longest > 0 && other.starts_with(end));
        let beside = |(_, file): &(&Vec<&str>, &usize)| files[**file].0.starts_with(root);
        let is_one = ending().nth(1).is_none();
        let mut own = ending().filter(beside);
        let file = match (is_one, own.next(), own.next()) {
            (true, ..) => ending().next(),
            (false, Some(own), None) => Some(own),
            _ => None,
        };
        if let Some((_, file)) = file {
            found.entry(*file).or_insert((root, path));
        }
    }
    found
}

/// Whether a path is not relative to its table's root.
fn is_absolute(path: &str) -> bool {
    let scheme = path.split(':').next().unwrap_or_default();
    let has_scheme =
        scheme.len() < path.len() && !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    path.starts_with('/') || has_scheme && path[scheme.len()..].starts_with(":/")
}
