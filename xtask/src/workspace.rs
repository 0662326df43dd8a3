//! Paths: the repository's root, cargo's target directory and xtask's outputs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The repository and cargo's target directory.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Searches upwards from the current directory, so that every command works anywhere in the repository.
    pub(crate) fn find() -> Result<Self> {
        let current = std::env::current_dir().context("cannot tell the current directory")?;
        let root = current
            .ancestors()
            .find(|directory| directory.join("xtask/Cargo.toml").is_file())
            .with_context(|| format!("{} is not inside the repository", current.display()))?
            .to_owned();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |directory| root.join(directory));
        Ok(Self { root, target })
    }

    /// One of our programs, built with the release profile.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// Generated and installed files of the bench: `target/bench`.
    pub(crate) fn bench(&self) -> PathBuf {
        self.target.join("bench")
    }

    /// Intermediate products: `target/touchstone`.
    pub(crate) fn products(&self) -> PathBuf {
        self.target.join("touchstone")
    }
}

/// Creates a directory and its parents; the error names the path.
pub(crate) fn create_directory(directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))
}
