//! Generates the documentation and the page's column list from the declarations.

use std::fmt::Write as _;

use crate::column::Column;
use crate::silver::{COLUMNS, dimensions, in_order};

/// The table of `docs/schema.md`.
pub fn markdown() -> String {
    let mut text =
        String::from("| column | in filters | type | what it means | from | null when |\n|---|---|---|---|---|---|\n");
    for Column { name, short, column_type, meaning, from, null_when, .. } in COLUMNS {
        let short = if short.is_empty() { String::new() } else { format!("`{short}`") };
        let _ = writeln!(text, "| `{name}` | {short} | {} | {meaning} | {from} | {null_when} |", column_type.name());
    }
    text
}

/// The page's column list, as a TypeScript module.
pub fn typescript() -> String {
    let mut text = String::from(
        "// Made from crates/schema by its test `generated`; do not edit.\n\n\
         /** A column of silver: its name, its other name in filters, and what it means. */\n\
         export type SilverColumn = { name: string; short: string; numeric: boolean; meaning: string };\n\n\
         /** Silver's columns, in order. */\n\
         export const SILVER_COLUMNS: SilverColumn[] = [\n",
    );
    for Column { name, short, column_type, meaning, .. } in COLUMNS {
        let numeric = column_type.is_number();
        let meaning = quoted(meaning);
        let _ = writeln!(text, "  {{ name: '{name}', short: '{short}', numeric: {numeric}, meaning: {meaning} }},");
    }
    text.push_str("];\n\n/** The leaderboards, in their order, and their headings. */\nexport const DIMENSIONS: Record<string, string> = {\n");
    for Column { name, dimension, .. } in dimensions() {
        let _ = writeln!(text, "  {name}: {},", quoted(dimension));
    }
    text.push_str("};\n");
    names(&mut text, "What the events table shows until the reader chooses.", "EVENT_COLUMNS", |column| {
        column.in_events
    });
    names(&mut text, "What a gold table shows before its request parameters.", "GOLD_COLUMNS", |column| column.in_gold);
    text
}

fn names(text: &mut String, meaning: &str, constant: &str, place: impl Fn(&Column) -> u8) {
    let _ = writeln!(text, "\n/** {meaning} */\nexport const {constant} = [");
    for column in in_order(place) {
        let _ = writeln!(text, "  '{}',", column.name);
    }
    text.push_str("];\n");
}

fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
