//! Writing exports to files.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchstone_analysis::{Analysis, Export};
use touchstone_evidence::Pseudonyms;
use touchstone_export::{Exporter, Guise};
use touchstone_medallion::Session;

use crate::pseudonyms::hidden_json;

/// Writes an export to a file, chunk by chunk.
pub(crate) fn write_file(session: &Session, mut exporter: Exporter, path: &Path) -> Result<(), String> {
    let mut file = File::create(path).map_err(|error| unwritable(path, &error))?;
    while let Some(piece) = exporter.next_piece(session)? {
        file.write_all(&piece).map_err(|error| unwritable(path, &error))?;
    }
    Ok(())
}

/// Writes an export to a file, and beside it what it rests on where its form has no place for that.
pub(crate) fn write_export(
    session: &Session,
    analysis: &mut Analysis,
    export: &Export,
    guise: Guise<'_>,
    path: &Path,
) -> Result<(), String> {
    let exporter = Exporter::begin_with(session, analysis, export, guise)?;
    let basis = exporter.basis_beside();
    write_file(session, exporter, path)?;
    let Some(basis) = basis else { return Ok(()) };
    let path = beside(path);
    std::fs::write(&path, basis).map_err(|error| unwritable(&path, &error))
}

/// Writes JSON beside a file: what its content rests on.
pub(crate) fn write_beside(
    path: &Path,
    basis: &serde_json::Value,
    pseudonyms: Option<&Arc<Pseudonyms>>,
) -> Result<(), String> {
    let text = serde_json::to_string_pretty(basis).map_err(|error| error.to_string())? + "\n";
    let text = hidden_json(pseudonyms, text);
    let path = beside(path);
    std::fs::write(&path, text).map_err(|error| unwritable(&path, &error))
}

/// Where the basis of a file stands.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".basis.json");
    PathBuf::from(name)
}

/// Says that a file cannot be written.
pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot be written: {error}", path.display())
}
