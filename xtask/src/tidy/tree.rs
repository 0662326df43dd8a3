//! The files that the rules examine: every text file that git tracks or would track.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

/// A repository in memory, sorted by path.
pub(crate) struct Tree {
    files: Vec<SourceFile>,
}

/// One text file; its path is relative to the root, with forward slashes.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Tree {
    /// Reads the files. Skips those that are not UTF-8: no rule concerns images or Parquet.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for path in listed_by_git(root).map_or_else(|| walk(root), Ok)? {
            let Ok(bytes) = std::fs::read(root.join(&path)) else {
                continue; // Deleted, and git has not been told yet.
            };
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(SourceFile { path, text });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    #[cfg(test)]
    pub(crate) fn invented(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect() }
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The files in a folder (`"crates/"`) whose name ends in one of the extensions.
    pub(crate) fn under(&self, folder: &str, extensions: &[&str]) -> impl Iterator<Item = &SourceFile> {
        self.files().filter(move |file| file.path.starts_with(folder) && file.has_extension(extensions))
    }

    pub(crate) fn contains(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }
}

impl SourceFile {
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Lines and their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// `None` without git or a repository: a source archive is walked instead.
fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let paths: Vec<_> = text.split_terminator('\0').map(str::to_owned).collect();
    (output.status.success() && !paths.is_empty()).then_some(paths)
}

fn walk(root: &Path) -> Result<Vec<String>> {
    const NOT_OURS: [&str; 4] = ["target", "node_modules", "dist", ".git"];
    let mut paths = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(folder) = pending.pop() {
        let directory = root.join(&folder);
        let context = || format!("cannot list {}", directory.display());
        for entry in std::fs::read_dir(&directory).with_context(context)? {
            let entry = entry.with_context(context)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if NOT_OURS.contains(&name.as_str()) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if entry.file_type().with_context(context)?.is_dir() {
                pending.push(path);
            } else {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_extensions_select_files() {
        let tree = Tree::invented(&[("crates/a/src/lib.rs", ""), ("crates/a/Cargo.toml", ""), ("web/a.rs", "")]);
        let paths: Vec<_> = tree.under("crates/", &["rs"]).map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["crates/a/src/lib.rs"]);
    }

    #[test]
    fn a_plain_walk_finds_this_file_and_no_build_product() {
        let paths = walk(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(paths.iter().any(|path| path == "src/tidy/tree.rs"), "{paths:?}");
        assert!(!paths.iter().any(|path| path.contains("target/")));
    }
}
