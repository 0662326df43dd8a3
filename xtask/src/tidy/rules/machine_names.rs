//! No tracked file contains a path of the machine or the registry host it was written with.

use crate::tidy::report::Report;
use crate::tidy::tree::Tree;

/// Top folders of paths that exist on one machine only.
const HOMES: &[&str] = &["home", "root", "Users", "work"];

/// Hosts, split so that this file does not match.
const REGISTRIES: &[&[&str]] = &[
    &["registry", "npmjs", "org"],
    &["registry", "yarnpkg", "com"],
    &["static", "crates", "io"],
    &["index", "crates", "io"],
    &["static", "rust-lang", "org"],
    &["files", "pythonhosted", "org"],
    &["deb", "debian", "org"],
    &["archive", "ubuntu", "com"],
];

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    let hosts: Vec<_> = REGISTRIES.iter().map(|parts| parts.join(".")).collect();
    for file in tree.files() {
        let is_npm_lock = file.path.ends_with("package-lock.json");
        for (number, line) in file.lines() {
            if let Some(home) = HOMES.iter().find(|home| names_home(line, home)) {
                report.line(&file.path, number, format!("a path of one machine (/{home}/…)"));
            }
            if hosts.iter().any(|host| line.contains(host)) {
                report.line(&file.path, number, "names the host of a package registry");
            }
            if is_npm_lock && line.trim_start().starts_with("\"resolved\"") {
                report.line(&file.path, number, "names where a package was fetched from; see .npmrc");
            }
        }
    }
}

/// Whether a line has an absolute path into someone's folder. A notebook path in a log (`/Users/ada@example.com/…`)
/// does not count.
fn names_home(line: &str, home: &str) -> bool {
    let start = format!("/{home}/");
    line.match_indices(&start).any(|(at, _)| {
        let absolute = line[..at].chars().next_back().is_none_or(|before| " \"'`=(:".contains(before));
        let mut rest = line[at + start.len()..].split('/');
        let folder = rest.next().unwrap_or_default();
        let is_name =
            !folder.is_empty() && folder.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
        absolute && is_name && rest.next().is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    fn count(path: &str, text: &str) -> usize {
        findings(check, &[(path, text)]).len()
    }

    #[test]
    fn a_home_folder_is_found_and_a_path_in_a_log_is_not() {
        let of_machine = format!("cd \"/{}/ada/touchstone\"", "home");
        assert_eq!(count("README.md", &of_machine), 1);
        assert_eq!(count("a.json", "\"/Users/ada@example.com/notebook\""), 0);
        assert_eq!(count("a.md", "see https://example.com/home/ada/x"), 0);
        assert_eq!(count("a.md", "/usr/bin/chromium"), 0);
    }

    #[test]
    fn a_registry_and_an_address_in_a_lock_file_are_found() {
        let host = ["registry", "npmjs", "org"].join(".");
        assert_eq!(count(".npmrc", &format!("registry=https://{host}/")), 1);
        assert_eq!(count("package-lock.json", "  \"resolved\": \"x\","), 1);
    }
}
