//! Detects the header of an audit log's CSV text, and the dialect of the text.

use super::rows::{Cells, Dialect};

/// Column names of audit logs, letters only and in lower case. Two of them on a line make it a header.
const COLUMNS: [&str; 8] = [
    "servicename",
    "actionname",
    "eventtime",
    "timegenerated",
    "requestparams",
    "useridentity",
    "eventdate",
    "requestid",
];

/// Possible delimiters.
const DELIMITERS: &[u8] = b",;\t|";

/// Excel's line before the header that names the delimiter: its length without the line end, and the delimiter.
pub(crate) fn separator_line(text: &[u8]) -> Option<(usize, u8)> {
    let line = first_line(text);
    let named = line.strip_prefix(b"\"").unwrap_or(line);
    let is_named = line.len() < text.len() && named.len() <= 6 && named.get(..4)?.eq_ignore_ascii_case(b"sep=");
    named
        .get(4)
        .copied()
        .filter(|delimiter| is_named && (delimiter.is_ascii_punctuation() && *delimiter != b'"' || *delimiter == b'\t'))
        .map(|named| (line.len(), named))
}

/// The most lines above a header: a report's title, its author, its date.
const TITLE_LINES: usize = 8;

/// What precedes the rows of a text: the number of bytes before its header, and the delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) header: usize,
    pub(crate) delimiter: u8,
    /// The number of lines above the header, except one that names the delimiter.
    pub(crate) titles: usize,
    /// The delimiter that Excel's line names, if the header uses another.
    pub(crate) misnamed: Option<u8>,
}

/// Finds the header of an audit log at the start of a text, after a line that names the delimiter, or after a title.
pub(crate) fn start(text: &[u8]) -> Option<Start> {
    let named = separator_line(text);
    let mut at = 0;
    if let Some((length, _)) = named {
        at = length + text[length..].len() - text[length..].trim_ascii_start().len();
    }
    for titles in 0..=TITLE_LINES {
        let line = first_line(&text[at..]);
        if line.starts_with(b"{") || line.starts_with(b"[") {
            return None;
        }
        let named = named.map(|(_, named)| named);
        let delimiters = named.into_iter().chain(DELIMITERS.iter().copied());
        let found = delimiters.into_iter().find(|delimiter| is_header(line.split(|byte| byte == delimiter)));
        if let Some(delimiter) = found {
            let misnamed = named.filter(|named| *named != delimiter);
            return Some(Start { header: at, delimiter, titles, misnamed });
        }
        let rest = &text[at + line.len()..];
        at += line.len() + rest.len() - rest.trim_ascii_start().len();
    }
    None
}

/// The delimiter of a text in which [`start`] finds a header.
pub(crate) fn delimiter(text: &[u8]) -> Option<u8> {
    start(text).map(|start| start.delimiter)
}

/// Whether these cells are column names of an audit log.
pub(crate) fn is_header<'a>(cells: impl Iterator<Item = &'a [u8]>) -> bool {
    let known = |cell: &[u8]| {
        // Names are short, while cells of rows may be long. A cell with a JSON member is not a name.
        if cell.len() > 64 || memchr::memmem::find(cell, b"\":").is_some() {
            return false;
        }
        let cell = cell.rsplit(|byte| *byte == b'.').next().unwrap_or(cell);
        let name: String = String::from_utf8_lossy(cell).chars().filter(char::is_ascii_alphabetic).collect();
        let name = name.to_ascii_lowercase();
        let name = ["utc", "localtime"].iter().find_map(|zone| name.strip_suffix(zone)).unwrap_or(&name);
        COLUMNS.contains(&name)
    };
    cells.filter(|cell| known(cell)).count() > 1
}

/// Whether a text without a header looks like rows whose header is in another file.
pub(crate) fn may_lack_header(text: &[u8]) -> bool {
    let line = first_line(text);
    let cells = |delimiter: u8| line.split(move |byte| *byte == delimiter).count();
    DELIMITERS.iter().any(|delimiter| cells(*delimiter) >= 5)
}

/// Detects the dialect from the start of a text.
pub(crate) fn dialect(head: &[u8], delimiter: u8) -> Dialect {
    let mut names = first_line(head).split(|byte| *byte == delimiter).skip(1).peekable();
    let is_spaced = names.peek().is_some() && names.all(|name| name.starts_with(b" "));
    Dialect { delimiter, has_backslashes: has_backslashes(head, delimiter), is_spaced }
}

/// Whether backslashes escape quotes. If quotes are doubled instead, a backslash before a quote ends a cell.
fn has_backslashes(head: &[u8], delimiter: u8) -> bool {
    let ends_cell = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n' | b' ');
    memchr::memmem::find_iter(head, b"\\\"").any(|at| {
        let is_escaped = head[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        !is_escaped && head.get(at + 2).is_some_and(|byte| !ends_cell(byte))
    })
}

/// The names of a header, without surrounding blanks and marks and without the table's name that Hive puts before each.
pub(crate) fn names(cells: &Cells) -> Vec<String> {
    let name = |cell: &[u8]| {
        let name = String::from_utf8_lossy(cell);
        // A byte order mark may have been decoded as Windows 1252.
        let name = name.trim().trim_matches('\u{feff}').trim_start_matches("\u{ef}\u{bb}\u{bf}").trim();
        name.trim_matches(['"', '\u{200b}']).trim().to_owned()
    };
    let names: Vec<String> = cells.iter().map(name).collect();
    let table = names.first().and_then(|first| first.rfind('.')).map(|dot| names[0][..=dot].to_owned());
    match table {
        Some(table) if names.iter().all(|name| name.starts_with(&table)) => {
            names.iter().map(|name| name[table.len()..].to_owned()).collect()
        }
        _ => names,
    }
}

fn first_line(text: &[u8]) -> &[u8] {
    &text[..text.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(text.len())]
}

/// Whether a text starts with an array of an audit log's column names, as in `JSONCompactEachRowWithNames`, or with a
/// list of rows.
pub(crate) fn is_json_header(text: &[u8]) -> bool {
    let Some(inner) = text.strip_prefix(b"[") else { return false };
    let inner = inner.trim_ascii_start();
    let names = inner.strip_prefix(b"[").unwrap_or(inner);
    let end = names.iter().position(|byte| *byte == b']').unwrap_or_default();
    names.trim_ascii_start().starts_with(b"\"") && is_header(names[..end].split(|byte| *byte == b','))
}
