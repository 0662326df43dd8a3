//! Files and folders as given, to the files that are read.

use std::path::{Path, PathBuf};

/// The files found, and what stood in the way.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files to read, folders in order of their names.
    pub(crate) files: Vec<PathBuf>,
    /// Files that belong to a table and hold no records, such as `_SUCCESS`.
    pub(crate) skipped: Vec<PathBuf>,
    /// A sentence per path that could not be opened.
    pub(crate) unopened: Vec<String>,
    /// Folders without any file to read.
    pub(crate) empty: Vec<PathBuf>,
}

/// Looks through the paths. A file that is named is read whatever its name; only folders are looked through for
/// companions.
pub(crate) fn walk(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let before = found.files.len();
                walk_folder(path, &mut found);
                if found.files.len() == before {
                    found.empty.push(path.clone());
                }
            }
            Ok(_) => match std::fs::File::open(path) {
                Ok(_) => found.files.push(path.clone()),
                Err(error) => found.unopened.push(sentence(path, &error)),
            },
            Err(error) => found.unopened.push(sentence(path, &error)),
        }
    }
    found
}

fn walk_folder(folder: &Path, found: &mut Found) {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut paths: Vec<PathBuf> = match entries {
        Ok(entries) => entries.into_iter().map(|entry| entry.path()).collect(),
        Err(error) => return found.unopened.push(sentence(folder, &error)),
    };
    paths.sort_unstable();
    for path in paths {
        if is_companion(&path) {
            found.skipped.push(path);
        } else if path.is_dir() {
            walk_folder(&path, found);
        } else {
            found.files.push(path);
        }
    }
}

/// Files that Spark, Delta and operating systems leave beside data: `_SUCCESS`, `_committed_…`, `_delta_log`, `.crc`.
fn is_companion(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with(['_', '.'])
}

fn sentence(path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot be opened: {error}", path.display())
}
