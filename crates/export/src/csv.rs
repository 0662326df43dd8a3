//! CSV by RFC 4180, with what a spreadsheet would run as a formula made harmless.

use std::borrow::Cow;
use std::ops::Range;

use touchstone_medallion::{Medallion, PARAM_PREFIX};

use crate::columns::Columns;

/// Writes the pieces of one CSV file.
#[derive(Debug)]
pub(crate) struct CsvWriter {
    /// The first line, until the first piece takes it.
    header: Vec<u8>,
}

impl CsvWriter {
    pub(crate) fn new(columns: &Columns) -> Result<Self, String> {
        let names = columns.list.iter().map(|column| {
            let prefix = if column.is_param { PARAM_PREFIX } else { "" };
            format!("{prefix}{}", column.name)
        });
        Ok(Self { header: lines([names.map(|name| harmless(&name).into_owned()).collect::<Vec<_>>()])? })
    }

    pub(crate) fn write(
        &mut self,
        columns: &Columns,
        medallion: &Medallion,
        rows: Range<usize>,
    ) -> Result<Vec<u8>, String> {
        let mut piece = std::mem::take(&mut self.header);
        piece.extend(lines(rows.map(|row| {
            columns
                .list
                .iter()
                .map(|column| {
                    let text = columns.text(medallion, column, row).unwrap_or_default();
                    if column.is_number() { text } else { harmless(&text).into_owned() }
                })
                .collect::<Vec<_>>()
        }))?);
        Ok(piece)
    }
}

/// Rows of cells as CSV; absent ones are empty.
pub fn csv_lines(rows: impl IntoIterator<Item = Vec<Option<String>>>) -> Result<Vec<u8>, String> {
    let cell = |text: Option<String>| harmless(&text.unwrap_or_default()).into_owned();
    lines(rows.into_iter().map(|row| row.into_iter().map(cell).collect::<Vec<_>>()))
}

fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// A cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in front, as
/// OWASP advises. Plain numbers are left alone.
fn harmless(text: &str) -> Cow<'_, str> {
    let begins_like_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
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
        let written = lines([vec!["a,b".to_owned(), "say \"hi\"\nthere".to_owned(), String::new()]]).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "\"a,b\",\"say \"\"hi\"\"\nthere\",\r\n");
    }
}
