//! Peak memory of a process and its children, on Linux.
//!
//! Counts anonymous and shared pages, but not mapped files, which all processes of a browser share. Memory is sampled,
//! because the kernel keeps no peak for a sum of processes.

use std::fs;

/// The highest sample.
#[derive(Debug)]
pub(crate) struct Peak {
    root: u32,
    /// Whether to exclude the first process.
    without_root: bool,
    bytes: u64,
}

impl Peak {
    pub(crate) fn new(root: u32, without_root: bool) -> Self {
        Self { root, without_root, bytes: 0 }
    }

    /// Takes a sample.
    pub(crate) fn sample(&mut self) {
        let mut sum = 0;
        let mut waiting = vec![self.root];
        while let Some(process) = waiting.pop() {
            if process != self.root || !self.without_root {
                sum += own_bytes(process).unwrap_or(0);
            }
            waiting.extend(children(process));
        }
        self.bytes = self.bytes.max(sum);
    }

    /// The peak in bytes; `None` if the system does not report memory.
    pub(crate) fn bytes(&self) -> Option<u64> {
        (self.bytes > 0).then_some(self.bytes)
    }
}

/// The children of a process; none if it has just ended.
fn children(process: u32) -> Vec<u32> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}

fn own_bytes(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    Some(kibibytes(&status, "RssAnon:")? * 1024 + kibibytes(&status, "RssShmem:")? * 1024)
}

/// The value of a line such as `RssAnon:     1234 kB`.
fn kibibytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_status_is_read() {
        let status = "VmHWM:\t  99 kB\nRssAnon:\t    1234 kB\n";
        assert_eq!(kibibytes(status, "RssAnon:"), Some(1234));
        assert_eq!(kibibytes(status, "RssShmem:"), None);
    }

    #[test]
    fn a_process_that_is_not_there_takes_nothing() {
        let mut peak = Peak::new(u32::MAX, false);
        peak.sample();
        assert_eq!(peak.bytes(), None);
    }
}
