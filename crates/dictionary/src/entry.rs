//! Entries for services, actions and parameters.

use serde::{Deserialize, Serialize};

use crate::Source;

/// The product whose log is described.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Databricks, on any cloud.
    Databricks,
    /// Immuta: the universal audit model and the legacy audit.
    Immuta,
}

/// The category of an action.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A sensor reported something suspicious.
    Alert,
    /// An object was changed.
    Change,
    /// A security or governance setting was changed.
    Configuration,
    /// An object was created.
    Create,
    /// A secret, token or key was created, read, changed or revoked.
    Credential,
    /// Data was read, or credentials to read it were issued.
    DataRead,
    /// Data was written.
    DataWrite,
    /// An object was deleted.
    Delete,
    /// Data or code left the platform.
    Download,
    /// A user, group or service principal was created, changed or deleted.
    Identity,
    /// A permission was granted, revoked or restricted.
    Permission,
    /// Something was started, stopped or executed.
    Run,
    /// Something was shared externally, or accessed from outside.
    Sharing,
    /// Somebody signed in or out, or was refused.
    SignIn,
    /// Metadata was viewed.
    View,
}

/// A request parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its key, as records spell it.
    pub name: &'static str,
    /// Its meaning, in one sentence.
    pub means: &'static str,
    /// The source of the meaning.
    pub source: &'static Source,
}

/// A service: the log's name for the part of the product that did the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its product.
    pub product: Product,
    /// Its name in most formats.
    pub name: &'static str,
    /// Its purpose, in one sentence.
    pub means: &'static str,
    /// The source of the description.
    pub source: &'static Source,
    /// Parameters shared by several of its actions, by name.
    pub parameters: Vec<Parameter>,
}

/// An action of a service; for Immuta an action, an event of the universal audit model or a legacy record type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its product.
    pub product: Product,
    /// Its service.
    pub service: &'static str,
    /// The name of the action.
    pub action: &'static str,
    /// Its category, if obvious.
    pub sort: Option<Sort>,
    /// What happened, in one sentence.
    pub means: &'static str,
    /// The source of the description.
    pub source: &'static Source,
    /// Whether it is logged only by verbose audit logging.
    pub verbose: bool,
    /// Whether it reports the result of another action, as `createResult` does for `create`: do not count both.
    pub result: bool,
    /// Parameters with a specific meaning in this action, by name.
    pub parameters: Vec<Parameter>,
}
