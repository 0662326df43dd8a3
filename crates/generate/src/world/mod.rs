//! The state before the first event: the account, its workspaces, people, jobs and data. All names are invented.

pub(crate) mod agents;
pub(crate) mod assets;
pub(crate) mod names;
pub(crate) mod people;
pub(crate) mod workspaces;

use crate::Error;
use crate::calendar::Calendar;
use crate::options::{Options, Shape};
use crate::random::{Random, Weights};
use assets::{Scope, Table};
use people::Principal;
use workspaces::Workspace;

const USERS: usize = 320;
const SERVICE_PRINCIPALS: usize = 14;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) calendar: Calendar,
    pub(crate) account_id: String,
    pub(crate) metastore_id: String,
    pub(crate) workspaces: Vec<Workspace>,
    pub(crate) users: Vec<Principal>,
    pub(crate) service_principals: Vec<Principal>,
    /// The user as which Databricks itself acts.
    pub(crate) system_user: Principal,
    pub(crate) tables: Vec<Table>,
    pub(crate) scopes: Vec<Scope>,
    user_weights: Weights,
    service_principal_weights: Weights,
    table_weights: Weights,
}

impl World {
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let calendar = Calendar::new(options.start, options.days)?;
        let random = &mut Random::for_purpose(options.seed, "world");
        let account_id = uuid(random.next_wide());
        let metastore_id = uuid(random.next_wide());
        let workspaces: Vec<_> = (0..options.workspaces as usize)
            .map(|number| {
                let is_2019 = match options.shape {
                    Shape::V2 => false,
                    Shape::V2019 => true,
                    Shape::Mixed => number % 2 == 1,
                };
                Workspace::new(number, is_2019, USERS, random)
            })
            .collect();
        let workspace_weights = Weights::skewed(workspaces.len());
        let users = (0..USERS).map(|number| people::user(number, &workspace_weights, random)).collect();
        let service_principals = (0..SERVICE_PRINCIPALS)
            .map(|number| people::service_principal(number, &workspace_weights, random))
            .collect();
        let tables = assets::tables(random);
        Ok(Self {
            calendar,
            account_id,
            metastore_id,
            workspaces,
            users,
            service_principals,
            system_user: people::system_user(random),
            scopes: assets::scopes(),
            user_weights: Weights::skewed(USERS),
            service_principal_weights: Weights::skewed(SERVICE_PRINCIPALS),
            table_weights: Weights::skewed(tables.len()),
            tables,
        })
    }

    pub(crate) fn user(&self, random: &mut Random) -> &Principal {
        &self.users[self.user_weights.pick(random)]
    }

    pub(crate) fn service_principal(&self, random: &mut Random) -> &Principal {
        &self.service_principals[self.service_principal_weights.pick(random)]
    }

    pub(crate) fn table(&self, random: &mut Random) -> &Table {
        &self.tables[self.table_weights.pick(random)]
    }
}

/// The usual spelling, 8-4-4-4-12.
pub(crate) fn uuid(number: u128) -> String {
    let digits = format!("{number:032x}");
    format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}
