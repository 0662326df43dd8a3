//! The SQL that counts the same totals in a warehouse.

use super::Totals;
use super::id_sum::DIGITS;
use crate::dialect::Dialect;

/// The table of audit events in Databricks.
pub const AUDIT_TABLE: &str = "system.access.audit";

impl Totals {
    /// The query that yields these totals from a table with the columns of `system.access.audit`. It counts the days from
    /// the first to the last of these totals; nothing of a filter, which SQL cannot tell.
    pub fn sql(&self, table: &str, dialect: Dialect) -> String {
        let days = self.days().map_or_else(String::new, |(first, last)| {
            format!("\n  WHERE event_date BETWEEN DATE '{first}' AND DATE '{last}'")
        });
        let number = dialect.of_hex(&format!("substr({}, 1, {DIGITS})", dialect.sha256("event_id")));
        let digest = dialect.text(&format!("coalesce(sum({number}), 0)"));
        format!(
            "-- Control totals of Touchstone: save the result as CSV or JSON and compare it.\n\
             SELECT event_date,\n       service_name,\n       sum(records) AS records,\n       \
             count(event_id) AS ids,\n       \
             sum(CASE WHEN event_id IS NULL THEN records ELSE 0 END) AS without_id,\n       \
             {digest} AS digest\nFROM (\n  \
             SELECT event_date, coalesce(service_name, '') AS service_name, nullif(event_id, '') AS event_id, \
             count(*) AS records\n  FROM {table}{days}\n  \
             GROUP BY event_date, coalesce(service_name, ''), nullif(event_id, '')\n)\n\
             GROUP BY event_date, service_name\nORDER BY event_date, service_name\n"
        )
    }
}
