//! Finds the files under the given files and folders.

use std::path::{Path, PathBuf};

/// The files found, and the paths that could not be opened.
#[derive(Debug, Default)]
pub struct Found {
    /// The files; those of a folder in order of path.
    pub files: Vec<PathBuf>,
    /// One message per path that could not be opened.
    pub unopened: Vec<String>,
    /// Folders without any file.
    pub empty: Vec<PathBuf>,
}

/// Searches the paths.
pub fn walk(paths: &[PathBuf]) -> Found {
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
            } else {
                found.files.push(path);
            }
        }
    }
    // By whole path in UTF-16, as the page does, so that both number the inputs alike.
    let by_path = |path: &PathBuf| path.to_string_lossy().encode_utf16().collect::<Vec<_>>();
    found.files[before..].sort_by_cached_key(by_path);
}

fn sentence(path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot be opened: {error}", path.display())
}
