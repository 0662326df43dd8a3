//! Partition values that the log of a table states.

use touchstone_record::{FingerprintKey, Partitions, RecordReader};

#[test]
fn a_logs_value_wins_whatever_reads_the_record() {
    for (column, text) in [
        ("workspaceId", r#"{"serviceName":"s","actionName":"a","timestamp":1759752000000,"workspaceId":"1"}"#),
        ("workspace_id", r#"{"service_name":"s","action_name":"a","event_id":"e","workspace_id":"1"}"#),
        ("workspace_id", r#"{"service_name":"s","action_name":"a","event_id":"e","workspace_id":1}"#),
        ("workspace_id", r#"{"service_name":"s","action_name":"a","event_id":"e","WORKSPACE_ID":"1"}"#),
        ("workspace_id", r#"{"service_name":"s","action_name":"a","event_id":"e"}"#),
    ] {
        let stating =
            |value: Option<&str>| Partitions::of_values([(column.to_owned(), value.map(str::to_owned))].into_iter());
        let (log, null) = (stating(Some("2")), stating(None));
        let key = FingerprintKey::new([1; 16]);
        let mut records = RecordReader::new(key.clone());
        for _ in 0..2 {
            let event = records.read(text.as_bytes(), &log).unwrap();
            assert_eq!(event.workspace_id.as_deref(), Some("2"), "{text}");
            assert_eq!(event, touchstone_record::read(text.as_bytes(), &log, &key).unwrap(), "{text}");
        }
        let event = records.read(text.as_bytes(), &null).unwrap();
        assert_eq!(event.workspace_id, None, "{text}");
        let folders = Partitions::of_path(&format!("{column}=2/a.json"));
        let event = records.read(text.as_bytes(), &folders).unwrap();
        let own = if text.contains("\"1\"") || text.contains(":1}") { "1" } else { "2" };
        assert_eq!(event.workspace_id.as_deref(), Some(own), "{text}");
    }
}
