//! Records built to waste time, memory or stack.

use std::time::{Duration, Instant};

use touchstone_record::ProblemKind;

use crate::read;

/// Demands a few megabytes a second at the very least; honest records are read a hundred times faster. On a busy
/// machine one of four tries suffices, since pathological input is slow every time.
fn assert_fast(what: &str, text: &str) {
    let took = || {
        let start = Instant::now();
        read(text).ok();
        start.elapsed()
    };
    let allowed = Duration::from_secs(1) + Duration::from_secs(1) * (text.len() as u32 >> 20);
    let slow: Vec<_> = (0..4).map(|_| took()).take_while(|took| *took >= allowed).collect();
    assert!(slow.len() < 4, "{what}: {slow:?} for {} bytes", text.len());
}

/// Records of all formats with this part in them.
fn around(part: &str) -> [String; 8] {
    let quoted = serde_json::to_string(part).unwrap();
    [
        format!(
            r#"{{"serviceName":"s","actionName":"a","requestParams":{part},"response":{part},"userIdentity":{part}}}"#
        ),
        format!(r#"{{"serviceName":"s","actionName":"a","flattened":{quoted}}}"#),
        format!(r#"{{"operationName":"Microsoft.Databricks/s/a","properties":{part},"requestParams":{quoted}}}"#),
        format!(r#"{{"ServiceName":"s","ActionName":"a","RequestParams":{quoted},"Identity":{part}}}"#),
        format!(r#"{{"service_name":"s","action_name":"a","request_params":{part},"identity_metadata":{quoted}}}"#),
        format!(r#"{{"auditPayload":{part},"targetType":"t","actor":{part},"more":{part},"targets":{part}}}"#),
        format!(r#"{{"auditPayload":{quoted},"targetType":"t","actor":{quoted}}}"#),
        format!(r#"{{"recordType":"r","dateTime":"1","more":{part}}}"#),
    ]
}

#[test]
fn records_after_a_damaged_one_are_read() {
    const ONE: &str = r#"{"service_name":"s","action_name":"a"}"#;
    let reader = touchstone_record::RecordReader::new(touchstone_record::FingerprintKey::new([7; 16]));
    for (damaged, expected) in [
        (r#"{"service_name":"x" "a":1},"#, 3),
        (r#"{"service_name":"x","a":},"#, 3),
        (r#"{"service_name":"x" "a":NaN},{"service_name":"NaN","action_name":"-Infinity","x":-Infinity},"#, 4),
        (r#"{"service_name":"x","a":[1,2},"#, 3),
        (r#"{"service_name":"x","a":"unclosed},"#, 3),
        (r#"{"service_name":"x","user_identity":{"email":"cut,"#, 3),
    ] {
        let text = format!("{damaged}{ONE},{ONE}]}}");
        let problem = read(&text).unwrap_err();
        let parts = reader.unfold(text.as_bytes(), &problem);
        assert_eq!(parts.len(), expected, "{text}");
        assert!(parts[parts.len() - 2..].iter().all(|part| &*part.bytes == ONE.as_bytes()), "{text}");
    }
    let damaged: Vec<_> = (0..80).map(|at| format!(r#"{{"service_name":"{at}" "a":1}},{ONE}"#)).collect();
    let text = damaged.join(",");
    let parts = reader.unfold(text.as_bytes(), &read(&text).unwrap_err());
    assert_eq!(parts.iter().filter(|part| &*part.bytes == ONE.as_bytes()).count(), 80);
    let alone = r#"{"service_name":"x","user_identity":{"email":"e"},"a":}"#;
    assert!(reader.unfold(alone.as_bytes(), &read(alone).unwrap_err()).is_empty());
}

#[test]
fn damage_that_is_no_end_is_searched_fast() {
    let reader = touchstone_record::RecordReader::new(touchstone_record::FingerprintKey::new([7; 16]));
    for one in [r#"{"a":["#, r#"{"a":NaN,"b":["#, r#",{"b":1,"#, r#"{"a":"NaN"#] {
        let text = format!(r#"{{"service_name":"x" "a":NaN,{}"#, one.repeat(1_000_000 / one.len()));
        let problem = read(&text).unwrap_err();
        let start = Instant::now();
        assert!(reader.unfold(text.as_bytes(), &problem).is_empty());
        assert!(start.elapsed() < Duration::from_secs(10), "{one} {:?}", start.elapsed());
    }
}

#[test]
fn levels_that_repeat_are_read_fast() {
    const AZURE: &str = r#"{"operationName":"Microsoft.Databricks/a/b","x":"\ud83d\ude00""#;
    let levels = |open: &str, count: usize| format!("{}1{}", open.repeat(count), "}".repeat(count));
    for text in [
        format!(r#"{{"serviceName":"s","actionName":"a","userAgent":{}}}"#, levels(r#"{"string":"#, 40_000)),
        format!(r#"{AZURE},"properties":{{"logId":{}}}}}"#, levels(r#"{"string":"#, 40_000)),
        format!(r#"{AZURE},"properties":{}}}"#, levels(r#"{"properties":"#, 40_000)),
        format!(r#"{AZURE},"{}a":"x"}}"#, "properties.".repeat(40_000)),
    ] {
        assert_fast("levels", &text);
        assert!(read(&text).is_ok());
    }
}

#[test]
fn many_columns_of_a_part_are_read_fast() {
    for prefix in ["requestParams.", "requestParams.k", "request_params_"] {
        let columns: Vec<_> =
            (0..8_000).map(|at| format!(r#""{prefix}{at}":{}"#, if at == 7 { "1" } else { "null" })).collect();
        let text = format!(r#"{{"serviceName":"s","actionName":"a",{}}}"#, columns.join(","));
        assert_fast("columns", &text);
        assert_eq!(read(&text).unwrap().params.len(), 1);
    }
    let spelled = r#""Service-Name":"x","#.repeat(60_000);
    assert_fast("spellings", &format!(r#"{{{spelled}"serviceName":"s","actionName":"a"}}"#));
    let spelled = r#""Service-Name":null,"#.repeat(60_000);
    assert_fast("spellings of nulls", &format!(r#"{{{spelled}"serviceName":"s","actionName":"a"}}"#));
}

#[test]
fn values_without_quotes_are_read_fast() {
    for (open, one, close) in
        [("{", "'a':1,", "}"), ("{", "a=x, ", "}"), ("[", r#"{\"key\":\"a\",\"value\":NaN},"#, "]")]
    {
        let part = format!("{open}{}{close}", one.repeat(100_000).trim_end_matches([',', ' ']));
        let text = format!(r#"{{"service_name":"s","action_name":"a","request_params":"{part}"}}"#);
        assert_fast("values without quotes", &text);
    }
}

#[test]
fn many_records_beside_each_other_are_read_fast() {
    let records: Vec<_> =
        (0..8_000).map(|at| format!(r#""k{at}":{{"serviceName":"{at}","actionName":"a"}}"#)).collect();
    let text = format!("{{{}}}", records.join(","));
    assert_fast("siblings", &text);
    let problem = read(&text).unwrap_err();
    assert!(problem.message.len() < 200, "{problem}");
    let reader = touchstone_record::RecordReader::new(touchstone_record::FingerprintKey::new([7; 16]));
    assert_eq!(reader.unfold(text.as_bytes(), &problem).len(), records.len());
}

#[test]
fn tens_of_thousands_of_keys_are_a_problem_at_once() {
    let keys: Vec<String> = (0..40_000).map(|key| format!("\"k{key}\":{key}")).collect();
    let object = format!("{{{}}}", keys.join(","));
    for text in around(&object) {
        assert_fast("keys", &text);
        assert_eq!(read(&text).map(|event| event.params.len()).unwrap_or_default(), 0);
    }
    let wide = format!(r#"{{"recordType":"r","dateTime":"1",{}"#, &object[1..]);
    assert_fast("members", &wide);
    assert_eq!(read(&wide).unwrap_err().kind, ProblemKind::TooManyKeys);
    let wide = format!(r#"{{"serviceName":"s","actionName":"a",{}"#, &object[1..]);
    assert_fast("members", &wide);
    assert!(read(&wide).is_ok());
}

#[test]
fn many_equal_keys_are_read_fast() {
    let object = format!("{{{}\"b\":1}}", r#""a":1,"#.repeat(50_000));
    for text in around(&object) {
        assert_fast("equal keys", &text);
    }
    let both = format!(r#"{{"targetType":"t",{}"auditPayload":{object}}}"#, r#""b":1,"#.repeat(50_000));
    assert_fast("equal keys in both places", &both);
    let pairs = format!("[{}[\"b\",\"1\"]]", r#"["a","1"],"#.repeat(30_000));
    for text in around(&pairs) {
        assert_fast("equal pairs", &text);
    }
}

#[test]
fn equal_keys_in_two_places_are_compared_fast() {
    let keys: Vec<String> = (0..9_000).map(|key| format!("\"k{key}\":null")).collect();
    let keys = keys.join(",");
    assert_fast("two places", &format!(r#"{{"targetType":"t",{keys},"auditPayload":{{{keys}}}}}"#));
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]")] {
        for depth in [20, 200, 50_000] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for text in around(&deep) {
                assert_fast("nesting", &text);
            }
        }
    }
}

#[test]
fn long_keys_are_not_multiplied() {
    let leaves: Vec<String> = (0..9_000).map(|key| format!("\"k{key}\":1")).collect();
    let object = format!(r#"{{"{}":{{{}}}}}"#, "x".repeat(1 << 20), leaves.join(","));
    for text in around(&object) {
        assert_fast("long keys", &text);
        let size: usize = read(&text).iter().flat_map(|event| &event.params).map(|param| param.key.len()).sum();
        assert!(size < 8 << 20, "{size}");
    }
}
