//! Pseudonyms: the same text has the same token, only the key turns it back, and nothing of the text is left.

use std::rc::Rc;

use proptest::prelude::*;
use serde_json::Value;
use touchstone_evidence::{Form, PseudonymKey, Pseudonyms};
use touchstone_medallion::Session;

/// People and addresses as they are in the log, and in the texts of the tests.
const HIDDEN: [&str; 8] = [
    "ada.abbott@corp.example",
    "O'Brien+x@sub.corp.example",
    "Jane \"Q\" Public",
    "zoe-svc",
    "203.0.113.77",
    "2001:db8::42",
    "not an address, but logged",
    "renée@müller.example",
];

/// What is nobody's.
const KEPT: [&str; 12] = [
    "System-User",
    "unknown",
    "Chrome/120.0.0.0",
    "1.2.3.4.5",
    "12:30:45",
    "std::fmt",
    "a@b",
    "x ",
    ", ",
    "\" <&>'",
    "\\",
    "é",
];

fn logged() -> Session {
    let mut text = String::new();
    for (at, name) in
        ["ada.abbott@corp.example", "Jane \"Q\" Public", "System-User", "unknown", "Zoé Dupont"].iter().enumerate()
    {
        let address = ["203.0.113.77", "2001:db8::42", "not an address, but logged", "", ""][at];
        let record = serde_json::json!({
            "serviceName": "accounts", "actionName": "login", "timestamp": 1_577_571_960_000_u64 + at as u64,
            "sourceIPAddress": address, "userIdentity": {"email": name}, "requestParams": {"user_name": "zoe-svc", "n": "7"},
        });
        text += &(record.to_string() + "\n");
    }
    let mut session = Session::new([3; 16]);
    session.open("log.json".to_owned(), Rc::new(text.into_bytes()));
    while session.step() {}
    session
}

fn pseudonyms(key: &PseudonymKey) -> Pseudonyms {
    Pseudonyms::of(key, logged().medallion()).unwrap()
}

fn key(byte: u8) -> PseudonymKey {
    PseudonymKey::of_random([byte; 32])
}

fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(HIDDEN.to_vec()).prop_map(str::to_owned),
        prop::sample::select(KEPT.to_vec()).prop_map(str::to_owned),
        "[ -~]{0,6}",
    ];
    prop::collection::vec(part, 1..8).prop_map(|parts| parts.join(" "))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[test]
fn everybody_is_hidden_and_nobody_else() {
    let own = pseudonyms(&key(1));
    for text in HIDDEN {
        let hidden = own.text(&format!("by {text}, twice: {text}/x"));
        assert!(!hidden.contains(text), "{hidden}");
        let token = own.text(text);
        assert_eq!(hidden, format!("by {token}, twice: {token}/x"));
        assert!(
            ["mail~", "name~", "addr~"].iter().any(|kind| token.starts_with(kind)) && token.ends_with('~'),
            "{token}"
        );
    }
    for text in KEPT {
        assert_eq!(own.changed(&format!("by {text} there")), None, "{text}");
    }
    // Filters, URLs and ports.
    let [address, six] = [own.text(HIDDEN[4]), own.text(HIDDEN[5])];
    for (text, expected) in [
        ("ip:203.0.113.77", format!("ip:{address}")),
        ("203.0.113.77:443", format!("{address}:443")),
        ("ip:2001:db8::42", format!("ip:{six}")),
        ("http://203.0.113.77/a", format!("http://{address}/a")),
        ("/Users/ada.abbott@corp.example/n", format!("/Users/{}/n", own.text(HIDDEN[0]))),
    ] {
        assert_eq!(own.text(text), expected);
    }
    assert!(!own.text("q=ada.abbott%40corp.example&x").contains("abbott"));
    // JSON within a text, escaped once or twice.
    for text in [
        r#"u": "Ren.M\u00fcller@m\u00fcller.example""#,
        r#"u\": \"Ren.M\\u00fcller@x.example\""#,
        r"u=Ren.Muller\u0040x.example",
    ] {
        let hidden = own.text(text);
        assert!(!hidden.contains("Ren") && !hidden.contains("ller"), "{hidden}");
        assert!(hidden.starts_with(&text[..2]), "{hidden}");
    }
}

#[test]
fn odd_spellings_hide_nobody() {
    let own = pseudonyms(&key(1));
    // Each text, and the part of it that tells.
    for (text, secret) in [
        ("guest ren_corp.example#EXT#@tenant.onmicrosoft.example", "ren_corp"),
        ("u=ren.muller%2540corp.example&x", "muller"),
        ("ren.muller&#64;corp.example", "muller"),
        ("ren.muller&#x40;corp.example", "muller"),
        ("ren.muller&commat;corp.example", "muller"),
        (r"ren.muller\x40corp.example", "muller"),
        ("ren.muller＠corp.example", "muller"),
        ("ren.muller@[192.0.2.9]", "muller"),
        ("REN.MULLER@CORP.EXAMPLE", "MULLER"),
        // Addresses that a version could be: those of the log, of a private network, with a port or in a path.
        ("h/203.0.113.77", "203.0.113.77"),
        ("node/10.1.2.3", "10.1.2.3"),
        ("node/198.51.100.7:8020", "198.51.100.7"),
        ("/mnt/198.51.100.7/x", "198.51.100.7"),
        ("ip-198-51-100-7.ec2.internal", "198-51-100-7"),
        ("from 198.051.100.007.", "198.051.100.007"),
        // Names in capitals and in URLs.
        ("asked ZOÉ DUPONT today", "DUPONT"),
        ("u=Zo%C3%A9%20Dupont&x", "Dupont"),
        ("u=zo%c3%a9+dupont", "dupont"),
    ] {
        let hidden = own.text(text);
        assert!(!hidden.contains(secret), "{text}: {hidden}");
        let back = key(1).reveal(Form::Plain, hidden.as_bytes());
        assert_eq!((String::from_utf8(back.bytes).unwrap().as_str(), back.tokens), (text, 1), "{hidden}");
    }
    for text in ["Agent/7.28.4.1 x", "(Chrome/120.0.0.0)", "LIMIT=401.5", "v1.2.3.4", "ip-1-2-3"] {
        assert_eq!(own.changed(text), None, "{text}");
    }
}

#[test]
fn a_key_is_kept_in_its_file_and_shown_nowhere() {
    let text = key(7).text();
    assert_eq!(PseudonymKey::parse(&text), Ok(key(7)));
    assert!(!format!("{:?}", key(7)).contains(text.lines().nth(1).unwrap()));
    for wrong in ["", "x", "touchstone-pseudonyms 1", "touchstone-pseudonyms 1\nAAAA\n", &(text.clone() + "more\n")] {
        assert!(PseudonymKey::parse(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn json_within_json_is_followed() {
    let own = pseudonyms(&key(1));
    let inner = r#"{"who":"\u0061da.abbott@corp.example","n":[1]}"#;
    let outer = serde_json::json!({ "text": inner, "ada.abbott@corp.example": 1.5 }).to_string();
    let hidden: Value = serde_json::from_str(&own.json(&outer)).unwrap();
    let token = own.text(HIDDEN[0]);
    assert_eq!(hidden["text"], format!(r#"{{"who":"{token}","n":[1]}}"#));
    assert_eq!(hidden[token], 1.5);
}

proptest! {
    #[test]
    fn tokens_are_turned_back_by_their_key_alone(text in texts(), is_cut in any::<bool>()) {
        let (own, other) = (key(1), key(2));
        let pseudonyms = pseudonyms(&own);
        let text = if is_cut { text + "\u{1f600}" } else { text };
        let json = serde_json::to_string(&serde_json::json!({ "a": text, "b": [text] })).unwrap();
        let markup = format!("<p title=\"{0}\">{0}</p>", escaped(&text));
        for (form, content) in [(Form::Plain, &text), (Form::Json, &json), (Form::Markup, &markup)] {
            let hidden = pseudonyms.content(form, content.as_bytes());
            let shown = String::from_utf8(hidden.clone()).unwrap();
            for name in HIDDEN.iter().filter(|name| text.contains(**name)) {
                prop_assert!(!shown.contains(name) && !shown.contains(&escaped(name)), "{shown}");
            }
            // Nothing more is found in what is hidden.
            prop_assert_eq!(pseudonyms.content(form, &hidden), hidden.clone());
            let back = own.reveal(form, &hidden);
            prop_assert_eq!(String::from_utf8(back.bytes).unwrap(), content.clone());
            prop_assert_eq!(back.foreign, 0);
            let not_back = other.reveal(form, &hidden);
            prop_assert_eq!((not_back.tokens, not_back.foreign), (0, back.tokens));
            prop_assert_eq!(not_back.bytes, hidden);
        }
    }
}
