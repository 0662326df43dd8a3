//! What has to be in the logs for a rule to say anything.

use touchstone_query::{Field, Value};
use touchstone_schema::SilverColumn as S;

use crate::condition::Condition;
use crate::lower::text;

/// What has to be in the logs for a rule to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Verbose audit logs: texts of commands.
    Verbose,
    /// Events of Unity Catalog.
    UnityCatalog,
    /// Events at account level.
    Account,
    /// Alerts of the compliance security profile.
    DataPlane,
    /// Events of Delta Sharing.
    DeltaSharing,
    /// Events of Immuta.
    Immuta,
    /// System tables, which say with whose rights something ran.
    SystemTables,
    /// Session ids.
    Sessions,
}

/// Each with its name and what it is called.
const NAMES: [(Need, &str, &str); 8] = [
    (Need::Verbose, "verbose", "verbose audit logs"),
    (Need::UnityCatalog, "unity_catalog", "events of Unity Catalog"),
    (Need::Account, "account", "events at account level"),
    (Need::DataPlane, "dataplane", "alerts of the compliance security profile"),
    (Need::DeltaSharing, "delta_sharing", "events of Delta Sharing"),
    (Need::Immuta, "immuta", "events of Immuta"),
    (Need::SystemTables, "system_tables", "records of system tables, which name run_by and run_as"),
    (Need::Sessions, "sessions", "session ids"),
];

impl Need {
    /// The need of a name; an error lists the names.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        NAMES.iter().find(|(_, other, _)| *other == name).map(|(need, _, _)| *need).ok_or_else(|| {
            let names: Vec<&str> = NAMES.iter().map(|(_, name, _)| *name).collect();
            format!("needs: {name} is none of {}", names.join(", "))
        })
    }

    /// What it is called: `events of Unity Catalog`.
    pub fn words(self) -> &'static str {
        NAMES.iter().find(|(need, _, _)| *need == self).map_or("", |(_, _, words)| words)
    }

    /// What selects the events that have it.
    pub(crate) fn condition(self) -> Condition {
        let is = |column, texts: &[&str]| {
            Condition::is(Field::Text(column), texts.iter().map(|one| text(one)).collect::<Vec<Value>>())
        };
        match self {
            Self::Verbose => Condition::Or(vec![
                Condition::And(vec![is(S::ServiceName, &["notebook"]), is(S::ActionName, &["runCommand"])]),
                Condition::And(vec![
                    is(S::ServiceName, &["databrickssql", "jobs"]),
                    is(S::ActionName, &["commandSubmit", "commandFinish", "runCommand"]),
                ]),
            ]),
            Self::UnityCatalog => is(S::ServiceName, &["unityCatalog"]),
            Self::Account => is(S::AuditLevel, &["ACCOUNT_LEVEL"]),
            Self::DataPlane => is(
                S::ServiceName,
                &["capsule8-alerts-dataplane", "clamAVScanService-dataplane", "monit", "syslog", "clamAVScanService"],
            ),
            Self::DeltaSharing => is(
                S::ActionName,
                &["deltaSharingQueryTable", "deltaSharingQueryTableChanges", "createRecipient", "createShare"],
            ),
            Self::Immuta => is(S::ServiceName, &["immuta"]),
            Self::SystemTables => Condition::Or(vec![
                Condition::present(Field::Text(S::RunBy)),
                Condition::present(Field::Text(S::RunAs)),
            ]),
            Self::Sessions => Condition::present(Field::Text(S::SessionId)),
        }
    }
}
