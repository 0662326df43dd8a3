//! Counts events as they are written.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Calendar;
use crate::format::{Container, Format};
use crate::model::{Event, Value};
use crate::options::{Options, Shape};
use crate::outcome::{Outcome, Outcomes};
use crate::services::accounts;
use crate::truth::{
    AccountTruth, ClusterTruth, JobTruth, LoginTruth, NamedCount, NeverStopping, Place, Provenance, RunTruth,
    ServiceTruth, Span, Truth,
};

#[derive(Default)]
pub(crate) struct Tally {
    events: u64,
    time: Option<Span>,
    outcomes: Outcomes,
    days: Vec<u64>,
    workspaces: BTreeMap<String, u64>,
    services: BTreeMap<&'static str, Service>,
    emails: Names,
    denied: Names,
    principals: Names,
    runs: BTreeMap<String, (Outcomes, BTreeSet<String>)>,
    logins: BTreeMap<String, Outcomes>,
    created_by_day: BTreeMap<String, u64>,
    creators: Names,
    jobs: BTreeMap<String, (u64, BTreeSet<String>)>,
    without_autotermination: Names,
    never_stopping: Vec<NeverStopping>,
}

#[derive(Default)]
struct Service {
    actions: BTreeMap<&'static str, Outcomes>,
    /// In order of appearance: services have too few keys for a map to be faster.
    keys: Vec<(&'static str, u64)>,
}

impl Tally {
    /// Counts an event written to `place`.
    pub(crate) fn count(&mut self, event: &Event<'_>, calendar: &Calendar, place: Place) {
        let outcome = Outcome::of(event.response.as_ref());
        self.events += 1;
        self.outcomes.count(outcome);
        let span = self.time.get_or_insert(Span { first_ms: event.time_ms, last_ms: event.time_ms });
        span.first_ms = span.first_ms.min(event.time_ms);
        span.last_ms = span.last_ms.max(event.time_ms);
        self.days.resize(calendar.days(), 0);
        self.days[calendar.day_of(event.time_ms)] += 1;
        add(&mut self.workspaces, effective_workspace(event));
        self.emails.add(event.email.as_deref());
        self.principals.add(event.principal());
        if outcome == Outcome::Denied {
            self.denied.add(event.email.as_deref());
        }

        let service = self.services.entry(event.service).or_default();
        service.actions.entry(event.action).or_default().count(outcome);
        for (key, value) in event.params.iter().flatten() {
            if matches!(value, Value::Null) {
                continue;
            }
            match service.keys.iter_mut().find(|(known, _)| known == key) {
                Some((_, count)) => *count += 1,
                None => service.keys.push((key, 1)),
            }
        }
        match (event.service, event.action) {
            ("jobs", "runSucceeded" | "runFailed") => self.count_run(event, calendar),
            ("clusters", "create") => self.count_cluster(event, calendar, place),
            ("accounts", action) if accounts::LOGINS.contains(&action) => {
                let user = event.principal().unwrap_or_default();
                match self.logins.get_mut(user) {
                    Some(outcomes) => outcomes.count(outcome),
                    None => self.logins.entry(user.to_owned()).or_default().count(outcome),
                }
            }
            _ => {}
        }
    }

    fn count_run(&mut self, event: &Event<'_>, calendar: &Calendar) {
        let (outcomes, jobs) = self.runs.entry(calendar.date(event.time_ms).to_owned()).or_default();
        outcomes.count(if event.action == "runSucceeded" { Outcome::Success } else { Outcome::Failure });
        jobs.extend(event.param("jobId").map(str::to_owned));
    }

    fn count_cluster(&mut self, event: &Event<'_>, calendar: &Calendar, place: Place) {
        let creator = event.param("cluster_creator");
        let name = event.param("cluster_name").unwrap_or_default();
        add(&mut self.created_by_day, calendar.date(event.time_ms));
        self.creators.add(creator);
        if let Some(job) = job_of(name) {
            let (created, users) = self.jobs.entry(job.to_owned()).or_default();
            *created += 1;
            users.extend(event.param("user_id").map(str::to_owned));
        }
        if event.param("autotermination_minutes") == Some("0") {
            self.without_autotermination.add(creator);
            if creator.is_none() {
                let email = event.email.as_deref().map(str::to_owned);
                self.never_stopping.push(NeverStopping { email, cluster_name: name.to_owned(), place });
            }
        }
    }

    /// The truth about the events; the caller adds what concerns files and lines.
    pub(crate) fn into_truth(self, options: &Options, calendar: &Calendar) -> Truth {
        let days = self.days.iter().enumerate().map(|(day, count)| (calendar.name(day).to_owned(), *count));
        let created_by_job = self.jobs.into_iter();
        Truth {
            generator: provenance(options),
            files: Vec::new(),
            totals: crate::truth::Totals { events: self.events, ..Default::default() },
            time: self.time,
            outcomes: self.outcomes,
            days: days.filter(|(_, count)| *count > 0).collect(),
            workspaces: self.workspaces,
            services: self
                .services
                .into_iter()
                .map(|(name, service)| (name.to_owned(), service.into_truth()))
                .collect(),
            emails: self.emails.into_list(),
            denied: self.denied.into_list(),
            principals: self.principals.into_list(),
            runs: self
                .runs
                .into_iter()
                .map(|(day, (outcomes, jobs))| {
                    (day, RunTruth { ended: outcomes.events(), succeeded: outcomes.success, jobs: jobs.len() as u64 })
                })
                .collect(),
            clusters: ClusterTruth {
                created_by_day: self.created_by_day,
                created_by_creator: self.creators.into_list(),
                created_by_job: created_by_job
                    .map(|(job, (created, users))| (job, JobTruth { created, user_ids: users.into_iter().collect() }))
                    .collect(),
                without_autotermination: self.without_autotermination.into_list(),
                all_purpose_without_autotermination: self.never_stopping,
            },
            accounts: AccountTruth {
                login_actions: accounts::LOGINS.map(str::to_owned).to_vec(),
                logins: self.logins.into_iter().map(|(user, outcomes)| LoginTruth { user, outcomes }).collect(),
            },
            duplicates: crate::truth::Duplicates::default(),
            bad_lines: Vec::new(),
            incidents: Vec::new(),
        }
    }
}

impl Service {
    fn into_truth(self) -> ServiceTruth {
        ServiceTruth {
            events: self.actions.values().map(|outcomes| outcomes.events()).sum(),
            actions: self.actions.into_iter().map(|(name, outcomes)| (name.to_owned(), outcomes)).collect(),
            keys: self.keys.into_iter().map(|(key, count)| (key.to_owned(), count)).collect(),
        }
    }
}

/// Number of occurrences of each name, and of no name.
#[derive(Default)]
struct Names {
    none: u64,
    some: BTreeMap<String, u64>,
}

impl Names {
    fn add(&mut self, name: Option<&str>) {
        match name {
            Some(name) => add(&mut self.some, name),
            None => self.none += 1,
        }
    }

    /// Most frequent first, then by name.
    fn into_list(self) -> Vec<NamedCount> {
        let none = (self.none > 0).then_some(NamedCount { name: None, events: self.none });
        let some = self.some.into_iter().map(|(name, events)| NamedCount { name: Some(name), events });
        let mut list: Vec<_> = none.into_iter().chain(some).collect();
        list.sort_by_key(|counted| Reverse(counted.events));
        list
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}

fn effective_workspace<'e>(event: &'e Event<'_>) -> &'e str {
    match event.workspace {
        None => event.param("workspace_id").unwrap_or("0"),
        Some(workspace) if workspace.is_2019 => "",
        Some(workspace) => &workspace.id,
    }
}

/// The job id in `job-<digits>-run-<digits>`.
fn job_of(cluster_name: &str) -> Option<&str> {
    let (job, run) = cluster_name.strip_prefix("job-")?.split_once("-run-")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(job) && is_number(run)).then_some(job)
}

fn provenance(options: &Options) -> Provenance {
    Provenance {
        name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        seed: options.seed,
        start: options.start.to_string(),
        days: options.days,
        shape: match options.shape {
            Shape::V2 => "2.0",
            Shape::V2019 => "2019",
            Shape::Mixed => "mixed",
        }
        .to_owned(),
        workspaces: options.workspaces,
        format: (options.format != Format::default()).then(|| options.format.to_string()),
        container: (options.container != Container::default()).then(|| options.container.to_string()),
    }
}
