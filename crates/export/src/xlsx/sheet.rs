//! A sheet: its name, its columns, and the XML around its rows.

use std::fmt::Write as _;

use super::cell::{HEADING, Kind, write_text};
use super::parts::MAIN;

/// Maximum length of a sheet's name, in UTF-16 units.
const MAX_NAME: usize = 31;

/// A column of a sheet.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

impl Column {
    pub(crate) fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// A sheet that is or was written.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Its last column, as letters.
    last: String,
    /// Rows of the table, the headings included.
    pub(super) rows: usize,
    /// Bytes of its XML so far.
    pub(super) bytes: u64,
}

impl Sheet {
    pub(super) fn new(name: String, columns: usize) -> Self {
        Self { name, last: letters(columns.max(1) - 1), rows: 0, bytes: 0 }
    }

    /// Its cells, such as `$A$1:$T$20`.
    pub(super) fn absolute_range(&self) -> String {
        format!("$A$1:${}${}", self.last, self.rows.max(1))
    }

    /// What comes before the rows.
    pub(super) fn head(columns: &[Column]) -> String {
        let mut head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{MAIN}\">\
             <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
             <sheetViews><sheetView workbookViewId=\"0\">\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             </sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
        );
        if !columns.is_empty() {
            head.push_str("<cols>");
            for (at, column) in columns.iter().enumerate() {
                let (number, width, style) = (at + 1, column.kind.width(&column.name), column.kind.style());
                write!(
                    head,
                    "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" style=\"{style}\" customWidth=\"1\"/>"
                )
                .ok();
            }
            head.push_str("</cols>");
        }
        head.push_str("<sheetData><row r=\"1\">");
        for (at, column) in columns.iter().enumerate() {
            write_text(&mut head, &format!("{}1", letters(at)), HEADING, &column.name);
        }
        head + "</row>"
    }

    /// What comes behind the rows: the filter, and that numbers kept as texts are no mistake.
    pub(super) fn tail(&self) -> String {
        let range = self.absolute_range().replace('$', "");
        format!(
            "</sheetData><autoFilter ref=\"{range}\"/>\
             <pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>\
             <pageSetup orientation=\"landscape\" fitToHeight=\"0\"/>\
             <ignoredErrors><ignoredError sqref=\"{range}\" numberStoredAsText=\"1\"/></ignoredErrors></worksheet>"
        )
    }
}

/// The letters of a column, from 0.
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    letters.iter().rev().copied().map(char::from).collect()
}

/// A name that Excel takes and no other sheet has. A sheet that another goes on in has the number of its part.
pub(super) fn name(wanted: &str, part: usize, taken: &[Sheet]) -> String {
    let allowed = |character: char| !character.is_control() && !"[]:*?/\\".contains(character);
    let clean: String = wanted.chars().map(|character| if allowed(character) { character } else { '_' }).collect();
    let clean = clean.trim_matches(|character: char| character == '\'' || character.is_whitespace());
    // Excel keeps this name for itself.
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Sheet" } else { clean };
    let mut number = part;
    loop {
        let suffix = if number > 1 { format!(" ({number})") } else { String::new() };
        let mut room = MAX_NAME - suffix.len();
        let begun = clean.chars().take_while(|character| {
            let units = character.len_utf16();
            let fits = units <= room;
            room = room.saturating_sub(units);
            fits
        });
        let name = begun.collect::<String>().trim_end_matches('\'').to_owned() + &suffix;
        if taken.iter().all(|sheet| sheet.name.to_lowercase() != name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn names_are_what_excel_takes() {
        let taken = [Sheet::new("Silver".to_owned(), 1)];
        let long = "\u{1f600}".repeat(20);
        for (wanted, part, expected) in [
            ("Gold", 1, "Gold".to_owned()),
            ("SILVER", 1, "SILVER (2)".to_owned()),
            ("Silver", 3, "Silver (3)".to_owned()),
            ("a/b:c", 1, "a_b_c".to_owned()),
            ("'quoted'", 1, "quoted".to_owned()),
            ("", 1, "Sheet".to_owned()),
            ("History", 1, "Sheet".to_owned()),
            (long.as_str(), 1, "\u{1f600}".repeat(15)),
            (long.as_str(), 2, "\u{1f600}".repeat(13) + " (2)"),
        ] {
            assert_eq!(name(wanted, part, &taken), expected, "{wanted:?}");
        }
    }
}
