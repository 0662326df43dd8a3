//! Pseudonyms: the key file, made or read, and `touchstone reveal`, which turns them back.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use touchstone_evidence::{Form, PseudonymKey, Pseudonyms};
use touchstone_medallion::Session;

use crate::load::report;
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::write::unwritable;

/// Exit status if a pseudonym is of another key.
const FOREIGN: u8 = 1;

/// What is asked for of pseudonyms.
#[derive(Debug, Args)]
pub(crate) struct Hiding {
    /// Replaces e-mail addresses, names and IP addresses by tokens of the key in this file, which is made if it is not there.
    #[arg(long, value_name = "KEYFILE")]
    pseudonyms: Option<PathBuf>,
}

impl Hiding {
    /// The key; nothing if no pseudonyms are asked for.
    pub(crate) fn key(&self) -> Result<Option<PseudonymKey>, String> {
        self.pseudonyms.as_deref().map(key).transpose()
    }

    /// The pseudonyms of what is loaded; nothing if none are asked for.
    pub(crate) fn of(&self, session: &Session) -> Result<Option<Arc<Pseudonyms>>, String> {
        let key = self.key()?;
        key.map(|key| Pseudonyms::of(&key, session.medallion()).map(Arc::new)).transpose()
    }
}

/// A text with pseudonyms, if there are any.
pub(crate) fn hidden(pseudonyms: Option<&Arc<Pseudonyms>>, text: String) -> String {
    pseudonyms.and_then(|pseudonyms| pseudonyms.changed(&text)).unwrap_or(text)
}

/// JSON with pseudonyms in its texts, if there are any.
pub(crate) fn hidden_json(pseudonyms: Option<&Arc<Pseudonyms>>, text: String) -> String {
    match pseudonyms {
        Some(pseudonyms) => pseudonyms.json(&text),
        None => text,
    }
}

/// Reads the key of a file; makes one if there is no such file.
fn key(path: &Path) -> Result<PseudonymKey, String> {
    if path.exists() {
        return read_key(path);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("no key can be made: {error}"))?;
    let key = PseudonymKey::of_random(bytes);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| unwritable(path, &error))?;
    file.write_all(key.text().as_bytes()).map_err(|error| unwritable(path, &error))?;
    report(&format!("{}: made the key {}; whoever has it can turn the pseudonyms back", path.display(), key.id()));
    Ok(key)
}

/// Reads the key of a file.
pub(crate) fn read_key(path: &Path) -> Result<PseudonymKey, String> {
    let text = touchstone_native::read_text(path)?;
    PseudonymKey::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The key file.
    #[arg(long, value_name = "KEYFILE")]
    key: PathBuf,
    /// The file with pseudonyms: CSV, JSON, NDJSON, HTML or any text.
    file: PathBuf,
    /// Writes to this file instead of printing.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `touchstone reveal`.
pub(crate) fn reveal(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let key = read_key(&arguments.key)?;
    let path = &arguments.file;
    let content = std::fs::read(path).map_err(|error| format!("{}: cannot be opened: {error}", path.display()))?;
    if content.starts_with(b"PK") || content.starts_with(b"PAR1") {
        return Err(format!("{}: is compressed; give a file of text, such as CSV, NDJSON or HTML", path.display()));
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let form = match extension.as_deref() {
        Some("json" | "ndjson" | "jsonl" | "sarif") => Form::Json,
        Some("html" | "htm" | "xml") => Form::Markup,
        _ => Form::Plain,
    };
    let revealed = key.reveal(form, &content);
    match &arguments.output {
        Some(path) => std::fs::write(path, &revealed.bytes).map_err(|error| unwritable(path, &error))?,
        None => {
            print::all(&revealed.bytes)?;
        }
    }
    if revealed.foreign > 0 {
        report(&format!("{}: {} pseudonyms are of another key, and stay", path.display(), revealed.foreign));
        return Ok(OpenedPaths::Status(FOREIGN));
    }
    Ok(OpenedPaths::All)
}
