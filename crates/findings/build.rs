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
    // Asked for now: the folder may have moved since this was compiled.
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let root = here.join("../../rules");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    find(&root, &mut files)?;
    if files.is_empty() {
        // Without rules, every log would look as if nothing were found in it.
        return Err(io::Error::other(format!("there are no rules in {}", root.display())));
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
