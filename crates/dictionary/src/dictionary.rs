//! The parsed dictionary and its lookups.

use std::sync::OnceLock;

use serde::de::Error as _;

use crate::file::{ActionRow, File, ParameterRow};
use crate::order::{compare, find};
use crate::{Entry, Parameter, Product, Service, Source};

const FILES: [&str; 2] = [include_str!("../data/databricks.json"), include_str!("../data/immuta.json")];

/// The suffix of Immuta's payload types after the event's name.
const PAYLOAD: &str = "AuditPayload";
/// An optional prefix of Immuta's payload keys.
const IN_PAYLOAD: &str = "auditPayload.";

/// All files, resolved and sorted.
#[derive(Default)]
struct Dictionary {
    services: Vec<Service>,
    entries: Vec<Entry>,
    parameters: Vec<(Product, Vec<Parameter>)>,
}

/// The meaning of an action; `None` if unknown.
///
/// For Immuta the service is `immuta`, and the action is an action (`QUERY`), a legacy record type (`apiKey`), or an
/// event (`ApiKeyCreated`), also in the form of its payload type (`ApiKeyCreatedAuditPayload`).
pub fn lookup(service: &str, action: &str) -> Option<&'static Entry> {
    let entries = entries();
    let found = |action: &str| {
        let order = |entry: &Entry| compare(entry.service, service).then_with(|| compare(entry.action, action));
        entries.binary_search_by(order).ok().and_then(|at| entries.get(at))
    };
    found(action).or_else(|| {
        let event = action.strip_suffix(PAYLOAD)?;
        found(event).filter(|entry| entry.product == Product::Immuta)
    })
}

/// A service by name; `None` if unknown.
pub fn service(name: &str) -> Option<&'static Service> {
    find(services(), name, |service| service.name)
}

/// The meaning of a request parameter in an action, else in its service, else in its product. An unknown action of a
/// known service still has the parameters of its service.
pub fn parameter(service: &str, action: &str, key: &str) -> Option<&'static Parameter> {
    let home = self::service(service)?;
    let key = match home.product {
        Product::Immuta => key.strip_prefix(IN_PAYLOAD).unwrap_or(key),
        Product::Databricks => key,
    };
    let of_action = lookup(service, action).map_or(&[][..], |entry| &entry.parameters);
    [of_action, &home.parameters, parameters(home.product)]
        .into_iter()
        .find_map(|parameters| find(parameters, key, |parameter| parameter.name))
}

/// Every action, by service and name.
pub fn entries() -> &'static [Entry] {
    &dictionary().entries
}

/// Every service, by name.
pub fn services() -> &'static [Service] {
    &dictionary().services
}

/// Parameters with one meaning in all services of a product, by name.
pub fn parameters(product: Product) -> &'static [Parameter] {
    dictionary().parameters.iter().find(|(of, _)| *of == product).map_or(&[], |(_, parameters)| parameters)
}

/// The sources of a product's entries, by key.
pub fn sources(product: Product) -> &'static [Source] {
    files().iter().find(|file| file.product == product).map_or(&[], |file| &file.sources)
}

fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    // The files are compiled in and a test parses them, so the default is never used.
    DICTIONARY.get_or_init(|| resolve(files()).unwrap_or_default())
}

fn files() -> &'static [File] {
    static PARSED: OnceLock<Vec<File>> = OnceLock::new();
    PARSED.get_or_init(|| parse().unwrap_or_default())
}

fn parse() -> Result<Vec<File>, serde_json::Error> {
    FILES.iter().map(|text| serde_json::from_str(text)).collect()
}

fn resolve(files: &'static [File]) -> Result<Dictionary, serde_json::Error> {
    let mut all = Dictionary::default();
    for file in files {
        all.parameters.push((file.product, resolved(file, &file.parameters)?));
        for row in &file.services {
            all.services.push(Service {
                product: file.product,
                name: row.name,
                means: row.means,
                source: source(file, row.source)?,
                parameters: resolved(file, &row.parameters)?,
            });
            for action in &row.actions {
                all.entries.push(entry(file, row.name, action)?);
            }
        }
    }
    all.services.sort_by(|one, other| compare(one.name, other.name));
    all.entries
        .sort_by(|one, other| compare(one.service, other.service).then_with(|| compare(one.action, other.action)));
    Ok(all)
}

fn entry(file: &'static File, service: &'static str, row: &'static ActionRow) -> Result<Entry, serde_json::Error> {
    let ActionRow(action, sort, key, means, more) = row;
    Ok(Entry {
        product: file.product,
        service,
        action,
        sort: *sort,
        means,
        source: source(file, key)?,
        verbose: more.verbose,
        result: more.result,
        parameters: resolved(file, &more.parameters)?,
    })
}

fn resolved(file: &'static File, rows: &[ParameterRow]) -> Result<Vec<Parameter>, serde_json::Error> {
    let mut all = rows
        .iter()
        .map(|ParameterRow(name, key, means)| Ok(Parameter { name, means, source: source(file, key)? }))
        .collect::<Result<Vec<_>, serde_json::Error>>()?;
    all.sort_by(|one, other| compare(one.name, other.name));
    Ok(all)
}

fn source(file: &'static File, key: &str) -> Result<&'static Source, serde_json::Error> {
    let found = file.sources.iter().find(|source| source.key == key);
    found.ok_or_else(|| serde_json::Error::custom(format!("no source has the key {key}")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_files_can_be_read() {
        assert_eq!(super::parse().err().map(|error| error.to_string()), None);
        assert_eq!(super::resolve(super::files()).err().map(|error| error.to_string()), None);
    }
}
