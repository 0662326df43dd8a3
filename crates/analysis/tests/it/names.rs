//! Ids are called what the log has beside them, and nothing where it does not agree.

use touchstone_analysis::answer::{Answer, Clusters, Entity, Named, Principals};
use touchstone_analysis::{Filter, PrincipalOrder, PrincipalsQuery, Question, Subject};
use touchstone_medallion::Session;

use crate::support::{ask, load};

const ETL: &str = "3f6f3a3e-8a3c-4b7e-9d9b-1c5a4b8e0f11";
const TWO: &str = "7d5b2c10-0000-4a4a-8b8b-00000000aaaa";
const NONE: &str = "00000000-1111-4222-8333-444444444444";

fn event(service: &str, action: &str, identity: &str, params: &str) -> String {
    format!(
        r#"{{"version":"2.0","serviceName":"{service}","actionName":"{action}","timestamp":1583400000000,"userIdentity":{identity},"requestParams":{params}}}"#
    )
}

fn person(email: &str) -> String {
    format!(r#"{{"email":"{email}"}}"#)
}

/// A cluster that a job creates for the owner.
fn of_job(job: u32, run: u32, user_id: &str, email: &str) -> String {
    let params =
        format!(r#"{{"cluster_name":"job-{job}-run-{run}","cluster_creator":"JOB_LAUNCHER","user_id":"{user_id}"}}"#);
    event("clusters", "create", &person(email), &params)
}

fn session() -> Session {
    let named = |id: &str, name: &str| format!(r#"{{"email":"{id}","subjectName":"{name}"}}"#);
    let member = |id: &str, name: &str| format!(r#"{{"targetUserId":"{id}","targetUserName":"{name}"}}"#);
    let log = [
        // A service principal with a name, also in other letters, and one with two names.
        event("jobs", "runNow", &named(ETL, "etl"), "{}"),
        event("jobs", "runNow", &named(&ETL.to_uppercase(), "ETL"), "{}"),
        event("jobs", "runNow", &named(TWO, "one"), "{}"),
        event("jobs", "runNow", &named(TWO, "other"), "{}"),
        event("jobs", "runNow", &person(NONE), "{}"),
        event("jobs", "runNow", &named(NONE, "unknown"), "{}"),
        // A person's subject is no name of an id.
        event("jobs", "runNow", &named("ada@corp.example", "Ada"), "{}"),
        // Beside each other in another service's requests; a group has a number, too.
        event("accounts", "addPrincipalToGroup", &person("root@corp.example"), &member("11", "ada@corp.example")),
        event("accounts", "createGroup", &person("root@corp.example"), &member("11", "admins")),
        event("accounts", "addPrincipalToGroup", &person("root@corp.example"), &member("12", ETL)),
        of_job(1, 1, "11", "System-User"),
        of_job(1, 2, "11", "Ada@corp.example"),
        of_job(2, 1, "12", "System-User"),
        of_job(3, 1, "13", "bob@corp.example"),
        of_job(3, 2, "13", "eve@corp.example"),
        of_job(4, 1, "14", "System-User"),
        of_job(5, 1, "11", "System-User"),
        of_job(5, 2, "12", "System-User"),
    ];
    let immuta = r#"{"action":"QUERY","actor":{"type":"USER_ACTOR","id":"7d5b2c10-0000-4a4a-8b8b-00000000bbbb","name":"loader"},"actionStatus":"SUCCESS","eventTimestamp":"2022-10-13T20:03:41.013Z","id":"i","customerId":"c","targetType":"DATASOURCE","targets":[],"auditPayload":{}}"#;
    load(&[("log", log.join("\n").as_bytes()), ("immuta", immuta.as_bytes())])
}

fn told(session: &Session, names: &[Named]) -> Vec<(String, String, u32)> {
    for named in names {
        let Answer::Groups(groups) = ask(
            session,
            &Question::Groups { filter: named.filter.clone(), service: None, by: vec!["hour".to_owned()], most: 9 },
        ) else {
            panic!()
        };
        assert_eq!(groups.groups.iter().map(|group| group.events).sum::<u32>(), named.events, "{named:?}");
    }
    names.iter().map(|named| (named.name.clone(), named.name_column.clone(), named.events)).collect()
}

#[test]
fn service_principals_are_called_what_stands_beside_them() {
    let session = session();
    let list = |search: &str| {
        let query = PrincipalsQuery {
            filter: Filter::parse("-action:nothing").unwrap(),
            search: search.to_owned(),
            kind: None,
            sort: PrincipalOrder::Name,
            descending: false,
            start: 0,
            count: 100,
        };
        let Answer::Principals(Principals { principals, .. }) = ask(&session, &Question::Principals(query)) else {
            panic!()
        };
        principals
    };
    let named: Vec<_> = list("")
        .into_iter()
        .filter(|one| !one.names.is_empty())
        .map(|one| (one.value.unwrap().to_lowercase(), one.name, told(&session, &one.names).len()))
        .collect();
    assert_eq!(
        named,
        [
            (ETL.to_owned(), Some("etl".to_owned()), 1),
            (TWO.to_owned(), None, 2),
            ("7d5b2c10-0000-4a4a-8b8b-00000000bbbb".to_owned(), Some("loader".to_owned()), 1),
        ]
    );
    assert_eq!(list("LOAD").len(), 1);
}

#[test]
fn users_are_called_by_address_only_where_the_log_agrees() {
    let session = session();
    let clusters = Question::Clusters { filter: Filter::parse("service:clusters").unwrap() };
    let Answer::Clusters(Clusters { per_job, .. }) = ask(&session, &clusters) else { panic!() };
    for (job, owner) in [("1", Some("ada@corp.example")), ("2", Some(ETL)), ("3", None), ("4", None), ("5", None)] {
        let found = per_job.iter().find(|found| found.job_id == job).unwrap();
        assert_eq!(found.owner.as_deref().map(str::to_lowercase).as_deref(), owner, "{job}");
        assert_eq!(
            found.owners.iter().map(|owner| &owner.user_id).collect::<Vec<_>>(),
            found.user_ids.iter().collect::<Vec<_>>()
        );
        found.owners.iter().for_each(|owner| {
            told(&session, &owner.names);
        });
    }
    for (column, value, expected) in [
        ("requestParams.user_id", "13", 2),
        ("requestParams.user_id", "11", 1),
        ("email", ETL, 1),
        ("email", NONE, 0),
        ("email", "ada@corp.example", 0),
        ("requestParams.cluster_name", "11", 0),
    ] {
        let subject = Subject { column: column.to_owned(), value: Some(value.to_owned()) };
        let question = Question::Entity {
            filter: Filter::default(),
            subject,
            zone: Vec::new(),
            bins: 10,
            most: 3,
            newest: false,
            split_ms: None,
        };
        let Answer::Entity(Entity { names, .. }) = ask(&session, &question) else { panic!() };
        assert_eq!(told(&session, &names).len(), expected, "{column} {value}");
    }
}
