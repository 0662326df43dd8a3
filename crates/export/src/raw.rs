//! The records themselves, byte for byte, each ended by a line feed.

use std::ops::Range;

use touchstone_medallion::Session;

use crate::columns::Columns;

/// Reads the records of some rows again. One that cannot be read any more ends the file with the reason.
pub(crate) fn write(columns: &Columns, session: &Session, rows: Range<usize>) -> Result<Vec<u8>, String> {
    let mut piece = Vec::new();
    for row in rows {
        let place = columns.place(session.medallion(), row);
        piece.extend(session.raw_bytes(place).map_err(|problem| {
            format!("record {} of input {} cannot be read again: {}", place.record, place.input, problem.message)
        })?);
        piece.push(b'\n');
    }
    Ok(piece)
}
