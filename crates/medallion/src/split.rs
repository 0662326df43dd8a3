//! Splits a block that does not fit into memory as a whole: the estimate of joining is a worst case.

use std::ops::Range;

use touchstone_frame::NULL;
use touchstone_source::Step;

use crate::block::{Block, BlockProblem, BlockWarning, ParamBlock, TextBlock, Texts};
use crate::shape::ShapeKey;
use crate::silver::{SilverColumn, TEXTS};

impl Block {
    /// Splits the block into two halves, to be joined in order. Together they hold everything; the second carries the
    /// result of the step.
    pub(crate) fn split(self) -> (Self, Self) {
        let (events, at) = (self.events(), self.events() / 2);
        let cut = self.records_of.get(at).map_or(self.records, |record| u64::from(*record));
        let mut first = self.part(0..at, 0..cut);
        let mut second = self.part(at..events, cut..self.records);
        // Everything between records goes into the first half.
        first.skipped = self.skipped;
        first.notes = self.notes;
        first.warnings.extend(self.warnings.into_iter().filter(|found| found.event.is_none()));
        first.container.clone_from(&self.container);
        first.step = Step::More;
        second = Self {
            position: self.position,
            container: self.container,
            step: self.step,
            checkpoint: self.checkpoint,
            out_of_memory: self.out_of_memory,
            ..second
        };
        (first, second)
    }

    /// A range of its events, with the given range of records.
    fn part(&self, events: Range<usize>, records: Range<u64>) -> Self {
        let (first, cut) = (events.start as u32, records.start);
        let end = events.end as u32;
        let texts: Vec<_> =
            self.texts.iter().map(|column| used(&column.texts, &column.codes[events.clone()])).collect();
        // Maps the index of a parameter column to its index in this part.
        let mut numbers: Vec<Option<u32>> = vec![None; self.params.len()];
        let mut params = Vec::new();
        for (number, param) in numbers.iter_mut().zip(&self.params) {
            let place = |event: u32| param.events.partition_point(|at| *at < event);
            let places = place(first)..place(end);
            let Some(at) = param.events[places.clone()].first() else { continue };
            *number = Some(params.len() as u32);
            let TextBlock { texts: values, codes } = used(&param.texts, &param.codes[places.clone()]);
            params.push(ParamBlock {
                service: texts.first().map_or(NULL, |services| services.codes[(at - first) as usize]),
                key: param.key.clone(),
                texts: values,
                events: param.events[places].iter().map(|at| at - first).collect(),
                codes,
            });
        }
        let mut shape_numbers = Renumbered::of(self.shapes.len());
        let shape_codes: Vec<u32> =
            self.shape_codes[events.clone()].iter().map(|code| shape_numbers.number(*code)).collect();
        let shapes = shape_numbers.used.iter().map(|code| {
            let keys = self.shapes[*code as usize].iter();
            keys.filter_map(|key| Some(ShapeKey { column: numbers[key.column as usize]?, ..*key })).collect()
        });
        let mut part = Self {
            records: records.end - cut,
            shapes: shapes.collect(),
            shape_codes,
            params,
            records_of: self.records_of[events.clone()].iter().map(|record| record - cut as u32).collect(),
            offsets: self.offsets[events.clone()].to_vec(),
            lengths: self.lengths[events.clone()].to_vec(),
            times: self.times[events.clone()].to_vec(),
            time_ns: self.time_ns.get(events.start..events.end.min(self.time_ns.len())).unwrap_or_default().to_vec(),
            status_codes: self.status_codes[events.clone()].to_vec(),
            source_ports: self.source_ports[events.clone()].to_vec(),
            fingerprints: self.fingerprints[events.clone()].to_vec(),
            texts,
            ..Self::default()
        };
        let problems = self.problems.iter().filter(|found| records.contains(&found.record));
        part.problems = problems
            .map(|found| BlockProblem { record: found.record - cut, problem: found.problem.clone(), ..*found })
            .collect();
        let warnings = self.warnings.iter().filter_map(|found| {
            let event = found.event.filter(|event| (first..end).contains(event))?;
            Some(BlockWarning { event: Some(event - first), warning: found.warning.clone(), ..*found })
        });
        part.warnings = warnings.collect();
        // An archive member that starts after the last record goes into the last part.
        let is_last = records.end == self.records;
        let parts = self.parts.iter().filter(|(_, _, at)| records.contains(at) || (is_last && *at == self.records));
        part.parts = parts.map(|(index, path, at)| (*index, path.clone(), at - cut)).collect();
        for (wrapper, wrapped) in &self.wrappers {
            let wrapped: Vec<u32> =
                wrapped.iter().filter(|event| (first..end).contains(event)).map(|event| event - first).collect();
            if !wrapped.is_empty() {
                part.wrappers.insert(wrapper.clone(), wrapped);
            }
        }
        part.count_formats(self);
        part
    }

    /// Some of its events, ascending, as records one after the other, and nothing else.
    pub(crate) fn only(&self, events: &[u32]) -> Self {
        let of = |event: &u32| *event as usize;
        let picked = |codes: &[u32]| events.iter().map(|event| codes[of(event)]).collect::<Vec<u32>>();
        let texts: Vec<_> = self.texts.iter().map(|column| used(&column.texts, &picked(&column.codes))).collect();
        let mut place_of: Vec<Option<u32>> = vec![None; self.events()];
        for (place, event) in (0..).zip(events) {
            place_of[of(event)] = Some(place);
        }
        let mut numbers: Vec<Option<u32>> = vec![None; self.params.len()];
        let mut params = Vec::new();
        for (number, param) in numbers.iter_mut().zip(&self.params) {
            let values = param.events.iter().zip(&param.codes);
            let (places, codes): (Vec<u32>, Vec<u32>) =
                values.filter_map(|(event, code)| Some((place_of[of(event)]?, *code))).unzip();
            let Some(first) = places.first() else { continue };
            *number = Some(params.len() as u32);
            let service = texts.first().map_or(NULL, |services| services.codes[*first as usize]);
            let TextBlock { texts: values, codes } = used(&param.texts, &codes);
            params.push(ParamBlock { service, key: param.key.clone(), texts: values, events: places, codes });
        }
        let mut shape_numbers = Renumbered::of(self.shapes.len());
        let shape_codes = events.iter().map(|event| shape_numbers.number(self.shape_codes[of(event)])).collect();
        let shapes = shape_numbers.used.iter().map(|code| {
            let keys = self.shapes[*code as usize].iter();
            keys.filter_map(|key| Some(ShapeKey { column: numbers[key.column as usize]?, ..*key })).collect()
        });
        let mut only = Self {
            records: events.len() as u64,
            shapes: shapes.collect(),
            shape_codes,
            params,
            records_of: (0..events.len() as u32).collect(),
            offsets: events.iter().map(|event| self.offsets[of(event)]).collect(),
            lengths: events.iter().map(|event| self.lengths[of(event)]).collect(),
            times: events.iter().map(|event| self.times[of(event)]).collect(),
            time_ns: events.iter().map(|event| self.time_ns.get(of(event)).copied().unwrap_or_default()).collect(),
            status_codes: events.iter().map(|event| self.status_codes[of(event)]).collect(),
            source_ports: events.iter().map(|event| self.source_ports[of(event)]).collect(),
            fingerprints: events.iter().map(|event| self.fingerprints[of(event)]).collect(),
            texts,
            step: Step::End,
            ..Self::default()
        };
        only.count_formats(self);
        only
    }

    /// Counts the events per format; the whole block lists the formats that can occur.
    fn count_formats(&mut self, whole: &Self) {
        let column = TEXTS.iter().position(|column| *column == SilverColumn::Format);
        let Some(column) = column.and_then(|at| self.texts.get(at)) else { return };
        for format in whole.formats.keys() {
            let is_it: Vec<bool> =
                (0..=column.texts.len() as u32).map(|code| column.texts.get(code) == Some(format.name())).collect();
            let events = column.codes.iter().filter(|code| is_it[**code as usize]).count();
            if events > 0 {
                self.formats.insert(*format, events as u64);
            }
        }
    }
}

/// Assigns new numbers to used codes, in order of first use.
struct Renumbered {
    new: Vec<Option<u32>>,
    used: Vec<u32>,
}

impl Renumbered {
    fn of(count: usize) -> Self {
        Self { new: vec![None; count], used: Vec::new() }
    }

    fn number(&mut self, old: u32) -> u32 {
        *self.new[old as usize].get_or_insert_with(|| {
            self.used.push(old);
            self.used.len() as u32 - 1
        })
    }
}

/// A column with the given codes and only the texts that they use.
fn used(texts: &Texts, codes: &[u32]) -> TextBlock {
    let mut numbers = Renumbered::of(texts.len() + 1);
    let recode = |code: &u32| if *code == NULL { NULL } else { numbers.number(*code) + 1 };
    let codes = codes.iter().map(recode).collect();
    let texts = numbers.used.iter().map(|code| texts.get(*code).unwrap_or_default()).collect();
    TextBlock { texts, codes }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use touchstone_source::Limits;

    use super::*;
    use crate::ledger::Input;
    use crate::medallion::Medallion;
    use crate::task::{Task, TaskRun};

    /// Records of two formats and two services: wrapped, damaged, repeated, with warnings and varying keys.
    fn log() -> String {
        let record = |nth: usize| match nth % 7 {
            0 => format!(r#"{{"torn": {nth}, "#),
            1 => format!(
                r#"{{"service_name":"jobs","action_name":"run","event_time":"2026-03-02T10:00:{:02}.123456Z","event_id":"e{}","request_params":{{"job{}":"{nth}"}}}}"#,
                nth % 60,
                nth / 9,
                nth % 3
            ),
            2 => format!(
                r#"{{"result":{{"serviceName":"s","actionName":"a","timestamp":{nth},"requestParams":{{"k":"v"}}}}}}"#
            ),
            _ => format!(
                r#"{{"serviceName":"s{}","actionName":"a","timestamp":{},"requestParams":{{"k{}":"{nth}","j":{{"a":NaN}}}}}}"#,
                nth % 2,
                1_577_571_960_000_u64 + nth as u64 / 2,
                nth % 5
            ),
        };
        (0..300).map(|nth| record(nth) + "\n").collect()
    }

    fn block() -> Block {
        let task = Task::whole(0, "a.json".to_owned(), None);
        let source = Rc::new(log().into_bytes());
        TaskRun::begin(task, source, [3; 16], Limits::default()).step().unwrap()
    }

    fn describe(blocks: Vec<Block>) -> String {
        let mut medallion = Medallion::default();
        medallion.inputs.push(Input::new("a.json".to_owned(), 0));
        for block in blocks {
            medallion.append(0, block);
        }
        let input = &medallion.inputs()[0];
        let rows = (0..medallion.silver().rows()).map(|row| {
            let texts: Vec<_> = TEXTS.iter().map(|column| medallion.silver().text(*column, row)).collect();
            let time = (medallion.silver().integer(SilverColumn::EventTime, row), medallion.silver().time_ns(row));
            format!("{:?} {texts:?} {time:?} {}\n", medallion.place(row), medallion.flattened(row))
        });
        let noted = format!(
            "{:#?} {:#?} {:#?} {:#?}",
            medallion.problems(),
            medallion.warnings(),
            medallion.duplicates(),
            medallion.conflicts()
        );
        let counts = format!("{:?} {:?} {:?} {}", input.counts, input.formats, input.wrappers, input.undated);
        rows.collect::<String>() + &noted + &counts
    }

    fn split_times(block: Block, times: u32) -> Vec<Block> {
        if times == 0 {
            return vec![block];
        }
        let (first, second) = block.split();
        [split_times(first, times - 1), split_times(second, times - 1)].into_iter().flatten().collect()
    }

    #[test]
    fn the_parts_of_a_block_are_the_block() {
        let whole = describe(vec![block()]);
        assert!(whole.contains("repaired") || whole.contains("warning"), "the log has warnings");
        for times in 1..12 {
            assert_eq!(describe(split_times(block(), times)), whole, "divided {times} times");
        }
    }
}
