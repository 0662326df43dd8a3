//! Workbooks for Excel, row by row: ECMA-376 with inline strings, deflated as they are written.
//!
//! No library streams without temporary files, which a page does not have, so the XML is written here; `zip` writes the
//! container. The bytes depend on the content alone: every time stamp is the archive format's first.

mod basis;
mod cell;
mod parts;
mod sheet;
mod table;

use std::io::Write as _;
use std::sync::Arc;

use touchstone_evidence::Pseudonyms;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

pub(crate) use basis::{Fact, write_basis};
pub(crate) use cell::{Cell, Kind, holds_date, holds_time};
pub(crate) use sheet::Column;
pub(crate) use table::TableWriter;

use crate::written::Written;
use sheet::{Sheet, letters};

/// Maximum number of columns of a sheet.
pub(crate) const MAX_COLUMNS: usize = 16_384;

/// Bytes of XML that are deflated together.
const BUFFER: usize = 1 << 16;

/// How much fits in a sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Rows, the headings and the note that a table goes on included.
    pub(crate) rows: usize,
    /// Bytes of XML: beyond 4 GiB an archive needs extensions that not every reader has.
    pub(crate) bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 1_048_576, bytes: 0xf000_0000 }
    }
}

/// A workbook being written.
pub(crate) struct Workbook {
    zip: ZipWriter<StreamWriter<Written>>,
    written: Written,
    limits: Limits,
    sheets: Vec<Sheet>,
    /// The table being written.
    wanted: String,
    part: usize,
    columns: Vec<Column>,
    letters: Vec<String>,
    is_open: bool,
    /// XML that is not yet deflated.
    xml: String,
    cut: u64,
    pseudonyms: Option<Arc<Pseudonyms>>,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Workbook").field("sheets", &self.sheets).finish_non_exhaustive()
    }
}

impl Workbook {
    pub(crate) fn new(limits: Limits) -> Result<Self, String> {
        let written = Written::default();
        let mut workbook = Self {
            zip: ZipWriter::new_stream(written.clone()),
            written,
            limits,
            sheets: Vec::new(),
            wanted: String::new(),
            part: 1,
            columns: Vec::new(),
            letters: Vec::new(),
            is_open: false,
            xml: String::new(),
            cut: 0,
            pseudonyms: None,
        };
        workbook.add("_rels/.rels", &parts::relations())?;
        Ok(workbook)
    }

    /// With pseudonyms in the texts that follow.
    pub(crate) fn with_pseudonyms(self, pseudonyms: Option<Arc<Pseudonyms>>) -> Self {
        Self { pseudonyms, ..self }
    }

    /// Begins a table in a sheet of its own, which ends the one before.
    pub(crate) fn begin(&mut self, name: &str, columns: Vec<Column>) -> Result<(), String> {
        if columns.len() > MAX_COLUMNS {
            return Err(format!("{} columns are too many for a spreadsheet, which has {MAX_COLUMNS}", columns.len()));
        }
        self.end_sheet()?;
        name.clone_into(&mut self.wanted);
        self.part = 1;
        self.letters = (0..columns.len()).map(letters).collect();
        self.columns = columns;
        if let Some(pseudonyms) = &self.pseudonyms {
            self.wanted = pseudonyms.text(&self.wanted);
            self.columns.iter_mut().for_each(|column| column.name = pseudonyms.text(&column.name));
        }
        self.begin_sheet()
    }

    /// Writes a row of the table, in the next sheet where this one is full.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), String> {
        let is_full = self.sheets.last().is_some_and(|sheet| {
            // One row is kept for the note.
            sheet.rows + 1 >= self.limits.rows || sheet.bytes + self.xml.len() as u64 >= self.limits.bytes
        });
        if is_full {
            self.part += 1;
            let next = sheet::name(&self.wanted, self.part, &self.sheets);
            self.write_row([Cell::Text(&format!("The table goes on in the sheet {next}."))], true)?;
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        self.write_row(cells, false)
    }

    /// How many texts had to be cut so far.
    pub(crate) fn cut(&self) -> u64 {
        self.cut
    }

    /// The names of the sheets so far, and the rows of each without its headings.
    pub(crate) fn sheets(&self) -> impl Iterator<Item = (&str, usize)> {
        self.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows.saturating_sub(1)))
    }

    /// The bytes since the last time.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.written.take()
    }

    /// The last bytes.
    pub(crate) fn close(mut self) -> Result<Vec<u8>, String> {
        self.end_sheet()?;
        self.add("xl/styles.xml", &parts::styles())?;
        self.add("xl/workbook.xml", &parts::workbook(&self.sheets))?;
        self.add("xl/_rels/workbook.xml.rels", &parts::workbook_relations(&self.sheets))?;
        self.add("[Content_Types].xml", &parts::content_types(&self.sheets))?;
        self.zip.finish().map_err(of_zip)?;
        Ok(self.written.take())
    }

    fn begin_sheet(&mut self) -> Result<(), String> {
        let name = sheet::name(&self.wanted, self.part, &self.sheets);
        self.zip.start_file(format!("xl/worksheets/sheet{}.xml", self.sheets.len() + 1), options()).map_err(of_zip)?;
        let mut sheet = Sheet::new(name, self.columns.len());
        sheet.rows = 1;
        self.sheets.push(sheet);
        self.xml.push_str(&Sheet::head(&self.columns));
        self.is_open = true;
        Ok(())
    }

    /// A note stands behind the table, and is no row of it.
    fn write_row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>, is_note: bool) -> Result<(), String> {
        use std::fmt::Write as _;
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let number = sheet.rows + 1;
        if !is_note {
            sheet.rows = number;
        }
        write!(self.xml, "<row r=\"{number}\">").ok();
        let mut place = String::new();
        for (letters, cell) in self.letters.iter().zip(cells) {
            place.clear();
            write!(place, "{letters}{number}").ok();
            let text = match (&self.pseudonyms, cell) {
                (Some(pseudonyms), Cell::Text(text)) => pseudonyms.cell(text),
                _ => None,
            };
            let cell = text.as_deref().map_or(cell, Cell::Text);
            self.cut += u64::from(cell::write(&mut self.xml, &place, cell));
        }
        self.xml.push_str("</row>");
        if self.xml.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn end_sheet(&mut self) -> Result<(), String> {
        if !self.is_open {
            return Ok(());
        }
        self.is_open = false;
        let tail = self.sheets.last().map(Sheet::tail).unwrap_or_default();
        self.xml.push_str(&tail);
        self.flush()
    }

    fn flush(&mut self) -> Result<(), String> {
        self.zip.write_all(self.xml.as_bytes()).map_err(|error| of_zip(error.into()))?;
        self.sheets.last_mut().into_iter().for_each(|sheet| sheet.bytes += self.xml.len() as u64);
        self.xml.clear();
        Ok(())
    }

    fn add(&mut self, name: &str, content: &str) -> Result<(), String> {
        self.zip.start_file(name, options()).map_err(of_zip)?;
        self.zip.write_all(content.as_bytes()).map_err(|error| of_zip(error.into()))
    }
}

/// A low level: rows of a table repeat each other, and somebody waits.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(3))
        .last_modified_time(DateTime::DEFAULT)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn of_zip(error: zip::result::ZipError) -> String {
    format!("the workbook could not be written: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workbook(limits: Limits, rows: i64) -> (Vec<u8>, Vec<(String, usize)>) {
        let mut workbook = Workbook::new(limits).unwrap();
        workbook.begin("Events", vec![Column::new("n", Kind::Number), Column::new("t", Kind::Text)]).unwrap();
        for row in 0..rows {
            workbook.row([Cell::Number(row), Cell::Text("x & y")]).unwrap();
        }
        workbook.begin("Basis", vec![Column::new("fact", Kind::Text)]).unwrap();
        let sheets = workbook.sheets().map(|(name, rows)| (name.to_owned(), rows)).collect();
        (workbook.close().unwrap(), sheets)
    }

    fn part(file: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    }

    #[test]
    fn a_long_table_goes_on_in_the_next_sheet_and_says_so() {
        let by_rows = Limits { rows: 6, ..Limits::default() };
        for (rows, expected) in [(0, &[0][..]), (4, &[4]), (5, &[4, 1]), (8, &[4, 4]), (9, &[4, 4, 1])] {
            let (file, sheets) = workbook(by_rows, rows);
            let (basis, events) = sheets.split_last().unwrap();
            assert_eq!(basis, &("Basis".to_owned(), 0));
            assert_eq!(events.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), expected, "{rows} rows");
            for (at, (name, rows)) in events.iter().enumerate() {
                assert_eq!(*name, if at == 0 { "Events".to_owned() } else { format!("Events ({})", at + 1) });
                let xml = part(&file, &format!("xl/worksheets/sheet{}.xml", at + 1));
                assert_eq!(xml.matches("<c r=\"B").count(), rows + 1);
                assert!(xml.contains(&format!("<autoFilter ref=\"A1:B{}\"/>", rows + 1)), "{xml}");
                let note = format!("goes on in the sheet Events ({}).", at + 2);
                assert_eq!(xml.contains(&note), at + 1 < events.len(), "{xml}");
            }
            let book = part(&file, "xl/workbook.xml");
            assert_eq!(book.matches("<sheet ").count(), sheets.len());
        }
        let (_, sheets) = workbook(Limits { bytes: 5000, ..Limits::default() }, 1000);
        assert!(sheets.len() > 10 && sheets.iter().map(|(_, rows)| rows).sum::<usize>() == 1000, "{sheets:?}");
    }

    #[test]
    fn the_bytes_depend_on_the_content_alone() {
        assert!(workbook(Limits::default(), 100) == workbook(Limits::default(), 100));
    }

    #[test]
    fn pieces_are_taken_while_it_is_written() {
        let mut workbook = Workbook::new(Limits::default()).unwrap();
        workbook.begin("Events", vec![Column::new("n", Kind::Number)]).unwrap();
        let mut most = 0;
        for row in 0..300_000 {
            workbook.row([Cell::Number(row * 7919 % 1_000_003)]).unwrap();
            if row % 8192 == 0 {
                most = most.max(workbook.take().len());
            }
        }
        assert!(most > 1000 && most < 1 << 20, "{most}");
    }

    #[test]
    fn what_is_too_wide_is_refused() {
        let mut workbook = Workbook::new(Limits::default()).unwrap();
        let columns = (0..=MAX_COLUMNS).map(|at| Column::new(at.to_string(), Kind::Text)).collect();
        assert_eq!(
            workbook.begin("Wide", columns).unwrap_err(),
            "16385 columns are too many for a spreadsheet, which has 16384"
        );
    }
}
