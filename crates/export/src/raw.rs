//! The records themselves, byte for byte, each ended by a line feed.

use std::ops::Range;

use touchstone_medallion::Session;

use crate::columns::Columns;

/// Reads the records of some rows again. One that cannot be read any more ends the file with the reason.
pub(crate) fn write(columns: &Columns, session: &Session, rows: Range<usize>) -> Result<Vec<u8>, String> {
    let mut piece = Vec::new();
    for row in rows {
        let place = columns.place(session.medallion(), row);
        match session.raw_bytes(place) {
            Ok(bytes) => piece.extend(bytes),
            // What stands for a whole input that cannot be read has no bytes of its own.
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
