//! Parquet: the record batches of `arrow`; what the findings rest on is key-value metadata.

use std::sync::Arc;

use arrow_schema::Schema;
use touchstone_evidence::Pseudonyms;
use touchstone_medallion::Session;

use super::arrow::{ROWS, record_batch, schema};
use super::columns::{Content, row};
use crate::findings::basis::FindingsBasis;
use crate::findings::entry::Entry;
use crate::findings::{File, Form};
use crate::parquet::Output;

/// One Parquet file.
#[derive(Debug)]
pub(crate) struct Parquet {
    schema: Arc<Schema>,
    output: Option<Output>,
    /// Rows that are not yet written.
    rows: Vec<Vec<Content>>,
    has_fine_times: bool,
}

impl Parquet {
    pub(crate) fn new(
        session: &Session,
        basis: &FindingsBasis,
        pseudonyms: Option<Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let has_fine_times = session.medallion().has_fine_times();
        let schema = schema(has_fine_times);
        let output = Output::new(&schema, &basis.whole(), pseudonyms)?;
        Ok(Self { schema, output: Some(output), rows: Vec::new(), has_fine_times })
    }

    fn flush(&mut self) -> Result<(), String> {
        let Some(output) = &mut self.output else { return Ok(()) };
        output.write(&record_batch(&self.schema, std::mem::take(&mut self.rows), self.has_fine_times)?)
    }
}

impl Form for Parquet {
    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        self.rows.push(row(file, entry, usize::MAX));
        if self.rows.len() == ROWS {
            self.flush()?;
            out.extend(self.output.iter().flat_map(Output::take));
        }
        Ok(true)
    }

    fn end(&mut self, _file: &File<'_>, out: &mut Vec<u8>) -> Result<(), String> {
        self.flush()?;
        if let Some(output) = self.output.take() {
            out.extend(output.close()?);
        }
        Ok(())
    }
}
