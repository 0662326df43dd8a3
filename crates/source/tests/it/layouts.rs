//! JSON and CSV in every layout.

use proptest::prelude::*;
use touchstone_source::Limits;

use crate::support::{assert_read_again, pieces, pieces_taking, small};

#[test]
fn every_layout_of_json_gives_its_records() {
    for (input, expected) in [
        // One object per line.
        ("{}\n{\"a\":1}\n", vec!["0 {}", "3 {\"a\":1}"]),
        ("{}\r\n\r\n\n  {\"a\":1} \r\n", vec!["0 {}", "9 {\"a\":1}"]),
        ("\u{feff}{}\n{}", vec!["3 {}", "6 {}"]),
        // Pretty-printed and concatenated.
        ("{\n \"a\": {\n  \"b\": 1\n }\n}\n{\n}\n", vec!["0 {\n \"a\": {\n  \"b\": 1\n }\n}", "24 {\n}"]),
        ("{\"a\":1}{\"a\":2} {\"a\":3}", vec!["0 {\"a\":1}", "7 {\"a\":2}", "15 {\"a\":3}"]),
        // Joined by bars, as in the blog's own file.
        ("{\"a\":\"|\"}|{\"a\":2}|", vec!["0 {\"a\":\"|\"}", "10 {\"a\":2}"]),
        // RFC 7464.
        ("{}\n\u{1e}{\"a\":1}\n", vec!["0 {}", "4 {\"a\":1}"]),
        // Arrays.
        ("[]", vec![]),
        ("[{\"a\":1},{\"a\":[{}]}]", vec!["1 {\"a\":1}", "9 {\"a\":[{}]}"]),
        ("[\n {\"a\":1},\n {\"a\":2}\n]\n", vec!["3 {\"a\":1}", "13 {\"a\":2}"]),
        (
            "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]",
            vec!["4 {\n    \"a\": 1\n  }", "24 {\n    \"b\": 2\n  }"],
        ),
        ("[{},1,\"x, {\",null,[{}]]", vec!["1 {}", "4 1", "6 \"x, {\"", "13 null", "19 {}"]),
        ("[{}]\n[{}]\n", vec!["1 {}", "6 {}"]),
        ("[{}", vec!["1 {}", "3 !invalid_json"]),
        // Envelopes.
        ("{\"records\":[{\"a\":1},{\"b\":2}]}", vec!["12 {\"a\":1}", "20 {\"b\":2}"]),
        ("{\"records\": []}", vec![]),
        ("{\"count\":2, \"hits\" : [ {\"a\":1} ], \"more\":{\"x\":[1]}}\n{}", vec!["23 {\"a\":1}", "52 {}"]),
        ("{\"records\":[{\"a\":1}]}\n{\"records\":[{\"b\":2}]}\n", vec!["12 {\"a\":1}", "34 {\"b\":2}"]),
        ("[{\"Records\":[{\"a\":1}]}]", vec!["13 {\"a\":1}"]),
        ("{\"a\":1}\n{\"records\":[{\"b\":2}]}\n", vec!["0 {\"a\":1}", "20 {\"b\":2}"]),
        ("{\"records\":{\"a\":1}}", vec!["0 {\"records\":{\"a\":1}}"]),
        ("{\"x\":{\"records\":[1]}}", vec!["0 {\"x\":{\"records\":[1]}}"]),
        ("{\"records\":[{\"a\":1}", vec!["12 {\"a\":1}", "19 !invalid_json"]),
        // Damage costs only its line.
        ("{\"a\":1}\n{\"torn\":\"x\n{\"b\":2}\n", vec!["0 {\"a\":1}", "8 {\"torn\":\"x", "19 {\"b\":2}"]),
        (
            "{\"a\":1}\n{\"torn\":{\"x\":\n{\"b\":2}\n{}\n",
            vec!["0 {\"a\":1}", "8 {\"torn\":{\"x\":", "22 {\"b\":2}", "30 {}"],
        ),
        ("{\"a\":1}\n{\"torn\":{\"x\":\n{\"b\":2}\n", vec!["0 {\"a\":1}", "8 {\"torn\":{\"x\":", "22 {\"b\":2}"]),
        ("{\"a\":1}\nhello {}\n{}\n", vec!["0 {\"a\":1}", "8 hello {}", "17 {}"]),
        ("x\"}\n{}\n{\"a\":", vec!["0 x\"}", "4 {}", "7 {\"a\":"]),
        ("{\"a\":1}}\n{}\n", vec!["0 {\"a\":1}", "7 }", "9 {}"]),
        (
            "[\n  {\n    \"a\": \"x\n  },\n  {\n    \"b\": 2\n  }\n]",
            vec!["4 {\n    \"a\": \"x\n  },", "25 {\n    \"b\": 2\n  }"],
        ),
        ("{\n \"a\": 1,\n \"b\":\n", vec!["0 {\n \"a\": 1,\n \"b\":"]),
        ("{\"records\":[{},{\"records\":[{},]{\"records\":[{},\n", vec!["12 {}", "27 {}", "31 {\"records\":[{},"]),
        // Strings may contain anything.
        ("{\"a\":\"}{\\\"\"}\n{\"b\":\"[{\\\\\"}\n", vec!["0 {\"a\":\"}{\\\"\"}", "13 {\"b\":\"[{\\\\\"}"]),
        ("{}\n{\"a\":\"}{ }| \"}\n", vec!["0 {}", "3 {\"a\":\"}{ }| \"}"]),
    ] {
        for slice in [1, 2, 3, 5, 8, 13, 4096] {
            assert_eq!(pieces(input.as_bytes(), small(slice)), expected, "{input:?} in slices of {slice}");
        }
        assert_read_again(input.as_bytes(), small(7));
    }
}

#[test]
fn records_may_nest_deep_in_every_layout() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    for (before, after) in [("", "\n"), ("[", "]"), ("[\n  ", "\n]\n"), ("{\"records\":[", "]}"), ("{}\n[{},", "]")] {
        let others = before.match_indices("{}").map(|(at, _)| format!("{at} {{}}"));
        let expected: Vec<_> = others.chain([format!("{} {deep}", before.len())]).collect();
        for slice_bytes in [64, 1 << 20] {
            let limits = Limits { slice_bytes, ..Limits::default() };
            assert_eq!(pieces(format!("{before}{deep}{after}").as_bytes(), limits), expected, "{before:?}");
        }
    }
}

#[test]
fn a_record_over_the_limit_is_a_problem_and_the_next_line_is_read() {
    let long = "b".repeat(400);
    for (input, expected) in [
        (format!("{{}}\n{{\"a\":\"{long}\"}}\n{{}}\n"), vec!["0 {}", "3 !record_too_long", "412 {}"]),
        (format!("{{}}\n{long}\n{{}}\n"), vec!["0 {}", "3 !record_too_long", "404 {}"]),
        (format!("{{}}\n{{\"a\":\"{long}\n{{}}\n"), vec!["0 {}", "3 !record_too_long", "410 {}"]),
        (format!("{{}}\n{{\"a\":\"{long}"), vec!["0 {}", "3 !record_too_long"]),
    ] {
        for slice in [16, 64, 4096] {
            assert_eq!(pieces(input.as_bytes(), small(slice)), expected, "in slices of {slice}");
        }
    }
}

#[test]
fn utf16_is_read() {
    let text = "{\"a\":\"é\u{1f600}\"}\r\n{\"b\":2}\r\n";
    let expected = vec!["0 {\"a\":\"é\u{1f600}\"}", "16 {\"b\":2}"];
    let le: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for input in [&le[..], &be, &le[2..], &be[2..]] {
        assert_eq!(pieces(input, small(16)), expected);
        assert_read_again(input, small(16));
    }
}

#[test]
fn csv_rows_become_objects() {
    let header = "service_name,action_name,request_params\n";
    for (rows, expected) in [
        ("", vec![]),
        ("jobs,create,\n", vec![r#"40 {"service_name":"jobs","action_name":"create"}"#]),
        (
            "jobs,null,\"{\"\"a\"\":\"\"x\ny\"\"}\"\n",
            vec![r#"40 {"service_name":"jobs","request_params":"{\"a\":\"x\ny\"}"}"#],
        ),
        ("a,b\nc,d,e\n", vec!["40 !invalid_csv", r#"44 {"service_name":"c","action_name":"d","request_params":"e"}"#]),
        (
            "a,b,\"never closed\n",
            vec!["40 ?guessed", r#"40 {"service_name":"a","action_name":"b","request_params":"\"never closed"}"#],
        ),
    ] {
        let input = format!("{header}{rows}");
        assert_eq!(pieces(input.as_bytes(), small(16)), expected, "{rows:?}");
        assert_eq!(pieces(format!("\u{feff}{input}").as_bytes(), Limits::default()).len(), expected.len(), "{rows:?}");
    }
    let unclosed = format!("{header}a,b,\"{}", "x".repeat(1 << 16));
    assert_eq!(pieces(unclosed.as_bytes(), small(16)), ["40 !record_too_long"]);
}

#[test]
fn other_inputs_than_logs_are_refused_at_once() {
    for (input, expected) in [
        (&b""[..], "empty: !empty_input"),
        (b" \r\n\t", "empty: !empty_input"),
        (b"Dear auditor,\nfind attached", "unknown: !not_a_log"),
        (b"\x89PNG\r\n\x1a\n", "unknown: !not_a_log"),
        (b"BZh91AY", "bzip2: !unsupported_container"),
        (b"\xfd7zXZ\0\0", "xz: !unsupported_container"),
        (b"PAR1 and no more", "parquet: !corrupt_container"),
        (b"PARE", "parquet: !unsupported_container"),
    ] {
        assert_eq!(pieces(input, Limits::default()), [expected], "{:?}", String::from_utf8_lossy(input));
    }
}

proptest! {
    #[test]
    fn slice_sizes_do_not_matter(input in r#"([{}\[\],:|"\\a1 ]|\n|\{"a":1\}\n|\{"records":\[\{\},){0,40}"#, slice in 1usize..30) {
        prop_assert_eq!(pieces(input.as_bytes(), small(slice)), pieces(input.as_bytes(), small(4096)));
    }

    /// Taking lines that are whole objects gives the same records as following the text's structure.
    #[test]
    fn taken_lines_are_the_records(
        lines in proptest::collection::vec(r#"\{"a":[0-9]\}|\{"b":"[{}]"\} ?|\{"c":\{\}\}\{\}|\{"d":\n1\}|\{"torn|\[|\]|"#, 0..12),
        slice in 1usize..30,
    ) {
        let text = lines.join("\n");
        let is_object = |text: &[u8]| text.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok();
        let taken = pieces_taking(text.as_bytes(), small(slice), &is_object);
        prop_assert_eq!(taken, pieces(text.as_bytes(), small(4096)));
    }

    #[test]
    fn nothing_of_a_text_of_objects_is_lost(
        objects in proptest::collection::vec(r#"\{"[a-z}{|]{0,6}":("[^"\\\n\p{Cc}]{0,9}"|[0-9]{1,3}|\{\}|\[1,\{"b":2\}\])\}"#, 1..8),
        layout in 0usize..6,
        slice in 1usize..40,
    ) {
        let text = match layout {
            0 => objects.join("\n"),
            1 => objects.join("|") + "|",
            2 => format!("[{}]", objects.join(",")),
            3 => format!("{{\"records\":[{}],\"n\":1}}", objects.join(", ")),
            4 => format!("[\n{}\n]\n", objects.join(",\n")),
            _ => objects.concat(),
        };
        let found: Vec<String> =
            pieces(text.as_bytes(), Limits { slice_bytes: slice, ..Limits::default() })
                .into_iter().map(|piece| piece.split_once(' ').unwrap().1.to_owned()).collect();
        prop_assert_eq!(found, objects);
    }
}
