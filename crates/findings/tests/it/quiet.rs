//! The pack over logs in which nothing happened, and over logs in which something was planted.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};

use touchstone_findings::{Finding, Report, Rule, Rules, Severity, evaluate};
use touchstone_generate::{Format, Incidents, MemorySink, Options, Truth, generate, immuta_incident_ids, incident_ids};
use touchstone_medallion::{Medallion, Session, SilverColumn};

use crate::support::load;

const DAY_MS: i64 = 86_400_000;

/// Prints a figure, whether the test passes or not.
fn tell(figure: &str) {
    writeln!(io::stderr(), "{figure}").ok();
}

fn log(options: &Options) -> (Session, Truth) {
    let mut sink = MemorySink::default();
    let truth = generate(options, &mut sink).unwrap();
    let inputs: Vec<_> = sink.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    (load(&inputs), truth)
}

/// How many findings of each severity there are, from the least serious on.
fn by_severity(report: &Report) -> Vec<String> {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    Severity::ALL.iter().map(|severity| format!("{} {severity}", count(*severity))).collect()
}

/// The most findings of a severity on one day.
fn most_a_day(report: &Report, severity: Severity) -> usize {
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.severity == severity) {
        *days.entry(finding.first_ms.unwrap_or_default().div_euclid(DAY_MS)).or_default() += 1;
    }
    days.into_values().max().unwrap_or_default()
}

/// The findings by rule, the most frequent first, for those who look at a failure.
fn by_rule(report: &Report) -> Vec<(usize, Severity, &str)> {
    let mut rules: Vec<_> =
        report.checked.iter().map(|rule| (rule.findings, rule.severity, rule.title.as_str())).collect();
    rules.retain(|(findings, ..)| *findings > 0);
    rules.sort_by(|a, b| b.cmp(a));
    rules
}

/// Months at the rhythm of a company of 320 people, and shorter logs of many more events, which have no history.
#[test]
fn a_quiet_log_has_no_finding_that_wakes_anybody() {
    let rules = Rules::packed();
    for (seed, events, days, format) in [
        (101, 40_000, 31, Format::DatabricksDelivery),
        (102, 50_000, 30, Format::DatabricksSystemTable),
        (103, 60_000, 31, Format::AzureDiagnostic),
        (104, 40_000, 30, Format::ImmutaUam),
        (105, 100_000, 7, Format::DatabricksDelivery),
        (106, 150_000, 7, Format::DatabricksSystemTable),
        (107, 100_000, 3, Format::DatabricksDelivery),
        (108, 60_000, 1, Format::DatabricksDelivery),
        (109, 5_000, 2, Format::DatabricksDelivery),
        (110, 30_000, 1, Format::ImmutaUam),
    ] {
        let container = format.containers()[0];
        let options =
            Options { events, days, seed, format, container, incidents: Incidents::None, ..Options::default() };
        let (session, _) = log(&options);
        let report = evaluate(&rules, session.medallion());
        let medium = most_a_day(&report, Severity::Medium);
        tell(&format!(
            "{days} quiet days of {events} events ({format}): {}; at most {medium} medium a day",
            by_severity(&report).join(", ")
        ));
        let loud: Vec<_> =
            report.findings.iter().filter(|finding| finding.severity >= Severity::High).map(shown).collect();
        assert_eq!(loud, Vec::<String>::new());
        assert!(medium <= 1, "{:#?}", by_rule(&report));
        assert!(report.findings.len() < 45 * days as usize + events as usize / 100, "{:#?}", by_rule(&report));
    }
}

fn shown(finding: &Finding) -> String {
    format!("{} {}: {}", finding.severity, finding.title, finding.message)
}

/// By incident, the rules that find it, by the names of their files.
const FINDERS: [(&str, &[&str]); 20] = [
    ("brute-force", &["databricks_brute_force", "databricks_login_success_after_failures"]),
    ("everlasting-token", &["databricks_token_without_expiry"]),
    ("admin-grant", &["databricks_workspace_admin_granted"]),
    (
        "verbose-logging-off",
        &["databricks_verbose_audit_logs_disabled", "databricks_verbose_audit_logs_off_then_data_access"],
    ),
    ("no-autotermination", &["databricks_cluster_without_autotermination"]),
    ("denied-network", &["databricks_ip_access_denied", "databricks_ip_access_denied_many_principals"]),
    ("secret-harvest", &["databricks_repeated_secret_reads", "databricks_secret_discovery"]),
    ("mass-download", &["databricks_many_downloads"]),
    ("credential-exfiltration", &["databricks_read_and_written_elsewhere"]),
    ("destructive-burst", &["databricks_many_deletions"]),
    ("cluster-storm", &["databricks_job_clusters_above_history"]),
    (
        "init-script",
        &["databricks_encoded_command", "databricks_global_init_script_changed", "databricks_library_on_all_clusters"],
    ),
    (
        "host-compromise",
        &["databricks_container_escape", "databricks_several_alerts_on_host", "databricks_infected_files"],
    ),
    (
        "agent-workaround",
        &["databricks_agent_client", "databricks_agent_reads_after_denial", "databricks_agent_administers"],
    ),
    ("password-spraying", &["databricks_password_spraying"]),
    ("session-theft", &["databricks_session_on_two_devices", "databricks_session_from_many_networks"]),
    (
        "sharing-leak",
        &[
            "databricks_permission_changes_burst",
            "databricks_permission_changes_then_sharing",
            "databricks_recipient_without_ip_list",
        ],
    ),
    (
        "stolen-credential",
        &[
            "databricks_many_downloads",
            "databricks_downloads_above_history",
            "databricks_first_client",
            "databricks_first_network",
        ],
    ),
    ("immuta-probing", &["immuta_many_denied_queries", "immuta_access_after_denial"]),
    (
        "immuta-governance",
        &[
            "immuta_api_key_changed",
            "immuta_permission_changed",
            "immuta_policy_changed",
            "immuta_configuration_changed",
        ],
    ),
];

/// The name of a rule's file.
fn stem(rule: &Rule) -> &str {
    rule.origin.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".yml")
}

/// The folder of a rule's file, which is its family.
fn family(rule: &Rule) -> &str {
    rule.origin.file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The rows of each incident.
fn planted(medallion: &Medallion, truth: &Truth) -> BTreeMap<String, BTreeSet<u32>> {
    let silver = medallion.silver();
    let row_of: BTreeMap<(i64, i64), u32> = (0..silver.rows())
        .filter_map(|row| {
            let place = (silver.integer(SilverColumn::Input, row)?, silver.integer(SilverColumn::Record, row)?);
            Some((place, row))
        })
        .collect();
    let rows = |records: &[touchstone_generate::Place]| {
        records.iter().filter_map(|place| row_of.get(&(place.0 as i64, place.1 as i64)).copied()).collect()
    };
    truth.incidents.iter().map(|incident| (incident.id.clone(), rows(&incident.records))).collect()
}

#[test]
fn every_family_of_rules_finds_what_was_planted() {
    let rules = Rules::packed();
    let of_incident: BTreeMap<&str, &[&str]> = FINDERS.into_iter().collect();
    let known: BTreeSet<&str> = incident_ids().chain(immuta_incident_ids()).collect();
    assert_eq!(known, of_incident.keys().copied().collect(), "each incident has rules that find it");
    let immuta = Incidents::Only(immuta_incident_ids().map(str::to_owned).collect());
    let databricks = Options { events: 40_000, days: 35, ..Options::default() };
    let mut families: BTreeMap<&str, usize> = rules.iter().map(|rule| (family(rule), 0)).collect();
    let mut found_in_all = 0;
    for options in [
        Options { seed: 7, ..databricks.clone() },
        Options { seed: 8, format: Format::DatabricksSystemTable, ..databricks.clone() },
        Options { seed: 11, days: 7, ..databricks.clone() },
        Options { seed: 9, events: 10_000, format: Format::ImmutaUam, incidents: immuta, ..databricks },
    ] {
        let (session, truth) = log(&options);
        let report = evaluate(&rules, session.medallion());
        let mut missed = Vec::new();
        for (incident, rows) in planted(session.medallion(), &truth) {
            assert!(!rows.is_empty(), "{incident}");
            for name in of_incident[incident.as_str()] {
                let rule = rules.iter().find(|rule| stem(rule) == *name && !rule.is_part).unwrap();
                // Rules that learn say nothing in a log that is shorter than what they need.
                if !report.checked.iter().find(|checked| checked.rule == rule.id).unwrap().lacks.is_empty() {
                    continue;
                }
                let is_of_it =
                    |finding: &&Finding| finding.rule == rule.id && finding.rows.iter().any(|row| rows.contains(row));
                match report.findings.iter().find(is_of_it) {
                    Some(_) => {
                        *families.entry(family(rule)).or_default() += 1;
                        found_in_all += 1;
                    }
                    None => missed.push(format!("{incident} by {name}")),
                }
            }
        }
        tell(&format!(
            "{} incidents planted in {} days of {}: {}",
            truth.incidents.len(),
            options.days,
            options.format,
            by_severity(&report).join(", ")
        ));
        assert_eq!(missed, Vec::<String>::new());
    }
    tell(&format!("{found_in_all} findings of planted incidents by families: {families:?}"));
    assert!(families.values().all(|found| *found > 0), "{families:?}");
}
