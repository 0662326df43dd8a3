//! Finds data files that a table's log lists by absolute paths, as a clone lists those of another table. Only the end
//! of such a path can be matched: the file with the longest common suffix is chosen, unless it is known to be another.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::Table;
use super::log::Listed;
use crate::Source;

/// Maps the index of a file to the table that lists it by an absolute path: its root, and the path.
pub(super) type Absolute<'a> = HashMap<usize, (&'a str, &'a str)>;

/// Spark's folder name for null.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// An absolute path of a log that ends like a file's.
struct Claim<'a> {
    root: &'a str,
    path: &'a str,
    /// How many parts of the paths are the same.
    common: usize,
    /// What the log says about the file; none if it removed it.
    listed: Option<&'a Listed>,
}

/// Matches absolute paths to the given files. A path that matches several files matches none. Nor does it match a file
/// that a log lists by a relative path or removed, that another path fits as well, or that is in the folders of other
/// partition values.
pub(super) fn resolve<'a>(tables: &'a BTreeMap<&'a str, Table>, files: &'a [(String, Rc<dyn Source>)]) -> Absolute<'a> {
    let tables = || tables.iter().filter_map(|(root, table)| Some((*root, table.as_ref().ok()?)));
    if !tables().any(|(_, table)| table.files.keys().any(|path| is_absolute(path))) {
        return Absolute::new();
    }
    let by_end: BTreeMap<Vec<&str>, usize> =
        files.iter().enumerate().map(|(file, (path, _))| (path.rsplit('/').collect(), file)).collect();
    let mut relative: HashSet<String> = HashSet::new();
    let mut claims: BTreeMap<usize, Vec<Claim<'a>>> = BTreeMap::new();
    let mut ends = Ends::new();
    for (root, table) in tables() {
        let listed = table.files.iter().map(|(path, listed)| (path, Some(listed)));
        for (path, listed) in listed.chain(table.removed.iter().map(|path| (path, None))) {
            if !is_absolute(path) {
                relative.insert(format!("{root}{path}"));
            } else if let Some((file, common)) = longest(root, path, &by_end, files, &mut ends) {
                claims.entry(file).or_default().push(Claim { root, path, common, listed });
            }
        }
    }
    let mut found = Absolute::new();
    for (file, claims) in claims {
        let path = files[file].0.as_str();
        let most = claims.iter().map(|claim| claim.common).max().unwrap_or_default();
        let mut best = claims.iter().filter(|claim| claim.common == most);
        let Some(claim) = best.next() else { continue };
        // Several clones may list the same file.
        let is_one = best.all(|other| other.path == claim.path && other.listed.is_some());
        if is_one && !relative.contains(path) && claim.listed.is_some_and(|listed| may_be(claim.path, path, listed)) {
            found.insert(file, (claim.root, claim.path));
        }
    }
    found
}

/// By a table's root and the end of a path, the file that has this end. Many paths may have an end in common, and many
/// files, too.
type Ends<'a> = HashMap<(&'a str, Vec<&'a str>), Option<usize>>;

/// The file whose path has the longest end in common with an absolute path, and how many parts that is. Of several, one
/// inside the table.
fn longest<'a>(
    root: &'a str,
    path: &'a str,
    by_end: &BTreeMap<Vec<&'a str>, usize>,
    files: &[(String, Rc<dyn Source>)],
    ends: &mut Ends<'a>,
) -> Option<(usize, usize)> {
    let parts: Vec<&str> = path.rsplit('/').collect();
    let common = |(other, _): (&Vec<&str>, _)| parts.iter().zip(other).take_while(|(one, other)| one == other).count();
    let before = by_end.range::<Vec<&str>, _>(..=&parts).next_back().map_or(0, common);
    let longest = by_end.range::<Vec<&str>, _>(&parts..).next().map_or(0, common).max(before);
    if longest == 0 {
        return None;
    }
    let end = parts[..longest].to_vec();
    let file = ends.entry((root, end)).or_insert_with_key(|(_, end)| {
        let mut ending =
            by_end.range(end.clone()..).take_while(|(other, _)| other.starts_with(end)).map(|(_, file)| file);
        let (first, second) = (ending.next()?, ending.next());
        let Some(second) = second else { return Some(*first) };
        let mut own = [first, second].into_iter().chain(ending).filter(|file| files[**file].0.starts_with(root));
        own.next().filter(|_| own.next().is_none()).copied()
    });
    file.map(|file| (file, longest))
}

/// Whether the folders of columns' values above a file are those of the path that a log lists, and agree with its
/// values.
fn may_be(listed_path: &str, path: &str, listed: &Listed) -> bool {
    let folders = values_above(path);
    folders == values_above(listed_path)
        && folders.iter().all(|(column, value)| {
            let stated = listed.partitions.iter().find(|(other, _)| other == column).map(|(_, value)| value.as_str());
            let is_null = value == NULL;
            match stated {
                Some(stated) => stated == value || is_null && stated.is_empty(),
                None => is_null || !listed.nulls.contains(column),
            }
        })
}

/// The columns and values in the names of the folders directly above a file, the innermost first.
fn values_above(path: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let folders = path.rsplit('/').skip(1).map_while(|folder| folder.split_once('='));
    folders.map(|(column, value)| (decoded(column), decoded(value))).collect()
}

/// Whether a path is not relative to its table's root.
fn is_absolute(path: &str) -> bool {
    let scheme = path.split(':').next().unwrap_or_default();
    let has_scheme =
        scheme.len() < path.len() && !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    path.starts_with('/') || has_scheme && path[scheme.len()..].starts_with(":/")
}
