//! Types of Rust as TypeScript, held against the file that the page has.

use std::path::Path;

/// The declarations of types, in order.
macro_rules! declarations {
    ($config:expr; $($ty:ty),* $(,)?) => {{
        use std::fmt::Write as _;
        let config = $config;
        let mut text = String::new();
        $(
            if let Some(docs) = <$ty as ts_rs::TS>::docs() {
                write!(text, "\n{docs}").unwrap();
            } else {
                text.push('\n');
            }
            writeln!(text, "export {}", <$ty as ts_rs::TS>::decl(&config)).unwrap();
        )*
        text
    }};
}
pub(crate) use declarations;

/// Compares a file of the page with the text that it should have; with `UPDATE=1`, writes it first.
pub(crate) fn assert_current(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "{file} is stale; run with UPDATE=1");
}
