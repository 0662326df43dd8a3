//! File names that say what a file holds: what, the filter in short, and the days.

use touchstone_analysis::{Export, ExportFormat, Exported};

/// Maximum lengths of a filter and a title in a file name, in bytes: file systems take 255 in all.
const MAX_FILTER: usize = 48;
const MAX_TITLE: usize = 60;

/// The name of an export's file: `touchstone-silver_outcome-denied_2019-12-28_2019-12-29.csv`. `span` is of the events in
/// milliseconds since 1970.
pub(crate) fn file_name(export: &Export, span: Option<(i64, i64)>) -> String {
    let filter = export.what.filter().map(|filter| filter.to_string()).unwrap_or_default();
    file_name_of(export, &filter, span)
}

/// As [`file_name`], without the filter.
pub(crate) fn file_name_without_filter(export: &Export, span: Option<(i64, i64)>) -> String {
    file_name_of(export, "", span)
}

fn file_name_of(export: &Export, filter: &str, span: Option<(i64, i64)>) -> String {
    let what = match &export.what {
        Exported::Table { table, .. } => table
            .service
            .as_ref()
            .map_or("silver".to_owned(), |service| format!("gold-{}", in_name(service, MAX_TITLE))),
        other => in_name(&other.title(), MAX_TITLE).to_lowercase(),
    };
    let raw = if export.format == ExportFormat::Raw { "-raw" } else { "" };
    // Records of a table are JSON, one per line; problems may be anything.
    let is_json = matches!(export.what, Exported::Table { .. });
    named(&format!("{what}{raw}"), filter, span)
        + if is_json && !raw.is_empty() { ".ndjson" } else { extension(export.format) }
}

/// The name of the file of a table with a title.
pub(crate) fn name_of(title: &str, filter: &str, span: Option<(i64, i64)>, format: ExportFormat) -> String {
    named(&in_name(title, MAX_TITLE).to_lowercase(), filter, span) + extension(format)
}

fn named(what: &str, filter: &str, span: Option<(i64, i64)>) -> String {
    let mut name = format!("touchstone-{what}");
    let filter = in_name(filter, MAX_FILTER);
    if !filter.is_empty() {
        name.push('_');
        name.push_str(&filter);
    }
    if let Some((first, last)) = span {
        let (first, last) = (day(first), day(last));
        name.push('_');
        name.push_str(&first);
        if last != first {
            name.push('_');
            name.push_str(&last);
        }
    }
    name
}

fn day(ms: i64) -> String {
    // Years beyond four digits have a sign, which a file name need not.
    in_name(&touchstone_record::time::date(ms), MAX_TITLE)
}

/// Letters, digits, dots and underscores of a text, at most so many bytes; what stands between them becomes one hyphen.
fn in_name(text: &str, most: usize) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() || (matches!(character, '.' | '_') && name.ends_with(char::is_alphanumeric)) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    let ends = name.char_indices().map(|(at, character)| at + character.len_utf8());
    let end = ends.take_while(|end| *end <= most).last().unwrap_or_default();
    name[..end].trim_end_matches(['-', '.', '_']).to_owned()
}

fn extension(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Parquet => ".parquet",
        ExportFormat::Csv => ".csv",
        ExportFormat::Ndjson => ".ndjson",
        ExportFormat::Xlsx => ".xlsx",
        ExportFormat::Markdown => ".md",
        ExportFormat::Tsv => ".tsv",
        ExportFormat::Json => ".json",
        ExportFormat::Raw => ".txt",
        ExportFormat::Sarif => ".sarif",
        ExportFormat::Ocsf => ".ocsf.ndjson",
        ExportFormat::Timesketch => ".timesketch.jsonl",
        ExportFormat::Basis => ".basis.json",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use touchstone_analysis::{Filter, Table};

    #[test]
    fn names_say_what_a_file_holds() {
        let table = |service: Option<&str>, filter: &str| {
            Exported::table(Table {
                service: service.map(str::to_owned),
                filter: Filter::parse(filter).unwrap(),
                ..Table::default()
            })
        };
        let long = format!("user:{}", "x".repeat(100));
        let day = 86_400_000;
        for (what, format, span, expected) in [
            (table(None, ""), ExportFormat::Csv, None, "touchstone-silver.csv".to_owned()),
            (
                table(None, "outcome:denied -user:*@example.com"),
                ExportFormat::Xlsx,
                Some((0, day)),
                "touchstone-silver_outcome-denied-user-example.com_1970-01-01_1970-01-02.xlsx".to_owned(),
            ),
            (
                table(Some("../a b"), ""),
                ExportFormat::Raw,
                Some((0, day - 1)),
                "touchstone-gold-a-b-raw_1970-01-01.ndjson".to_owned(),
            ),
            (
                table(None, &long),
                ExportFormat::Ndjson,
                None,
                format!("touchstone-silver_user-{}.ndjson", "x".repeat(43)),
            ),
            (
                table(Some(&"監".repeat(100)), &format!("user:{}", "査".repeat(100))),
                ExportFormat::Csv,
                Some((0, day)),
                format!("touchstone-gold-{}_user-{}_1970-01-01_1970-01-02.csv", "監".repeat(20), "査".repeat(14)),
            ),
            (Exported::Problems, ExportFormat::Raw, None, "touchstone-problems-raw.txt".to_owned()),
            (
                Exported::Findings { filter: Filter::default() },
                ExportFormat::Sarif,
                Some((i64::MIN / 2, i64::MAX / 2)),
                "touchstone-findings".to_owned(),
            ),
        ] {
            let name = file_name(&Export::new(what, format), span);
            assert!(
                name == expected || (span.is_some_and(|(first, _)| first < 0) && name.starts_with(&expected)),
                "{name}"
            );
            assert!(name.len() < 255 && !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', ' ']), "{name}");
        }
    }
}
