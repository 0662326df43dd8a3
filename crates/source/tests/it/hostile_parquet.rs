//! Parquet files that lie about themselves, and small files that expand to large ones.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use touchstone_source::{Limits, Piece, RawReader, Reader, Step};

use crate::parquet_file::{
    File, Thrift, column, data_page, dictionary_page, group, header, lengths, levels, plain, varint,
};
use crate::support::{assert_read_again, pieces};

const ROWS: [&str; 2] = [r#"0 {"a":"x"}"#, r#"1 {"a":"y"}"#];

const LENGTHS_FIRST: i64 = 6;
const SHARED_FIRST: i64 = 7;

/// Types of columns.
const FLAGS: i64 = 0;
const NUMBERS: i64 = 1;

type Compress<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

/// Low enough for small files to reach them.
const LIMITS: Limits = Limits {
    slice_bytes: 4096,
    record_bytes: 1 << 16,
    expanded_bytes: 4 << 20,
    expanded_times: 50,
    held_bytes: 8 << 20,
};

fn assert_pieces(name: &str, file: &File, expected: &[&str]) {
    let bytes = file.bytes();
    assert_eq!(pieces(&bytes, LIMITS), expected, "{name}");
    assert_read_again(&bytes, LIMITS);
}

/// The message of a file's only problem.
fn problem(file: &File) -> String {
    let mut found = String::new();
    let mut reader = Reader::open(Rc::new(file.bytes()), LIMITS).unwrap();
    while reader.step(&mut |piece: Piece<'_>| {
        if let Piece::Problem { problem, .. } = piece {
            found = problem.message;
        }
    }) == Step::More
    {}
    found
}

fn of_pages(pages: Vec<u8>) -> File {
    File { pages, ..File::default() }
}

#[test]
fn a_file_made_by_hand_is_read() {
    assert_pieces("plain", &File::default(), &ROWS);
    let dictionary = [dictionary_page(2, &plain(&["x", "y"])), data_page(2, 8, 3, &[1, 3, 0b10])].concat();
    assert_pieces("dictionary", &of_pages(dictionary), &ROWS);
    let second = Thrift::new().i32(1, 2).i32(2, 0).i32(3, 2).i32(4, 0).i32(5, 0).i32(6, 0).flag(7, false);
    let second = [header(3, 10, 10).within(8, second).end(), plain(&["x", "y"])].concat();
    assert_pieces("second version", &of_pages(second), &ROWS);
    let statistics =
        Thrift::new().i32(1, 2).i32(2, 0).i32(3, 3).i32(4, 3).within(5, Thrift::new().text(1, "y").i64(3, 0));
    let statistics = [header(0, 10, 10).within(5, statistics).end(), plain(&["x", "y"])].concat();
    assert_pieces("statistics", &of_pages(statistics), &ROWS);
}

#[test]
fn the_files_of_every_writer_are_read() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/inputs")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (inner, found): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        folders.extend(inner.into_iter().filter(|path| !path.ends_with("parquet-damaged")));
        files.extend(found.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "parquet")));
    }
    assert!(files.len() > 100, "{}", files.len());
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        let found = pieces(&bytes, Limits::default());
        let is_encrypted = path.parent().unwrap().ends_with("parquet-encrypted");
        let is_refused = |piece: &String| piece.ends_with("!unsupported_container");
        let is_as_expected = if is_encrypted {
            found.iter().all(is_refused) && found.len() == 1
        } else {
            let is_warning =
                |piece: &String| ["?broken_text", "?not_a_number"].iter().any(|kind| piece.ends_with(kind));
            found.iter().all(|piece| piece.contains(" {") || is_warning(piece))
        };
        assert!(is_as_expected, "{}: {:?}", path.display(), found.first());
        assert_read_again(&bytes, Limits::default());
    }
}

#[test]
fn page_headers_are_checked_before_decoding() {
    let body = plain(&["x", "y"]);
    let data = || Thrift::new().i32(1, 2).i32(2, 0).i32(3, 3).i32(4, 3);
    let page = |header: Thrift| of_pages([header.end(), body.clone()].concat());
    let second = |nulls, lengths: [i64; 2]| {
        let second = Thrift::new().i32(1, 2).i32(2, nulls).i32(3, 2).i32(4, 0).i32(5, lengths[0]).i32(6, lengths[1]);
        page(header(3, 10, 10).within(8, second))
    };
    for (name, file, expected) in [
        ("expands to 2 GiB", page(header(0, i64::from(i32::MAX), 10).within(5, data())), "0 !expands_too_far"),
        ("expands to less than nothing", page(header(0, -1, 10).within(5, data())), "0 !corrupt_container"),
        ("longer than its chunk", page(header(0, 10, 11).within(5, data())), "0 !corrupt_container"),
        ("of negative length", page(header(0, 10, -1).within(5, data())), "0 !corrupt_container"),
        ("no kind", page(Thrift::new().i32(2, 10).i32(3, 10).within(5, data())), "0 !corrupt_container"),
        ("nothing of its kind", page(header(0, 10, 10)), "0 !corrupt_container"),
        ("fields in no order", page(header(0, 10, 10).within(5, data()).i32(5, 1)), "0 !corrupt_container"),
        ("a field of another type", page(Thrift::new().i64(1, 0).i32(2, 10).i32(3, 10)), "0 !corrupt_container"),
        ("part of an index", page(header(1, 10, 10).within(6, Thrift::new())), "0 !unsupported_container"),
        ("negative values", of_pages(data_page(-1, 0, 10, &body)), "0 !corrupt_container"),
        ("more nulls than values", second(3, [0, 0]), "0 !corrupt_container"),
        ("levels longer than the page", second(0, [6, 6]), "0 !corrupt_container"),
        ("levels of negative length", second(0, [20, -10]), "0 !corrupt_container"),
        ("a dictionary without end", of_pages(dictionary_page(i64::from(i32::MAX), &body)), "0 !corrupt_container"),
        ("a dictionary of less than nothing", of_pages(dictionary_page(-1, &body)), "0 !corrupt_container"),
        ("empty pages without end", of_pages(data_page(0, 0, 0, &[]).repeat(10_000)), "0 !too_large"),
        ("noise", of_pages(vec![0xee; 99]), "0 !corrupt_container"),
        (
            "encrypted",
            of_pages([&40_u32.to_le_bytes()[..], &[0xee; 40]].concat().repeat(4)),
            "0 !unsupported_container",
        ),
    ] {
        assert_pieces(name, &file, &[expected]);
    }
}

#[test]
fn pages_are_read_once() {
    let body = plain(&["x".repeat(1000).as_str(), "y"]);
    let pages = data_page(2, 0, body.len() as i64, &body);
    let shared = File { row_groups: 9, ..of_pages(pages) };
    assert_pieces("pages of several row groups", &shared, &["parquet: !corrupt_container"]);
    let expands = File { row_groups: 2, uncompressed: 3 << 20, ..File::default() };
    assert_pieces("more together than the limit", &expands, &["parquet: !expands_too_far"]);
}

#[test]
fn pages_must_end_at_their_stated_length() {
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let brotli = |bytes: &[u8]| {
        let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 20);
        encoder.write_all(bytes).unwrap();
        encoder.into_inner()
    };
    let lz4 = |bytes: &[u8]| {
        let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = |bytes: &[u8]| zstd::stream::encode_all(bytes, 0).unwrap();
    let codecs: [(&str, i64, Compress<'_>); 4] =
        [("gzip", 2, &gzip), ("brotli", 4, &brotli), ("lz4", 5, &lz4), ("zstd", 6, &zstd)];
    for (name, codec, compress) in codecs {
        let mut body = plain(&["x", "y"]);
        let file = |body: &[u8]| File { codec, ..of_pages(data_page(2, 0, 10, &compress(body))) };
        assert_pieces(name, &file(&body), &ROWS);
        body.resize(1 << 20, 0);
        assert_pieces(name, &file(&body), &["0 !corrupt_container"]);
        if name != "zstd" {
            assert!(problem(&file(&body)).contains("goes on behind"), "{name}: {}", problem(&file(&body)));
        }
    }
    let windowed = File { codec: 4, ..of_pages(data_page(2, 0, 10, &[0x11, 30, 0, 0, 0])) };
    assert_pieces("brotli's large window", &windowed, &["0 !corrupt_container"]);
}

#[test]
fn values_are_counted_before_memory_is_allocated() {
    // A list of `count` nulls in one row: its first level is 0, the others are 1.
    let list = |count: u64| {
        let first = [varint(1 << 1), vec![0], varint((count - 1) << 1), vec![1]].concat();
        let repeated = [(first.len() as u32).to_le_bytes().to_vec(), first].concat();
        let body = [repeated, levels(count, 2)].concat();
        let element = Thrift::new().i32(1, 6).i32(3, 1).text(4, "element").i32(6, 0).end();
        let schema = vec![group("l", 1, 1).i32(6, 3).end(), group("list", 2, 1).end(), element];
        let pages = data_page(count as i64, 0, body.len() as i64, &body);
        File { schema, rows: 1, pages, ..File::default() }
    };
    assert_pieces("a list", &list(3), &[r#"0 {"l":[null,null,null]}"#]);
    assert_pieces("a list longer than a record", &list(1 << 16), &["0 !record_too_long"]);
    assert_pieces("a list without end", &list(30_000_000), &["0 !expands_too_far"]);
    let of_rows = File { rows: 30_000_000, ..list(30_000_000) };
    assert_pieces("a list without end, said to be many rows", &of_rows, &["0 !expands_too_far"]);
    // Empty texts of four bytes each become views of sixteen.
    let empty = dictionary_page(1 << 19, &vec![0; 2 << 20]);
    assert_pieces("a dictionary of empty texts", &of_pages(empty), &["0 !too_large"]);

    let of_length = |length: i64| {
        let optional = Thrift::new().i32(1, 7).i32(2, length).i32(3, 1).text(4, "a").end();
        let body = levels(2, 0);
        let pages = data_page(2, 0, body.len() as i64, &body);
        File { schema: vec![optional], kind: 7, pages, ..File::default() }
    };
    assert_pieces("nulls", &of_length(16), &["0 {}", "1 {}"]);
    assert_pieces("nulls of 1 MiB", &of_length(1 << 20), &["0 !too_large"]);
    assert_pieces("nulls of 2 GiB", &of_length(i64::from(i32::MAX)), &["0 !too_large"]);
    assert_pieces(
        "more rows than there can be",
        &File { rows: 1 << 40, ..File::default() },
        &["parquet: !corrupt_container"],
    );
    assert_pieces(
        "expands beyond the limit",
        &File { uncompressed: 5 << 20, ..File::default() },
        &["parquet: !expands_too_far"],
    );
}

#[test]
fn texts_in_delta_encodings_are_limited() {
    let page = |encoding, count: i64, body: Vec<u8>| {
        let pages = data_page(count, encoding, body.len() as i64, &body);
        File { rows: count, ..of_pages(pages) }
    };
    assert_pieces("lengths", &page(LENGTHS_FIRST, 2, [lengths(&[1, 1]), b"xy".to_vec()].concat()), &ROWS);
    let shared = [lengths(&[0, 0]), lengths(&[1, 1]), b"xy".to_vec()].concat();
    assert_pieces("shared", &page(SHARED_FIRST, 2, shared), &ROWS);
    for (name, length) in [
        ("lengths without end", [varint(128), varint(4), varint(i32::MAX as u64), vec![0; 99]].concat()),
        ("a part that is cut off", [varint(128), varint(4), varint(2), vec![2, 0, 32, 0, 0, 0], vec![0; 8]].concat()),
        ("no parts", [varint(128), varint(0), varint(2), vec![0; 99]].concat()),
        ("a block without end", [varint(1 << 60), varint(4), varint(2), vec![0; 99]].concat()),
        ("negative lengths", lengths(&[1, -1])),
        ("texts longer than the page", lengths(&[1, 99])),
    ] {
        for (encoding, body) in [
            (LENGTHS_FIRST, length.clone()),
            (SHARED_FIRST, length.clone()),
            (SHARED_FIRST, [lengths(&[0, 0]), length].concat()),
        ] {
            assert_pieces(name, &page(encoding, 2, body), &["0 !corrupt_container"]);
        }
    }
    // A text of 60,000 bytes that the next 999 share entirely.
    let shared = [vec![0], vec![60_000; 999]].concat();
    let own = [vec![60_000], vec![0; 999]].concat();
    let body = [lengths(&shared), lengths(&own), vec![b'x'; 60_000]].concat();
    assert_pieces("long texts of a short page", &page(SHARED_FIRST, 1000, body), &["0 !too_large"]);
}

#[test]
fn levels_must_match_values_in_number() {
    let behind_length = |runs: &[u8]| [&(runs.len() as u32).to_le_bytes()[..], runs].concat();
    let optional = |body: &[u8]| {
        let schema = vec![Thrift::new().i32(1, 6).i32(3, 1).text(4, "a").i32(6, 0).end()];
        File { schema, ..of_pages(data_page(2, 0, body.len() as i64, body)) }
    };
    let second = |runs: &[u8]| {
        let values = plain(&["x", "y"]);
        let length = (runs.len() + values.len()) as i64;
        let second = Thrift::new().i32(1, 2).i32(2, 0).i32(3, 2).i32(4, 0).i32(5, runs.len() as i64).i32(6, 0);
        let header = header(3, length, length).within(8, second.flag(7, false)).end();
        File { pages: [header, runs.to_vec(), values].concat(), ..optional(&[]) }
    };
    let endless = [0x80; 11];
    for (name, runs, is_sound) in [
        ("repeated", vec![4, 1], true),
        ("packed in one group", vec![3, 0b11], true),
        ("a group that is cut off behind the last", vec![5, 0b11], true),
        ("two runs", vec![2, 1, 2, 1], true),
        ("more than there are values", vec![40 << 1, 1], true),
        ("zeros behind", vec![4, 1, 0, 0, 0], true),
        ("none", vec![], false),
        ("fewer", vec![2, 1], false),
        ("packed without bits", vec![3], false),
        ("groups without end", varint(u64::MAX), false),
        ("a run without its level", vec![4], false),
        ("zeros first", vec![0, 0, 4, 1], false),
        ("a header that is cut off", vec![0x84], false),
        ("a header without end", endless.to_vec(), false),
    ] {
        let files = [optional(&[behind_length(&runs), plain(&["x", "y"])].concat()), second(&runs)];
        for file in files {
            assert_pieces(name, &file, if is_sound { &ROWS } else { &["0 !corrupt_container"] });
        }
    }
    assert_pieces("levels behind the page", &optional(&[9, 0, 0, 0, 4, 1]), &["0 !corrupt_container"]);

    let list = |lists: &[u8], nulls: &[u8]| {
        let body = [behind_length(lists), behind_length(nulls)].concat();
        let element = Thrift::new().i32(1, 6).i32(3, 1).text(4, "element").i32(6, 0).end();
        let schema = vec![group("l", 1, 1).i32(6, 3).end(), group("list", 2, 1).end(), element];
        File { schema, ..of_pages(data_page(2, 0, body.len() as i64, &body)) }
    };
    assert_pieces("lists", &list(&[4, 0], &[4, 2]), &[r#"0 {"l":[null]}"#, r#"1 {"l":[null]}"#]);
    for (name, lists, nulls) in [
        ("fewer lists", &[2, 0][..], &[4, 2][..]),
        ("fewer nulls", &[4, 0], &[2, 2]),
        ("lists packed without bits", &[3], &[4, 2]),
        ("a header without end behind the lists", &[&[4, 0][..], &endless].concat(), &[4, 2]),
        ("nulls with a header without end", &[4, 0], &endless),
    ] {
        let file = list(lists, nulls);
        assert_pieces(name, &file, &["0 !corrupt_container"]);
        // The decoder would search endlessly for a row after the last.
        let later = RawReader::new(Rc::new(file.bytes()), None, LIMITS).read(0, 1, 0);
        assert_eq!(later.unwrap_err().kind.name(), "corrupt_container", "{name}");
    }
}

#[test]
fn values_meet_the_decoder_s_assumptions() {
    let endless = [0x80; 11];
    let of_kind = |kind: i64, encoding: i64, body: &[u8]| {
        let pages = data_page(2, encoding, body.len() as i64, body);
        let schema = vec![Thrift::new().i32(1, kind).i32(3, 0).text(4, "a").end()];
        File { schema, kind, ..of_pages(pages) }
    };
    let dictionary = |indexes: &[u8]| {
        let pages = data_page(2, 8, indexes.len() as i64, indexes);
        of_pages([dictionary_page(2, &plain(&["x", "y"])), pages].concat())
    };
    assert_pieces("indexes", &dictionary(&[1, 3, 0b10]), &ROWS);
    let numbers = lengths(&[5, 7]);
    assert_pieces("numbers", &of_kind(NUMBERS, 5, &numbers), &[r#"0 {"a":5}"#, r#"1 {"a":7}"#]);
    let flags = [2, 0, 0, 0, 4, 1];
    assert_pieces("flags", &of_kind(FLAGS, 3, &flags), &[r#"0 {"a":true}"#, r#"1 {"a":true}"#]);
    for (name, file) in [
        ("a text without end", of_pages(data_page(2, 0, 10, &[&plain(&["x"])[..], &[0xff; 5]].concat()))),
        ("a dictionary's text without end", of_pages(dictionary_page(2, &[&plain(&["x"])[..], &[0xff; 5]].concat()))),
        ("indexes without end", dictionary(&[&[1][..], &endless].concat())),
        ("no indexes", dictionary(&[])),
        ("no dictionary", of_kind(NUMBERS, 8, &[1, 3, 0b10])),
        ("no dictionary, as it was written once", of_kind(NUMBERS, 2, &[1, 3, 0b10])),
        ("no dictionary of texts", of_pages(data_page(2, 8, 3, &[1, 3, 0b10]))),
        ("a dictionary behind", {
            let indexes = data_page(2, 8, 3, &[1, 3, 0b10]);
            of_pages([indexes, dictionary_page(2, &plain(&["x", "y"]))].concat())
        }),
        ("flags without end", of_kind(FLAGS, 3, &[&[11, 0, 0, 0][..], &endless].concat())),
        ("numbers without end", of_kind(NUMBERS, 5, &endless)),
        ("numbers whose block is without end", { of_kind(NUMBERS, 5, &[&[0x80, 1, 4, 2, 0][..], &endless].concat()) }),
        ("numbers that are cut off", of_kind(NUMBERS, 5, &numbers[..numbers.len() - 1])),
        (
            "numbers of more bits than there are",
            of_kind(NUMBERS, 5, &[&[0x80, 1, 4, 2, 0, 0, 65][..], &[0; 999]].concat()),
        ),
    ] {
        assert_pieces(name, &file, &["0 !corrupt_container"]);
        let is_text = name.contains("text without end");
        assert_eq!(problem(&file).contains("longer than the page"), is_text, "{name}: {}", problem(&file));
    }
}

#[test]
fn the_schema_is_checked_before_it_is_decoded() {
    let schema = |schema: Vec<Vec<u8>>| File { schema, ..File::default() };
    let nested = |depth: usize| {
        let groups = (0..depth).map(|_| group("a", 0, 1).end());
        schema(groups.chain([column("a", 6, 0)]).collect())
    };
    assert_pieces("two groups", &nested(2), &[r#"0 {"a":{"a":{"a":"x"}}}"#, r#"1 {"a":{"a":{"a":"y"}}}"#]);
    assert_pieces("groups without end", &nested(1000), &["parquet: !unsupported_container"]);
    let endless = schema(vec![group("a", 0, i64::from(i32::MAX)).end(), column("a", 6, 0)]);
    assert_pieces("children without end", &endless, &["parquet: !corrupt_container"]);
    let negative = schema(vec![group("a", 0, -1).end(), column("a", 6, 0)]);
    assert_pieces("less than no children", &negative, &["parquet: !corrupt_container"]);
    let leaves = (0..1000).map(|_| column("a", 6, 0));
    let named = schema([group(&"n".repeat(10_000), 0, 1000).end()].into_iter().chain(leaves).collect());
    assert_pieces("a long name before many", &named, &["parquet: !too_large"]);
    // Unknown fields: three numbers, and endless flags.
    let behind = |behind: &[u8]| File { behind: behind.to_vec(), ..File::default() };
    assert_pieces("a list that is not known", &behind(&[0x69, 0x35, 2, 4, 6]), &ROWS);
    let flags = [&[0x69, 0xf1][..], &varint(i32::MAX as u64)].concat();
    assert_pieces("flags without end", &behind(&flags), &["parquet: !corrupt_container"]);
    let mistyped = Thrift::new().i32(1, 6).i32(3, 0).text(4, "a").within(10, Thrift::new().i32(5, 1)).end();
    assert_pieces("a logical type of another type", &schema(vec![mistyped]), &["parquet: !corrupt_container"]);
}

#[test]
fn a_long_text_repeated_in_many_rows_is_limited_to_a_record() {
    let repeated = |text: &str, rows: i64| {
        let dictionary = dictionary_page(1, &plain(&[text]));
        // One run of the dictionary's first value.
        let indexes = [vec![0], varint((rows as u64) << 1)].concat();
        File { rows, ..of_pages([dictionary, data_page(rows, 8, indexes.len() as i64, &indexes)].concat()) }
    };
    let found = pieces(&repeated(&"x".repeat(60_000), 2048).bytes(), LIMITS);
    let (last, records) = found.split_last().unwrap();
    assert!(records.len() > 50 && records.iter().all(|record| record.contains("xxx")), "{}", records.len());
    assert!(last.ends_with("!expands_too_far"), "{last}");
    let found = pieces(&repeated(&"x".repeat(70_000), 2048).bytes(), LIMITS);
    assert_eq!(found.len(), 2048);
    assert!(found.iter().all(|piece| piece.ends_with("!record_too_long")), "{}", found[0]);
}

const MAP: &str = "optional group m (MAP) { repeated group key_value {
    required binary key (UTF8); optional binary value (UTF8); } }";

/// A file with one map: repetition and definition levels of its keys and values, the highest first.
fn of_map(schema: &str, key: [&[i16]; 2], value: [&[i16]; 2]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (text, [lists, nulls]) in [("k", key), ("v", value)] {
        let mut column = group.next_column().unwrap().unwrap();
        let most = nulls[0];
        let texts = vec![ByteArray::from(text); nulls.iter().filter(|null| **null == most).count()];
        column.typed::<ByteArrayType>().write_batch(&texts, Some(nulls), Some(lists)).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn map_keys_that_do_not_match_values_are_reported() {
    let schema = format!("message m {{ {MAP} }}");
    let found = |key, value| pieces(&of_map(&schema, key, value), LIMITS);
    assert_eq!(found([&[0, 0], &[2, 2]], [&[0, 0], &[3, 3]]), [r#"0 {"m":{"k":"v"}}"#, r#"1 {"m":{"k":"v"}}"#]);
    for (name, key, value) in [
        ("more keys than values", [&[0, 1, 0][..], &[2, 2, 2][..]], [&[0, 0][..], &[3, 3][..]]),
        ("more values than keys", [&[0, 0], &[2, 2]], [&[0, 1, 0], &[3, 3, 3]]),
        ("no keys of values", [&[0, 0], &[2, 1]], [&[0, 0], &[3, 3]]),
    ] {
        assert_eq!(found(key, value), ["0 !corrupt_container"], "{name}");
    }
}

#[test]
fn maps_inside_lists_and_groups_are_read() {
    let group = format!("message m {{ optional group g {{ {MAP} }} }}");
    let found = pieces(&of_map(&group, [&[0, 0, 0], &[3, 1, 0]], [&[0, 0, 0], &[4, 1, 0]]), LIMITS);
    assert_eq!(found, [r#"0 {"g":{"m":{"k":"v"}}}"#, r#"1 {"g":{}}"#, "2 {}"]);
    let list = format!("message m {{ optional group l (LIST) {{ repeated group list {{ {MAP} }} }} }}");
    let levels = [[4, 2, 3, 1, 0], [5, 2, 3, 1, 0]];
    let lists = [0, 1, 1, 0, 0];
    let found = pieces(&of_map(&list, [&lists, &levels[0]], [&lists, &levels[1]]), LIMITS);
    assert_eq!(found, [r#"0 {"l":[{"k":"v"},null,{}]}"#, r#"1 {"l":[]}"#, "2 {}"]);
}

#[test]
fn a_long_key_repeated_in_many_maps_is_limited() {
    const ROWS: usize = 2048;
    let schema = Arc::new(parse_message_type(&format!("message m {{ {MAP} }}")).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (text, level) in [("k".repeat(60_000), 2), ("v".to_owned(), 3)] {
        let mut column = group.next_column().unwrap().unwrap();
        let texts = vec![ByteArray::from(text.as_str()); ROWS];
        let (levels, lists) = (vec![level; ROWS], vec![0; ROWS]);
        column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), Some(&lists)).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    let found = pieces(&writer.into_inner().unwrap(), LIMITS);
    let (last, records) = found.split_last().unwrap();
    assert!(records.len() > 50 && records.iter().all(|record| record.contains("kkk")), "{}", records.len());
    assert!(last.ends_with("!expands_too_far"), "{last}");
}
