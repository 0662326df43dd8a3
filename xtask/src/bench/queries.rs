//! The table of filter expressions.

use std::fmt::Write as _;

use crate::bench::measures::Queries;
use crate::bench::report_line::Expression;
use crate::bench::statistics::{Spread, percentile};
use crate::bench::tables::counted;

impl Queries {
    /// The 95th percentile of the answer times in ms, without the first time of free-text expressions.
    pub(crate) fn answered(&self) -> Option<f64> {
        let later = |one: &Expression| one.answered_ms.iter().skip(usize::from(one.free)).copied().collect::<Vec<_>>();
        percentile(self.expressions.iter().flatten().flat_map(later), 0.95)
    }

    /// The slowest first answer of a free-text expression in ms.
    pub(crate) fn free_first(&self) -> Option<f64> {
        let free = self.expressions.iter().flatten().filter(|one| one.free);
        free.filter_map(|one| one.answered_ms.first().copied()).reduce(f64::max)
    }
}

/// Each expression, with its first time and the median of all times.
pub(crate) fn table(queries: &Queries) -> String {
    let expressions = match &queries.expressions {
        Ok(expressions) => expressions,
        Err(fault) => return format!("{} events: {fault}\n", counted(queries.events)),
    };
    let mut text = format!(
        "{} events. From the address that asks for the filter until every part of the overview has its answer, and until \
         the frame that shows them; what is found for a clause is kept, so that the first time is the dearest.\n\n\
         | filter | first answer, ms | median answer, ms | median until painted, ms |\n|---|---|---|---|\n",
        counted(queries.events),
    );
    for one in expressions {
        let (Some(first), Some(answered), Some(painted)) = (
            one.answered_ms.first(),
            Spread::of(one.answered_ms.iter().copied()),
            Spread::of(one.painted_ms.iter().copied()),
        ) else {
            continue;
        };
        let filter = one.filter.replace('|', "\\|");
        _ = writeln!(text, "| `{filter}` | {first:.0} | {:.0} | {:.0} |", answered.median, painted.median);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_of_free_text_counts_apart() {
        let one = |free, answered_ms: &[f64]| Expression {
            filter: "a|b".to_owned(),
            free,
            answered_ms: answered_ms.to_vec(),
            painted_ms: answered_ms.to_vec(),
        };
        let queries =
            Queries { events: 9, expressions: Ok(vec![one(false, &[30.0, 10.0]), one(true, &[300.0, 20.0, 20.0])]) };
        assert_eq!((queries.answered(), queries.free_first()), (Some(30.0), Some(300.0)));
        assert!(table(&queries).ends_with("| `a\\|b` | 30 | 20 | 20 |\n| `a\\|b` | 300 | 20 | 20 |\n"));
    }
}
