//! The one way in: a question, its answer.

use std::rc::Rc;

use touchstone_findings::{Report, Rules};
use touchstone_medallion::{RecordPlace, Session};
use touchstone_query::{Evaluation, Step, complete};

use crate::answer::{Answer, Edited, Evaluated};
use crate::asked::Asked;
use crate::cache::Cache;
use crate::filter::Filter;
use crate::findings::FindingsCache;
use crate::order::Orders;
use crate::question::{Question, Table};
use crate::summary::summary_of;
use crate::{accounts, clusters, edit, event, examples, gold, groups, inputs, overview, parsed, rows};

/// Answers questions over one session. It keeps the orders of tables that were just asked for, so that scrolling does
/// not sort again, and counts, so that a brush that moves has only what it passes over counted.
#[derive(Debug, Default)]
pub struct Analysis {
    orders: Orders,
    kept: Cache,
    evaluation: Option<(Filter, Evaluation)>,
    findings: FindingsCache,
}

impl Analysis {
    /// The answer to a question, over what is loaded at this moment.
    pub fn answer(&mut self, session: &Session, question: &Question) -> Asked<Answer> {
        let medallion = session.medallion();
        let kept_bytes = self.memory_bytes();
        let evaluator = &mut self.kept.evaluator;
        Ok(match question {
            Question::Contents => Answer::Contents(inputs::contents(medallion, &mut self.kept.spellings, kept_bytes)),
            Question::Parse { text } => Answer::Parsed(parsed::parsed(text)),
            Question::Complete { text, cursor, most } => {
                let cursor = complete::byte_of_utf16(text, *cursor);
                Answer::Completion(complete::complete(medallion, evaluator, text, cursor, *most))
            }
            Question::Edit { filter, edit } => {
                Answer::Edited(Edited { filter: edit::edited(medallion, filter.clone(), edit)? })
            }
            Question::FromTerms { terms, time } => Answer::Edited(Edited { filter: edit::of_terms(terms, *time)? }),
            Question::Examples => Answer::Examples(examples::examples(medallion, evaluator)),
            Question::Overview { filter, bins, stack, leaders } => {
                Answer::Overview(overview::overview(medallion, &mut self.kept, filter, *bins, stack, *leaders)?)
            }
            Question::Gold { service, filter } => Answer::Gold(gold::gold(medallion, evaluator, service, filter)?),
            Question::Rows { table, start, count } => {
                let order = self.orders.of(medallion, evaluator, table)?;
                Answer::Rows(rows::rows(medallion, table, &order, *start, *count)?)
            }
            Question::Groups { filter, by, most } => {
                Answer::Groups(groups::groups(medallion, &mut self.kept, filter, by, *most)?)
            }
            Question::Event { row } => Answer::Event(event::event(session, *row)?),
            Question::Clusters { filter } => Answer::Clusters(clusters::clusters(medallion, evaluator, filter)),
            Question::Accounts { filter, bins } => {
                Answer::Accounts(accounts::accounts(medallion, evaluator, filter, *bins))
            }
            Question::Raw { input, record, offset, length } => {
                let place = RecordPlace { input: *input, record: *record, offset: *offset, length: *length };
                Answer::Raw(event::raw(session, place))
            }
            Question::Inputs => Answer::Inputs(inputs::inputs(medallion)),
            Question::Problems { start, count } => Answer::Problems(inputs::problems(medallion, *start, *count)),
            Question::Duplicates { start, count } => Answer::Duplicates(inputs::duplicates(medallion, *start, *count)),
            Question::Warnings { start, count } => Answer::Warnings(inputs::warnings(medallion, *start, *count)),
            Question::Conflicts { start, count } => Answer::Conflicts(inputs::conflicts(medallion, *start, *count)),
            Question::Summary => {
                let report = self.findings.report(medallion);
                Answer::Summary(summary_of(medallion, &Filter::default(), &report))
            }
        })
    }

    /// Does some milliseconds of a filter's evaluation, whose result is kept for the questions that ask with it.
    pub fn evaluate(&mut self, session: &Session, filter: &Filter) -> Evaluated {
        let medallion = session.medallion();
        let begun = self.evaluation.take().filter(|(of, _)| of == filter);
        let mut evaluation =
            begun.map_or_else(|| self.kept.evaluator.begin(medallion, filter.expr()), |(_, evaluation)| evaluation);
        match evaluation.step(&mut self.kept.evaluator, medallion) {
            Step::Done(_) => Evaluated { done: 1, of: 1 },
            Step::Going { done, of } => {
                self.evaluation = Some((filter.clone(), evaluation));
                Evaluated { done, of: of.max(done + 1) }
            }
        }
    }

    /// The rules that are used: those of the pack unless others are set.
    pub fn rules(&mut self) -> &Rules {
        self.findings.rules()
    }

    /// Uses other rules.
    pub fn set_rules(&mut self, rules: Rules) {
        self.findings.set_rules(rules);
    }

    /// Evaluates one of the rules over what is loaded. What they find is kept until more is loaded.
    pub fn look(&mut self, session: &Session) -> Evaluated {
        self.findings.step(session.medallion())
    }

    /// What the rules find in what is loaded.
    pub fn report(&mut self, session: &Session) -> Rc<Report> {
        self.findings.report(session.medallion())
    }

    /// The silver rows of a table, in its order.
    pub fn order(&mut self, session: &Session, table: &Table) -> Asked<Rc<Vec<u32>>> {
        self.orders.of(session.medallion(), &mut self.kept.evaluator, table)
    }

    /// Bytes that it keeps beside what is loaded.
    pub fn memory_bytes(&self) -> usize {
        self.orders.memory_bytes() + self.kept.memory_bytes() + self.findings.memory_bytes()
    }
}
