//! The committed documentation and column list match the declarations. `UPDATE=1 cargo test -p touchstone-schema`
//! renews them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::collections::BTreeSet;
use std::path::Path;

use touchstone_schema::{COLUMNS, STORED, column, dimensions, markdown, typescript};

const BEGIN: &str = "<!-- Made from crates/schema by its test `generated`; do not edit. -->\n";
const END: &str = "<!-- end -->\n";

fn check(path: &str, expected: impl FnOnce(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let expected = expected(&committed);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    } else {
        assert!(committed == expected, "{} is stale; run with UPDATE=1", path.display());
    }
}

#[test]
fn the_documentation_is_current() {
    check("docs/schema.md", |committed| {
        let (before, rest) = committed.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        format!("{before}{BEGIN}\n{}\n{END}{after}", markdown())
    });
}

#[test]
fn the_page_list_is_current() {
    check("web/src/base/generated.ts", |_| typescript());
}

#[test]
fn names_and_places_are_told_once() {
    let names = COLUMNS.iter().flat_map(|column| [column.name, column.short]).filter(|name| !name.is_empty());
    assert_eq!(names.clone().collect::<BTreeSet<_>>().len(), names.count());
    for (at, (stored, name)) in STORED.iter().enumerate() {
        assert_eq!((*stored as usize, stored.name()), (at, *name));
        assert_eq!(column(name).map(|column| column.stored), (!name.starts_with('$')).then_some(Some(*stored)));
    }
    let places: Vec<u8> = dimensions().iter().map(|column| column.dimension_order).collect();
    assert_eq!(places, (1..=places.len() as u8).collect::<Vec<_>>());
}
