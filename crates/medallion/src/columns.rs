//! Appends table rows to a block, column by column.

use std::mem;
use std::ops::Range;

use touchstone_frame::NULL;
use touchstone_record::{EventRows, EventText, Outcome, RowParam, Texts};
use touchstone_source::{Consumed, RowNumbers};

use crate::block_builder::{BlockBuilder, code_of};
use crate::memo::TextMemo;
use crate::silver::{SilverColumn as C, TEXTS};

impl BlockBuilder {
    /// Appends leading rows as long as they can be read by column. `places` are their locations.
    pub(crate) fn push_rows(&mut self, places: &RowNumbers, rows: &EventRows<'_>) -> Consumed {
        let all = 0..rows.len();
        let read = all.clone().find(|row| !rows.is_read(*row)).unwrap_or(rows.len());
        let left = (read..rows.len()).find(|row| rows.is_read(*row)).unwrap_or(rows.len()) - read;
        if read > 0 {
            self.push_columns(places, rows, 0..read);
        }
        Consumed { read, left }
    }

    fn push_columns(&mut self, places: &RowNumbers, rows: &EventRows<'_>, range: Range<usize>) {
        let first = self.block.events();
        self.block.reserve(range.len());
        rows.unread(range.clone()).iter().for_each(|note| self.push_note(note));
        let mut known_table = mem::take(&mut self.memo);
        for ((column, into), memo) in TEXTS.iter().zip(&mut self.texts).zip(&mut known_table.texts) {
            let (dictionary, codes) = (&mut into.dictionary, &mut into.codes);
            match column {
                C::Format => {
                    let code = dictionary.intern(rows.format().name());
                    codes.resize(first + range.len(), code);
                }
                C::Outcome => {
                    let mut memo = [NULL; Outcome::ALL.len()];
                    codes.extend(range.clone().map(|row| {
                        let outcome = rows.outcome(row);
                        let code = &mut memo[outcome as usize];
                        if *code == NULL {
                            *code = dictionary.intern(outcome.name());
                        }
                        *code
                    }));
                }
                C::SourceIpAddress => {
                    let ports = &mut self.block.source_ports;
                    let (memo, addresses) = (&mut known_table.addresses, rows.text(EventText::SourceIpAddress));
                    memo.begin(&addresses);
                    codes.extend(range.clone().map(|row| {
                        let (code, port) = memo.get(&addresses, row, (NULL, i64::MIN), |text| {
                            let (address, port) = EventRows::address(text);
                            (dictionary.intern(address), port.map_or(i64::MIN, i64::from))
                        });
                        ports.push(port);
                        code
                    }));
                }
                C::WorkspaceId => {}
                // As for records: the service's code selects the gold frame.
                C::ServiceName => {
                    let texts = rows.text(EventText::ServiceName);
                    push_texts(codes, memo, texts, range.clone(), |_, text| dictionary.intern(text));
                }
                _ => {
                    let texts = text_of(*column).map(|text| rows.text(text)).unwrap_or_default();
                    push_texts(codes, memo, texts, range.clone(), |rows, text| code_of(dictionary, rows, text));
                }
            }
        }
        let mut params: Vec<RowParam> = Vec::new();
        let mut notes = Vec::new();
        let mut spelled = Vec::new();
        known_table.params.columns.begin();
        known_table.params.values.begin();
        for row in range.clone() {
            rows.params(row, &mut params, &mut notes);
            notes.drain(..).for_each(|note| self.push_note(&note));
            let workspace = &mut self.texts[WORKSPACE];
            let code = workspace.dictionary.intern_optional(rows.workspace(row, &params));
            workspace.codes.push(code);
            let at = first + row - range.start;
            let shape = self.push_row_params(at as u32, rows, &params, &mut known_table.params);
            let offset = places.row(row);
            self.block.push_event(offset, shape, rows.time(row), rows.status(row), rows.fingerprint(row, &mut spelled));
        }
        self.memo = known_table;
        self.block.lengths.resize(first + range.len(), 0);
        *self.block.formats.entry(rows.format()).or_default() += range.len() as u64;
    }
}

/// Index of the workspace in [`TEXTS`].
const WORKSPACE: usize = 4;
const _: () = assert!(matches!(TEXTS[WORKSPACE], C::WorkspaceId), "workspaces stand elsewhere");

/// The event text that goes into a column unchanged.
fn text_of(column: C) -> Option<EventText> {
    Some(match column {
        C::ActionName => EventText::ActionName,
        C::AuditLevel => EventText::AuditLevel,
        C::AccountId => EventText::AccountId,
        C::Email => EventText::Email,
        C::SubjectName => EventText::SubjectName,
        C::RunBy => EventText::RunBy,
        C::RunAs => EventText::RunAs,
        C::UserAgent => EventText::UserAgent,
        C::SessionId => EventText::SessionId,
        C::RequestId => EventText::RequestId,
        C::EventId => EventText::EventId,
        C::ErrorMessage => EventText::ErrorMessage,
        C::Result => EventText::Result,
        _ => return None,
    })
}

/// Appends the codes of texts. `code` maps a text and the number of rows before it to a code.
fn push_texts(
    codes: &mut Vec<u32>,
    memo: &mut TextMemo<u32>,
    texts: Texts<'_>,
    range: Range<usize>,
    mut code: impl FnMut(usize, &str) -> u32,
) {
    if !texts.is_there() {
        codes.resize(codes.len() + range.len(), NULL);
        return;
    }
    memo.begin(&texts);
    for row in range {
        let code = memo.get(&texts, row, NULL, |text| code(codes.len(), text));
        codes.push(code);
    }
}
