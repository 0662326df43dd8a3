//! What can go wrong, each with the path or the option it is about.

use std::path::PathBuf;

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The options contradict each other or cannot be met.
    #[error("{0}")]
    Options(String),
    /// A file or directory could not be written.
    #[error("{}: {cause}", path.display())]
    Write {
        /// The file or directory, or `standard output`.
        path: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// The directory for the files already holds something, which would make the truth untrue.
    #[error("{}: the directory is not empty; name a new one", .0.display())]
    NotEmpty(PathBuf),
    /// A Parquet file could not be made.
    #[error("the Parquet file could not be made: {0}")]
    Parquet(String),
    /// The truth could not be turned into JSON.
    #[error("{}: {cause}", path.display())]
    Truth {
        /// The truth file.
        path: PathBuf,
        /// What the serializer said.
        cause: serde_json::Error,
    },
}
