//! Files that Spark, Delta and file managers leave beside data.

/// The reason for skipping a file of deletion vectors.
pub(crate) const DELETION_VECTORS: &str = "deletion vectors of a Delta table";

/// Why a file's name shows that it has no records; none if it may have some. `path` has slashes as separators.
pub fn companion(path: &str) -> Option<&'static str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    if folders.split('/').any(|folder| folder == "_delta_log") {
        return Some("log of a Delta table");
    }
    let ends = |end: &str| name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(end));
    if begins(&["deletion_vector_"]) && ends("bin") {
        return Some(DELETION_VECTORS);
    }
    if begins(&["_SUCCESS", "_committed_", "_started_"]) {
        return Some("marker of a Spark job");
    }
    if ends("crc") {
        return Some("checksum file");
    }
    if matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini") || begins(&["._"]) || folders.starts_with("__MACOSX") {
        return Some("file manager's own file");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_are_recognised_by_name() {
        for (path, expected) in [
            ("a/_SUCCESS", true),
            ("_committed_7156", true),
            ("t/_started_7156", true),
            ("t/.part-0.json.crc", true),
            ("t/_delta_log/00000000000000000000.json", true),
            ("t/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin", true),
            ("a/.DS_Store", true),
            ("__MACOSX/a/._b.json", true),
            ("a/part-0.json", false),
            ("_delta_log.json", false),
            ("audit", false),
        ] {
            assert_eq!(companion(path).is_some(), expected, "{path}");
        }
    }
}
