//! The services, one file each: name, share of activity, and an operation that creates events.

pub(crate) mod accounts;
pub(crate) mod capsule8;
pub(crate) mod clam_av;
pub(crate) mod cluster_libraries;
pub(crate) mod cluster_policies;
pub(crate) mod clusters;
pub(crate) mod databricks_sql;
pub(crate) mod dbfs;
pub(crate) mod delta_pipelines;
pub(crate) mod delta_sharing;
pub(crate) mod filesystem;
pub(crate) mod genie;
pub(crate) mod global_init_scripts;
pub(crate) mod iam_role;
pub(crate) mod immuta;
pub(crate) mod instance_pools;
pub(crate) mod jobs;
pub(crate) mod mlflow_experiment;
pub(crate) mod model_registry;
pub(crate) mod notebook;
pub(crate) mod remote_history;
pub(crate) mod repos;
pub(crate) mod secrets;
pub(crate) mod sql_permissions;
pub(crate) mod ssh;
pub(crate) mod sso_config;
pub(crate) mod unity_catalog;
pub(crate) mod workspace;

use crate::model::Event;
use crate::options::Shape;
use crate::random::{Random, Weights};
use crate::scene::Scene;

/// A service, or a part of one with its own share of activity.
pub(crate) struct Service {
    /// Its share of people's activity.
    pub(crate) people: u64,
    /// Its share of programs' activity.
    pub(crate) programs: u64,
    /// Whether it wrote audit logs in 2019.
    pub(crate) in_2019: bool,
    /// Creates the operation's first event; later ones go to the scene's `later`.
    pub(crate) operate: for<'w> fn(&mut Scene<'w, '_>) -> Event<'w>,
}

static ALL: [&Service; 27] = [
    &accounts::SERVICE,
    &capsule8::SERVICE,
    &clam_av::SERVICE,
    &cluster_libraries::SERVICE,
    &cluster_policies::SERVICE,
    &clusters::SERVICE,
    &databricks_sql::SERVICE,
    &dbfs::SERVICE,
    &delta_pipelines::SERVICE,
    &delta_sharing::SERVICE,
    &filesystem::SERVICE,
    &genie::SERVICE,
    &global_init_scripts::SERVICE,
    &iam_role::SERVICE,
    &instance_pools::SERVICE,
    &jobs::SERVICE,
    &mlflow_experiment::SERVICE,
    &model_registry::SERVICE,
    &notebook::SERVICE,
    &remote_history::SERVICE,
    &repos::SERVICE,
    &secrets::SERVICE,
    &sql_permissions::SERVICE,
    &ssh::SERVICE,
    &sso_config::SERVICE,
    &unity_catalog::SERVICE,
    &workspace::SERVICE,
];

/// The services of a log and their weights.
pub(crate) struct Catalogue {
    services: Vec<&'static Service>,
    /// By whether the workspace writes the 2019 shape, then by whether a person acts.
    weights: [[Weights; 2]; 2],
}

impl Catalogue {
    pub(crate) fn new(shape: Shape) -> Self {
        let services: Vec<_> = ALL.into_iter().filter(|service| shape != Shape::V2019 || service.in_2019).collect();
        let weights = [false, true].map(|is_2019| {
            [false, true].map(|is_person| {
                Weights::new(services.iter().map(|service| match (is_2019 && !service.in_2019, is_person) {
                    (true, _) => 0,
                    (false, true) => service.people,
                    (false, false) => service.programs,
                }))
            })
        });
        Self { services, weights }
    }

    pub(crate) fn services(&self) -> &[&'static Service] {
        &self.services
    }

    pub(crate) fn pick(&self, is_2019: bool, is_person: bool, random: &mut Random) -> &'static Service {
        self.services[self.weights[usize::from(is_2019)][usize::from(is_person)].pick(random)]
    }
}
