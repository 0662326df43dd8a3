//! Writes to standard output.

use std::io::{ErrorKind, Write as _};

use unicode_width::UnicodeWidthStr as _;

use touchstone_native::printable;

/// Whether the reader of the output still wants more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputPipe {
    /// Still reading.
    Open,
    /// The reader closed the pipe, as `head` does.
    Closed,
}

/// Writes bytes.
pub(crate) fn all(bytes: &[u8]) -> Result<OutputPipe, String> {
    match std::io::stdout().lock().write_all(bytes) {
        Ok(()) => Ok(OutputPipe::Open),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(OutputPipe::Closed),
        Err(error) => Err(format!("the output cannot be written: {error}")),
    }
}

/// Formats lines of cells under headings, with columns as wide as their widest cell; those marked in `numbers` are
/// right-aligned.
pub(crate) fn aligned(headings: &[String], numbers: &[bool], lines: &[Vec<String>]) -> String {
    let shown = |cells: &[String]| cells.iter().map(|cell| printable(cell)).collect::<Vec<_>>();
    let lines: Vec<Vec<String>> =
        std::iter::once(shown(headings)).chain(lines.iter().map(|line| shown(line))).collect();
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..headings.len()).map(|at| width(at).unwrap_or_default()).collect();
    let mut text = String::new();
    for line in &lines {
        let mut printed = String::new();
        for (at, cell) in line.iter().enumerate() {
            let blanks = " ".repeat(widths.get(at).copied().unwrap_or_default() - cell.width());
            let is_number = numbers.get(at).copied().unwrap_or_default();
            let (before, behind) = if is_number { (blanks, String::new()) } else { (String::new(), blanks) };
            printed.push_str(if at == 0 { "" } else { "  " });
            printed.push_str(&before);
            printed.push_str(cell);
            printed.push_str(&behind);
        }
        text.push_str(printed.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let line = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let lines = [line(["é\u{1b}", "7", "x"]), line(["日本e\u{301}", "8", "x"]), line(["", "1000", ""])];
        let text = aligned(&line(["a", "n", "z"]), &[false, true, false], &lines);
        assert_eq!(text, "a           n  z\né\\u{1b}     7  x\n日本e\u{301}       8  x\n         1000\n");
    }
}
