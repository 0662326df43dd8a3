//! What must hold of any record: the body of the fuzz target of `touchstone-record`. Its tests run it over the corpus,
//! too.

use std::collections::BTreeSet;

use touchstone_record::{FingerprintKey, Part, Partitions, ProblemKind, RecordReader};

/// Any bytes: reading them panics nowhere, and of what is an event no parameter is there twice, and what is called JSON
/// is JSON. Of what is none, the parts lie within it, and one of them at least is a record.
pub(crate) fn record(bytes: &[u8]) {
    let key = FingerprintKey::new([7; 16]);
    let none = Partitions::default();
    let some = Partitions::of_path("workspaceId=7/date=2024-01-31/event_date=2024-01-31/audit.json");
    for partitions in [&none, &some] {
        let event = touchstone_record::read(bytes, partitions, &key);
        let mut reader = RecordReader::new(key.clone());
        for _ in 0..2 {
            let read = reader.read(bytes, partitions);
            // It leaves a time that may be day or month first to the second pass, which `read` does not have.
            if !read.as_ref().is_ok_and(|event| event.needs_date_order) {
                assert_eq!(read, event, "the faster reader");
            }
        }
        let event = match event {
            Ok(event) => event,
            Err(problem) => {
                let parts = reader.unfold(bytes, &problem);
                for part in &parts {
                    assert!(bytes.get(part.place.clone()).is_some(), "{part:?}");
                }
                let reads = |part: &Part<'_>| match touchstone_record::read(&part.bytes, partitions, &key) {
                    Ok(_) => true,
                    Err(problem) => problem.kind != ProblemKind::UnknownFormat,
                };
                assert!(parts.is_empty() || parts.iter().any(reads), "{parts:?}");
                continue;
            }
        };
        let keys: BTreeSet<_> = event.params.iter().map(|param| &param.key).collect();
        assert_eq!(keys.len(), event.params.len(), "a key twice");
        assert!(event.time_ns < 1_000_000);
        assert!(event.time_ms.is_some() || event.time_ns == 0);
        for param in event.params.iter().filter(|param| param.is_json) {
            assert!(serde_json::from_str::<serde::de::IgnoredAny>(&param.value).is_ok(), "{param:?}");
        }
        let again = touchstone_record::read(bytes, partitions, &key);
        assert_eq!(again.as_ref(), Ok(&event), "read again");
    }
}
