//! What rules find in what is loaded, kept until more is loaded.

use std::rc::Rc;

use touchstone_findings::{Evaluation, Report, Rules, Step};
use touchstone_medallion::Medallion;

use crate::answer::Evaluated;

/// The rules, and what they found.
#[derive(Debug, Default)]
pub(crate) struct FindingsCache {
    /// Those of the pack unless others are set.
    rules: Option<Rules>,
    /// What is loaded: events and conflicts.
    of: (u32, usize),
    evaluation: Option<Evaluation>,
    report: Option<Rc<Report>>,
}

impl FindingsCache {
    pub(crate) fn rules(&mut self) -> &Rules {
        self.rules.get_or_insert_with(Rules::packed)
    }

    pub(crate) fn set_rules(&mut self, rules: Rules) {
        *self = Self { rules: Some(rules), ..Self::default() };
    }

    /// Evaluates a rule, unless all are.
    pub(crate) fn step(&mut self, medallion: &Medallion) -> Evaluated {
        let of = (medallion.silver().rows(), medallion.conflicts().len());
        if self.of != of {
            (self.of, self.evaluation, self.report) = (of, None, None);
        }
        if self.report.is_some() {
            return Evaluated { done: 1, of: 1 };
        }
        let rules = self.rules.get_or_insert_with(Rules::packed);
        let evaluation = self.evaluation.get_or_insert_with(|| Evaluation::begin(medallion));
        match evaluation.step(rules, medallion) {
            Step::Going { done, of } => Evaluated { done, of },
            Step::Done(report) => {
                self.evaluation = None;
                self.report = Some(Rc::new(report));
                Evaluated { done: 1, of: 1 }
            }
        }
    }

    /// What all rules find.
    pub(crate) fn report(&mut self, medallion: &Medallion) -> Rc<Report> {
        loop {
            let evaluated = self.step(medallion);
            if let (true, Some(report)) = (evaluated.done == evaluated.of, &self.report) {
                return Rc::clone(report);
            }
        }
    }

    /// Memory held, in bytes, beside the rules.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.report.iter().flat_map(|report| &report.findings).map(|finding| finding.rows.capacity() * 4 + 1024).sum()
    }
}
