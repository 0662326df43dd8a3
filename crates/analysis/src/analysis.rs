//! The entry point: takes a question, returns its answer.

use std::rc::Rc;

use touchstone_findings::{Rules, RulesInEffect};
use touchstone_frame::Selection;
use touchstone_medallion::{RecordPlace, Session};
use touchstone_query::{Evaluation, Step, complete};

use crate::answer::{Answer, Edited, Evaluated, NoticeSummary, RowPosition, RulesChanged, RulesInUse, Summary};
use crate::bins::Bins;
use crate::cache::Cache;
use crate::completeness::GridView;
use crate::crosstab::{CrosstabView, crosstab};
use crate::entity::EntityView;
use crate::filter::Filter;
use crate::finding_bins::NO_BIN;
use crate::findings::{FindingsCache, Found, NO_MEMORY};
use crate::order::Orders;
use crate::overview::OverviewView;
use crate::query_result::QueryResult;
use crate::question::{Question, Table};
use crate::rules_change::RulesChange;
use crate::small_multiples::small_multiples;
use crate::summary::summary_of;
use crate::{
    accounts, breakdowns, clusters, compare, completeness, contents, edit, entity, event, event_key, examples, gold,
    groups, inputs, long_actions, meaning, overview, parsed, principals, related, rows, sessions, storyline, week,
};

/// Answers questions over one session. Caches the row orders of recent tables, so that scrolling does not sort again,
/// and counts, so that moving a brush counts only the rows in between.
#[derive(Debug, Default)]
pub struct Analysis {
    orders: Orders,
    cache: Cache,
    evaluation: Option<(Filter, Evaluation)>,
    findings: FindingsCache,
}

impl Analysis {
    /// With other rules than those of the pack.
    pub fn with_rules(rules: Rules) -> Self {
        Self { findings: FindingsCache::with_rules(rules), ..Self::default() }
    }

    /// Answers a question over the data loaded so far.
    #[expect(clippy::too_many_lines, reason = "a list of all questions")]
    // A browser recompiles a function once it has run for a while, and all of it: so what answers a question is inlined
    // nowhere.
    pub fn answer(&mut self, session: &Session, question: &Question) -> QueryResult<Answer> {
        let medallion = session.medallion();
        let cache_bytes = self.memory_bytes();
        let evaluator = &mut self.cache.evaluator;
        Ok(match question {
            Question::Contents => {
                Answer::Contents(contents::contents(medallion, &mut self.cache.spellings, cache_bytes))
            }
            Question::Parse { text } => Answer::Parsed(parsed::parsed(text)),
            Question::Complete { text, cursor, most } => {
                let cursor = complete::byte_of_utf16(text, *cursor);
                let completion = complete::complete(medallion, evaluator, text, cursor, *most);
                Answer::Completion(meaning::explained(medallion, completion))
            }
            Question::Edit { filter, edit } => {
                Answer::Edited(Edited { filter: edit::edited(medallion, filter.clone(), edit)? })
            }
            Question::FromTerms { terms, time } => Answer::Edited(Edited { filter: edit::of_terms(terms, *time)? }),
            Question::Examples => Answer::Examples(examples::examples(medallion, evaluator)),
            Question::ServiceCounts { filter } => {
                Answer::ServiceCounts(contents::service_counts(medallion, &mut self.cache, filter))
            }
            Question::Overview { filter, bins, stack, leaders, zoom } => {
                let view = OverviewView { bins: *bins, stack, leaders: *leaders, zoom: *zoom };
                Answer::Overview(overview::overview(medallion, &mut self.cache, filter, &view)?)
            }
            Question::SmallMultiples { filter, by, bins, most, zoom } => {
                let bins = Bins::of_view(medallion, *zoom, *bins);
                Answer::SmallMultiples(small_multiples(medallion, &mut self.cache, filter, by, bins, *most)?)
            }
            Question::Week { filter, zone } => {
                let selection = evaluator.select(medallion, filter.expr());
                Answer::Week(week::week(medallion, &selection, zone))
            }
            Question::Gold { service, filter, bins } => {
                Answer::Gold(gold::gold(medallion, &mut self.cache, service, filter, *bins)?)
            }
            Question::Rows { table, start, count } => {
                let order = self.orders.of(medallion, evaluator, table)?;
                Answer::Rows(rows::rows(medallion, table, &order, *start, *count)?)
            }
            Question::RowPosition { table, row } => {
                let order = self.orders.of(medallion, evaluator, table)?;
                let at = order.iter().position(|other| other == row).and_then(|at| u32::try_from(at).ok());
                Answer::RowPosition(RowPosition { row: *row, at })
            }
            Question::TimePosition { table, time_ms } => {
                let order = self.orders.of(medallion, evaluator, table)?;
                Answer::TimePosition(rows::time_position(medallion, &order, *time_ms))
            }
            Question::Groups { filter, service, by, most } => {
                let service = service.as_deref();
                Answer::Groups(groups::groups(medallion, &mut self.cache, filter, service, by, *most)?)
            }
            Question::Crosstab { filter, service, by, rows, columns } => {
                let view = CrosstabView { service: service.as_deref(), by, rows: *rows, columns: *columns };
                Answer::Crosstab(crosstab(medallion, &mut self.cache, filter, &view)?)
            }
            Question::Principals(query) => {
                let report = self.findings.known(medallion);
                Answer::Principals(principals::principals(medallion, &mut self.cache, report, query)?)
            }
            Question::Entity { filter, subject, zone, bins, most, newest, split_ms } => {
                let view = EntityView { zone, bins: *bins, most: *most, newest: *newest, split_ms: *split_ms };
                Answer::Entity(entity::entity(medallion, &mut self.cache, filter, subject, &view)?)
            }
            Question::Compare { filter, against, most } => {
                Answer::Compared(compare::compare(medallion, &mut self.cache, filter, against.as_ref(), *most)?)
            }
            Question::Storyline { filter, pause_ms, start, count } => {
                let table = Table { filter: filter.clone(), ..Table::default() };
                let order = self.orders.of(medallion, evaluator, &table)?;
                let window = (*start, *count);
                Answer::Storyline(storyline::storyline(medallion, &mut self.cache, filter, &order, *pause_ms, window)?)
            }
            Question::Sessions { filter, start, count } => {
                Answer::Sessions(sessions::sessions(medallion, &mut self.cache, filter, *start, *count)?)
            }
            Question::LongActions { filter, start, count } => {
                Answer::LongActions(long_actions::long_actions(medallion, &mut self.cache, filter, *start, *count))
            }
            Question::Breakdowns { service, filter } => {
                Answer::Breakdowns(breakdowns::breakdowns(medallion, &mut self.cache, service, filter)?)
            }
            Question::Findings { filter, most } => {
                Answer::Findings(self.findings.findings(session, evaluator, filter, *most))
            }
            Question::FindingsOverTime { filter, bins, zoom } => {
                let bins = Bins::of_view(medallion, *zoom, (*bins).min(NO_BIN.into()));
                Answer::FindingsOverTime(self.findings.over_time(medallion, evaluator, filter, bins))
            }
            Question::FindingTimeline { finding, bins } => {
                Answer::FindingTimeline(self.findings.timeline(medallion, evaluator, finding, *bins)?)
            }
            Question::RulesInUse => Answer::RulesInUse(self.findings.in_use()),
            Question::Rule { id } => Answer::Rule(self.findings.rule(id)?),
            Question::Event { row } => {
                Answer::Event(event::event(session, evaluator, self.findings.of_event(*row), *row)?)
            }
            Question::EventByContent { key } => Answer::EventFound(event_key::event_found(medallion, evaluator, key)),
            Question::Related { row, within_ms, bins } => {
                Answer::Related(related::related(medallion, &mut self.cache, *row, *within_ms, *bins)?)
            }
            Question::AnyOf { filters } => Answer::Edited(Edited { filter: related::any_of(filters)? }),
            Question::Clusters { filter } => Answer::Clusters(clusters::clusters(medallion, evaluator, filter)?),
            Question::Accounts { filter, bins } => {
                Answer::Accounts(accounts::accounts(medallion, evaluator, filter, *bins)?)
            }
            Question::Raw { input, record, offset, length } => {
                let place = RecordPlace { input: *input, record: *record, offset: *offset, length: *length };
                Answer::Raw(event::raw(session, place))
            }
            Question::Knowledge => Answer::Knowledge(meaning::knowledge(medallion)?),
            Question::Inputs => Answer::Inputs(inputs::inputs(medallion)),
            Question::Problems { start, count } => Answer::Problems(inputs::problems(medallion, *start, *count)),
            Question::Duplicates { start, count } => Answer::Duplicates(inputs::duplicates(medallion, *start, *count)),
            Question::Warnings { start, count } => Answer::Warnings(inputs::warnings(medallion, *start, *count)),
            Question::Conflicts { start, count } => Answer::Conflicts(inputs::conflicts(medallion, *start, *count)),
            Question::Completeness => {
                Answer::Completeness(completeness::completeness(medallion, &mut self.cache.hours))
            }
            Question::EventGrid { by, zoom, most } => {
                let view = GridView { by: *by, zoom: *zoom, most: *most };
                Answer::EventGrid(completeness::grid(medallion, &mut self.cache.hours, view))
            }
            Question::Summary => Answer::Summary(Box::new(self.summary(session))),
        })
    }

    fn summary(&mut self, session: &Session) -> Summary {
        let medallion = session.medallion();
        let report = self.findings.report(medallion, session.memory());
        let mut summary = summary_of(medallion, &Filter::default(), Some((self.findings.rules(), &report)));
        if self.findings.lacks_memory() {
            let events = summary.silver.rows;
            summary.notices.push(NoticeSummary {
                input: None,
                kind: "rules_not_evaluated".to_owned(),
                events,
                of: events,
                message: NO_MEMORY.to_owned(),
            });
        }
        summary
    }

    /// Evaluates a filter for a few milliseconds. The result is cached for later questions with the same filter.
    pub fn evaluate(&mut self, session: &Session, filter: &Filter) -> Evaluated {
        let medallion = session.medallion();
        let begun = self.evaluation.take().filter(|(of, _)| of == filter);
        let mut evaluation =
            begun.map_or_else(|| self.cache.evaluator.begin(medallion, filter.expr()), |(_, evaluation)| evaluation);
        match evaluation.step(&mut self.cache.evaluator, medallion) {
            Step::Done(_) => Evaluated { done: 1, of: 1 },
            Step::Going { done, of } => {
                self.evaluation = Some((filter.clone(), evaluation));
                Evaluated { done, of: of.max(done + 1) }
            }
        }
    }

    /// Evaluates one of the rules over what is loaded. What they find is kept until more is loaded.
    pub fn look(&mut self, session: &Session) -> Evaluated {
        self.findings.step(session.medallion(), session.memory())
    }

    /// Changes the rules: own files and tuning. What they find is then evaluated again by [`Self::look`], which leaves out
    /// rules that the change does not touch.
    pub fn change_rules(&mut self, session: &Session, change: RulesChange) -> QueryResult<RulesChanged> {
        self.findings.change(session.medallion(), change)
    }

    /// Stops evaluating rules. After a change this takes the change back, and what was found before holds.
    pub fn stop_looking(&mut self) -> RulesInUse {
        self.findings.stop();
        self.findings.in_use()
    }

    /// Evaluates the rules after all, where somebody stopped that.
    pub fn look_again(&mut self) {
        self.findings.go_on();
    }

    /// The rules in effect and their tuning, for what is passed on with findings.
    pub fn rules_in_effect(&mut self) -> RulesInEffect {
        self.findings.in_effect()
    }

    /// The files of own rules that were added by [`Self::change_rules`]: names and texts.
    pub fn own_rules(&mut self) -> Vec<(String, String)> {
        self.findings.own_files()
    }

    /// The silver rows of a table, in its order.
    pub fn order(&mut self, session: &Session, table: &Table) -> QueryResult<Rc<Vec<u32>>> {
        self.orders.of(session.medallion(), &mut self.cache.evaluator, table)
    }

    /// The silver rows that a filter selects.
    pub fn selection(&mut self, session: &Session, filter: &Filter) -> Rc<Selection> {
        self.cache.evaluator.select(session.medallion(), filter.expr())
    }

    /// What exports of the findings that a filter selects are made of. An error says that nothing was evaluated.
    pub fn found(&mut self, session: &Session, filter: &Filter) -> QueryResult<Found<'_>> {
        self.findings.found(session, &mut self.cache.evaluator, filter)
    }

    /// Size of the caches, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.orders.memory_bytes() + self.cache.memory_bytes() + self.findings.memory_bytes()
    }
}
