//! The original records, byte for byte, each followed by a line feed.

use std::ops::Range;

use touchstone_medallion::Session;

use crate::columns::Columns;

/// Reads the records of some rows again. If one can no longer be read, the export fails with the reason.
pub(crate) fn write(columns: &Columns, session: &Session, rows: Range<usize>) -> Result<Vec<u8>, String> {
    let mut piece = Vec::new();
    for row in rows {
        let place = columns.place(session.medallion(), row);
        match session.raw_bytes(place) {
            Ok(bytes) => piece.extend(bytes),
            // A problem that stands for an unreadable input has no bytes.
            Err(_) if place.length == 0 => continue,
            Err(problem) => {
                let record = format!("record {} of input {}", place.record, place.input);
                return Err(format!("{record} cannot be read again: {}", problem.message));
            }
        }
        piece.push(b'\n');
    }
    Ok(piece)
}
