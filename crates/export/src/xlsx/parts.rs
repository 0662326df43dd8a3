//! The parts of a workbook beside its sheets.

use std::fmt::Write as _;

use super::cell::escape;
use super::sheet::Sheet;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

pub(super) fn relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

/// The formats: general, headings, times in UTC, days, texts.
pub(super) fn styles() -> String {
    format!(
        "{DECLARATION}<styleSheet xmlns=\"{MAIN}\">\
         <numFmts count=\"2\">\
         <numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\\ &quot;UTC&quot;\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"5\">\
         <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
         <xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>\
         <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
         <xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
         <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
    )
}

pub(super) fn content_types(sheets: &[Sheet]) -> String {
    const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut part = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SPREADSHEET}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{SPREADSHEET}.styles+xml\"/>"
    );
    for number in 1..=sheets.len() {
        write!(
            part,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{SPREADSHEET}.worksheet+xml\"/>"
        )
        .ok();
    }
    part + "</Types>"
}

pub(super) fn workbook_relations(sheets: &[Sheet]) -> String {
    let mut part = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for number in 1..=sheets.len() {
        write!(
            part,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        )
        .ok();
    }
    let styles = sheets.len() + 1;
    write!(part, "<Relationship Id=\"rId{styles}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>").ok();
    part + "</Relationships>"
}

/// The list of sheets, with what each repeats on printed pages and filters.
pub(super) fn workbook(sheets: &[Sheet]) -> String {
    let mut part = format!("{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (at, sheet) in sheets.iter().enumerate() {
        let number = at + 1;
        part.push_str("<sheet name=\"");
        escape(&mut part, &sheet.name);
        write!(part, "\" sheetId=\"{number}\" r:id=\"rId{number}\"/>").ok();
    }
    part.push_str("</sheets><definedNames>");
    // Sorted by name, as Excel expects.
    for (at, sheet) in sheets.iter().enumerate() {
        write!(part, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">").ok();
        escape(&mut part, &format!("{}!{}", quoted(&sheet.name), sheet.absolute_range()));
        part.push_str("</definedName>");
    }
    for (at, sheet) in sheets.iter().enumerate() {
        write!(part, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">").ok();
        escape(&mut part, &format!("{}!$1:$1", quoted(&sheet.name)));
        part.push_str("</definedName>");
    }
    part + "</definedNames></workbook>"
}

fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}
