//! The machine, versions and commit behind the figures.

use std::fs;
use std::process::Command;

use crate::workspace::Workspace;

/// A description in a few lines.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) lines: Vec<String>,
}

impl Machine {
    pub(crate) fn describe(workspace: &Workspace) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let model = value("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
        let memory = value("/proc/meminfo", "MemTotal")
            .and_then(|text| text.trim_end_matches("kB").trim().parse::<u64>().ok())
            .map(|kibibytes| format!(", {} GiB of memory", (kibibytes + (1 << 19)) >> 20))
            .unwrap_or_default();
        let system = value("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.to_owned());
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let mut lines = vec![
            format!("{cores} cores of {model}{memory}; {}", system.trim_matches('"')),
            format!("{}, {}", said("rustc", &["--version"], workspace), node(workspace)),
            format!("commit {}", commit(workspace)),
        ];
        if let Some(load) = load.split(' ').next().filter(|load| !load.is_empty()) {
            lines.push(format!("load average before the first run: {load}"));
        }
        Self { lines }
    }
}

fn node(workspace: &Workspace) -> String {
    format!("Node {}", said("node", &["--version"], workspace))
}

fn commit(workspace: &Workspace) -> String {
    let commit = said("git", &["rev-parse", "--short=12", "HEAD"], workspace);
    let changed = said("git", &["status", "--porcelain", "--untracked-files=no"], workspace);
    if changed.is_empty() { commit } else { format!("{commit}, with changes that are not committed") }
}

/// The value of a line `name: value` or `name=value`.
fn value(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim_start().trim_start_matches([':', '=']).trim().to_owned())
}

/// The output of a program; empty if it is not installed.
fn said(program: &str, arguments: &[&str], workspace: &Workspace) -> String {
    let output = Command::new(program).args(arguments).current_dir(&workspace.root).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
