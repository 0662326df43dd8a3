//! The committed data keep the documentation's promises, and lookups return them.

use std::collections::BTreeMap;

use touchstone_dictionary::{
    GapKind, Parameter, Product, Sort, Source, entries, gaps, lookup, parameter, parameters, service, services, sources,
};

/// Maximum length of a sentence in characters, to fit a tooltip.
const LONGEST: usize = 140;

/// Every sentence, with its location and source.
fn sentences() -> Vec<(String, &'static str, &'static Source)> {
    let each_of = |place: &str, parameters: &'static [Parameter]| {
        let each =
            |parameter: &'static Parameter| (format!("{place}.{}", parameter.name), parameter.means, parameter.source);
        parameters.iter().map(each).collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    all.extend(each_of("databricks", parameters(Product::Databricks)));
    all.extend(each_of("immuta", parameters(Product::Immuta)));
    for service in services() {
        all.push((service.name.to_owned(), service.means, service.source));
        all.extend(each_of(service.name, &service.parameters));
    }
    for entry in entries() {
        let place = format!("{}.{}", entry.service, entry.action);
        all.extend(each_of(&place, &entry.parameters));
        all.push((place, entry.means, entry.source));
    }
    all.extend(gaps().iter().map(|gap| (format!("gap {}", gap.means), gap.means, gap.source)));
    all
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(&parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2)
        && ("01"..="12").contains(month) && ("01"..="31").contains(day))
}

#[test]
fn every_sentence_is_one_that_can_be_shown() {
    for (place, means, _) in sentences() {
        assert!(means.chars().count() <= LONGEST, "{place}: {} characters", means.chars().count());
        assert!(means.starts_with(|first: char| first.is_ascii_uppercase()), "{place}: {means}");
        assert!(means.ends_with('.') && !means.contains(". "), "{place} is not one sentence: {means}");
        assert!(!means.contains("  ") && !means.contains(['<', '>', '\n']), "{place}: {means}");
    }
}

#[test]
fn names_are_told_once_and_in_order() {
    let key = |text: &str| text.to_ascii_lowercase();
    let names: Vec<_> = services().iter().map(|service| key(service.name)).collect();
    assert!(names.is_sorted_by(|one, other| one < other), "{names:?}");
    let names: Vec<_> = entries().iter().map(|entry| (key(entry.service), key(entry.action))).collect();
    for pair in names.windows(2) {
        assert!(pair[0] < pair[1], "{pair:?}");
    }
    for entry in entries() {
        assert!(service(entry.service).is_some(), "{} is no service", entry.service);
        assert!(entry.parameters.is_sorted_by(|one, other| key(one.name) < key(other.name)), "{}", entry.action);
    }
}

#[test]
fn every_source_can_be_looked_up_again_and_is_used() {
    let used = sentences();
    for product in [Product::Databricks, Product::Immuta] {
        for source in sources(product) {
            assert!(used.iter().any(|(_, _, other)| *other == source), "{} is not used", source.key);
        }
    }
    for (place, _, source) in used {
        let Source { key, name, url, seen, checked, note } = *source;
        assert!(url.starts_with("https://") && is_day(seen) && !name.is_empty(), "{place}: {source:?}");
        assert!(checked || note.is_some(), "{key} is not checked and does not say why");
        for registry in ["crates.io", "index.crates", "npmjs", "pypi.", "registry"] {
            assert!(!url.contains(registry), "{place}: {url}");
        }
    }
}

#[test]
fn lookups_ignore_case_and_guess_nothing() {
    for (service, action, found) in [
        ("accounts", "login", Some("login")),
        ("ACCOUNTS", "LOGIN", Some("login")),
        ("Accounts", "ipaccessdenied", Some("IpAccessDenied")),
        ("RemoteHistoryService", "addUserGitHubCredentials", Some("addUserGitHubCredentials")),
        ("capsule8-alerts-dataplane", "Kernel Exploit", Some("Kernel Exploit")),
        ("clusters", "createResult", Some("createResult")),
        ("immuta", "QUERY", Some("QUERY")),
        ("immuta", "QueryAuditPayload", Some("QUERY")),
        ("immuta", "ApiKeyCreatedAuditPayload", Some("ApiKeyCreated")),
        ("immuta", "apiKey", Some("apiKey")),
        ("accounts", "loginAuditPayload", None),
        ("accounts", "logins", None),
        ("accounts", "", None),
        ("account", "login", None),
        ("", "", None),
        ("immuta", "AuditPayload", None),
        ("accounts", "ſetadmin", None),
    ] {
        assert_eq!(lookup(service, action).map(|entry| entry.action), found, "{service}.{action}");
    }
}

#[test]
fn a_parameter_means_what_it_means_nearest() {
    for (service, action, key, means) in [
        ("genie", "databricksAccess", "user", Some("Who was given access.")),
        ("accounts", "login", "USER", Some("The user that signed in or was refused.")),
        (
            "clusters",
            "create",
            "autotermination_minutes",
            Some("After how many idle minutes the cluster stops; 0 is never."),
        ),
        ("clusters", "unknown", "num_workers", Some("The number of workers.")),
        ("databrickssql", "commandSubmit", "commandText", Some("The text of the command or query.")),
        ("immuta", "QUERY", "queryId", Some("The query; the records of one query share it.")),
        ("immuta", "QUERY", "auditPayload.queryId", Some("The query; the records of one query share it.")),
        ("unknown", "create", "user", None),
        ("accounts", "login", "auditPayload.user", None),
        ("accounts", "login", "nothing", None),
    ] {
        assert_eq!(parameter(service, action, key).map(|found| found.means), means, "{service}.{action}.{key}");
    }
}

#[test]
fn marks_are_where_the_logs_have_them() {
    let named = |is_marked: fn(&&touchstone_dictionary::Entry) -> bool| {
        entries().iter().filter(is_marked).map(|entry| (entry.service, entry.action)).collect::<Vec<_>>()
    };
    for (service, action) in named(|entry| entry.verbose) {
        assert!(["databrickssql", "jobs", "notebook", "vectorSearch"].contains(&service), "{service}.{action}");
    }
    for (service, action) in named(|entry| entry.result) {
        let is_twin = action.strip_suffix("Result").is_some_and(|request| lookup(service, request).is_some());
        assert!(is_twin || action.starts_with("deltaSharingQueried"), "{service}.{action}");
    }
    for (service, action, sort) in [
        ("accounts", "setAdmin", Sort::Permission),
        ("accounts", "generateDbToken", Sort::Credential),
        ("accounts", "samlLogin", Sort::SignIn),
        ("notebook", "downloadLargeResults", Sort::Download),
        ("unityCatalog", "generateTemporaryTableCredential", Sort::DataRead),
        ("unityCatalog", "deleteTable", Sort::Delete),
        ("workspace", "workspaceConfEdit", Sort::Configuration),
    ] {
        assert_eq!(lookup(service, action).and_then(|entry| entry.sort), Some(sort), "{service}.{action}");
    }
}

#[test]
fn gaps_have_days_in_order_and_services_that_exist() {
    for gap in gaps() {
        for day in [gap.from, gap.to].into_iter().flatten() {
            assert!(is_day(day), "{gap:?}");
        }
        assert!(gap.from.zip(gap.to).is_none_or(|(from, to)| from <= to), "{gap:?}");
        assert_eq!(gap.days.is_some(), gap.kind == GapKind::Retention, "{gap:?}");
        for name in &gap.services {
            assert!(service(name).is_some_and(|service| service.product == gap.product), "{name} in {gap:?}");
        }
    }
}

#[test]
fn a_gap_touches_the_days_and_services_it_is_about() {
    let outage = gaps().iter().find(|gap| gap.from == Some("2025-10-16")).expect("the dashboards' outage is known");
    for (product, service, first, last, expected) in [
        (Product::Databricks, "dashboards", "2025-10-01", "2025-10-15", false),
        (Product::Databricks, "dashboards", "2025-10-01", "2025-10-16", true),
        (Product::Databricks, "Dashboards", "2025-11-01", "2025-11-02", true),
        (Product::Databricks, "dashboards", "2025-11-19", "2025-12-24", true),
        (Product::Databricks, "dashboards", "2025-11-20", "2025-12-24", false),
        (Product::Databricks, "jobs", "2025-11-01", "2025-11-02", false),
        (Product::Immuta, "dashboards", "2025-11-01", "2025-11-02", false),
    ] {
        assert_eq!(outage.touches(product, service, first, last), expected, "{product:?} {service} {first} {last}");
    }
}

#[test]
fn the_data_are_as_large_as_the_page_has_room_for() {
    let size: usize = [include_str!("../data/databricks.json"), include_str!("../data/immuta.json")]
        .iter()
        .map(|text| text.len())
        .sum();
    let mut counts = BTreeMap::<_, usize>::new();
    for entry in entries() {
        *counts.entry((format!("{:?}", entry.product), entry.source.key)).or_default() += 1;
    }
    println!("{size} bytes, {} services, {} actions, {} gaps", services().len(), entries().len(), gaps().len());
    for ((product, source), count) in &counts {
        println!("{product} {source}: {count} actions");
    }
    assert!(size <= 120_000, "{size} bytes");
    assert!(services().len() >= 70 && entries().len() >= 900, "entries were lost");
}
