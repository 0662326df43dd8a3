//! What the dictionary says about a service, an action and a parameter.

use serde::{Deserialize, Serialize};

use crate::Source;

/// The product whose log an entry is about.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Databricks, on any cloud.
    Databricks,
    /// Immuta: the universal audit model and the legacy audit.
    Immuta,
}

/// What sort of action it is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A sensor reports something suspicious.
    Alert,
    /// An object was changed.
    Change,
    /// A setting that protects or governs was changed.
    Configuration,
    /// An object was created.
    Create,
    /// A secret, token or key was made, read, changed or withdrawn.
    Credential,
    /// Data was read, or a key to read it was given.
    DataRead,
    /// Data was written.
    DataWrite,
    /// An object was deleted.
    Delete,
    /// Data or code left the platform.
    Download,
    /// A user, group or service principal was created, changed or deleted.
    Identity,
    /// A right was given, taken or limited.
    Permission,
    /// Something was started, stopped or executed.
    Run,
    /// Something was shared with, or looked at from, outside.
    Sharing,
    /// Somebody signed in or out, or was refused.
    SignIn,
    /// Metadata was looked at.
    View,
}

/// A request parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its key, as records spell it.
    pub name: &'static str,
    /// What it means, in one sentence.
    pub means: &'static str,
    /// Where that comes from.
    pub source: &'static Source,
}

/// A service: what the log calls the part of the product that did the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The product it belongs to.
    pub product: Product,
    /// Its name, as most formats spell it.
    pub name: &'static str,
    /// What it is about, in one sentence.
    pub means: &'static str,
    /// Where that comes from.
    pub source: &'static Source,
    /// Parameters of several of its actions, by name.
    pub parameters: Vec<Parameter>,
}

/// An action of a service; for Immuta an action, an event of the universal audit model or a legacy record type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The product it belongs to.
    pub product: Product,
    /// The service that logs it.
    pub service: &'static str,
    /// The name of the action.
    pub action: &'static str,
    /// What sort of action it is, where that is obvious.
    pub sort: Option<Sort>,
    /// What happened, in one sentence.
    pub means: &'static str,
    /// Where that comes from.
    pub source: &'static Source,
    /// Whether only verbose audit logs have it.
    pub verbose: bool,
    /// Whether it tells the end of another action, as `createResult` that of `create`: do not count both.
    pub result: bool,
    /// Parameters that mean something of their own in this action, by name.
    pub parameters: Vec<Parameter>,
}
