//! Writing exports to files.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use touchstone_export::Exporter;
use touchstone_medallion::Session;

/// Writes an export to a file, chunk by chunk.
pub(crate) fn write_file(session: &Session, mut exporter: Exporter, path: &Path) -> Result<(), String> {
    let mut file = File::create(path).map_err(|error| unwritable(path, &error))?;
    while let Some(piece) = exporter.next_piece(session)? {
        file.write_all(&piece).map_err(|error| unwritable(path, &error))?;
    }
    Ok(())
}

/// Says that a file cannot be written.
pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> String {
    format!("{}: cannot be written: {error}", path.display())
}
