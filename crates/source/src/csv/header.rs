//! Detects the header of an audit log's CSV text, and the dialect of the text.

use super::rows::{Cells, Dialect, escaped_quote};

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

/// Folded names of columns that tell an event's service.
const SERVICE: &[&str] = &["servicename", "category"];

/// Folded names of columns that tell an event's action.
const ACTION: &[&str] = &["actionname", "operationname"];

/// Folded names of columns that tell an event's time.
const TIME: &[&str] = &["eventtime", "timegenerated", "timestamp", "time", "datetime", "eventtimestamp"];

/// Folded names of the other columns.
const OTHERS: &[&str] = &[
    "version",
    "eventdate",
    "date",
    "workspaceid",
    "workspacename",
    "accountid",
    "accountname",
    "orgid",
    "shardname",
    "sourceipaddress",
    "sourceaddress",
    "sourceport",
    "useragent",
    "sessionid",
    "requestid",
    "eventid",
    "auditlevel",
    "email",
    "username",
    "subjectname",
    "runby",
    "runas",
    "statuscode",
    "errormessage",
    "result",
    "outcome",
    "flattened",
    "logid",
    "tenantid",
    "resourceid",
    "subscriptionid",
    "resourcegroup",
    "resourceprovider",
    "resource",
    "resourcetype",
    "sourcesystem",
    "type",
    "level",
    "location",
    "operationversion",
    "resulttype",
    "resultdescription",
    "correlationid",
    "format",
    "input",
    "record",
    "fingerprint",
    "index",
];

/// Folded names of columns with members, which may be columns of their own.
const PARENTS: &[&str] = &[
    "requestparams",
    "response",
    "useridentity",
    "identitymetadata",
    "identity",
    "properties",
    "actor",
    "auditpayload",
    "targets",
    "requestparameters",
];

/// How long a column's name may be.
const MOST_LETTERS: usize = 128;

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

/// Whether a row repeats the header whose names are `current`, or is that of another export in the same text, and not
/// merely a row with names of columns in cells that people fill. Its names are those of the header, or each is a name,
/// a service's and an action's among them, and is known at least where a row has its own service, action and time.
pub(crate) fn is_repeated(current: &[String], cells: &Cells) -> bool {
    let found = names(cells);
    let folded = |names: &[String]| {
        let mut folded: Vec<String> = names.iter().map(|name| folded(name)).collect();
        folded.truncate(folded.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1));
        folded
    };
    let (own, other) = (folded(current), folded(&found));
    if own == other {
        return true;
    }
    let mut sorted = other.clone();
    sorted.sort_unstable();
    let is_told = |told: &[&str]| other.iter().any(|name| told.contains(&name.as_str()));
    // Only the first column may lack a name, as that of an index.
    let are_names =
        other.iter().skip(usize::from(own.first().is_some_and(String::is_empty))).all(|name| !name.is_empty())
            && found.iter().all(|name| name.is_empty() || is_name(name))
            && sorted.windows(2).all(|pair| pair[0] != pair[1]);
    if !are_names || !is_told(SERVICE) || !is_told(ACTION) {
        return false;
    }
    let is_known = |name: &String| own.contains(name) || is_known(name);
    let telling = |name: &String| [SERVICE, ACTION, TIME].iter().any(|told| told.contains(&name.as_str()));
    let told: Vec<usize> = (0..own.len()).filter(|at| telling(&own[*at])).collect();
    let has_service = own.iter().any(|name| SERVICE.contains(&name.as_str()));
    other.iter().all(is_known) || has_service && told.iter().all(|at| other.get(*at).is_some_and(is_known))
}

/// A column's name regardless of case and of what separates its words.
fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text may be the name of a column, with a path into it, or a zone.
fn is_name(name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || "_-. []'\":+/$#".contains(letter);
    name.len() <= MOST_LETTERS
        && name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
        && name.chars().all(is_part)
}

/// Whether a folded name is that of a column of an audit log, or of a member of one.
fn is_known(name: &str) -> bool {
    let zoned = ["utc", "localtime"].iter().find_map(|zone| name.strip_suffix(zone)).unwrap_or(name);
    [SERVICE, ACTION, TIME, OTHERS].iter().any(|known| known.contains(&zoned))
        || PARENTS.iter().any(|parent| name.starts_with(parent))
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
    Dialect { delimiter, has_backslashes: escaped_quote(head, 0, delimiter).is_some(), is_spaced }
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
