//! NaN and infinities in JSON.

use touchstone_record::WarningKind;

use crate::read;

#[test]
fn a_record_has_one_warning_however_many_values_are_no_numbers() {
    let many =
        |count: usize, word: &str| (0..count).map(|at| format!("\"k{at}\":{word}")).collect::<Vec<_>>().join(",");
    for (params, field, says) in [
        (many(1, "NaN"), Some("k0"), "k0 is NaN or infinite"),
        (
            many(2, "Infinity"),
            None,
            "2 keys are NaN or infinite, which JSON does not have; they count as absent: k0, k1",
        ),
        (many(100, "-Infinity"), None, "100 keys are"),
        (format!("\"a\":[NaN,{{{}}}]", many(50, "NaN")), None, "51 keys are"),
        (many(3, "1"), None, ""),
    ] {
        let text = format!(r#"{{"serviceName":"s","actionName":"a","timestamp":1,"requestParams":{{{params}}}}}"#);
        let event = read(&text).unwrap();
        let found: Vec<_> = event.warnings.iter().filter(|warning| warning.kind == WarningKind::NotANumber).collect();
        assert_eq!(found.len(), usize::from(!says.is_empty()), "{params}");
        for warning in found {
            assert_eq!(warning.field.as_deref(), field, "{params}");
            assert!(warning.message.starts_with(says), "{}", warning.message);
        }
    }
}
