//! What an input is, told by its first bytes and never by its name.

use memchr::memchr;

/// What an input turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// JSON text.
    Json,
    /// Something that is recognised and not read; the text names it, for instance `a gzip archive`.
    Unsupported(&'static str),
    /// Nothing that any reader knows.
    Unknown,
    /// No byte at all, or only white space.
    Empty,
}

impl Container {
    /// The ledger's word for it. What is not read is listed under what most inputs are, with its problem beside it.
    pub fn name(self) -> &'static str {
        "json"
    }
}

/// First bytes of what is recognised so that the person is told its name.
const MAGIC: [(&[u8], &str); 8] = [
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
];

/// Tells the container from the input's first slice.
///
/// Text is JSON when one of its lines begins as an object: a log whose first line is damaged is still a log, and a
/// letter is not one.
pub fn sniff(head: &[u8]) -> Container {
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Container::Unsupported(name);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if text.trim_ascii().is_empty() {
        return Container::Empty;
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
            (b"\x1f\x8b\x08", Container::Unsupported("a gzip archive")),
            (b"PAR1", Container::Unsupported("a Parquet file")),
        ] {
            assert_eq!(sniff(head), expected, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
