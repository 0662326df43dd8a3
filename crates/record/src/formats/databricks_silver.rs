//! The blog's silver table: log delivery with the request parameters as the JSON text `flattened`, the e-mail at the
//! top, and the time cut to seconds in `date_time`.

use crate::json::{self, Member};

/// The keys of its request parameters, and what they are made from.
pub(super) const PARAMS: [&str; 2] = ["flattened", "requestParams"];

/// Whether a record has this format's keys.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    json::has_all(members, ["serviceName", "flattened"])
}

#[cfg(test)]
mod tests {
    use crate::event::Note;
    use crate::testing::{event, params, shown};

    #[test]
    fn a_row_of_the_blog_s_silver_is_read_in_full() {
        let text = r#"{"accountId":"acc","actionName":"create","auditLevel":"WORKSPACE_LEVEL","orgId":"42",
            "requestId":"r",
            "response":{"errorMessage":null,"result":"{}","statusCode":200},"serviceName":"clusters","sessionId":"s",
            "sourceIPAddress":"203.0.113.9","timestamp":1577571960848,"userAgent":"cli","version":"2.0",
            "workspaceId":42,
            "date":"2019-12-28","email":"u@corp.example","date_time":"2019-12-28T22:26:00.000Z",
            "flattened":"{\"name\": \"caf\\u00e9\", \"num_workers\": \"8\", \"conf\": [1, 2], \"empty\": \"\"}"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn date_time_in_whole_seconds_is_the_fallback() {
        for (members, time_ms) in [
            (r#""timestamp":1577571960848,"date_time":"2019-12-28T22:26:00Z""#, Some(1_577_571_960_848)),
            (r#""date_time":"2019-12-28T22:26:00Z""#, Some(1_577_571_960_000)),
            (r#""timestamp":null,"date_time":"2019-12-28 22:26:00""#, Some(1_577_571_960_000)),
            (r#""date":"2019-12-28""#, None),
        ] {
            let text = format!(r#"{{{members},"serviceName":"s","actionName":"a","flattened":"{{}}"}}"#);
            assert_eq!(event(&text).time_ms, time_ms, "{members}");
        }
    }

    #[test]
    fn parameters_under_two_keys_are_read_or_noted() {
        for (first, second, expected, is_noted) in [
            ("null", r#"{"a":"1"}"#, vec![("a", "1")], false),
            (r#""{}""#, r#"{"a":"1"}"#, vec![("a", "1")], false),
            (r#""{\"a\":\"1\",\"b\":2}""#, r#"{"b":2,"a":"1"}"#, vec![("a", "1"), ("b", "2")], false),
            (r#""{\"a\":\"1\"}""#, r#"{"b":2}"#, vec![("a", "1")], true),
            (r#""{\"a\":\"1\"}""#, "{}", vec![("a", "1")], false),
            (r#""{\"a\":\"1\"}""#, "5", vec![("a", "1")], true),
            (r#""{\"a\":\"1\"}""#, r#"["x"]"#, vec![("a", "1")], true),
        ] {
            for (names, keys) in [
                (r#""serviceName":"s","actionName":"a","timestamp":1577571960848"#, ["flattened", "requestParams"]),
                (r#""service_name":"s","action_name":"a","event_time":1577571960848"#, ["request_params", "flattened"]),
            ] {
                let [key, other] = keys;
                let text = format!(r#"{{{names},"{key}":{first},"{other}":{second}}}"#);
                let event = event(&text);
                assert_eq!(params(&event), expected, "{text}");
                let notes = if is_noted { vec![Note::unread(other)] } else { Vec::new() };
                assert_eq!(event.notes, notes, "{text}");
            }
        }
    }

    #[test]
    fn flattened_takes_every_form_of_parameters() {
        for (flattened, expected) in [
            ("null", vec![]),
            (r#""{}""#, vec![]),
            (r#""""#, vec![]),
            (r#"{"a":"1"}"#, vec![("a", "1")]),
            (r#""{\"a\": {\"b\": 1}}""#, vec![("a", r#"{"b":1}"#)]),
        ] {
            let text = format!(r#"{{"serviceName":"s","actionName":"a","flattened":{flattened}}}"#);
            assert_eq!(params(&event(&text)), expected, "{flattened}");
        }
    }
}
