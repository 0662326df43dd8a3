//! Compressed inputs and archives.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use touchstone_source::Limits;

use crate::support::{assert_read_again, pieces, small};

const LINES: &[u8] = b"{\"a\":1}\n{\"b\":2}\n";
const READ: [&str; 2] = ["0 {\"a\":1}", "8 {\"b\":2}"];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 0).unwrap()
}

#[test]
fn compressed_text_is_read() {
    let several = [gzip(&LINES[..5]), gzip(&LINES[5..])].concat();
    let frames = [zstd(&LINES[..9]), zstd(&LINES[9..])].concat();
    let padded = [&gzip(LINES)[..], &[0; 99]].concat();
    for input in [gzip(LINES), padded, several, zstd(LINES), frames, gzip(&gzip(LINES)), gzip(&zstd(LINES))] {
        assert_eq!(pieces(&input, small(5)), READ);
        assert_read_again(&input, small(5));
    }
    assert_eq!(pieces(&gzip(b""), small(5)), ["gzip: !empty_input"]);
    assert_eq!(pieces(&gzip(&gzip(&gzip(&gzip(LINES)))), small(5)), ["gzip: !unsupported_container"]);
}

#[test]
fn whole_records_before_a_cut_are_kept() {
    let text: Vec<u8> =
        (0..2000).flat_map(|at| format!("{{\"a\":\"{:x}\"}}\n", at * 7_919_u64.pow(3)).into_bytes()).collect();
    for whole in [gzip(&text), zstd(&text)] {
        let found = pieces(&whole[..whole.len() / 2], Limits::default());
        let (last, records) = found.split_last().unwrap();
        assert!(last.ends_with("!corrupt_container"), "{last}");
        assert!(whole[0] != 0x1f || !records.is_empty());
        assert!(records.iter().all(|record| record.contains("{\"a\"")));
    }
    let mut damaged = gzip(&text);
    let end = damaged.len() - 6;
    damaged[end] ^= 1;
    assert_eq!(pieces(&damaged, Limits::default()).len(), 2001);
}

#[test]
fn endless_expansion_is_stopped() {
    let limits = Limits { expanded_bytes: 1 << 16, expanded_times: 2, ..Limits::default() };
    let mut text = LINES.to_vec();
    text.resize(1 << 20, b' ');
    for input in [gzip(&text), zstd(&text)] {
        let found = pieces(&input, limits);
        assert_eq!(found[..2], READ);
        assert!(found[2].ends_with("!expands_too_far"), "{found:?}");
    }
}

#[test]
fn zip_archives_are_read_member_by_member() {
    let zip = zip_of(&[
        ("logs/a.json", LINES),
        ("logs/_SUCCESS", b""),
        ("logs/b.json.gz", &gzip(LINES)),
        ("logs/letter.txt", b"Dear auditor"),
        ("logs/empty.json", b""),
        ("logs/inner.zip", &zip_of(&[("c.json", LINES)])),
    ]);
    let expected = [
        "# logs/a.json",
        READ[0],
        READ[1],
        "- logs/_SUCCESS",
        "# logs/b.json.gz",
        READ[0],
        READ[1],
        "# logs/letter.txt",
        "0 !not_a_log",
        "# logs/empty.json",
        "0 !empty_input",
        "# logs/inner.zip",
        "0 !unsupported_container",
    ];
    assert_eq!(pieces(&zip, Limits::default()), expected);
    assert_read_again(&zip, Limits::default());
    assert_eq!(pieces(&zip_of(&[]), Limits::default()), Vec::<String>::new());
}

#[test]
fn damage_to_a_zip_archive_is_reported() {
    let mut zip = zip_of(&[("a.json", LINES), ("b.json", LINES)]);
    assert_eq!(pieces(&zip[..zip.len() - 30], Limits::default()), ["zip: !corrupt_container"]);
    // A byte of the first member's content, which is stored uncompressed.
    let at = zip.windows(LINES.len()).position(|window| window == LINES).unwrap();
    zip[at + 5] = b'7';
    let found = pieces(&zip, Limits::default());
    assert_eq!(found, ["# a.json", "0 {\"a\":7}", READ[1], "16 !corrupt_container", "# b.json", READ[0], READ[1]]);
}

/// An archive of uncompressed members: local headers, then the directory, as the format's specification says.
fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (path, content) in members {
        let offset = zip.len() as u32;
        let mut crc = flate2::Crc::new();
        crc.update(content);
        // Version, flags, method, time, date, checksum, both sizes, length of the path, length of the extra field.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((path.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        zip.extend(b"PK\x03\x04");
        zip.extend(&common);
        zip.extend(path.as_bytes());
        zip.extend(*content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        // Length of the comment, disk, attributes, offset.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let start = zip.len() as u32;
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend((members.len() as u16).to_le_bytes());
    zip.extend((members.len() as u16).to_le_bytes());
    zip.extend((directory.len() as u32).to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

#[test]
fn members_with_the_same_name_are_all_read() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("a.json", "{\"a\":1}"), ("b.json", "{\"a\":2}"), ("c.json", "{\"a\":3}")] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    // No library writes the same name twice.
    let mut archive = writer.finish().unwrap().into_inner();
    while let Some(at) = memchr::memmem::find(&archive, b"c.json") {
        archive[at] = b'a';
    }
    let found = pieces(&archive, Limits::default());
    assert_eq!(found, ["# a.json", "0 {\"a\":3}", "# b.json", "0 {\"a\":2}", "# a.json", "0 {\"a\":1}"]);
    assert_read_again(&archive, Limits::default());
}
