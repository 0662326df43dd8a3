//! Completion says what the dictionary knows.

use touchstone_analysis::Question;
use touchstone_analysis::answer::Answer;

use crate::support::{ask, load};

#[test]
fn candidates_say_what_they_mean() {
    let record = |service: &str, action: &str, params: &str| {
        format!(r#"{{"serviceName":"{service}","actionName":"{action}","timestamp":1,"requestParams":{params}}}"#)
    };
    let log = [
        record("clusters", "create", r#"{"autotermination_minutes":"0","not_documented":"1"}"#),
        record("secrets", "getSecret", r#"{"scope":"s"}"#),
        record("madeUp", "madeUpAction", "{}"),
    ]
    .join("\n");
    let session = load(&[("log.json", log.as_bytes())]);
    let meaning = |text: &str, label: &str| {
        let question = Question::Complete { text: text.to_owned(), cursor: text.len(), most: 50 };
        let Answer::Completion(completion) = ask(&session, &question) else { panic!() };
        let found = completion.candidates.into_iter().find(|candidate| candidate.label == label);
        found.unwrap_or_else(|| panic!("{text} does not offer {label}")).meaning
    };
    let means = |service: &str, action: &str| touchstone_dictionary::lookup(service, action).unwrap().means;
    assert_eq!(meaning("service:", "clusters"), touchstone_dictionary::service("clusters").unwrap().means);
    assert_eq!(meaning("service:", "madeUp"), "");
    assert_eq!(meaning("action:", "getSecret"), means("secrets", "getSecret"));
    // Many services have an action of this name, and mean something else.
    assert_eq!(meaning("action:", "create"), "");
    assert_eq!(meaning("param.not", "not_documented"), "of clusters");
    let minutes = touchstone_dictionary::parameter("clusters", "create", "autotermination_minutes").unwrap();
    assert_eq!(meaning("param.auto", "autotermination_minutes"), format!("of clusters: {}", minutes.means));
}
