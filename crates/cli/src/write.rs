//! Writing exports to files.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use touchstone_analysis::{Analysis, Export, ExportFormat};
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

/// Writes an export to a file, and beside it what it rests on where its form has no place for that.
pub(crate) fn write_export(
    session: &Session,
    analysis: &mut Analysis,
    export: &Export,
    path: &Path,
) -> Result<(), String> {
    write_file(session, Exporter::begin(session, analysis, export)?, path)?;
    if has_no_basis(export.format) {
        let basis = Export { format: ExportFormat::Basis, ..export.clone() };
        write_file(session, Exporter::begin(session, analysis, &basis)?, &beside(path))?;
    }
    Ok(())
}

/// Whether a form has no place for what its content rests on.
pub(crate) fn has_no_basis(format: ExportFormat) -> bool {
    use ExportFormat as F;
    match format {
        F::Csv | F::Ndjson | F::Tsv | F::Json | F::Raw | F::Ocsf | F::Timesketch => true,
        F::Parquet | F::Xlsx | F::Markdown | F::Sarif | F::Basis => false,
    }
}

/// Writes JSON beside a file: what its content rests on.
pub(crate) fn write_beside(path: &Path, basis: &serde_json::Value) -> Result<(), String> {
    let text = serde_json::to_string_pretty(basis).map_err(|error| error.to_string())? + "\n";
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
