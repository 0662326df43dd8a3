//! The header of a CSV text of an audit log: how it is told, and what it says of the way in which the text is written.

use super::rows::{Cells, Dialect};

/// Column names of audit logs, without case and without what is no letter. Two of them in a line make it a header.
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

/// What may stand between cells.
const DELIMITERS: &[u8] = b",;\t|";

/// Excel's line that names the delimiter, in front of the header: its length without the line end, and the delimiter.
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

/// The byte between the cells of a text that begins with the header of an audit log, or with a line that names it.
pub(crate) fn delimiter(text: &[u8]) -> Option<u8> {
    if let Some((length, named)) = separator_line(text) {
        let header = text[length..].trim_ascii_start();
        return is_header(first_line(header).split(|byte| *byte == named)).then_some(named);
    }
    let line = first_line(text);
    if line.first() == Some(&b'{') {
        return None;
    }
    DELIMITERS.iter().copied().find(|delimiter| is_header(line.split(|byte| byte == delimiter)))
}

/// Whether cells are names of columns of an audit log.
pub(crate) fn is_header<'a>(cells: impl Iterator<Item = &'a [u8]>) -> bool {
    let known = |cell: &[u8]| {
        // Column names are short, and cells of rows may be long.
        if cell.len() > 64 {
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

/// Whether a text that is no log by its first line looks like rows of one whose header is in another file.
pub(crate) fn may_lack_header(text: &[u8]) -> bool {
    let line = first_line(text);
    let cells = |delimiter: u8| line.split(move |byte| *byte == delimiter).count();
    DELIMITERS.iter().any(|delimiter| cells(*delimiter) >= 5)
}

/// How a text is written, by its beginning.
pub(crate) fn dialect(head: &[u8], delimiter: u8) -> Dialect {
    let mut names = first_line(head).split(|byte| *byte == delimiter).skip(1).peekable();
    let is_spaced = names.peek().is_some() && names.all(|name| name.starts_with(b" "));
    Dialect { delimiter, has_backslashes: has_backslashes(head, delimiter), is_spaced }
}

/// Whether quotes are escaped by backslashes. Where quotes are doubled, a backslash before one is the last of its cell.
fn has_backslashes(head: &[u8], delimiter: u8) -> bool {
    let ends_cell = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n' | b' ');
    memchr::memmem::find_iter(head, b"\\\"").any(|at| {
        let is_escaped = head[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        !is_escaped && head.get(at + 2).is_some_and(|byte| !ends_cell(byte))
    })
}

/// The names of a header: without blanks and marks around them, and without the name of the table that Hive writes before
/// each.
pub(crate) fn names(cells: &Cells) -> Vec<String> {
    let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().trim_matches('\u{feff}').trim().to_owned();
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
