//! Lists the rules of the pack, so that they are part of the program.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "it runs where the program is built, not in the browser"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    if root.is_dir() {
        find(&root, &mut files)?;
    }
    files.sort_unstable();
    let mut list = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).display().to_string().replace('\\', "/");
        // Writing to a string cannot fail.
        writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string()).ok();
    }
    list.push_str("]\n");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("pack.rs"), list)
}

fn find(folder: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, into)?;
        } else if path.extension().is_some_and(|ending| ending == "yml") {
            into.push(path);
        }
    }
    Ok(())
}
