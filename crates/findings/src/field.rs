//! The fields of rules: silver's columns, request parameters, and what is derived from them.

use touchstone_medallion::PARAM_PREFIX;
use touchstone_query::Field;
use touchstone_schema::COLUMNS;

/// A field of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleField {
    /// A column of silver, a request parameter, or an hour or weekday of the event's time.
    Stored(Field),
    /// `principal`: who did it, the first of [`PRINCIPAL`] that has a text.
    Principal,
    /// `principal_type`: what the principal's name looks like.
    PrincipalType,
    /// `network`: the /24 or /64 of the source address.
    Network,
    /// `public_ip`: whether the source address is one of the internet; what is no address is not.
    PublicIp,
    /// `client`: the user agent up to its first slash, bracket or blank.
    Client,
    /// `token_lifetime`: hours from the event to `requestParams.tokenExpirationTime`.
    TokenLifetime,
    /// `securable`: the object of Unity Catalog, the first of [`SECURABLE`] that has a text.
    Securable,
}

/// Where a principal stands, first to last.
pub const PRINCIPAL: [&str; 4] = ["email", "requestParams.user", "run_by", "subject_name"];

/// Where a securable stands, first to last.
const SECURABLE: [&str; 7] = [
    "requestParams.table_full_name",
    "requestParams.volume_full_name",
    "requestParams.name",
    "requestParams.url",
    "requestParams.table_url",
    "requestParams.table_id",
    "requestParams.volume_id",
];

impl RuleField {
    /// The field of a name as rules have it; an error says that there is none.
    pub fn named(name: &str) -> Result<Self, String> {
        Ok(match name {
            "principal" => Self::Principal,
            "principal_type" => Self::PrincipalType,
            "network" => Self::Network,
            "public_ip" => Self::PublicIp,
            "client" => Self::Client,
            "token_lifetime" => Self::TokenLifetime,
            "securable" => Self::Securable,
            "hour" => Self::Stored(Field::Hour),
            "weekday" => Self::Stored(Field::Weekday),
            _ => Self::Stored(stored(name).ok_or_else(|| unknown(name))?),
        })
    }

    /// The fields of which the first with a text is this one; none for fields that are no such choice.
    pub(crate) fn choice(&self) -> Vec<Field> {
        let names: &[&str] = match self {
            Self::Principal | Self::PrincipalType => &PRINCIPAL,
            Self::Securable => &SECURABLE,
            _ => &[],
        };
        names.iter().filter_map(|name| stored(name)).collect()
    }
}

fn stored(name: &str) -> Option<Field> {
    if let Some(key) = name.strip_prefix(PARAM_PREFIX) {
        return Some(Field::Param(rsigma_parser::fieldpath::unescape_brackets(key).into_owned()));
    }
    COLUMNS.iter().any(|column| column.name == name).then(|| Field::named(name))?
}

fn unknown(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let hint = COLUMNS.iter().find(|column| column.name.replace('_', "") == lower.replace(['_', '-'], ""));
    match hint {
        Some(column) => format!("there is no field {name}: silver's column is {}", column.name),
        None if lower.starts_with("requestparam") => format!("there is no field {name}: write {PARAM_PREFIX}<key>"),
        None => format!(
            "there is no field {name}: fields are silver's columns, {PARAM_PREFIX}<key>, principal, principal_type, network, \
             public_ip, securable, client, token_lifetime, hour and weekday"
        ),
    }
}

impl RuleField {
    /// The field of a name whose values can be told apart in groups and shown in messages.
    pub(crate) fn groupable(name: &str) -> Result<Self, String> {
        match Self::named(name)? {
            Self::Stored(Field::Flattened | Field::Anywhere) => Err(format!("{name} cannot be grouped by")),
            field => Ok(field),
        }
    }
}
