//! One event in full.

use touchstone_medallion::{COLUMNS, RecordPlace, Session, SilverColumn};
use touchstone_query::{Cell, Evaluator, RowView};

use crate::answer::{Event, EventFinding, Field, Location, Raw};
use crate::event_key;
use crate::immuta;
use crate::inputs::part;
use crate::meaning;
use crate::query_result::QueryResult;
use crate::related;

#[inline(never)]
pub(crate) fn event(
    session: &Session,
    evaluator: &mut Evaluator,
    findings: Vec<EventFinding>,
    row: u32,
) -> QueryResult<Event> {
    let medallion = session.medallion();
    let silver = medallion.silver();
    if row >= silver.rows() {
        return Err(format!("there is no row {row}"));
    }
    let fields = COLUMNS
        .iter()
        .map(|(name, _)| {
            Ok(Field { name: (*name).to_owned(), value: Cell::of(name)?.text(medallion, row), meaning: None })
        })
        .collect::<QueryResult<_>>()?;
    let view = RowView::new(medallion, row);
    let text = |column| view.as_ref().and_then(|view| view.text(column)).unwrap_or_default();
    let (service, action) = (text(SilverColumn::ServiceName), text(SilverColumn::ActionName));
    let request_params = medallion
        .params(row)
        .into_iter()
        .map(|(key, value, _)| Field {
            name: key.to_owned(),
            value: Some(value.to_owned()),
            meaning: meaning::of_parameter(service, action, key),
        })
        .collect();
    let place = medallion.place(row);
    Ok(Event {
        row,
        findings,
        meaning: meaning::of_action(service, action),
        fields,
        request_params,
        filter: related::filter_of(medallion, row),
        key: event_key::key_of(medallion, evaluator, row),
        immuta: immuta::record(medallion, evaluator, row),
        location: Location {
            input: place.input,
            path: medallion.inputs()[place.input as usize].path.clone(),
            record: place.record,
            part: part(medallion, place.input, place.record),
            offset: place.offset,
            length: place.length,
        },
        raw: raw(session, place),
    })
}

/// Reads a record again, whether it became an event or not.
pub(crate) fn raw(session: &Session, place: RecordPlace) -> Raw {
    match session.raw_bytes(place) {
        Ok(bytes) => Raw { text: String::from_utf8_lossy(&bytes).into_owned(), error: None },
        Err(error) => Raw { text: String::new(), error: Some(error.message) },
    }
}
