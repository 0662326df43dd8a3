//! Works on questions about evidence in steps, and keeps what was counted and drawn last.

use std::rc::Rc;

use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::Session;

use crate::answer::{ComparisonAnswer, EvidenceAnswer, QueryAnswer, SampleAnswer};
use crate::question::{EvidenceProgress, EvidenceQuestion};
use crate::sample::{Key, Keys, Method, Plan, Sample, field};
use crate::totals::{Comparison, Totals, TotalsCount, read_totals};

/// Answers questions about evidence over one session: [`Evidence::begin`] a question, [`Evidence::step`] until it is
/// done, then ask for its [`Evidence::answer`].
#[derive(Debug, Default)]
pub struct Evidence {
    totals: Option<Kept<Totals>>,
    sample: Option<(Plan, Kept<Sample>)>,
    work: Option<Work>,
}

/// Something that was made of what was loaded then.
#[derive(Debug)]
struct Kept<T> {
    of: Loaded,
    value: Rc<T>,
}

/// How much was loaded: records are only added.
type Loaded = u64;

/// A question that is being worked on.
#[derive(Debug)]
struct Work {
    question: EvidenceQuestion,
    of: Loaded,
    /// The events that are gone through, and how many have been.
    rows: Vec<u32>,
    next: usize,
    stage: Stage,
}

/// What a question needs first.
#[derive(Debug)]
enum Stage {
    Totals(TotalsCount),
    Keys {
        plan: Plan,
        list: Vec<Key>,
    },
    /// It is there.
    Ready,
}

/// Events per step.
const ROWS: usize = 8192;

const BEGIN: &str = "no question about evidence was begun, or the work on it is not done";

impl Evidence {
    /// Begins the work on a question and gives up that on another. An error says why it has no answer.
    pub fn begin(
        &mut self,
        session: &Session,
        analysis: &mut Analysis,
        question: EvidenceQuestion,
    ) -> Result<(), String> {
        self.work = None;
        let of = loaded(session);
        let (stage, filter) = match &question {
            EvidenceQuestion::Totals
            | EvidenceQuestion::TotalsQuery { .. }
            | EvidenceQuestion::CompareTotals { .. } => match &self.totals {
                Some(kept) if kept.of == of => (Stage::Ready, None),
                _ => (Stage::Totals(TotalsCount::begin(session.medallion())), Some(Filter::default())),
            },
            EvidenceQuestion::Sample { plan, .. } | EvidenceQuestion::SampleQuery { plan, .. } => match &self.sample {
                Some((kept_plan, kept)) if kept.of == of && kept_plan == plan => (Stage::Ready, None),
                _ => {
                    if let Method::Stratified { by } = &plan.method {
                        field(by)?;
                    }
                    (Stage::Keys { plan: plan.clone(), list: Vec::new() }, Some(plan.filter.clone()))
                }
            },
        };
        let rows = filter.map(|filter| analysis.selection(session, &filter).iter().collect()).unwrap_or_default();
        self.work = Some(Work { question, of, rows, next: 0, stage });
        Ok(())
    }

    /// Works for some milliseconds. An error says why the question has no answer.
    pub fn step(&mut self, session: &Session) -> Result<EvidenceProgress, String> {
        let medallion = session.medallion();
        let Work { of, rows, next, stage, .. } = self.work.as_mut().ok_or(BEGIN)?;
        let end = (*next + ROWS).min(rows.len());
        let some = &rows[*next..end];
        let has_more = end < rows.len();
        *stage = match std::mem::replace(stage, Stage::Ready) {
            Stage::Totals(mut count) => {
                count.add(medallion, some);
                if has_more {
                    Stage::Totals(count)
                } else {
                    let value = Rc::new(count.end(&Filter::default()));
                    self.totals = Some(Kept { of: *of, value });
                    Stage::Ready
                }
            }
            Stage::Keys { plan, list } => {
                let mut keys = Keys::of(medallion, &plan.seed, list);
                keys.add(some)?;
                if has_more {
                    let list = keys.list;
                    Stage::Keys { plan, list }
                } else {
                    let value = Rc::new(Sample::of_keys(session, &plan, rows, &keys)?);
                    self.sample = Some((plan, Kept { of: *of, value }));
                    Stage::Ready
                }
            }
            Stage::Ready => Stage::Ready,
        };
        *next = end;
        let of = (rows.len() as u32).max(1);
        Ok(EvidenceProgress { done: if has_more { end as u32 } else { of }, of })
    }

    /// The answer to the question that was worked on. An error says why there is none.
    pub fn answer(&mut self) -> Result<EvidenceAnswer, String> {
        let work = self.work.take_if(|work| matches!(work.stage, Stage::Ready)).ok_or(BEGIN)?;
        let totals = || self.totals.as_ref().map(|kept| Rc::clone(&kept.value)).ok_or(BEGIN);
        let sample = || self.sample.as_ref().map(|(_, kept)| Rc::clone(&kept.value)).ok_or(BEGIN);
        Ok(match &work.question {
            EvidenceQuestion::Totals => EvidenceAnswer::Totals((&*totals()?).into()),
            EvidenceQuestion::TotalsQuery { table, dialect } => {
                EvidenceAnswer::Query(QueryAnswer { sql: totals()?.sql(table, *dialect) })
            }
            EvidenceQuestion::CompareTotals { result } => {
                let warehouse = read_totals(result.as_bytes())?;
                let totals = totals()?;
                EvidenceAnswer::Comparison(ComparisonAnswer::from(&Comparison::of(&totals, &warehouse)))
            }
            EvidenceQuestion::Sample { most, .. } => {
                let sample = sample()?;
                EvidenceAnswer::Sample(SampleAnswer::of(&sample, *most))
            }
            EvidenceQuestion::SampleQuery { table, dialect, .. } => {
                EvidenceAnswer::Query(QueryAnswer { sql: sample()?.recipe().sql(table, *dialect)? })
            }
        })
    }

    /// Gives up the work on a question.
    pub fn stop(&mut self) {
        self.work = None;
    }

    /// The control totals of everything loaded, counted at once unless they are kept.
    pub fn totals(&self, session: &Session, analysis: &mut Analysis) -> Rc<Totals> {
        match &self.totals {
            Some(kept) if kept.of == loaded(session) => Rc::clone(&kept.value),
            _ => Rc::new(Totals::of(session, analysis, &Filter::default())),
        }
    }

    /// A sample, drawn at once unless it is kept. An error says what cannot be drawn.
    pub fn sample(&self, session: &Session, analysis: &mut Analysis, plan: &Plan) -> Result<Rc<Sample>, String> {
        match &self.sample {
            Some((kept_plan, kept)) if kept.of == loaded(session) && kept_plan == plan => Ok(Rc::clone(&kept.value)),
            _ => Ok(Rc::new(Sample::draw(session, analysis, plan)?)),
        }
    }
}

fn loaded(session: &Session) -> Loaded {
    session.medallion().reconciliation().totals.records
}
