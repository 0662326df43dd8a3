//! The findings of the rules.

use std::fmt;

/// Findings, which fail the check, and notes, which do not.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Remark>,
    notes: Vec<Remark>,
}

#[derive(Debug)]
struct Remark {
    path: String,
    line: Option<usize>,
    message: String,
}

impl Report {
    /// Reports a broken rule on a line (from 1) of a file.
    pub(crate) fn line(&mut self, path: &str, line: usize, message: impl Into<String>) {
        self.findings.push(Remark::new(path, Some(line), message.into()));
    }

    /// Reports a rule broken by a whole file or its absence.
    pub(crate) fn file(&mut self, path: &str, message: impl Into<String>) {
        self.findings.push(Remark::new(path, None, message.into()));
    }

    /// Reports something to review; nothing is broken.
    pub(crate) fn note(&mut self, path: &str, message: impl Into<String>) {
        self.notes.push(Remark::new(path, None, message.into()));
    }

    pub(crate) fn broken(&self) -> usize {
        self.findings.len()
    }
}

impl Remark {
    fn new(path: &str, line: Option<usize>, message: String) -> Self {
        Self { path: path.to_owned(), line, message }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        Ok(())
    }
}

/// The findings of a rule on a small invented tree, one line each, for tests.
#[cfg(test)]
pub(crate) fn findings(rule: super::rules::Rule, files: &[(&str, &str)]) -> Vec<String> {
    let mut report = Report::default();
    rule(&super::tree::Tree::invented(files), &mut report);
    report.findings.iter().map(ToString::to_string).collect()
}
