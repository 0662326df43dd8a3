//! Filters that are made to be expensive are refused, or answered in time.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;
use touchstone_query::{limits, parse};

#[test]
fn what_goes_too_far_is_refused() {
    let deep = limits::DEPTH + 1;
    for (text, message) in [
        (format!("{}a{}", "(".repeat(deep), ")".repeat(deep)), "nest at most"),
        ("(".repeat(60_000), "nest at most"),
        ("-".repeat(60_000), "nest at most"),
        ("NOT ".repeat(10_000), "nest at most"),
        ("a ".repeat(limits::ITEMS + 1), "items"),
        ("a OR ".repeat(limits::ITEMS) + "a", "items"),
        (format!("user:({}a)", "a,".repeat(limits::LIST)), "values"),
        (format!("user:{}", "*a".repeat(limits::WILDCARDS + 1)), "wildcards"),
        ("*a*b ".repeat(limits::ALL_WILDCARDS / 2 + 1), "a filter has at most 1000 wildcards"),
        (format!("user:({}~/b/)", "~/a/,".repeat(limits::REGEXES)), "regular expressions"),
        ("user:~/[a-z]{400}/ ".repeat(3), "together too large"),
        (format!("user:~/{}/", "\u{200e}".repeat(200)), "longer than"),
        (format!("user:~/{}/", "\\/".repeat(limits::REGEX_BYTES / 2 + 1)), "longer than"),
        ("$ ".repeat(limits::ITEMS + 1), "items"),
        (format!("user:\"{}\"", "\u{200e}".repeat(10_000)), "once quotes and escapes are written out"),
        (format!("param.\"{}\":*", "\u{1}".repeat(20_000)), "once quotes and escapes are written out"),
        (format!("user:({}$)", "$,".repeat(limits::LIST)), "values"),
        (format!("a OR {}a", "-".repeat(limits::DEPTH)), "nest at most"),
        (format!("user:~/{}/", "a".repeat(limits::REGEX_BYTES + 1)), "longer than"),
        ("x".repeat(limits::TEXT_BYTES + 1), "bytes"),
        ("user:~/((((a{100}){100}){100}){100})/".to_owned(), "too large"),
        ("user:~/\\w{1000}\\pL{1000}/".to_owned(), "too large"),
        (format!("user:~/{}a{}/", "(".repeat(400), ")".repeat(400)), "regular expression"),
    ] {
        let start = Instant::now();
        let shown: String = text.chars().take(80).collect();
        let error = parse(&text).expect_err(&shown);
        assert!(error.message.contains(message), "{shown}: {error}");
        assert!(start.elapsed() < Duration::from_secs(2), "{shown}");
    }
}

#[test]
fn what_just_fits_is_parsed() {
    let deep = limits::DEPTH;
    for text in [
        format!("{}a{}", "(".repeat(deep), ")".repeat(deep)),
        "-".repeat(deep) + "a",
        "a ".repeat(limits::ITEMS),
        format!("user:({}a)", "a,".repeat(limits::LIST - 1)),
        format!("user:{}", "*a".repeat(limits::WILDCARDS)),
        "x".repeat(limits::TEXT_BYTES),
        format!("user:~/{}/", "\\/".repeat(limits::REGEX_BYTES / 2)),
        "user:~/[a-z]{333}/ ".repeat(3),
        "*a*b ".repeat(limits::ALL_WILDCARDS / 2),
        format!("a OR {}a", "-".repeat(limits::DEPTH - 1)),
        "$ ".repeat(limits::ITEMS),
    ] {
        let parsed = parse(&text).unwrap();
        assert_eq!(parse(&parsed.expr.to_string()).unwrap().expr, parsed.expr);
        for clause in parsed.expr.clauses().iter().take(3) {
            assert_eq!(parse(&clause.clause_text()).unwrap().expr, *clause);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Parts of filters, repeated until they come near a limit: what is read can be printed and read again.
    #[test]
    fn what_is_read_near_a_limit_is_printed_within_it(
        part in select(vec![
            "$", "a", "\u{200e}", "\u{1}", "=x", "a\\ b", "-", "(", "NOT ", "*a", "?", "\\/", "~/\u{ad}/", "~/x/i",
            "param.a.b:x", "user:=a", "ws:1..", "ip:::/0", "time:2026-03-05T10:30:15.2", "é", "/",
        ]),
        form in select(vec!["{} ", "{} OR ", "\"{}\"", "user:({}a)", "param.\"{}\":*", "~/{}/", "a OR {}a", "{}a", "#({}a) b"]),
        limit in select(vec![1, 4, limits::DEPTH, limits::REGEXES, limits::WILDCARDS, limits::LIST, limits::ITEMS,
            limits::REGEX_BYTES, limits::REGEX_BYTES / 8, limits::TEXT_BYTES / 8, limits::TEXT_BYTES / 4, limits::TEXT_BYTES]),
        off_by in -6_i64..4,
    ) {
        let count = (limit as i64 + off_by).max(1) as usize;
        let (before, behind) = form.split_once("{}").unwrap();
        let text = match form {
            "{} " => format!("{part} ").repeat(count),
            "{} OR " => format!("{part} OR ").repeat(count) + part,
            "user:({}a)" => format!("user:({}a)", format!("{part},").repeat(count)),
            _ => format!("{before}{}{behind}", part.repeat(count)),
        };
        if let Ok(parsed) = parse(&text) {
            let printed = parsed.expr.to_string();
            let again = parse(&printed);
            prop_assert!(again.is_ok(), "{} × {count} in {form}: {}", part, again.unwrap_err());
            prop_assert!(again.unwrap().expr == parsed.expr);
            for clause in parsed.expr.clauses().iter().take(3) {
                prop_assert!(parse(&clause.clause_text()).is_ok(), "{} × {count} in {form}", part);
            }
        }
    }
}
