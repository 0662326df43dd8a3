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
    let before = found.files.len();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = std::fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                found.unopened.push(sentence(&folder, &error));
                continue;
            }
        };
        for path in entries.into_iter().map(|entry| entry.path()) {
            if path.is_dir() {
                waiting.push(path);
            } else if is_companion(&path) {
                found.skipped.push(path);
            } else {
                found.files.push(path);
            }
        }
    }
    // By whole path, as the page does, so that both number the inputs alike.
    let by_path = |path: &PathBuf| path.to_string_lossy().encode_utf16().collect::<Vec<_>>();
    found.files[before..].sort_by_cached_key(by_path);
    found.skipped.sort_by_cached_key(by_path);
}

/// Files that Spark, Delta and file managers leave beside data. The page has the same list in `base/folder.ts`.
fn is_companion(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let folder = path.parent().unwrap_or(Path::new(""));
    folder.components().any(|part| part.as_os_str() == "_delta_log")
        || ["_SUCCESS", "_committed_", "_started_"].iter().any(|marker| name.starts_with(marker))
        || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("crc"))
        || matches!(name.as_ref(), ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn sentence(path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot be opened: {error}", path.display())
}
