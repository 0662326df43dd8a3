//! What is offered while a filter is typed.

use touchstone_query::complete::{Expected, byte_of_utf16, complete};
use touchstone_query::{Evaluator, parse};

use crate::support::every_format;

/// A text with the cursor at `|`; what is expected, a candidate among those offered, and the text once it is put in.
const TYPED: &[(&str, Expected, &str, &str)] = &[
    ("|", Expected::Field, "service:", "service:"),
    ("ser|", Expected::Field, "service:", "service:"),
    ("source_ip|", Expected::Field, "ip:", "ip:"),
    ("a -ser|", Expected::Field, "service:", "a -service:"),
    ("(a OR st|)", Expected::Field, "status:", "(a OR status:)"),
    ("ser|vi:x", Expected::Field, "service:", "service:x"),
    ("a |", Expected::Field, "param.", "a param."),
    ("auto|", Expected::Field, "param.autotermination_minutes:", "param.autotermination_minutes:"),
    ("-terminat|", Expected::Field, "param.autotermination_minutes:", "-param.autotermination_minutes:"),
    ("service:|", Expected::Value, "odd", "service:odd"),
    ("service:O|", Expected::Value, "odd", "service:odd"),
    ("service:=O|", Expected::Value, "=\"Odd\"", "service:=\"Odd\""),
    ("service:\"od|", Expected::Value, "odd", "service:odd"),
    ("x service:od| y", Expected::Value, "odd", "x service:odd y"),
    ("service:(odd, ac|)", Expected::Value, "accounts", "service:(odd, accounts)"),
    ("action:a\\\"|", Expected::Value, "\"a\\\"b \\\\ *?\"", "action:\"a\\\"b \\\\ *?\""),
    ("status:-|", Expected::Value, "-7", "status:-7"),
    ("weekday:|", Expected::Value, "mon", "weekday:mon"),
    ("hour:|", Expected::Value, "18..7", "hour:18..7"),
    ("hour:8|", Expected::Value, "8..17", "hour:8..17"),
    ("ip:|", Expected::Value, "10.0.0.0/8", "ip:10.0.0.0/8"),
    ("-ip:10.|", Expected::Value, "10.0.0.0/8", "-ip:10.0.0.0/8"),
    ("time:2019|", Expected::Value, "2019-12-28", "time:2019-12-28"),
    ("last:|", Expected::Value, "24h", "last:24h"),
    ("param.|", Expected::Key, "\"a.b c\":", "param.\"a.b c\":"),
    ("param.auto|", Expected::Key, "autotermination_minutes:", "param.autotermination_minutes:"),
    ("param.n:|", Expected::Value, "1e1", "param.n:1e1"),
    ("input:odd|", Expected::Value, "odd.json", "input:odd.json"),
];

#[test]
fn candidates_fit_what_is_typed() {
    let session = every_format(150);
    let mut evaluator = Evaluator::default();
    for (typed, expected, candidate, after) in TYPED {
        let cursor = typed.find('|').unwrap();
        let text = typed.replace('|', "");
        let found = complete(session.medallion(), &mut evaluator, &text, cursor, 1000);
        assert_eq!(found.expected, *expected, "{typed}");
        let offered: Vec<_> = found.candidates.iter().map(|candidate| candidate.text.as_str()).collect();
        assert!(offered.contains(candidate), "{typed}: {offered:?}");
        let put_in = format!("{}{candidate}{}", &text[..found.start.byte], &text[found.end.byte..]);
        assert_eq!(put_in, *after, "{typed}");
        assert!(complete(session.medallion(), &mut evaluator, &text, cursor, 1).candidates.len() <= 1);
    }
}

#[test]
fn counts_are_those_under_the_rest_of_the_filter() {
    let session = every_format(150);
    let medallion = session.medallion();
    let mut evaluator = Evaluator::default();
    for (before, behind, rest) in [
        ("service:", "", ""),
        ("status:>=400 service:", "", "status:>=400"),
        ("service:", " status:>=400", "status:>=400"),
        ("status:>=400 -service:(odd, ", ")", "status:>=400"),
    ] {
        let found = complete(medallion, &mut evaluator, &format!("{before}{behind}"), before.len(), 1000);
        assert!(!found.candidates.is_empty());
        for candidate in found.candidates {
            let text = format!("{rest} service:=\"{}\"", candidate.label);
            let count = evaluator.select(medallion, &parse(&text).unwrap().expr).count();
            assert_eq!(candidate.events, Some(count), "{before}|{behind}: {text}");
        }
    }
}

#[test]
fn ranges_and_networks_count_what_they_select() {
    let session = every_format(150);
    let medallion = session.medallion();
    let mut evaluator = Evaluator::default();
    for field in ["hour:", "ip:"] {
        let found = complete(medallion, &mut evaluator, field, field.len(), 1000);
        let mut offered = found.candidates.iter().filter(|candidate| !candidate.meaning.is_empty()).peekable();
        assert!(offered.peek().is_some(), "{field}");
        for candidate in offered {
            let count =
                evaluator.select(medallion, &parse(&format!("{field}{}", candidate.text)).unwrap().expr).count();
            assert_eq!(candidate.events, Some(count), "{field}{}", candidate.text);
        }
    }
}

#[test]
fn any_cursor_is_answered() {
    let session = every_format(1);
    let mut evaluator = Evaluator::default();
    let texts = [
        "service:ä (user:=\"x\\",
        "param.\"a.b",
        "~/x",
        "a OR -",
        "x:y",
        "ip:10.0.0.0/8 ()",
        "\u{1f600} user:\u{1f600}",
    ];
    for text in texts {
        for cursor in 0..=text.len() + 2 {
            let found = complete(session.medallion(), &mut evaluator, text, cursor, 5);
            assert!(found.start.byte <= found.end.byte && found.end.byte <= text.len());
            assert!(text.is_char_boundary(found.start.byte) && text.is_char_boundary(found.end.byte));
        }
    }
    assert_eq!(byte_of_utf16("\u{1f600}a", 2), 4);
    assert_eq!(byte_of_utf16("äa", 1), 2);
    assert_eq!(byte_of_utf16("a", 9), 1);
}
