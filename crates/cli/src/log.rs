//! The session log: a line for each run that asks for it.

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::path::Path;

use touchstone_evidence::{Case, Done, LogLine, check_log, read_log};

use crate::asked::now;
use crate::opened_paths::OpenedPaths;
use crate::write::unwritable;

/// Appends what was run, and how it ended. An error names the line that is not as it was written; nothing follows it. Runs that
/// end at once wait for each other: each line has the hash of the one before.
pub(crate) fn append(path: &Path, outcome: &Result<OpenedPaths, String>) -> Result<(), String> {
    let named = |error: String| format!("{}: {error}", path.display());
    let opened = OpenOptions::new().read(true).append(true).create(true).open(path);
    let mut file = opened.map_err(|error| named(format!("cannot be opened: {error}")))?;
    // Where files cannot be locked, runs of one log must not end at once.
    file.lock().ok();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| named(format!("cannot be read: {error}")))?;
    if Case::read(&bytes).is_ok() {
        return Err(named("is a case, and keeps the log of the page".to_owned()));
    }
    let before = read_log(&bytes).map_err(named)?;
    if let Some(wrong) = check_log(&before).first() {
        return Err(named(wrong.clone()));
    }
    let ended = match outcome {
        Ok(OpenedPaths::All) => "done".to_owned(),
        Ok(OpenedPaths::Some) => "done, of the paths that could be opened".to_owned(),
        Ok(OpenedPaths::Status(status)) => format!("ended with status {status}"),
        Err(message) => format!("failed: {message}"),
    };
    let run: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let text = format!("touchstone {}: {ended}", run.join(" "));
    let line = LogLine::after(before.last(), &now(), Done::Ran, &text)?;
    let json = serde_json::to_string(&line).map_err(|error| error.to_string())?;
    // An editor may have left out the end of the last line.
    let end = if bytes.is_empty() || bytes.ends_with(b"\n") { "" } else { "\n" };
    file.write_all(format!("{end}{json}\n").as_bytes()).map_err(|error| unwritable(path, &error))
}
