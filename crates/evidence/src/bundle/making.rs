//! Makes a bundle step by step, so that whoever waits for something else need not wait for it.

use touchstone_analysis::Analysis;
use touchstone_medallion::Session;

use super::archive::Member;
use super::build::{self, Request, member};
use super::names;
use super::records::Reading;
use crate::pseudonyms::Pseudonyms;
use crate::sample::{Key, Keys, Plan, Sample};
use crate::totals::{Totals, TotalsCount};

/// Events per step.
const ROWS: usize = 8192;

/// Records per step: each may be in the middle of a compressed file.
const RECORDS: usize = 32;

/// How often the records are in memory when the container is written.
const COPIES: u64 = 3;

/// A bundle that is being made.
#[derive(Debug)]
pub struct Making {
    request: Request,
    /// The events that the filter selects.
    rows: Vec<u32>,
    /// How much was loaded at the start.
    loaded: (u32, usize, usize),
    pseudonyms: Option<Pseudonyms>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Totals { count: TotalsCount, next: usize },
    Keys { totals: Totals, plan: Plan, list: Vec<Key>, next: usize },
    Gather { totals: Totals, sample: Option<Sample> },
    Records { members: Vec<Member>, rules_sha256: String, reading: Box<Reading> },
    Ended,
}

impl Making {
    /// Begins a bundle of what is loaded now.
    pub fn begin(session: &Session, analysis: &mut Analysis, request: Request) -> Self {
        let rows = analysis.selection(session, &request.filter).iter().collect();
        let count = TotalsCount::begin(session.medallion());
        let stage = Stage::Totals { count, next: 0 };
        Self { request, rows, loaded: loaded(session), pseudonyms: None, stage }
    }

    /// Works for some milliseconds; gives the bytes at the end. An error is a sentence: a record cannot be read again, the
    /// bundle is too large, more was loaded meanwhile.
    pub fn step(&mut self, session: &Session, analysis: &mut Analysis) -> Result<Option<Vec<u8>>, String> {
        if loaded(session) != self.loaded {
            return Err("more was loaded while the bundle was made; make it again".to_owned());
        }
        self.stage = match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Totals { mut count, next } => {
                let end = (next + ROWS).min(self.rows.len());
                count.add(session.medallion(), &self.rows[next..end]);
                match (end < self.rows.len(), self.plan()) {
                    (true, _) => Stage::Totals { count, next: end },
                    (false, None) => Stage::Gather { totals: count.end(&self.request.filter), sample: None },
                    (false, Some(plan)) => {
                        Stage::Keys { totals: count.end(&self.request.filter), plan, list: Vec::new(), next: 0 }
                    }
                }
            }
            Stage::Keys { totals, plan, list, next } => {
                let end = (next + ROWS).min(self.rows.len());
                let mut keys = Keys::of(session.medallion(), &plan.seed, list);
                keys.add(&self.rows[next..end])?;
                if end < self.rows.len() {
                    let list = keys.list;
                    Stage::Keys { totals, plan, list, next: end }
                } else {
                    let sample = Some(Sample::of_keys(session, &plan, &self.rows, &keys)?);
                    Stage::Gather { totals, sample }
                }
            }
            Stage::Gather { totals, sample } => {
                let key = self.request.pseudonyms.as_ref();
                self.pseudonyms = key.map(|key| Pseudonyms::of(key, session.medallion())).transpose()?;
                let (members, rules_sha256, wanted) = build::gather(session, analysis, &self.request, totals, sample)?;
                let bytes = wanted.bytes();
                if !has_room_for(bytes.saturating_mul(COPIES)) {
                    return Err(format!(
                        "memory does not suffice for {} MiB of records; narrow them by a filter",
                        bytes >> 20
                    ));
                }
                Stage::Records { members, rules_sha256, reading: Box::new(wanted.reading()) }
            }
            Stage::Records { mut members, rules_sha256, mut reading } => {
                if reading.read(session, RECORDS, self.pseudonyms.as_ref())? {
                    Stage::Records { members, rules_sha256, reading }
                } else {
                    members.push(member(names::INDEX, reading.index));
                    members.push(member(names::RECORDS, reading.records));
                    return build::sealed(&self.request, rules_sha256, members, self.pseudonyms.as_ref()).map(Some);
                }
            }
            Stage::Ended => return Err("the bundle is made".to_owned()),
        };
        Ok(None)
    }

    /// Whether there is nothing more to do.
    pub fn is_ended(&self) -> bool {
        matches!(self.stage, Stage::Ended)
    }

    fn plan(&self) -> Option<Plan> {
        let sample = self.request.sample.as_ref()?;
        Some(Plan {
            filter: self.request.filter.clone(),
            size: sample.size,
            seed: sample.seed.clone(),
            method: sample.method.clone(),
        })
    }

    /// The share that is made, from 0 to 1: of the events that are gone through, then of the records that are read.
    pub fn share(&self) -> f64 {
        let part = |done: usize, of: usize| done as f64 / of.max(1) as f64;
        match &self.stage {
            Stage::Totals { next, .. } => 0.3 * part(*next, self.rows.len()),
            Stage::Keys { next, .. } => 0.3 + 0.3 * part(*next, self.rows.len()),
            Stage::Gather { .. } => 0.6,
            Stage::Records { reading, .. } => 0.7 + 0.3 * part(reading.number as usize, reading.total),
            Stage::Ended => 1.0,
        }
    }
}

fn loaded(session: &Session) -> (u32, usize, usize) {
    let medallion = session.medallion();
    (medallion.silver().rows(), medallion.inputs().len(), medallion.duplicates().len())
}

/// Whether so many bytes can be had in one piece: a failed allocation would end the core.
fn has_room_for(bytes: u64) -> bool {
    usize::try_from(bytes).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
}
