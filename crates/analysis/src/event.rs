//! One event in full.

use touchstone_medallion::{COLUMNS, Session, SilverColumn};

use crate::analysis::Asked;
use crate::answer::{Event, Field, Location, Raw};
use crate::cells::Cell;

pub(crate) fn event(session: &Session, row: u32) -> Asked<Event> {
    let medallion = session.medallion();
    let silver = medallion.silver();
    if row >= silver.rows() {
        return Err(format!("there is no row {row}"));
    }
    let fields = COLUMNS
        .iter()
        .map(|(name, _)| Ok(Field { name: (*name).to_owned(), value: Cell::of(name)?.text(medallion, row) }))
        .collect::<Asked<_>>()?;
    let request_params = medallion
        .params(row)
        .into_iter()
        .map(|(key, value, _)| Field { name: key.to_owned(), value: Some(value.to_owned()) })
        .collect();
    let number = |column| silver.integer(column, row).unwrap_or_default();
    let input = number(SilverColumn::Input) as u32;
    let raw = match session.raw_record(row) {
        Ok(bytes) => Raw { text: String::from_utf8_lossy(&bytes).into_owned(), error: None },
        Err(error) => Raw { text: String::new(), error: Some(error.message) },
    };
    Ok(Event {
        row,
        fields,
        request_params,
        location: Location {
            input,
            path: medallion.inputs()[input as usize].path.clone(),
            record: number(SilverColumn::Record) as u64,
            offset: number(SilverColumn::Offset) as u64,
            length: number(SilverColumn::Length) as u32,
        },
        raw,
    })
}
