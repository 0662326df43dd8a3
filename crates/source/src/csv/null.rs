//! The words for null in exports.

/// What tools write in a cell without a value: pandas, Hive, Snowflake, Athena, Excel, JavaScript and database clients.
/// Other spellings are texts: `Na` and `Nan` are names.
const WORDS: [&[u8]; 39] = [
    b"null",
    b"NULL",
    b"Null",
    b"\\N",
    b"None",
    b"NONE",
    b"none",
    b"nan",
    b"NaN",
    b"NAN",
    b"-nan",
    b"-NaN",
    b"NA",
    b"N/A",
    b"n/a",
    b"#N/A",
    b"#NA",
    b"#N/A N/A",
    b"#NULL!",
    b"1.#IND",
    b"-1.#IND",
    b"1.#QNAN",
    b"-1.#QNAN",
    b"<NA>",
    b"<null>",
    b"<NULL>",
    b"<none>",
    b"<None>",
    b"(null)",
    b"(NULL)",
    b"(none)",
    b"[null]",
    b"[NULL]",
    b"{null}",
    b"NaT",
    b"nil",
    b"NIL",
    b"undefined",
    b"\\\\N",
];

const LONGEST: usize = 9;

/// Whether a cell has no value.
pub(super) fn is_null(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    cell.is_empty() || cell.len() <= LONGEST && WORDS.contains(&cell)
}
