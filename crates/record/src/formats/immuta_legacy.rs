//! Immuta's audit records from before the universal audit model: one flat object for every record type.

use std::borrow::Cow;

use crate::event::{Event, Format, Note, Outcome, Param};
use crate::fields::Fields;
use crate::flatten::Flat;
use crate::json::{self, Member};
use crate::unique::LastItems;
use touchstone_source::Problem;

/// Keys that become columns and not parameters.
pub(super) const COLUMNS: [&str; 6] = ["recordType", "dateTime", "id", "email", "success", "failureReason"];

/// Whether a record has this format's keys.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    json::has_all(members, ["recordType", "dateTime"])
}

/// Reads the event. The first `own` members are the record's; the rest come from folders and are no parameters.
pub(crate) fn read<'a>(members: &[Member<'a>], own: usize) -> Result<Event<'a>, Problem> {
    let mut notes = Vec::new();
    let params = params(&members[..own], &mut notes)?;
    let mut event = event(members, params);
    event.notes.append(&mut notes);
    Ok(event)
}

/// Reads the event of a record with these parameters.
pub(crate) fn event<'a, R: Fields<'a> + ?Sized>(record: &R, params: Vec<Param<'a>>) -> Event<'a> {
    let text = |key| record.text(key);
    let time = super::time(record, ["dateTime"]);
    let mut notes = Vec::new();
    let outcome = outcome(text("success").as_deref(), &mut notes);
    Event {
        format: Format::ImmutaLegacy,
        time_ms: time.map(|moment| moment.ms),
        time_ns: time.map_or(0, |moment| moment.ns),
        service_name: Some(Cow::Borrowed("immuta")),
        action_name: text("recordType"),
        email: text("email"),
        event_id: text("id"),
        outcome,
        error_message: text("failureReason"),
        params,
        notes,
        ..Event::default()
    }
}

fn outcome(success: Option<&str>, notes: &mut Vec<Note>) -> Outcome {
    match success.map(|text| text.trim().to_ascii_lowercase()).as_deref() {
        Some("true" | "t" | "yes" | "y" | "1" | "1.0") => Outcome::Success,
        Some("false" | "f" | "no" | "n" | "0" | "0.0") => Outcome::Failure,
        None | Some("" | "null" | "none" | "nan") => Outcome::Unknown,
        Some(_) => {
            notes.push(Note::guessed("success", "it says neither yes nor no; such events have no known outcome"));
            Outcome::Unknown
        }
    }
}

fn params<'a>(members: &[Member<'a>], notes: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem> {
    let mut flat = Flat::new(&[]);
    for member in LastItems::of(members).in_order().filter(|member| !COLUMNS.contains(&member.key.as_ref())) {
        flat.add(member.key.clone(), member.value.get())?;
    }
    Ok(flat.into_params(notes))
}

#[cfg(test)]
mod tests {
    use crate::Outcome;
    use crate::testing::{event, params, shown};

    #[test]
    fn a_record_of_spark_is_read_in_full() {
        let text = r#"{"id":"i","dateTime":"1632158400391","month":1475,"profileId":3,"userId":"robin",
            "email":"robin@corp.example",
            "dataSourceId":18,"dataSourceName":"Movies","projectId":1,"projectName":"P","purposeIds":[1, 2],
            "recordType":"spark",
            "success":false,"failureReason":"Not subscribed","component":"SparkSql","accessType":"subscribed",
            "query":"Project [a]\n","handler":null,"startTime":"2021-09-20 17:20:00.39100000 +0000","duration":0.5,
            "accessControls":{"entitlements":{"groups":["g"]}}}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn times_are_epochs_or_iso() {
        for (date_time, expected) in [
            (r#""1632158400391""#, Some(1_632_158_400_391)),
            ("1632158400391", Some(1_632_158_400_391)),
            (r#""2021-09-20T17:20:00.391Z""#, Some(1_632_158_400_391)),
            (r#""2021-09-20 17:20:00.39100000 +0000""#, Some(1_632_158_400_391)),
            ("null", None),
        ] {
            let text = format!(r#"{{"recordType":"authenticate","dateTime":{date_time}}}"#);
            assert_eq!(event(&text).time_ms, expected, "{date_time}");
        }
    }

    #[test]
    fn outcomes_follow_success() {
        for (success, expected) in [
            ("true", Outcome::Success),
            (r#""true""#, Outcome::Success),
            ("false", Outcome::Failure),
            (r#""False""#, Outcome::Failure),
            ("null", Outcome::Unknown),
            ("1", Outcome::Success),
            (r#""1""#, Outcome::Success),
            (r#""T""#, Outcome::Success),
            (r#""Yes""#, Outcome::Success),
            ("1.0", Outcome::Success),
            ("0", Outcome::Failure),
            (r#""0""#, Outcome::Failure),
            (r#""f""#, Outcome::Failure),
            (r#""no""#, Outcome::Failure),
            (r#""""#, Outcome::Unknown),
            ("2", Outcome::Unknown),
            (r#""denied""#, Outcome::Unknown),
        ] {
            let text = format!(r#"{{"recordType":"authenticate","dateTime":"1632158400391","success":{success}}}"#);
            let event = event(&text);
            assert_eq!(event.outcome, expected, "{success}");
            let is_other = matches!(success, "2" | r#""denied""#);
            assert_eq!(event.notes.len(), usize::from(is_other), "{success}");
            assert!(params(&event).is_empty());
        }
    }
}
