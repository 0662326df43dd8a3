//! What is a filter and what is none, and that printing and parsing are each other's opposites.

use proptest::prelude::*;
use touchstone_query::parse;

use crate::arbitrary::{Words, expr};

/// A text, and how its filter is printed.
const FILTERS: &[(&str, &str)] = &[
    ("user:C:\\Users", r#"user:"C:\\Users""#),
    ("user:CORP\\new", r#"user:"CORP\\new""#),
    ("", ""),
    ("  ", ""),
    ("*", ""),
    ("service:clusters", "service:clusters"),
    ("service_name:clusters", "service:clusters"),
    ("SERVICE:Clusters", "service:Clusters"),
    ("service:clusters action:create", "service:clusters action:create"),
    ("service:clusters AND action:create", "service:clusters action:create"),
    ("  service:clusters   action:create ", "service:clusters action:create"),
    ("a OR b c OR d", "a OR b c OR d"),
    ("(a OR b) c", "(a OR b) c"),
    ("((a b) c)", "a b c"),
    ("a OR (b OR c)", "a OR b OR c"),
    ("NOT a", "-a"),
    ("NOT (a b)", "-(a b)"),
    ("-NOT a", "--a"),
    ("NOT -(a OR b)", "--(a OR b)"),
    ("-action:deleteResult", "-action:deleteResult"),
    ("NOTE", "NOTE"),
    ("ORacle ANDy", "ORacle ANDy"),
    ("\"OR\"", "\"OR\""),
    ("or and not", "\"or\" \"and\" \"not\""),
    ("user:or", "user:or"),
    ("status:200 \"or\"", "status:200 \"or\""),
    ("a\u{a0}b\u{3000}c\u{2003}", "a b c"),
    ("user:\"a\u{a0}b\"", "user:\"a\\u{a0}b\""),
    ("user:(a,\u{a0}b)", "user:(a, b)"),
    ("(a OR b) (c OR d)", "(a OR b) (c OR d)"),
    ("service =clusters", "service =\"clusters\""),
    ("!x a&b", "\"!x\" a&b"),
    ("\"user=alice\"", "\"user=alice\""),
    ("host=alice", "\"host=alice\""),
    ("status:>=400", "status:>=400"),
    ("status:>=-1", "status:>=-1"),
    ("status:200", "status:200"),
    ("status:400..499", "status:400..499"),
    ("status:400..", "status:>=400"),
    ("status:..399", "status:<=399"),
    ("status:(200, 404 ,>=500)", "status:(200, 404, >=500)"),
    ("status:*", "status:*"),
    ("-status:*", "-status:*"),
    ("status:-*", "status:-*"),
    ("email:*@example.com", "user:*@example.com"),
    ("user:(a, -*, =\"B\")", "user:(a, -*, =\"B\")"),
    ("user:\"\"", "user:\"\""),
    ("user:=\"\"", "user:=\"\""),
    ("user:=Anna", "user:=\"Anna\""),
    ("user:a\\ b", "user:\"a b\""),
    ("user:\"a b\"*", "user:\"a b\"*"),
    ("user:a\\*b", "user:\"a*b\""),
    ("user:**a", "user:*a"),
    ("user:(*)", "user:(*)"),
    ("agent:~/^curl\\/[0-9]+/", "agent:~/^curl\\/[0-9]+/"),
    ("agent:~/CURL/i", "agent:~/CURL/i"),
    ("agent:(~/a/, ~/b/i)", "agent:(~/a/, ~/b/i)"),
    ("~/a b/", "~/a b/"),
    ("ip:10.0.0.0/8", "ip:10.0.0.0/8"),
    ("ip:10.1.2.3/8", "ip:10.0.0.0/8"),
    ("ip:2001:DB8::/32", "ip:2001:db8::/32"),
    ("ip:~10.0.0.0/8", "ip:10.0.0.0/8"),
    ("ip:\"10.0.0.0/8\"", "ip:\"10.0.0.0/8\""),
    ("ip:203.0.113.*", "ip:203.0.113.*"),
    ("param.range:10.0.0.0/8", "param.range:10.0.0.0/8"),
    ("param.range:~10.0.0.0/8", "param.range:~10.0.0.0/8"),
    ("param.autotermination_minutes:0", "param.autotermination_minutes:0"),
    ("param.\"a.b c\":x", "param.\"a.b c\":x"),
    ("param.a.b:x", "param.\"a.b\":x"),
    ("requestParams.a:x", "param.a:x"),
    ("param.size:1.5..20", "param.size:1.5..20"),
    ("param.size:>1e3", "param.size:>1e3"),
    ("param.path:../etc", "param.path:\"../etc\""),
    ("param.path:a..b", "param.path:\"a..b\""),
    ("param.arn:arn:aws:iam::1:role/x", "param.arn:arn:aws:iam::1:role/x"),
    ("time:2026", "time:2026"),
    ("time:2026-03", "time:2026-03"),
    ("time:2026-03-05", "time:2026-03-05"),
    ("time:2026-03-05T10", "time:2026-03-05T10"),
    ("time:2026-03-05T10:30", "time:2026-03-05T10:30"),
    ("time:2026-03-05T10:30:15", "time:2026-03-05T10:30:15"),
    ("time:2026-03-05T10:30:15.2", "time:2026-03-05T10:30:15.200"),
    ("time:2026-03-05T10:30:15.250Z", "time:2026-03-05T10:30:15.250"),
    ("time:2026-03-05T10:30+01:00", "time:2026-03-05T09:30"),
    ("time:2026-03-05T00+02", "time:2026-03-04T22"),
    ("time:2019-12-28..2019-12-29", "time:2019-12-28..2019-12-29"),
    ("time:2026-03..2026-03-05", "time:2026-03..2026-03-05"),
    ("time:>=2026-03-05", "time:>=2026-03-05"),
    ("time:(2026-03-05, <2020)", "time:(2026-03-05, <2020)"),
    ("event_date:2026-03-05", "time:2026-03-05"),
    ("last:24h", "last:24h"),
    ("-LAST:7D", "-last:7d"),
    ("weekday:Tuesday", "weekday:tue"),
    ("weekday:sat..mon", "weekday:sat..mon"),
    ("-hour:8..17", "-hour:8..17"),
    ("hour:22..5", "hour:22..5"),
    ("hour:>=08", "hour:>=8"),
    ("input:0", "input:0"),
    ("input:\"0\"", "input:\"0\""),
    ("input:*.json.gz", "input:*.json.gz"),
    ("format:databricks_delivery", "format:databricks_delivery"),
    ("\"free text\"", "\"free text\""),
    ("free", "free"),
    ("=\"Free\"", "=\"Free\""),
    ("\"a:b\"", "\"a:b\""),
    ("\"\\u{202e}\\n\\t\\\\\\\"\"", "\"\\u{202e}\\n\\t\\\\\\\"\""),
    ("\"\u{202e}\"", "\"\\u{202e}\""),
    ("#service:a b", "#service:a b"),
    ("b #(service:a OR c)", "b #(service:a OR c)"),
    ("#a", "#a"),
];

/// A text that is no filter, the character at which it ends to be one, and a part of the message.
const REFUSED: &[(&str, usize, &str)] = &[
    ("servce:clusters", 0, "no field servce; did you mean service:clusters?"),
    ("xyzzy:1", 0, "there is no field xyzzy; quote the text to search for it: \"xyzzy:1\""),
    ("usr:alice", 0, "did you mean user:alice?"),
    ("username:alice", 0, "did you mean user:alice?"),
    ("action_nam:create", 0, "did you mean action:create?"),
    (
        "user=alice",
        4,
        "user is a field: expected a colon behind it, or quotes around the text; did you mean user:alice?",
    ),
    ("user==alice", 4, "did you mean user:alice?"),
    ("user!=alice", 4, "did you mean -user:alice?"),
    ("status>400", 6, "did you mean status:>400?"),
    ("status>=400 user:a", 6, "did you mean status:>=400?"),
    ("status=>400", 6, "did you mean status:>=400?"),
    ("param.a=b", 7, "did you mean param.a:b?"),
    ("last=24h", 4, "did you mean last:24h?"),
    ("(user=alice)", 5, "did you mean user:alice?"),
    ("user=\"a b\"", 4, "did you mean user:\"a b\"?"),
    (
        "service = clusters",
        8,
        "expected a colon without spaces between a field and its value; did you mean service:clusters?",
    ),
    ("status > 400", 7, "did you mean status:>400?"),
    ("status != 400", 7, "did you mean -status:400?"),
    ("service : clusters", 8, "did you mean service:clusters?"),
    ("foo = bar", 4, "expected a field before ="),
    (">400", 0, "expected a field before >, like status:>=400"),
    ("status: 400", 7, "right behind the colon; did you mean status:400?"),
    ("status:>= 400", 9, "right behind >=; did you mean status:>=400?"),
    ("status:=400", 7, "did you mean status:400?"),
    ("status:!=400", 7, "did you mean -status:400?"),
    ("status:=>400", 7, "did you mean status:>=400?"),
    ("status:>==400", 9, "expected a whole number"),
    ("status:400,", 7, "did you mean status:400?"),
    ("status:400,404", 7, "did you mean status:(400, 404)?"),
    ("status:+400", 7, "did you mean status:400?"),
    ("status:400.0", 7, "did you mean status:400?"),
    ("status:<>400", 8, "did you mean -status:400?"),
    ("param:4", 0, "like param.cluster_name:one"),
    ("foo.bar:baz", 0, "there is no field foo.bar; quote the text to search for it: \"foo.bar:baz\""),
    ("action: create", 7, "expected a value right behind the colon; did you mean action:create?"),
    ("status:4xx", 7, "did you mean status:400..499?"),
    ("status:400-499", 7, "did you mean status:400..499?"),
    ("status:499..400", 7, "the range ends before it begins; did you mean status:400..499?"),
    ("status:200 or user:a", 11, "write OR in capitals"),
    ("status:200 and x", 11, "write AND in capitals"),
    ("not status:200", 0, "write NOT in capitals"),
    ("x Or (a b)", 2, "write OR in capitals"),
    ("a && b", 2, "write a space or AND"),
    ("a || b", 2, "write OR"),
    ("!status:200", 0, "did you mean -status:200?"),
    ("email:", 6, "expected a value; user:* is any value, user:\"\" the empty text"),
    ("email: ", 6, "user:* is any value"),
    ("ip:2001:db8::/129", 3, "IPv6 prefixes are 0 to 128"),
    ("time:today", 5, "did you mean last:24h?"),
    ("time:24h", 5, "did you mean last:24h?"),
    ("time:2019-13-01", 5, "there is no month 13"),
    ("time:2019-02-29", 5, "2019-02 has 28 days"),
    ("time:2019-12-28T24", 5, "hours go from 00 to 23"),
    ("time:2019-1-5", 5, "did you mean time:2019-01-05?"),
    ("time:2019/12/28", 5, "did you mean time:2019-12-28?"),
    ("time:1577571960848", 5, "did you mean time:2019-12-28T22:26:00.848?"),
    ("time:1577571960", 5, "did you mean time:2019-12-28T22:26:00?"),
    ("time:2026-03-05T10:30:15.123456Z", 5, "did you mean time:2026-03-05T10:30:15.123?"),
    ("time:\"2026-03-05\"", 5, "a time has no quotes; did you mean time:2026-03-05?"),
    ("time:2026-03-05Z", 5, "did you mean time:2026-03-05?"),
    ("time:2026-03-05 10:30", 16, "join a date and a time by T"),
    ("last:24", 5, "did you mean last:24h?"),
    ("last:1y", 5, "did you mean last:365d?"),
    ("last:7days", 5, "did you mean last:7d?"),
    ("weekday:mon-fri", 8, "did you mean weekday:mon..fri?"),
    ("weekday:sat,sun", 8, "did you mean weekday:(sat, sun)?"),
    ("hour:08:30", 5, "did you mean hour:08?"),
    ("hour:8-17", 5, "did you mean hour:8..17?"),
    ("action:\"create", 7, "this quote is not closed: expected \""),
    ("AND", 0, "AND stands between two clauses"),
    ("action:~/create/,delete", 16, "expected a space behind the regular expression"),
    ("action:(create)delete", 15, "expected a space behind a list in brackets"),
    ("action:(create)action:delete", 15, "expected a space behind a list in brackets"),
    ("action:(create),", 15, "expected a space"),
    ("(a)OR(b)", 3, "expected a space behind clauses in brackets"),
    ("(a)b", 3, "expected a space behind clauses in brackets"),
    ("(a)\"b\"", 3, "expected a space behind clauses in brackets"),
    ("日本 (a)b", 6, "expected a space behind clauses in brackets"),
    ("a\u{200b}b", 1, "an invisible character"),
    ("a http://x", 2, "no field http; quote the text to search for it: \"http://x\""),
    ("größe:1", 0, "there is no field größe"),
    ("ä \"b", 2, "not closed: expected \""),
    ("service:", 8, "expected a value"),
    ("service: clusters", 8, "expected a value"),
    ("service:=", 9, "expected a text behind ="),
    ("status:4*", 7, "a number cannot have wildcards"),
    ("status:abc", 7, "expected a whole number"),
    ("status:1.5", 7, "expected a whole number"),
    ("status:>x", 8, "expected a whole number"),
    ("status:>", 8, "expected a whole number"),
    ("status:500..400", 7, "ends before it begins"),
    ("status:..", 7, "expected a whole number"),
    ("status:\"200\"", 7, "a number has no quotes; did you mean status:200?"),
    ("status:99999999999999999999", 7, "expected a whole number"),
    ("status:(200, x)", 13, "expected a whole number"),
    ("status:(200", 7, "list is not closed"),
    ("status:(200 404)", 12, "expected a comma"),
    ("status:()", 8, "expected a whole number"),
    ("user:>x", 6, "expected a number"),
    ("ip:10.0.0.0/33", 3, "IPv4 prefixes are 0 to 32"),
    ("ip:10.0.0/8", 3, "expected a network"),
    ("user:~x", 5, "expected a regular expression"),
    ("user:~/[/", 7, "no regular expression"),
    ("user:~/a", 5, "not closed: expected /"),
    ("user:~/a/b", 9, "expected a space behind"),
    ("user:~/(a{1000}){1000}/", 7, "too large"),
    ("time:yesterday", 5, "did you mean last:24h?"),
    ("time:2026-13", 5, "there is no month 13"),
    ("time:2026-02-30", 5, "2026-02 has 28 days"),
    ("time:2026-03-05T25", 5, "expected a time"),
    ("time:2026-03-05T10+00:30", 5, "expected a time"),
    ("time:2026-03-06..2026-03-05", 5, "ends before it begins"),
    ("last:week", 5, "did you mean last:7d?"),
    ("last:0h", 5, "expected a length of time"),
    ("last:", 5, "expected a length of time"),
    ("weekday:foo", 8, "expected a day of the week"),
    ("hour:24", 5, "expected an hour"),
    ("(a", 0, "not closed: expected )"),
    ("a)", 1, "no bracket is open"),
    ("()", 1, "before the bracket"),
    ("a OR", 4, "expected a field with a value"),
    ("OR a", 0, "before and behind"),
    ("a AND", 5, "expected a field with a value"),
    ("a AND OR b", 6, "before and behind"),
    ("-", 1, "expected a field with a value"),
    ("NOT", 3, "expected a field with a value"),
    (":x", 0, "before the colon"),
    ("foo(bar)", 3, "a space before the bracket"),
    ("C:\\Users", 0, "no field C"),
    ("\"\\u{110000}\"", 1, "like \\u{200e}"),
    ("user:a\\", 6, "behind the backslash"),
    ("user:\u{202e}x", 5, "an invisible character"),
    ("\u{200e}x", 0, "an invisible character"),
    ("#a OR b", 0, "only a whole clause"),
    ("(#a b)", 1, "only a whole clause"),
    ("-#a", 1, "only a whole clause"),
    ("param.:x", 6, "expected the key"),
    ("param.\"a\"x", 9, "expected a colon"),
    ("10.0.0.1:443", 0, "quote the text to search for it: \"10.0.0.1:443\""),
];

#[test]
fn filters_are_parsed_and_printed() {
    for (text, expected) in FILTERS {
        let parsed = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(parsed.expr.to_string(), *expected, "{text}");
        let again = parse(expected).unwrap();
        assert_eq!(again.expr, parsed.expr, "{text}");
        let of_clauses: Vec<_> = parsed.clauses.iter().map(|clause| clause.expr.clone()).collect();
        assert_eq!(of_clauses, parsed.expr.clauses(), "{text}");
        for clause in &parsed.clauses {
            let alone = parse(&text[clause.span.clone()]).unwrap().expr;
            assert!(alone == clause.expr || alone.clauses().contains(&clause.expr), "{text}");
        }
    }
}

#[test]
fn errors_point_at_the_character() {
    for (text, character, message) in REFUSED {
        let error = parse(text).expect_err(text);
        assert_eq!(error.start.character, *character, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}, expected {message}");
        assert_eq!(text.chars().take(*character).map(char::len_utf8).sum::<usize>(), error.start.byte);
        assert_eq!(text[..error.start.byte].encode_utf16().count(), error.start.utf16);
        assert!(error.start.byte <= error.end.byte && error.end.byte <= text.len(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_printed_is_parsed_to_the_same(expr in expr(&Words::any(), 4)) {
        let text = expr.to_string();
        let parsed = parse(&text);
        prop_assert!(parsed.is_ok(), "{}: {}", text, parsed.unwrap_err());
        let parsed = parsed.unwrap();
        prop_assert_eq!(&parsed.expr, &expr, "{}", &text);
        prop_assert_eq!(parsed.expr.to_string(), text.clone());
        prop_assert!(text.chars().all(|character| character == ' ' || !character.is_control() && !character.is_whitespace()));
        for clause in expr.clauses() {
            prop_assert_eq!(&parse(&clause.clause_text()).unwrap().expr, clause);
        }
    }

    #[test]
    fn any_text_is_a_filter_or_an_error_within_it(
        text in prop_oneof!["[a-z:\"*()#~/<>=. -]{0,30}", any::<String>(), "((status|user|time|ip|param.x|last|hour):?[-*(=~><0-9a-z.,)\"/ ]{0,6} ?(OR|AND|NOT|-)? ?){0,4}"],
    ) {
        match parse(&text) {
            Ok(parsed) => {
                let printed = parsed.expr.to_string();
                prop_assert_eq!(parse(&printed).unwrap().expr, parsed.expr);
            }
            Err(error) => {
                prop_assert!(text.is_char_boundary(error.start.byte) && text.is_char_boundary(error.end.byte));
                prop_assert!(error.start.byte <= error.end.byte);
            }
        }
    }
}
