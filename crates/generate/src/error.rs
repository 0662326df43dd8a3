//! Errors, each with the path or option concerned.

use std::path::PathBuf;

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The options contradict each other or cannot be satisfied.
    #[error("{0}")]
    Options(String),
    /// A file or directory could not be written.
    #[error("{}: {cause}", path.display())]
    Write {
        /// The file or directory, or `standard output`.
        path: PathBuf,
        /// The operating system's error.
        cause: std::io::Error,
    },
    /// The output directory is not empty, which would falsify the truth.
    #[error("{}: the directory is not empty; name a new one", .0.display())]
    NotEmpty(PathBuf),
    /// A Parquet file could not be written.
    #[error("the Parquet file could not be made: {0}")]
    Parquet(String),
    /// The truth could not be serialized to JSON.
    #[error("{}: {cause}", path.display())]
    Truth {
        /// The truth file.
        path: PathBuf,
        /// The serializer's error.
        cause: serde_json::Error,
    },
}
