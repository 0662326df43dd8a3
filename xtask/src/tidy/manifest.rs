//! Reads what the rules need from a `Cargo.toml`.

use toml::{Table, Value};

use super::tree::{SourceFile, Tree};

/// A parsed manifest and its file.
pub(crate) struct Manifest<'a> {
    pub(crate) file: &'a SourceFile,
    table: Table,
}

/// The manifests of the crates and xtask, without the root's and that of `fuzz/`, which is a separate workspace. Cargo
/// has already rejected invalid TOML.
pub(crate) fn members(tree: &Tree) -> impl Iterator<Item = Manifest<'_>> {
    tree.files()
        .filter(|file| file.path.ends_with("/Cargo.toml") && !file.path.starts_with("fuzz/"))
        .filter_map(|file| Some(Manifest { file, table: file.text.parse().ok()? }))
}

impl Manifest<'_> {
    /// The name of its folder: `record` for `crates/record/Cargo.toml`.
    pub(crate) fn folder(&self) -> &str {
        self.file.path.rsplit('/').nth(1).unwrap_or_default()
    }

    /// Whether `[section] key = true`.
    pub(crate) fn is_set(&self, section: &str, key: &str) -> bool {
        let value = self.table.get(section).and_then(|section| section.get(key));
        value.and_then(Value::as_bool) == Some(true)
    }

    /// Whether `[package] key.workspace = true`.
    pub(crate) fn inherits(&self, key: &str) -> bool {
        let value = self.table.get("package").and_then(|package| package.get(key)?.get("workspace"));
        value.and_then(Value::as_bool) == Some(true)
    }

    /// The packages in every table named `kind`, such as `dependencies`, including target-specific ones.
    pub(crate) fn dependencies(&self, kind: &str) -> Vec<String> {
        let targets = self.table.get("target").and_then(Value::as_table);
        let of_targets = targets.into_iter().flat_map(Table::values).filter_map(|target| target.get(kind));
        self.table.get(kind).into_iter().chain(of_targets).filter_map(Value::as_table).flat_map(packages).collect()
    }
}

/// A dependency may be renamed; the package name counts.
fn packages(table: &Table) -> impl Iterator<Item = String> {
    table.iter().map(|(key, value)| value.get("package").and_then(Value::as_str).unwrap_or(key).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_targets_and_renamed_ones_are_seen() {
        let text = "[dependencies]\na = '1'\nb = { package = 'c' }\n[target.'cfg(unix)'.dependencies]\nd = '1'\n";
        let tree = Tree::invented(&[("crates/x/Cargo.toml", text)]);
        let manifests: Vec<_> = members(&tree).collect();
        assert_eq!(manifests[0].folder(), "x");
        assert_eq!(manifests[0].dependencies("dependencies"), ["a", "c", "d"]);
    }
}
