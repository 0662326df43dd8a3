//! What is not supported is refused by name, with its line.

use proptest::prelude::*;
use touchstone_findings::{Rules, parse_rules};

fn rule(item: &str, condition: &str) -> String {
    format!(
        "title: T\nlogsource:\n    product: databricks\ndetection:\n    s:\n        {item}\n    condition: {condition}\n"
    )
}

#[test]
fn what_is_not_supported_is_named_with_its_line() {
    let cases: Vec<(String, usize, &str)> = vec![
        (rule("eventName: a", "s"), 6, "there is no field eventName"),
        (rule("serviceName: a", "s"), 6, "silver's column is service_name"),
        (rule("action_name|windash|contains: ' -a'", "s"), 6, "windash"),
        (rule("action_name|expand: '%a%'", "s"), 6, "expand"),
        (rule("action_name|wide: a", "s"), 6, "UTF-16"),
        (rule("action_name|base64offset|contains: a", "s"), 6, "too short"),
        (rule("action_name|cased|fieldref: email", "s"), 6, "cased does not go with fieldref"),
        (rule("action_name|starts: a", "s"), 6, "nknown modifier 'starts'"),
        (rule("action_name|not: a", "s"), 6, "not"),
        (rule("source_ip_address|cidr: 10.0.0.0", "s"), 6, "10.0.0.0 is no network"),
        (rule("action_name|re: '('", "s"), 6, "regular expression"),
        (rule("status_code: abc", "s"), 6, "status_code holds numbers"),
        (rule("status_code|gt: 1.5", "s"), 6, "status_code holds whole numbers"),
        (rule("requestParams.id: 1234567890123456789", "s"), 6, "write it in quotes"),
        (rule("event_time|hour: 3", "s"), 6, "hour"),
        (rule("principal_type: robot", "s"), 6, "robot"),
        (rule("public_ip: maybe", "s"), 6, "true or false"),
        (rule("weekday: someday", "s"), 6, "a day"),
        (rule("hour: 24", "s"), 6, "an hour"),
        (rule("network: office", "s"), 6, "networks"),
        (rule("action_name: a", "s and t"), 7, "t"),
        (rule("action_name: a", "1 of x_*"), 7, "1 of x_*"),
        (rule("action_name: a", "2 of s"), 7, "2 of s"),
        (rule("action_name: a", "s and ("), 7, "ondition"),
        // Written out, it would take a thousand times the memory of its text.
        (
            rule(
                &format!("action_name: [{}]", (0..500).map(|nth| format!("a{nth}")).collect::<Vec<_>>().join(", ")),
                &vec!["s"; 500].join(" or "),
            ),
            7,
            "200000 values",
        ),
        (rule(&format!("action_name: {}", "a*".repeat(500)), &vec!["s"; 500].join(" or ")), 7, "200000 values"),
        (rule("action_name: a", &format!("{}s{}", "(".repeat(90), ")".repeat(90))), 7, "nested too deep"),
        (rule("action_name: a", "s") + "    timeframe: 1h\n", 8, "correlation"),
        (rule("action_name: a", "s") + "level: severe\n", 8, "invalid level"),
        (rule("action_name: a", "s") + "touchstone:\n    sever: 1\n", 8, "unknown field `sever`"),
        (rule("action_name: a", "s") + "touchstone:\n    needs: [luck]\n", 8, "luck is none of verbose"),
        (rule("action_name: a", "s") + "touchstone:\n    message: '{nobody} did it'\n", 8, "there is no field nobody"),
        (
            rule("action_name: a", "s") + "touchstone:\n    runbook:\n        - step: a\n          filter: 'user:('\n",
            8,
            "runbook",
        ),
        (rule("action_name: a", "s") + "touchstone:\n    suppress: soon\n", 8, "soon"),
        (rule("action_name: a", "s") + "baseline:\n    kind: odd\n    group-by: []\n", 8, "baseline"),
        (rule("action_name: a", "s") + "baseline:\n    kind: dormant\n    group-by: []\n    factor: 1\n", 8, "factor"),
        (rule("action_name: a", "s").replace("databricks", "windows"), 3, "windows"),
        ("action: global\n".to_owned() + &rule("action_name: a", "s"), 1, "actions"),
        ("title: T\nfilter:\n    rules: any\n".to_owned(), 2, "filters"),
        ("title: T\n".to_owned(), 1, "issing required field"),
        ("title: T\ntitle: [\n".to_owned(), 1, "duplicate"),
        ("title: T\nlevel: low]\n: a\n".to_owned(), 3, ""),
        ("a: b: c\n".to_owned(), 1, ""),
        ("- a\n".to_owned(), 1, ""),
        (
            rule("action_name: a", "s")
                + "---\ntitle: C\ncorrelation:\n    type: value_sum\n    rules: [x]\n    timespan: 1h\n    \
             condition:\n        field: status_code\n        gte: 1\n",
            10,
            "value_sum",
        ),
        (
            rule("action_name: a", "s")
                + "---\ntitle: C\ncorrelation:\n    type: event_count\n    rules: [x]\n    timespan: 1h\n    \
             window: tumbling\n    condition:\n        gte: 1\n",
            14,
            "tumbling",
        ),
        (
            rule("action_name: a", "s")
                + "---\ntitle: C\ncorrelation:\n    type: event_count\n    rules: [x]\n    timespan: 1h\n    \
             group-by: [nobody]\n    condition:\n        gte: 1\n",
            14,
            "nobody",
        ),
        (
            rule("action_name: a", "s")
                + "---\ntitle: C\ncorrelation:\n    type: temporal\n    rules: [x, y]\n    timespan: 1h\n    \
             condition: x and z\n",
            10,
            "z is none of its rules",
        ),
    ];
    for (text, line, reason) in cases {
        let (_, problems) = parse_rules("own.yml", &text, false);
        assert_eq!(problems.len(), 1, "{text}\n{problems:?}");
        assert!(problems[0].reason.contains(reason), "{text}\n{problems:?}");
        assert_eq!(problems[0].line, Some(line), "{text}\n{problems:?}");
    }
}

#[test]
fn correlations_of_what_is_not_there_are_refused() {
    let correlation = |name: &str, rules: &str, rest: &str| {
        format!(
            "---\ntitle: {name}\nname: {name}\nid: {name}\ncorrelation:\n    type: event_count\n    rules: {rules}\n    timespan: 1h\n    \
             group-by: [{rest}]\n    condition:\n        gte: 2\n"
        )
    };
    let base = rule("action_name: a", "s").replace("title: T", "title: T\nname: base");
    let many = |name: &str| format!("[{}]", [name; 64].join(", "));
    for (text, reason) in [
        (correlation("x", "[none]", ""), "there is no rule none"),
        (correlation("x", "[x]", ""), "circle"),
        // Two thousand bytes of such lists would be evaluated sixteen million times.
        (correlation("x", &many("base"), "") + &correlation("y", &many("x"), ""), "more than 512 rules"),
        (correlation("x", "[y]", "") + &correlation("y", "[x]", ""), "circle"),
        (correlation("x", "[base]", "principal") + &correlation("y", "[x]", "email"), "x is not grouped by email"),
        (
            "baseline:\n    kind: dormant\n    group-by: [principal]\n".to_owned() + &correlation("x", "[base]", ""),
            "base is a baseline",
        ),
    ] {
        let text = base.clone() + &text;
        let mut rules = Rules::default();
        rules.add([("own.yml", text.as_str())]);
        let found = rules.problems().iter().any(|problem| problem.reason.contains(reason) && problem.line.is_some());
        assert!(found, "{text}\n{:?}", rules.problems());
        assert!(rules.get("y").is_none());
    }
}

#[test]
fn a_rule_with_the_same_id_replaces_another_and_that_is_said() {
    let text = |title: &str| rule("action_name: a", "s").replace("title: T", &format!("title: {title}\nid: same"));
    let mut rules = Rules::default();
    let (first, second) = (text("First"), text("Second"));
    rules.add([("a.yml", first.as_str())]);
    rules.add([("b.yml", second.as_str())]);
    let titles: Vec<_> = rules.iter().map(|rule| rule.title.as_str()).collect();
    assert_eq!(titles, ["Second"]);
    assert_eq!(rules.replaced(), ["b.yml: Second replaces First of a.yml"]);
}

#[test]
fn hostile_files_end_soon() {
    let deep = format!("title: {}a{}\n", "[".repeat(5000), "]".repeat(5000));
    let mut aliases = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for letter in b'b'..=b'z' {
        let (this, before) = (char::from(letter), char::from(letter - 1));
        let list = format!("*{before}, ").repeat(8);
        aliases += &[&this.to_string(), ": &", &this.to_string(), " [", &list, "x]\n"].concat();
    }
    let nots = rule("action_name: a", &format!("{}s", "not ".repeat(900)));
    let long = "x".repeat(2 << 20);
    let many = "---\ntitle: a\n".repeat(5000);
    for text in [deep, aliases, nots, long, many, String::new(), "---\n---\n".to_owned(), "\u{0}".to_owned()] {
        let (rules, problems) = parse_rules("own.yml", &text, false);
        assert!(rules.is_empty() && !problems.is_empty(), "{}", text.len());
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "[a-z:|{}\\[\\]&*!'\"\\- \n]{0,80}") {
        parse_rules("own.yml", &text, false);
        parse_rules("own.yml", &rule(&text.replace('\n', " "), "s"), false);
        parse_rules("own.yml", &rule("action_name: a", &text.replace('\n', " ")), false);
    }
}
