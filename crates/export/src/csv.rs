//! CSV by RFC 4180 with a byte order mark, without which Excel takes it for an older encoding than UTF-8; cells that a
//! spreadsheet would run as formulas are escaped.

use std::borrow::Cow;
use std::ops::Range;

use touchstone_medallion::{Medallion, PARAM_PREFIX};

use crate::columns::Columns;

/// The byte order mark.
pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

/// Maximum number of columns in spreadsheets.
const MAX_COLUMNS: usize = 16_384;

/// Maximum number of request parameter cells in a file: most are empty, and each takes a byte.
const MAX_PARAM_CELLS: usize = 1_000_000_000;

/// Writes one CSV file in chunks.
#[derive(Debug)]
pub(crate) struct CsvWriter {
    /// The header line, until the first chunk takes it.
    header: Vec<u8>,
}

impl CsvWriter {
    /// Fails if the table is too wide.
    pub(crate) fn new(columns: &Columns, has_bom: bool) -> Result<Self, String> {
        let (width, rows) = (columns.list.len(), columns.rows());
        if width > MAX_COLUMNS || rows.saturating_mul(columns.params()) > MAX_PARAM_CELLS {
            return Err(format!(
                "{rows} rows of {width} columns are too many for CSV, which writes every empty cell; \
                 choose Parquet or NDJSON, or fewer columns"
            ));
        }
        let mut lines = lines();
        for column in &columns.list {
            let prefix = if column.is_param { PARAM_PREFIX } else { "" };
            field(&mut lines, &harmless(&format!("{prefix}{}", column.name)))?;
        }
        end_line(&mut lines)?;
        let mut header = if has_bom { BOM.to_vec() } else { Vec::new() };
        header.extend(bytes(lines)?);
        Ok(Self { header })
    }

    pub(crate) fn write(
        &mut self,
        columns: &Columns,
        medallion: &Medallion,
        rows: Range<usize>,
    ) -> Result<Vec<u8>, String> {
        let mut lines = lines();
        for row in rows {
            let mut params = columns.params_of(medallion, row).into_iter().peekable();
            for (at, column) in columns.list.iter().enumerate() {
                if column.is_param {
                    let text = params.next_if(|(place, _)| *place == at).map_or("", |(_, text)| text);
                    field(&mut lines, &harmless(text))?;
                } else {
                    let text = columns.text(medallion, column, row).unwrap_or_default();
                    let shown = if column.is_number() { Cow::Borrowed(text.as_str()) } else { harmless(&text) };
                    field(&mut lines, &shown)?;
                }
            }
            end_line(&mut lines)?;
        }
        let mut piece = std::mem::take(&mut self.header);
        piece.extend(bytes(lines)?);
        Ok(piece)
    }
}

/// Rows of cells as CSV without a byte order mark; absent cells are empty.
pub(crate) fn csv_lines(rows: impl IntoIterator<Item = Vec<Option<String>>>) -> Result<Vec<u8>, String> {
    let mut written = lines();
    for row in rows {
        for cell in row {
            field(&mut written, &harmless(&cell.unwrap_or_default()))?;
        }
        end_line(&mut written)?;
    }
    bytes(written)
}

/// Rows of cells divided by tabs, as spreadsheets take them when they are pasted; a cell with a tab, a quote or a line
/// feed is quoted.
pub(crate) fn tsv_lines(rows: impl IntoIterator<Item = Vec<Option<String>>>) -> Result<Vec<u8>, String> {
    let mut written = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
    for row in rows {
        for cell in row {
            field(&mut written, &harmless(&cell.unwrap_or_default()))?;
        }
        end_line(&mut written)?;
    }
    bytes(written)
}

type Lines = csv::Writer<Vec<u8>>;

fn lines() -> Lines {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn field(lines: &mut Lines, text: &str) -> Result<(), String> {
    lines.write_field(text).map_err(|error| error.to_string())
}

fn end_line(lines: &mut Lines) -> Result<(), String> {
    lines.write_record(None::<&[u8]>).map_err(|error| error.to_string())
}

fn bytes(lines: Lines) -> Result<Vec<u8>, String> {
    lines.into_inner().map_err(|error| error.to_string())
}

/// Prefixes a cell with an apostrophe if a spreadsheet would run it as a formula, as OWASP advises. Plain numbers stay
/// as they are. A text with apostrophes in front of a formula gets one more, so that an export can be read back.
fn harmless(text: &str) -> Cow<'_, str> {
    let begun = text.trim_start_matches('\'');
    let begins_like_formula = begun.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_like_formula && text.parse::<f64>().is_err() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless() {
        for (text, expected) in [
            ("plain", "plain"),
            ("", ""),
            ("-1", "-1"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+49 30", "'+49 30"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("a=1", "a=1"),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }

    #[test]
    fn quotes_and_line_feeds_stay_in_their_cell() {
        let mut lines = lines();
        for text in ["a,b", "say \"hi\"\nthere", ""] {
            field(&mut lines, text).unwrap();
        }
        end_line(&mut lines).unwrap();
        let written = bytes(lines).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "\"a,b\",\"say \"\"hi\"\"\nthere\",\r\n");
    }
}
