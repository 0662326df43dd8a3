//! The data of the account: Unity Catalog tables and secret scopes.

use super::{names, uuid};
use crate::random::Random;

#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) id: String,
    pub(crate) catalog: &'static str,
    pub(crate) schema: String,
    /// `catalog.schema.table`
    pub(crate) full_name: String,
    pub(crate) url: String,
}

#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) name: String,
    pub(crate) keys: Vec<String>,
}

const CATALOGS: [&str; 4] = ["main", "sales_prod", "dev", "lakehouse_eu"];
const LAYERS: [&str; 3] = ["raw", "silver", "gold"];

pub(crate) fn tables(random: &mut Random) -> Vec<Table> {
    let mut tables = Vec::new();
    for catalog in CATALOGS {
        for layer in LAYERS {
            for noun in names::NOUNS {
                let id = uuid(random.next_wide());
                let schema = format!("{layer}_{}", random.pick(&names::TEAMS));
                tables.push(Table {
                    full_name: format!("{catalog}.{schema}.{noun}"),
                    url: format!("s3://corp-example-{catalog}/{layer}/__unitystorage/tables/{id}"),
                    id,
                    catalog,
                    schema,
                });
            }
        }
    }
    // Shuffles the tables, so that the most read ones belong to several catalogs.
    for last in (1..tables.len()).rev() {
        tables.swap(last, random.below(last as u64 + 1) as usize);
    }
    tables
}

/// One scope per team, with enough keys to make a harvest stand out.
pub(crate) fn scopes() -> Vec<Scope> {
    names::TEAMS
        .iter()
        .map(|team| Scope {
            name: format!("{team}-scope"),
            keys: (0..24).map(|number| format!("{team}-{}", key_name(number))).collect(),
        })
        .collect()
}

fn key_name(number: usize) -> String {
    let what = ["jdbc-password", "api-key", "storage-sas", "client-secret", "smtp-password", "webhook"][number % 6];
    if number < 6 { what.to_owned() } else { format!("{what}-{}", number / 6 + 1) }
}
