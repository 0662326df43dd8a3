//! Filters that are made to be expensive are refused, or answered in time.

use std::time::{Duration, Instant};

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
        (format!("user:({}~/b/)", "~/a/,".repeat(limits::REGEXES)), "regular expressions"),
        (format!("user:~/{}/", "a".repeat(limits::REGEX_BYTES + 1)), "longer than"),
        ("x".repeat(limits::TEXT_BYTES + 1), "bytes"),
        ("user:~/((((a{100}){100}){100}){100})/".to_owned(), "too large"),
        ("user:~/\\w{1000}\\pL{1000}/".to_owned(), "too large"),
        (format!("user:~/{}a{}/", "(".repeat(400), ")".repeat(400)), "regular expression"),
    ] {
        let start = Instant::now();
        let error = parse(&text).expect_err(&text[..text.len().min(80)]);
        assert!(error.message.contains(message), "{}: {error}", &text[..text.len().min(80)]);
        assert!(start.elapsed() < Duration::from_secs(2), "{}", &text[..text.len().min(80)]);
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
    ] {
        let parsed = parse(&text).unwrap();
        assert_eq!(parse(&parsed.expr.to_string()).unwrap().expr, parsed.expr);
    }
}
