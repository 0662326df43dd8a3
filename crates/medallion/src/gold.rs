//! Gold: one frame per service, with a text column per request parameter.

use touchstone_frame::{ColumnId, Frame};

/// The prefix of a request parameter's column name.
pub const PARAM_PREFIX: &str = "requestParams.";

/// The only column of a service without keys; always null.
pub const PLACEHOLDER: &str = "requestParams.placeholder";

/// One service's gold frame. It holds only the request parameters; the columns shared with silver are read from each
/// row's silver row.
#[derive(Debug)]
pub struct Gold {
    pub(crate) service: String,
    pub(crate) frame: Frame,
    silver_row: ColumnId,
    /// By column of the frame, the input that first contained it. The first entry is for `silver_row`.
    first_input: Vec<u32>,
}

const SILVER_ROW: &str = "$silver_row";

impl Gold {
    pub(crate) fn new(service: String) -> Self {
        let mut frame = Frame::default();
        let silver_row = frame.add_integer(SILVER_ROW);
        Self { service, frame, silver_row, first_input: vec![0] }
    }

    /// The service's name.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// Number of rows, one per event of the service.
    pub fn rows(&self) -> u32 {
        self.frame.rows()
    }

    /// The frame of request parameters. Its column names have no prefix.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The keys and their columns, sorted by key.
    pub fn keys(&self) -> Vec<(&str, ColumnId)> {
        let mut keys: Vec<_> =
            self.frame.columns().filter(|(id, _)| *id != self.silver_row).map(|(id, key)| (key, id)).collect();
        keys.sort_unstable();
        keys
    }

    /// The column of a key.
    pub fn key(&self, key: &str) -> Option<ColumnId> {
        self.frame.find(key).filter(|id| *id != self.silver_row)
    }

    /// The ledger index of the first input that contained a key.
    pub fn first_input(&self, column: ColumnId) -> u32 {
        self.first_input.get(column.index()).copied().unwrap_or_default()
    }

    /// The column that holds the silver row of each row.
    pub fn silver_rows(&self) -> ColumnId {
        self.silver_row
    }

    /// The silver row of a row.
    pub fn silver_row(&self, row: u32) -> u32 {
        self.frame.integer(self.silver_row, row).unwrap_or_default() as u32
    }

    pub(crate) fn add_key(&mut self, key: &str, input: u32) -> ColumnId {
        self.key(key).unwrap_or_else(|| {
            self.first_input.push(input);
            self.frame.add_sparse(key)
        })
    }
}
