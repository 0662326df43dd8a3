//! A fast reader for records with the same keys in the same order as earlier ones.
//!
//! The general reader parses a record and looks up each field by its key. This one makes a single pass along a tree of
//! the keys seen so far; the leaf says where each value belongs, so that the readers of the formats find it without a
//! search. Anything unusual is left to the general reader: this one returns the same event or none.

mod known;
mod layout;
mod row;
mod scan;
mod tree;

use std::mem;

use layout::Layout;
use scan::Value;
use tree::{Inside, Tree};

use crate::event::{Event, Format};
use crate::fingerprint::FingerprintKey;
use crate::partitions::Partitions;
use crate::table::Row;

pub(crate) use known::Known;

/// The layouts seen so far.
#[derive(Debug)]
pub(crate) struct TemplateCache {
    /// Of Databricks' formats, which open known parts, and of Immuta's, which open every object.
    trees: [Tree; 3],
    /// Which tree the last record belongs to.
    last: usize,
    /// Reused for each record's values; empty between records.
    values: Vec<Value<'static>>,
    scratch: Vec<u64>,
}

impl Default for TemplateCache {
    fn default() -> Self {
        let trees = [Inside::Databricks, Inside::UniversalModel, Inside::Immuta(0)].map(Tree::new);
        Self { trees, last: 0, values: Vec::new(), scratch: Vec::new() }
    }
}

impl TemplateCache {
    /// Reads a record; none if the general reader has to read it.
    pub(crate) fn read<'a>(
        &mut self,
        text: &'a str,
        partitions: &'a Partitions,
        key: &FingerprintKey,
    ) -> Option<Event<'a>> {
        self.event(partitions, |tree, values| tree.layout(text, key, values))
    }

    /// Reads a row of a table; none if it has to be read as JSON.
    pub(crate) fn read_row<'r>(
        &mut self,
        row: &Row<'r>,
        partitions: &'r Partitions,
        key: &FingerprintKey,
    ) -> Option<Event<'r>> {
        self.event(partitions, |tree, values| tree.layout_of_row(row, key, values))
    }

    /// The event of a record whose values `walk` reads along the expected tree.
    #[inline]
    fn event<'a>(
        &mut self,
        partitions: &'a Partitions,
        walk: impl for<'t> FnOnce(&'t mut Tree, &mut Vec<Value<'a>>) -> Option<&'t Layout>,
    ) -> Option<Event<'a>> {
        let mut values: Vec<Value<'a>> = mem::take(&mut self.values);
        let layout = walk(&mut self.trees[self.last], &mut values);
        let event = layout.and_then(|layout| layout.event(&values, partitions, &mut self.scratch));
        // Gives back the allocation under the other lifetime.
        #[expect(clippy::unnecessary_filter_map, reason = "a filter would keep the lifetime")]
        let emptied = values.into_iter().filter_map(|_| None).collect();
        self.values = emptied;
        event
    }

    /// Notes the format of a record that the general reader has read: the next one is expected to resemble it.
    pub(crate) fn expect(&mut self, format: Format) {
        let inside = Inside::of(format);
        self.last = self.trees.iter().position(|tree| tree.inside() == inside).unwrap_or_default();
    }
}

/// Whether the objects of a format's records are flattened into parameters.
fn is_flattened(format: Format) -> bool {
    matches!(format, Format::ImmutaUam | Format::ImmutaLegacy)
}

#[cfg(test)]
mod tests {
    use super::tree::{MAX_KEY_BYTES, MAX_NODES};
    use super::*;

    #[test]
    fn usual_records_of_every_format_are_read() {
        use Format::{
            AzureDiagnostic, AzureLogAnalytics, DatabricksDelivery, DatabricksSilver, DatabricksSystemTable,
            ImmutaLegacy, ImmutaUam,
        };
        const TIME: &str = "2024-01-31T10:00:00.123Z";
        let key = FingerprintKey::new([7; 16]);
        let (none, of_folders) = (Partitions::default(), Partitions::of_path("workspaceId=7/date=2024-01-31/a.json"));
        let mut plain = TemplateCache::default();
        for (format, members, is_plain) in [
            (DatabricksDelivery, r#""requestParams":{"a":"1","b":[1, 2]},"response":null"#, true),
            (DatabricksDelivery, r#""requestParams": {}, "response": {"result": "{\"a\":1}"}"#, true),
            (DatabricksDelivery, r#""requestParams":"{\"a\":\"\\\"1\\\"\",\"b\":2}","userIdentity":"{}""#, true),
            (DatabricksDelivery, r#""requestParams":"{\"a\":[1]}""#, false),
            (DatabricksDelivery, r#""requestParams":"[]""#, false),
            (DatabricksDelivery, r#""response":{"status":200}"#, false),
            (DatabricksDelivery, r#""requestParams":{"a":"1","a":"2"}"#, false),
            (DatabricksDelivery, r#""other":1"#, false),
            (DatabricksSilver, r#""flattened":"{\"a\": \"1\", \"b\": \"caf\\u00e9\"}""#, true),
            (
                DatabricksSystemTable,
                r#""event_id":"e","user_identity":{"email":"e"},"identity_metadata":{"run_by":"r"}"#,
                true,
            ),
            (
                DatabricksSystemTable,
                r#""user_identity":"{\"email\":\"e\"}","response":"{\"status_code\":\"200\"}""#,
                true,
            ),
            (DatabricksSystemTable, r#""user_identity.email":"e""#, false),
            (
                AzureDiagnostic,
                r#""operationName":"Microsoft.Databricks/a/b","identity":"{\"email\":\"e\"}","properties":{"logId":"l","requestParams":"{\"a\":\"1\"}"}"#,
                true,
            ),
            (AzureDiagnostic, r#""operationName":"Microsoft.Storage/a/b","properties":{"serviceName":"s"}"#, false),
            (AzureLogAnalytics, r#""LogId":"l","Identity":"{\"email\":\"e\"}","RequestParams":{"a":"1"}"#, true),
            (
                ImmutaUam,
                r#""id":"i","actor":{"id":"a","type":"T"},"auditPayload":{"a":{"b":1,"c":{}},"d":[1]},"targets":[{"a":1}]"#,
                true,
            ),
            (ImmutaUam, r#""actor":{"id":"a"},"auditPayload":{"targetType":1},"targetType":"T""#, false),
            (ImmutaLegacy, r#""id":"i","success":true,"query":{"a":{"b":"1"}},"c":null"#, true),
        ] {
            let beside = match format {
                DatabricksDelivery | DatabricksSilver => {
                    format!(r#""serviceName":"jobs","actionName":"runNow","timestamp":"{TIME}""#)
                }
                DatabricksSystemTable => {
                    format!(r#""service_name":"jobs","action_name":"runNow","event_time":"{TIME}""#)
                }
                AzureDiagnostic => format!(r#""time":"{TIME}""#),
                AzureLogAnalytics => format!(r#""ServiceName":"jobs","ActionName":"runNow","TimeGenerated":"{TIME}""#),
                ImmutaUam => format!(r#""action":"QUERY","eventTimestamp":"{TIME}""#),
                ImmutaLegacy => format!(r#""recordType":"q","dateTime":"{TIME}""#),
            };
            let text = format!("{{{beside},{members}}}");
            plain.expect(format);
            for partitions in [&none, &of_folders] {
                let event = plain.read(&text, partitions, &key);
                assert_eq!(event.map(|event| event.format), is_plain.then_some(format), "{text}");
            }
        }
    }

    #[test]
    fn endless_new_keys_do_not_fill_memory() {
        let key = FingerprintKey::new([7; 16]);
        let none = Partitions::default();
        let mut plain = TemplateCache::default();
        for nth in 0..1000 {
            let params: Vec<_> = (0..100).map(|at| format!("\"{nth}-{at}\":1")).collect();
            let text = format!(r#"{{"serviceName":"a","actionName":"b","requestParams":{{{}}}}}"#, params.join(","));
            plain.read(&text, &none, &key);
        }
        assert!(plain.trees[0].nodes.len() <= MAX_NODES);
        let nodes = plain.trees[0].nodes.len();
        let long = "k".repeat(MAX_KEY_BYTES);
        let text = format!(r#"{{"serviceName":"a","actionName":"b","requestParams":{{"{long}":1}}}}"#);
        assert!(TemplateCache::default().read(&text, &none, &key).is_none());
        assert!(plain.read(&text, &none, &key).is_none());
        assert_eq!(plain.trees[0].nodes.len(), nodes);
    }
}
