//! What an input is, told by its first bytes and never by its name.

use memchr::memchr;

/// What an input turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// JSON text.
    Json,
    /// Something that is recognised and not read.
    Unsupported {
        /// The ledger's word for it.
        name: &'static str,
        /// What the person is told it is.
        what: &'static str,
    },
    /// Nothing that any reader knows.
    Unknown,
    /// No byte at all, or only white space.
    Empty,
}

impl Container {
    /// The ledger's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Unsupported { name, .. } => name,
            Self::Unknown => "unknown",
            Self::Empty => "empty",
        }
    }
}

/// First bytes of what is recognised so that the person is told its name.
const MAGIC: [(&[u8], &str, &str); 8] = [
    (b"\x1f\x8b", "gzip", "a gzip archive"),
    (b"PK\x03\x04", "zip", "a zip archive"),
    (b"PAR1", "parquet", "a Parquet file"),
    (b"\x28\xb5\x2f\xfd", "zstd", "a zstd archive"),
    (b"BZh", "bzip2", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "xz", "an xz archive"),
    (b"\xff\xfe", "utf16", "UTF-16 text"),
    (b"\xfe\xff", "utf16", "UTF-16 text"),
];

const ARRAY: Container = Container::Unsupported { name: "json", what: "a JSON array" };

/// Tells the container from the input's first slice.
///
/// Text is JSON when one of its lines begins as an object: a log whose first line is damaged is still a log, and a
/// letter is not one.
pub fn sniff(head: &[u8]) -> Container {
    if let Some((_, name, what)) = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Container::Unsupported { name, what };
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if text.trim_ascii().is_empty() {
        return Container::Empty;
    }
    if text.trim_ascii_start().starts_with(b"[") {
        return ARRAY;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        if rest[..end].trim_ascii_start().first() == Some(&b'{') {
            return Container::Json;
        }
        rest = &rest[end..];
    }
    Container::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_by_content() {
        for (head, expected) in [
            (&b""[..], Container::Empty),
            (b"\xef\xbb\xbf \r\n", Container::Empty),
            (b"{\"a\":1}", Container::Json),
            (b"\xef\xbb\xbf{\"a\":1}", Container::Json),
            (b"torn\"}\n  {\"a\":1}", Container::Json),
            (b"Dear auditor,\nfind attached", Container::Unknown),
            (b"\x89PNG\r\n\x1a\n", Container::Unknown),
            (b" [\n{\"a\":1}]", ARRAY),
            (b"\x1f\x8b\x08", Container::Unsupported { name: "gzip", what: "a gzip archive" }),
            (b"PK\x03\x04", Container::Unsupported { name: "zip", what: "a zip archive" }),
            (b"PAR1", Container::Unsupported { name: "parquet", what: "a Parquet file" }),
            (b"\x28\xb5\x2f\xfd", Container::Unsupported { name: "zstd", what: "a zstd archive" }),
            (b"BZh9", Container::Unsupported { name: "bzip2", what: "a bzip2 archive" }),
            (b"\xfd7zXZ\0", Container::Unsupported { name: "xz", what: "an xz archive" }),
            (b"\xff\xfe{\0", Container::Unsupported { name: "utf16", what: "UTF-16 text" }),
        ] {
            assert_eq!(sniff(head), expected, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
