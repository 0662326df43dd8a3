//! The session log: what was done in what order, each line with the hash of the one before.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use touchstone_medallion::Medallion;
use ts_rs::TS;

use crate::case::Case;
use crate::words::counted;

/// What the first line follows.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The most inputs that a line names.
const NAMED: usize = 20;

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LogLine {
    /// Its number, from 1.
    #[ts(type = "number")]
    pub number: u64,
    /// When, RFC 3339, as the clock of the machine says.
    pub at: String,
    /// What was done.
    pub what: Done,
    /// To what, in words.
    pub text: String,
    /// The SHA-256 of the line before; zeros for the first.
    pub before: String,
    /// The SHA-256 of this line without this member, as JSON without spaces, in hexadecimal.
    pub sha256: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    /// Logs were loaded.
    Loaded,
    /// A filter was set.
    Filtered,
    /// Rules or their tuning were changed.
    Tuned,
    /// A finding was decided.
    Decided,
    /// Something was noted.
    Noted,
    /// A file was written.
    Exported,
    /// A case was opened.
    Opened,
    /// The command line was run.
    Ran,
}

/// A line without its hash.
#[derive(Serialize)]
struct Content<'a> {
    number: u64,
    at: &'a str,
    what: Done,
    text: &'a str,
    before: &'a str,
}

impl LogLine {
    /// The line that follows another; the first if there is none.
    pub fn after(last: Option<&Self>, at: &str, what: Done, text: &str) -> Result<Self, String> {
        let mut line = Self {
            number: last.map_or(1, |last| last.number.saturating_add(1)),
            at: at.to_owned(),
            what,
            text: text.to_owned(),
            before: last.map_or(NOTHING, |last| &last.sha256).to_owned(),
            sha256: String::new(),
        };
        line.sha256 = line.digest()?;
        Ok(line)
    }

    /// The SHA-256 that the line should have.
    fn digest(&self) -> Result<String, String> {
        let Self { number, at, what, text, before, .. } = self;
        let content = Content { number: *number, at, what: *what, text, before };
        let json = serde_json::to_vec(&content).map_err(|error| error.to_string())?;
        Ok(base16ct::lower::encode_string(&Sha256::digest(json)))
    }
}

/// What is wrong with a log, a sentence each that begins with the line as a case has it: `log[2]: …`. A log that is cut short at
/// its end is a log: only whoever kept the SHA-256 of its last line can tell.
pub fn check_log(lines: &[LogLine]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut last: Option<&LogLine> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.digest().as_ref() != Ok(&line.sha256) {
            wrong.push(format!("log[{at}]: was changed: its SHA-256 is of another content"));
        }
        if line.before != last.map_or(NOTHING, |last| &last.sha256) {
            let place = at.checked_sub(1).map_or_else(|| "begin the log".to_owned(), |at| format!("follow log[{at}]"));
            wrong.push(format!("log[{at}]: does not {place}: a line was changed, added, removed or moved"));
        }
        if line.number != at as u64 + 1 {
            wrong.push(format!("log[{at}]: has the number {}, not {}", line.number, at + 1));
        }
        last = Some(line);
    }
    wrong
}

/// The lines of a log: a file of them, or that of a case. An error says which line cannot be read.
pub fn read_log(bytes: &[u8]) -> Result<Vec<LogLine>, String> {
    if let Ok(read) = Case::read(bytes) {
        return Ok(read.case.log);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "is no UTF-8".to_owned())?;
    let lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("log[{at}]: cannot be read: {error}")));
    lines.collect()
}

/// The inputs that are loaded, in words.
pub(crate) fn loaded(medallion: &Medallion) -> String {
    let inputs = medallion.inputs();
    let named = inputs.iter().take(NAMED).map(|input| {
        let digest = input.sha256.as_deref().unwrap_or("none");
        format!("{} ({} bytes, SHA-256 {digest})", input.path, input.bytes)
    });
    let mut text: Vec<String> = named.collect();
    if let Some(more) = inputs.len().checked_sub(NAMED).filter(|more| *more > 0) {
        text.push(format!("{more} more"));
    }
    let inputs = counted(inputs.len() as u64, "input");
    let events = counted(u64::from(medallion.silver().rows()), "event");
    format!("{inputs}, {events}: {}", text.join("; "))
}
