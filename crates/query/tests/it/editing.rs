//! What clicks do to a filter, and how the filters of older addresses are read.

use touchstone_query::edit::{self, Choice};
use touchstone_query::terms::{Term, of_terms, value_of};
use touchstone_query::{Expr, Field, Pattern, Value, parse};

fn of(text: &str) -> Expr {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).expr
}

#[test]
fn a_click_chooses_a_value_and_lets_it_go() {
    use Choice::{Also, Only, Without};
    for (before, column, shown, choice, after) in [
        ("", "service_name", Some("a"), Only, "service:=\"a\""),
        ("x", "service_name", Some("a"), Only, "x service:=\"a\""),
        ("service:=\"a\" x", "service_name", Some("b"), Only, "x service:=\"b\""),
        ("service:=\"a\" x", "service_name", Some("a"), Only, "x"),
        ("service:=\"a\"", "service_name", Some("b"), Also, "service:(=\"a\", =\"b\")"),
        ("service:(=\"a\", =\"b\")", "service_name", Some("a"), Also, "service:=\"b\""),
        ("service:=\"a\"", "service_name", Some("a"), Also, ""),
        ("service:=\"a\"", "service_name", Some("a"), Without, "-service:=\"a\""),
        ("-service:=\"a\"", "service_name", Some("b"), Without, "-service:(=\"a\", =\"b\")"),
        ("-service:=\"a\"", "service_name", Some("a"), Without, ""),
        ("-service:=\"a\"", "service_name", Some("a"), Only, "service:=\"a\""),
        ("", "email", None, Only, "user:-*"),
        ("user:a", "email", None, Also, "user:(a, -*)"),
        ("-user:*", "email", None, Only, ""),
        ("", "email", None, Without, "-user:-*"),
        ("", "email", Some(""), Only, "user:\"\""),
        ("service:a* x", "service_name", Some("b"), Also, "service:a* x service:=\"b\""),
        ("", "status_code", Some("403"), Only, "status:403"),
        ("status:403", "status_code", Some("404"), Also, "status:(403, 404)"),
        ("", "requestParams.a.b", Some("\u{202e}x"), Only, "param.\"a.b\":=\"\\u{202e}x\""),
        ("#service:=\"a\"", "service_name", Some("b"), Only, "#service:=\"a\" service:=\"b\""),
    ] {
        let field = Field::of_column(column).unwrap();
        let value = value_of(&field, shown).unwrap();
        let chosen = edit::choose(of(before), &field, &value, choice);
        assert_eq!(chosen, of(after), "{before} {choice:?} {shown:?}: {chosen}");
        assert_eq!(of(&chosen.to_string()), chosen);
        let is_listed = |expr: &Expr| edit::listed(expr, &field, choice == Without).contains(&value);
        assert_eq!(is_listed(&chosen), !is_listed(&of(before)), "{before} {choice:?} {shown:?}");
    }
}

#[test]
fn a_value_that_was_typed_is_let_go_in_any_case() {
    use Choice::{Also, Only, Without};
    let cased = |text: &str| Value::Cased(Pattern::text(text));
    let folded = |text: &str| Value::Text(Pattern::text(text));
    for (before, value, choice, after) in [
        ("service:a x", cased("A"), Only, "x"),
        ("service:(a, b)", cased("A"), Also, "service:b"),
        ("-service:a", cased("A"), Without, ""),
        ("-service:A", folded("a"), Only, "service:a"),
        ("service:=\"A\"", folded("a"), Only, ""),
        ("service:=\"A\"", cased("a"), Only, "service:=\"a\""),
        ("service:a*", folded("a"), Only, "service:a* service:a"),
    ] {
        let field = Field::of_column("service_name").unwrap();
        let chosen = edit::choose(of(before), &field, &value, choice);
        assert_eq!(chosen, of(after), "{before} {choice:?} {value:?}: {chosen}");
    }
    let time = Field::of_column("event_date").unwrap();
    for (before, shown, after) in [
        ("time:2026-01..2026-03 x", "2026-02-01", "x time:2026-02-01"),
        ("time:2026-02-01 x", "2026-02-01", "x"),
        ("last:24h hour:3", "2026-02-01", "hour:3 time:2026-02-01"),
    ] {
        let value = value_of(&time, Some(shown)).unwrap();
        assert_eq!(edit::choose(of(before), &time, &value, Only).to_string(), after, "{before}");
    }
}

#[test]
fn clauses_are_removed_turned_round_and_switched_off() {
    let text = "a -b #c #-d (e OR f)";
    for (edited, after) in [
        (edit::remove(of(text), 1), "a #c #-d (e OR f)"),
        (edit::remove(of(text), 9), text),
        (edit::negate(of(text), 0), "-a -b #c #-d (e OR f)"),
        (edit::negate(of(text), 1), "a b #c #-d (e OR f)"),
        (edit::negate(of(text), 2), "a -b #-c #-d (e OR f)"),
        (edit::negate(of(text), 3), "a -b #c #d (e OR f)"),
        (edit::negate(of(text), 4), "a -b #c #-d -(e OR f)"),
        (edit::switch(of(text), 2), "a -b c #-d (e OR f)"),
        (edit::switch(of(text), 4), "a -b #c #-d #(e OR f)"),
        (edit::replace(of(text), 1, of("g h")), "a g h #c #-d (e OR f)"),
        (edit::replace(of(text), 1, of("")), "a #c #-d (e OR f)"),
        (edit::add(of(text), of("g")), "a -b #c #-d (e OR f) g"),
        (edit::add(of(text), of("a")), text),
        (edit::add(of(""), of("a")), "a"),
        (
            edit::with_time(of("a time:2026 hour:3 last:2h"), Some((1_577_491_200_000, 1_577_577_600_000))),
            "a hour:3 time:2019-12-28",
        ),
        (edit::with_time(of("a time:2026"), None), "a"),
        (edit::of_all_time(&of("a time:2026 -time:2025 hour:3")), "a hour:3"),
        (
            edit::without_column(&of("a service:x service:(y, z) (service:b OR action:c) -service:d"), "service_name"),
            "a (service:b OR action:c)",
        ),
        (edit::without_column(&of("(service:b OR -service:*)"), "service_name"), ""),
    ] {
        assert_eq!(edited.to_string(), after);
        assert_eq!(of(after), edited);
    }
}

#[test]
fn the_range_of_time_is_told_where_it_is_one() {
    let day = Some((1_577_491_200_000, 1_577_577_600_000));
    for (filter, range) in [
        ("", None),
        ("service:a", None),
        ("time:2019-12-28", day),
        ("a time:2019-12-28T00..2019-12-28T23 hour:3", day),
        ("#time:2018 time:2019-12-28", day),
        ("#time:2019-12-28", None),
        ("-time:2019-12-28", None),
        ("time:2019-12-28 time:2019", None),
        ("time:(2019-12-28, 2020)", None),
        ("time:>=2019-12-28", None),
        ("time:2019-12-28 OR service:a", None),
        ("last:1h", None),
    ] {
        assert_eq!(edit::time_of(&of(filter)), range, "{filter}");
    }
    let set = edit::with_time(of("service:a time:2020"), day);
    assert_eq!(edit::time_of(&set), day);
}

#[test]
fn filters_of_older_addresses_are_read() {
    let term = |column, values: &[Option<&'static str>], exclude| Term { column, values: values.to_vec(), exclude };
    for (terms, time, expected) in [
        (vec![], None, ""),
        (vec![term("service_name", &[Some("a"), None], false)], None, "service:(=\"a\", -*)"),
        (vec![term("email", &[None], true)], None, "-user:-*"),
        (vec![term("status_code", &[Some("403"), Some("x")], false)], None, "status:403"),
        (vec![term("status_code", &[Some("x")], false)], None, "-*"),
        (vec![term("status_code", &[Some("x")], true)], None, "--*"),
        (vec![term("event_date", &[Some("2019-12-28")], false)], None, "time:2019-12-28"),
        (vec![term("date_time", &[Some("2019-12-28T22:26:00Z")], false)], None, "time:2019-12-28T22:26:00"),
        (vec![term("event_time", &[Some("2019-12-28T22:26:00.848123Z")], false)], None, "time:2019-12-28T22:26:00.848"),
        (vec![term("input", &[Some("0")], false)], None, "input:0"),
        (vec![term("requestParams.a b", &[Some("*")], false)], None, "param.\"a b\":=\"*\""),
        (vec![], Some((1_577_491_200_000, 1_577_664_000_000)), "time:2019-12-28..2019-12-29"),
        (vec![], Some((1_577_491_200_000, 1_577_494_800_000)), "time:2019-12-28T00"),
        (vec![], Some((1_577_491_200_001, 1_577_491_200_003)), "time:2019-12-28T00:00:00.001..2019-12-28T00:00:00.002"),
    ] {
        let expr = of_terms(&terms, time).unwrap();
        assert_eq!(expr.to_string(), expected, "{terms:?}");
        assert_eq!(of(expected), expr, "{terms:?}");
    }
    let unknown = [term("nonsense", &[Some("x")], false)];
    assert!(of_terms(&unknown, None).unwrap_err().contains("nonsense"));
}
