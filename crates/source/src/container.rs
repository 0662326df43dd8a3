//! Detects what an input is from its first bytes, never from its name.

use memchr::memchr;

use crate::csv;

/// How many bytes are enough to detect the container.
pub const HEAD_BYTES: usize = 1 << 16;

/// The kind of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// JSON text.
    Json(Encoding),
    /// Text with a header line, and the delimiter.
    Csv(Encoding, u8),
    /// One or more gzip members.
    Gzip,
    /// One or more zstd frames.
    Zstd,
    /// A zip archive.
    Zip,
    /// A Parquet file.
    Parquet,
    /// A data file or the log of a Delta table.
    Delta,
    /// A known container that is not supported.
    Unsupported {
        /// Its name in the ledger.
        name: &'static str,
        /// How to describe it to the user.
        what: &'static str,
    },
    /// Not recognised.
    Unknown,
    /// No bytes, or only white space.
    Empty,
}

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// Low byte first.
    Utf16Le,
    /// High byte first.
    Utf16Be,
}

impl Container {
    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json(_) => "json",
            Self::Csv(..) => "csv",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Zip => "zip",
            Self::Parquet => "parquet",
            Self::Delta => "delta",
            Self::Unsupported { name, .. } => name,
            Self::Unknown => "unknown",
            Self::Empty => "empty",
        }
    }
}

const fn refused(name: &'static str, what: &'static str) -> Container {
    Container::Unsupported { name, what }
}

/// First bytes that identify a container on their own.
const MAGIC: [(&[u8], Container); 10] = [
    (b"\x1f\x8b", Container::Gzip),
    (b"\x28\xb5\x2f\xfd", Container::Zstd),
    (b"PK\x03\x04", Container::Zip),
    (b"PK\x05\x06", Container::Zip),
    (b"PAR1", Container::Parquet),
    (b"PARE", refused("parquet", "an encrypted Parquet file")),
    (b"BZh", refused("bzip2", "a bzip2 archive")),
    (b"\xfd7zXZ\0", refused("xz", "an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", refused("7z", "a 7z archive")),
    (b"Obj\x01", refused("avro", "an Avro file")),
];

/// A zstd stream may start with skippable frames, which contain no data.
const SKIPPABLE: [u8; 3] = [0x2a, 0x4d, 0x18];

/// The position and text of a tar archive's signature.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// Detects the container from the input's first bytes, at most 64 KiB.
///
/// Text counts as JSON if any of its lines starts like an object: a log whose first line is damaged is still a log, and
/// ordinary prose is not.
pub fn sniff(head: &[u8]) -> Container {
    if let Some((_, container)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *container;
    }
    if head.first().is_some_and(|byte| byte & 0xf0 == 0x50) && head.get(1..4) == Some(&SKIPPABLE) {
        return Container::Zstd;
    }
    if head.get(TAR.0..).is_some_and(|rest| rest.starts_with(TAR.1)) {
        return refused("tar", "a tar archive");
    }
    match head {
        [0xff, 0xfe, ..] | [b'{' | b'[', 0, ..] | [0x20..0x7f, 0, 0x20..0x7f, 0, ..] => {
            of_utf16(head, Encoding::Utf16Le, u16::from_le_bytes)
        }
        [0xfe, 0xff, ..] | [0, b'{' | b'[', 0, ..] | [0, 0x20..0x7f, 0, 0x20..0x7f, ..] => {
            of_utf16(head, Encoding::Utf16Be, u16::from_be_bytes)
        }
        _ => of_text(head, Encoding::Utf8),
    }
}

fn of_utf16(head: &[u8], encoding: Encoding, unit: fn([u8; 2]) -> u16) -> Container {
    let units = head.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).filter(|unit| *unit != 0xfeff);
    let text: String = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    of_text(text.as_bytes(), encoding)
}

fn of_text(head: &[u8], encoding: Encoding) -> Container {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // Rotating a log by truncating it leaves zeros at its start.
    let zeros = text.iter().take_while(|byte| **byte == 0).count();
    let text = text[zeros..].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text[zeros..]);
    let begun = text.trim_ascii_start();
    if begun.is_empty() {
        return if zeros > 0 && head.len() < HEAD_BYTES { Container::Unknown } else { Container::Empty };
    }
    if csv::is_json_header(begun) {
        return refused("json", "rows of JSON whose columns are named in the first row");
    }
    if let Some(inner) = begun.strip_prefix(b"[")
        && (matches!(inner.trim_ascii_start().first(), None | Some(b'{' | b'[' | b']'))
            || is_text_of_object(inner.trim_ascii_start()))
    {
        return Container::Json(encoding);
    }
    if let Some(delimiter) = csv::delimiter(begun) {
        return Container::Csv(encoding, delimiter);
    }
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let line = rest[..end].trim_ascii_start();
        if line.first() == Some(&b'{') || is_text_of_object(line) {
            return Container::Json(encoding);
        }
        rest = &rest[end..];
    }
    Container::Unknown
}

/// Whether a text starts like a JSON string that contains an object.
fn is_text_of_object(text: &[u8]) -> bool {
    text.starts_with(b"\"{\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_detected_by_content() {
        const JSON: Container = Container::Json(Encoding::Utf8);
        let mut tar = vec![0; 512];
        tar[..6].copy_from_slice(b"a.json");
        tar[257..262].copy_from_slice(b"ustar");
        for (head, expected) in [
            (&b""[..], Container::Empty),
            (b"\xef\xbb\xbf \r\n", Container::Empty),
            (b"{\"a\":1}", JSON),
            (b"\xef\xbb\xbf{\"a\":1}", JSON),
            (b"torn\"}\n  {\"a\":1}", JSON),
            (b" [\n{\"a\":1}]", JSON),
            (b"[]", JSON),
            (b"[ \"{\\\"a\\\":1}\"]", JSON),
            (b"\"{\\\"a\\\":1}\"\n", JSON),
            (b"[\"a\"]", Container::Unknown),
            (b"[settings]\na=1", Container::Unknown),
            (b"Dear auditor,\nfind attached", Container::Unknown),
            (b"\x89PNG\r\n\x1a\n", Container::Unknown),
            (b"event_time,service_name,x\n", Container::Csv(Encoding::Utf8, b',')),
            (b"\"TimeGenerated [UTC]\";\"ServiceName\"\n", Container::Csv(Encoding::Utf8, b';')),
            (b"name,amount\n", Container::Unknown),
            (b"\xff\xfe{\0}\0", Container::Json(Encoding::Utf16Le)),
            (b"\xfe\xff\0{\0}", Container::Json(Encoding::Utf16Be)),
            (
                b"e\0v\0e\0n\0t\0_\0t\0i\0m\0e\0,\0s\0e\0r\0v\0i\0c\0e\0_\0n\0a\0m\0e\0\n\0",
                Container::Csv(Encoding::Utf16Le, b','),
            ),
            (
                b"\0e\0v\0e\0n\0t\0_\0t\0i\0m\0e\0,\0s\0e\0r\0v\0i\0c\0e\0_\0n\0a\0m\0e\0\n",
                Container::Csv(Encoding::Utf16Be, b','),
            ),
            (b"a\0b\0c\0d\0", Container::Unknown),
            (b"{\0}\0", Container::Json(Encoding::Utf16Le)),
            (b"\x1f\x8b\x08", Container::Gzip),
            (b"PK\x03\x04", Container::Zip),
            (b"PAR1", Container::Parquet),
            (b"\x28\xb5\x2f\xfd", Container::Zstd),
            (b"\x50\x2a\x4d\x18", Container::Zstd),
            (b"PARE", refused("parquet", "an encrypted Parquet file")),
            (b"BZh9", refused("bzip2", "a bzip2 archive")),
            (b"\xfd7zXZ\0", refused("xz", "an xz archive")),
            (&tar, refused("tar", "a tar archive")),
        ] {
            assert_eq!(sniff(head), expected, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
