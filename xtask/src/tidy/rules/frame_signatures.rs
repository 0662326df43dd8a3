//! No public signature of crates/frame contains a polars type.
//!
//! This rule reads text, not types: in each `pub` item, from the keyword to its body, it looks for names imported from
//! polars, paths that start with it, and types of its prelude.

use crate::tidy::report::Report;
use crate::tidy::text::{has_word, is_word, without_comments};
use crate::tidy::tree::Tree;

/// Names in polars' prelude that our code does not use for anything else, for files that import the whole prelude.
const PRELUDE: &[&str] = &[
    "DataFrame",
    "Series",
    "ChunkedArray",
    "StringChunked",
    "BooleanChunked",
    "UInt32Chunked",
    "Int64Chunked",
    "CategoricalChunked",
    "IdxCa",
    "AnyValue",
    "PlSmallStr",
    "PolarsError",
    "PolarsResult",
    "GroupsType",
];

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for file in tree.under("crates/frame/src/", &["rs"]) {
        let code = without_comments(&file.text);
        let imported = names_from_polars(&code);
        for (line, signature) in public_signatures(&code) {
            let named = imported.iter().map(String::as_str).chain(PRELUDE.iter().copied());
            let found = if signature.contains("polars") {
                Some("a path of polars")
            } else {
                named.into_iter().find(|name| has_word(signature, name))
            };
            if let Some(found) = found {
                report.line(
                    &file.path,
                    line,
                    format!("{found} in a public signature: polars stays inside crates/frame"),
                );
            }
        }
    }
}

/// The names imported by `use polars_core::…;`, under their local names.
fn names_from_polars(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("use polars") {
        let statement = code[at..].split(';').next().unwrap_or_default();
        let words: Vec<_> = statement.split(|character| !is_word(character)).filter(|word| !word.is_empty()).collect();
        for (index, word) in words.iter().enumerate() {
            let renamed = words.get(index + 1) == Some(&"as");
            if word.starts_with(char::is_uppercase) && !renamed {
                names.push((*word).to_owned());
            }
        }
    }
    names
}

/// The text of each public item from `pub` to its body, with its line.
///
/// Enum variants and fields of tuple structs are public as well; named fields are `pub` items themselves.
fn public_signatures(code: &str) -> Vec<(usize, &str)> {
    let mut signatures = Vec::new();
    let mut offset = 0;
    for (number, line) in (1..).zip(code.split_inclusive('\n')) {
        let start = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        let item = &code[start..];
        let Some(rest) = item.strip_prefix("pub ") else {
            continue;
        };
        let end = if rest.starts_with("enum ") || rest.starts_with("trait ") {
            item.find("\n}").unwrap_or(item.len())
        } else if is_field(rest) {
            item.find('\n').unwrap_or(item.len())
        } else {
            item.find(['{', ';']).unwrap_or(item.len())
        };
        signatures.push((number, &item[..end]));
    }
    signatures
}

/// Whether this is `name: Type,` rather than `fn name(argument: Type)`.
fn is_field(rest: &str) -> bool {
    rest.split_once(':').is_some_and(|(name, _)| name.chars().all(is_word))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    const NONE: [usize; 0] = [];

    fn lines(code: &str) -> Vec<usize> {
        findings(check, &[("crates/frame/src/lib.rs", code)])
            .iter()
            .filter_map(|finding| finding.split(':').nth(1)?.parse().ok())
            .collect()
    }

    #[test]
    fn bodies_and_private_items_may_name_polars() {
        assert_eq!(lines("use polars_core::prelude::Column;\npub fn a() {\n  let b: Column;\n}\n"), NONE);
        assert_eq!(lines("use polars_core::prelude::Column;\npub(crate) fn a(b: Column) {}\n"), NONE);
        assert_eq!(lines("pub struct A {\n    inner: polars_core::frame::DataFrame,\n}\n"), NONE);
    }

    #[test]
    fn public_functions_fields_variants_and_aliases_may_not() {
        assert_eq!(lines("use polars_core::prelude::Column;\npub fn a(\n  b: &Column,\n) {}\n"), [2]);
        assert_eq!(lines("pub struct A {\n    pub b: DataFrame,\n}\n"), [2]);
        assert_eq!(lines("pub enum A {\n    B(Series),\n}\n"), [1]);
        assert_eq!(lines("pub type A = polars_core::frame::DataFrame;\n"), [1]);
        assert_eq!(lines("pub use polars_core::prelude::Column;\n"), [1]);
    }

    #[test]
    fn a_type_of_ours_with_the_same_name_as_a_renamed_import_is_ours() {
        assert_eq!(lines("use polars_core::prelude::Column as Inner;\npub fn a(b: Column) {}\n"), NONE);
        assert_eq!(lines("use polars_core::prelude::Column as Inner;\npub fn a(b: Inner) {}\n"), [2]);
    }
}
