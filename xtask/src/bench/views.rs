//! The table of the views of people and of comparisons.

use std::fmt::Write as _;

use crate::bench::measures::Views;
use crate::bench::statistics::Spread;
use crate::bench::tables::counted;

/// The views with a goal: their name, what is measured, and the goal.
pub(crate) const GOALS: [(&str, &str, &str); 2] = [
    ("person", "a principal's page", "painted within 150 ms, in the middle of the rounds"),
    ("compare", "a comparison", "painted within 300 ms, in the middle of the rounds"),
];

impl Views {
    /// The median time until a view was painted, in ms.
    pub(crate) fn painted(&self, name: &str) -> Option<f64> {
        let view = self.views.iter().flatten().find(|view| view.name == name)?;
        Spread::of(view.painted_ms.iter().copied()).map(|spread| spread.median)
    }
}

/// Each view, with its first time and the medians of all times.
pub(crate) fn table(views: &Views) -> String {
    let listed = match &views.views {
        Ok(listed) => listed,
        Err(fault) => return format!("{} events: {fault}\n", counted(views.events)),
    };
    let mut text = format!(
        "{} events. From the address until every part of the view has its answer, and until the frame that shows them; \
         each round has other filters.\n\n\
         | view | first, painted, ms | median answer, ms | median until painted, ms |\n|---|---|---|---|\n",
        counted(views.events),
    );
    for view in listed {
        let (Some(first), Some(answered), Some(painted)) = (
            view.painted_ms.first(),
            Spread::of(view.answered_ms.iter().copied()),
            Spread::of(view.painted_ms.iter().copied()),
        ) else {
            continue;
        };
        _ = writeln!(text, "| {} | {first:.0} | {:.0} | {:.0} |", view.name, answered.median, painted.median);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::report_line::Viewed;

    #[test]
    fn a_view_has_its_first_time_and_the_middle_of_all() {
        let view = |name: &str, painted_ms: &[f64]| Viewed {
            name: name.to_owned(),
            answered_ms: painted_ms.iter().map(|ms| ms - 10.0).collect(),
            painted_ms: painted_ms.to_vec(),
        };
        let views = Views { events: 9, views: Ok(vec![view("list", &[]), view("person", &[90.0, 30.0, 40.0])]) };
        assert_eq!((views.painted("person"), views.painted("list"), views.painted("none")), (Some(40.0), None, None));
        assert!(table(&views).ends_with("|---|---|---|---|\n| person | 90 | 30 | 40 |\n"));
        let fault = Views { events: 9, views: Err("no page".to_owned()) };
        assert_eq!((table(&fault).as_str(), fault.painted("person")), ("9 events: no page\n", None));
    }
}
