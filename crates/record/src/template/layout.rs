//! A layout holds what records with the same order of keys have in common.

use std::cell::Cell;
use std::collections::HashSet;

use super::known::{Asked, Known, State};
use super::scan::Value;
use crate::event::{Event, Format};
use crate::fingerprint::{self, FingerprintKey};
use crate::formats::{self, azure_diagnostic, immuta_uam};
use crate::partitions::Partitions;
use crate::{azure, canonical, doubtful, identity, json, names, params, response, spread};

/// How many lookups of a record are expected to be those of the last.
const ASKED: usize = 64;

/// Objects under longer keys are not flattened.
const LONGEST_OBJECT_KEY: usize = 256;

/// What a key holds: a value or an object, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Value(usize),
    Object(usize),
}

/// An object of a record.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// Its members in order.
    pub(super) members: Vec<(String, Entry)>,
    /// If it is JSON text in a string: the index of that string.
    pub(super) text: Option<usize>,
}

/// A parameter of a format that flattens its records.
#[derive(Debug)]
pub(super) struct Flat {
    /// Its key; none if it is the value's own.
    pub(super) key: Option<Box<str>>,
    pub(super) value: usize,
    /// Whether an object stays one JSON text.
    pub(super) is_whole: bool,
}

#[derive(Debug)]
pub(super) struct Layout {
    format: Format,
    /// The record is the first.
    objects: Vec<Object>,
    pub(super) flat: Vec<Flat>,
    operations: Vec<usize>,
    pub(super) asked: Box<[Cell<Asked>]>,
    key_of_ids: FingerprintKey,
    content: Option<Content>,
}

/// How the content of records is hashed; see [`canonical`].
#[derive(Debug)]
struct Content {
    /// The values in order, each with its nesting level.
    values: Vec<(usize, u32)>,
    /// The hash key with the shared prefix, which is the keys of every record with this layout.
    key: FingerprintKey,
}

impl Layout {
    /// The index of no object.
    pub(super) const NOTHING: usize = usize::MAX;

    /// What is known of records of a format with these objects; none if the general reader has to read them: where a
    /// key is repeated or spelled in another way, or noted as unread.
    pub(super) fn of(format: Format, objects: Vec<Object>, key: &FingerprintKey) -> Option<Self> {
        let record = &objects.first()?.members;
        let is_own = |key: &str| names::is_own(format, key) && !spread::is_member(format, key);
        if !objects.iter().all(has_unique_keys) || !record.iter().all(|(key, _)| is_own(key)) {
            return None;
        }
        let is_flattened = super::is_flattened(format);
        for (key, entry) in record {
            if let Entry::Object(at) = entry
                && !is_flattened
                && !is_plain_part(format, key, &objects, &objects[*at])
            {
                return None;
            }
        }
        let mut layout = Self {
            format,
            flat: Vec::new(),
            operations: operations(objects.first()?),
            asked: vec![Cell::new((Self::NOTHING, "", None)); ASKED].into(),
            key_of_ids: fingerprint::key_of_ids(format.family(), key),
            content: Content::of(&objects, key),
            objects,
        };
        if is_flattened {
            layout.flatten()?;
        }
        let most = layout.objects.iter().map(|object| object.members.len()).max();
        (most.max(Some(layout.flat.len())) <= Some(params::MAX)).then_some(layout)
    }

    /// The members of an object.
    pub(super) fn members(&self, object: usize) -> &[(String, Entry)] {
        self.objects.get(object).map_or(&[], |object| &object.members)
    }

    /// What an object has under a key.
    pub(super) fn find(&self, object: usize, key: &str) -> Option<Entry> {
        self.members(object).iter().find(|(other, _)| other == key).map(|(_, entry)| *entry)
    }

    /// The members of the object that the record has under a key.
    fn part(&self, key: &str) -> &[(String, Entry)] {
        match self.find(0, key) {
            Some(Entry::Object(object)) => self.members(object),
            _ => &[],
        }
    }

    /// Fills `flat`; none if keys collide or actors have other keys.
    fn flatten(&mut self) -> Option<()> {
        let is_uam = self.format == Format::ImmutaUam;
        let is_column = |key: &str| formats::is_column(self.format, key);
        let has = |key: &str| self.find(0, key).is_some();
        if is_uam {
            let is_respelled = |(key, _): &(String, Entry)| {
                !immuta_uam::ACTOR.contains(&key.as_str())
                    && immuta_uam::ACTOR.iter().any(|own| names::equals_folded(key, own))
            };
            // Such a property would get its full name.
            let is_taken = |(key, _): &(String, Entry)| has(key) && !is_column(key);
            if has("tenantId") && has("customerId")
                || self.part("actor").iter().any(is_respelled)
                || self.part("auditPayload").iter().any(is_taken)
            {
                return None;
            }
        }
        let mut flat = Vec::new();
        for (key, entry) in self.members(0) {
            let prefix = (!(is_uam && key == "auditPayload")).then_some(key.as_str());
            match entry {
                Entry::Object(_) if is_column(key) => return None,
                Entry::Object(at) => self.flatten_object(*at, prefix, &mut flat)?,
                Entry::Value(_) if is_column(key) => {}
                Entry::Value(value) => flat.push((key.clone(), *value, true)),
            }
        }
        let mut keys = HashSet::new();
        let is_unique = flat.iter().all(|(key, ..)| keys.insert(key.as_str()));
        let has_policies = keys.contains("policySet") && keys.contains("accessControls.policySet");
        if !is_unique || is_uam && has_policies {
            return None;
        }
        let flat = flat.into_iter().map(|(key, value, is_own)| {
            let is_whole = is_uam && immuta_uam::WHOLE.contains(&key.as_str());
            let key = if is_uam && key == "accessControls.policySet" { "policySet".to_owned() } else { key };
            Flat { key: (!is_own).then(|| key.into_boxed_str()), value, is_whole }
        });
        self.flat = flat.collect();
        Some(())
    }

    /// Appends the values in an object, each with its joined key and whether that is its own. The key of the object, which
    /// may be empty, goes before theirs, if it does at all.
    fn flatten_object(&self, object: usize, prefix: Option<&str>, into: &mut Vec<(String, usize, bool)>) -> Option<()> {
        let is_left = |prefix: &str| {
            let is_whole = self.format == Format::ImmutaUam && immuta_uam::WHOLE.contains(&prefix);
            is_whole || prefix.len() > LONGEST_OBJECT_KEY
        };
        if prefix.is_some_and(is_left) {
            return None;
        }
        for (key, entry) in self.members(object) {
            let joined = prefix.map_or_else(|| key.clone(), |prefix| format!("{prefix}.{key}"));
            match entry {
                Entry::Object(at) => self.flatten_object(*at, Some(&joined), into)?,
                Entry::Value(value) => into.push((joined, *value, prefix.is_none())),
            }
        }
        Some(())
    }

    /// Builds the event of a record from its values; none if the general reader has to read it. `scratch` is a reused
    /// buffer.
    pub(super) fn event<'a>(
        &self,
        values: &[Value<'a>],
        partitions: &'a Partitions,
        scratch: &mut Vec<u64>,
    ) -> Option<Event<'a>> {
        if !self.operations.iter().all(|at| is_of_databricks(values.get(*at))) {
            return None;
        }
        let state = State::default();
        let record = Known { layout: self, object: 0, values, partitions, state: &state };
        let properties = if self.format == Format::AzureDiagnostic { record.part("properties") } else { record };
        let mut event = formats::read_known(self.format, &record, &properties).ok()?;
        if state.is_unusual.get() || event.time_ms.is_none() {
            return None;
        }
        doubtful::note(&mut event);
        event.notes.sort();
        event.fingerprint = match event.event_id.as_deref() {
            Some(id) if !id.is_empty() => fingerprint::of_id(id, &self.key_of_ids, scratch),
            _ => {
                let content = self.content.as_ref()?;
                scratch.clear();
                for (at, depth) in &content.values {
                    // The prefix does not have the keys of an object that was not opened.
                    if *depth == 0 && values[*at].is_object() {
                        return None;
                    }
                    values[*at].push_canonical(scratch, *depth);
                }
                fingerprint::of_canonical(scratch, &content.key)
            }
        };
        Some(event)
    }
}

impl Content {
    /// None if objects are nested deeper than the keys that the prefix has.
    fn of(objects: &[Object], key: &FingerprintKey) -> Option<Self> {
        let of_member = |(key, entry): &(String, Entry)| {
            let value = match *entry {
                Entry::Value(at) => at,
                Entry::Object(object) => objects[object].text?,
            };
            Some((key.clone(), (value, 1)))
        };
        let mut members = Vec::new();
        for (key, entry) in &objects.first()?.members {
            let entry = match *entry {
                Entry::Value(at) => canonical::Entry::Value((at, 0)),
                Entry::Object(object) => {
                    if let Some(text) = objects[object].text {
                        canonical::Entry::Value((text, 0))
                    } else {
                        let inner: Option<_> = objects[object].members.iter().map(of_member).collect();
                        canonical::Entry::Part(inner?)
                    }
                }
            };
            members.push((key.clone(), entry));
        }
        let mut prefix = Vec::new();
        let values = canonical::push_keys(&mut prefix, &members);
        Some(Self { values, key: key.with_prefix(&prefix) })
    }
}

/// Where records state the operation on which the format of Azure's depends.
pub(super) fn operations(record: &Object) -> Vec<usize> {
    let is_operation = |key: &str| matches!(key, "operationName" | "OperationName");
    let found = record.members.iter().filter(|(key, _)| is_operation(key));
    found.filter_map(|(_, entry)| if let Entry::Value(at) = entry { Some(*at) } else { None }).collect()
}

/// Whether an operation is one of Databricks.
pub(super) fn is_of_databricks(operation: Option<&Value<'_>>) -> bool {
    operation.and_then(Value::text).is_some_and(|text| azure::is_databricks(&text))
}

/// Whether a part has only keys that are read from it or never read, in a spelling that is looked up.
fn is_plain_part(format: Format, key: &str, objects: &[Object], part: &Object) -> bool {
    let are_values = || part.members.iter().all(|(_, entry)| matches!(entry, Entry::Value(_)));
    let has_only = |names: &[&str]| {
        let is_read = |key: &str| names.contains(&key) || json::IGNORED.contains(&key);
        let is_spelled_once = |at: usize| {
            let (key, _) = &part.members[at];
            part.members[..at].iter().all(|(other, _)| !names::equals_folded(key, other))
        };
        are_values() && part.members.iter().all(|(key, _)| is_read(key)) && (0..part.members.len()).all(is_spelled_once)
    };
    match key {
        "userIdentity" | "user_identity" | "identity" | "Identity" => has_only(&identity::KEYS),
        "response" | "Response" => has_only(&response::KEYS),
        "identity_metadata" => has_only(&formats::METADATA),
        "properties" => part.members.iter().all(|(key, entry)| {
            let is_plain = match entry {
                Entry::Object(at) => is_plain_part(format, key, objects, &objects[*at]),
                Entry::Value(_) => true,
            };
            let is_read = names::is_own(format, key) && key != "properties";
            let is_placed = azure_diagnostic::PLACED.contains(&key.as_str());
            let is_at_root = || objects[0].members.iter().any(|(other, _)| other == key);
            is_plain && is_read && !(is_placed && is_at_root())
        }),
        _ => are_values(),
    }
}

fn has_unique_keys(object: &Object) -> bool {
    let mut keys: Vec<_> = object.members.iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys.windows(2).all(|pair| pair[0] != pair[1])
}
