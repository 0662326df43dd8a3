//! Everything loaded: the ledger, silver, gold, problems and duplicates.

use touchstone_frame::{ColumnId, Dictionary, NULL};

use crate::batch::Batch;
use crate::fingerprints::Fingerprints;
use crate::gold::Gold;
use crate::ledger::{Duplicate, Input, InputProblem, Skipped};
use crate::reconciliation::Reconciliation;
use crate::shape::{ShapeKey, Shapes};
use crate::silver::{Silver, SilverColumn, TEXTS};

/// Where a record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Where it begins, as in [`InputProblem`].
    pub offset: u64,
    /// Its length there.
    pub length: u32,
}

/// What is loaded so far. It only ever grows.
#[derive(Debug, Default)]
pub struct Medallion {
    pub(crate) inputs: Vec<Input>,
    pub(crate) skipped: Vec<Skipped>,
    silver: Silver,
    /// In order of arrival; the service's code in silver, less one, is its index.
    gold: Vec<Gold>,
    fingerprints: Fingerprints,
    shapes: Shapes,
    problems: Vec<InputProblem>,
    duplicates: Vec<Duplicate>,
    has_fine_times: bool,
}

impl Medallion {
    /// The ledger, in the order in which inputs were given.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Whether some event's time is finer than a millisecond.
    pub fn has_fine_times(&self) -> bool {
        self.has_fine_times
    }

    /// Given files that are no inputs, in the order in which they were given.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Where the record lies that an event was read from.
    pub fn place(&self, row: u32) -> RecordPlace {
        let integer = |column| self.silver.integer(column, row).unwrap_or_default();
        RecordPlace {
            input: integer(SilverColumn::Input) as u32,
            record: integer(SilverColumn::Record) as u64,
            offset: integer(SilverColumn::Offset) as u64,
            length: integer(SilverColumn::Length) as u32,
        }
    }

    /// The silver frame.
    pub fn silver(&self) -> &Silver {
        &self.silver
    }

    /// The gold frames, in order of arrival.
    pub fn gold(&self) -> impl Iterator<Item = &Gold> {
        self.gold.iter()
    }

    /// The gold frame of a service.
    pub fn gold_of(&self, service: &str) -> Option<&Gold> {
        let services = self.silver.frame().dictionary(self.silver.id(SilverColumn::ServiceName));
        services.find(service).and_then(|code| self.gold.get(code as usize - 1))
    }

    /// The gold frame of an event's service, and the event's row in it.
    pub fn gold_row(&self, row: u32) -> Option<(&Gold, u32)> {
        let service = self.silver.frame().code(self.silver.id(SilverColumn::ServiceName), row);
        let gold = self.gold.get((service as usize).checked_sub(1)?)?;
        let gold_row = self.silver.integer(SilverColumn::GoldRow, row)?;
        Some((gold, gold_row as u32))
    }

    /// What could not be read, in order of reading.
    pub fn problems(&self) -> &[InputProblem] {
        &self.problems
    }

    /// What was there already, in order of reading.
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The identity, counted now.
    pub fn reconciliation(&self) -> Reconciliation {
        Reconciliation::of(self)
    }

    /// An event's request parameters in order of appearance: key, text, and whether the text is JSON.
    pub fn params(&self, row: u32) -> Vec<(&str, &str, bool)> {
        let Some((gold, gold_row)) = self.gold_row(row) else { return Vec::new() };
        let shape = self.silver.integer(SilverColumn::Shape, row).unwrap_or_default();
        self.shapes
            .get(shape as u32)
            .iter()
            .filter_map(|key| {
                let id = gold.frame.column(key.column as usize)?;
                Some((gold.frame.name(id), gold.frame.text(id, gold_row)?, key.is_json))
            })
            .collect()
    }

    /// The blog's `flattened`: an event's request parameters as compact JSON, keys in order of appearance.
    pub fn flattened(&self, row: u32) -> String {
        let mut text = String::from("{");
        for (at, (key, value, is_json)) in self.params(row).into_iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            push_json_string(&mut text, key);
            text.push(':');
            if is_json { text.push_str(value) } else { push_json_string(&mut text, value) }
        }
        text.push('}');
        text
    }

    /// Bytes that the frames with their dictionaries, the fingerprints and the shapes take.
    pub fn memory_bytes(&self) -> usize {
        self.silver.frame.memory_bytes()
            + self.gold.iter().map(|gold| gold.frame.memory_bytes()).sum::<usize>()
            + self.fingerprints.memory_bytes()
            + self.shapes.memory_bytes()
    }

    /// Joins a batch to what is there: new events to silver and gold, known ones to the duplicates.
    pub fn append(&mut self, batch: Batch) {
        let kept = self.keep_new(&batch);
        let counts = &mut self.inputs[batch.input as usize].counts;
        counts.records += batch.records;
        counts.events += kept.len() as u64;
        counts.duplicates += (batch.places.len() - kept.len()) as u64;
        counts.problems += batch.problems.len() as u64;
        for (format, records) in &batch.formats {
            *self.inputs[batch.input as usize].formats.entry(*format).or_default() += records;
        }
        self.has_fine_times |= kept.iter().any(|at| batch.places[*at as usize].time_ns > 0);
        self.append_silver_texts(&batch, &kept);
        let gold_rows = self.append_gold(&batch, &kept);
        self.append_silver_numbers(&batch, &kept, &gold_rows);
        self.silver.frame.finish_rows(kept.len());
        self.problems.extend(batch.problems);
        debug_assert!(self.reconciliation().holds, "the reconciliation identity holds after every batch");
    }

    /// The events of a batch that are not here yet. The others are noted as duplicates.
    fn keep_new(&mut self, batch: &Batch) -> Vec<u32> {
        let mut kept = Vec::with_capacity(batch.places.len());
        for (at, (fingerprint, place)) in batch.fingerprints.iter().zip(&batch.places).enumerate() {
            match self.fingerprints.insert(*fingerprint) {
                Ok(_) => kept.push(at as u32),
                Err(of_row) => self.duplicates.push(Duplicate {
                    input: batch.input,
                    record: place.record,
                    offset: place.offset,
                    length: place.length,
                    of_row,
                }),
            }
        }
        kept
    }

    fn append_silver_texts(&mut self, batch: &Batch, kept: &[u32]) {
        for (column, local) in TEXTS.iter().zip(&batch.texts) {
            let id = self.silver.id(*column);
            let frame = &mut self.silver.frame;
            let mut codes = Recoded::new(&local.dictionary);
            let recoded: Vec<u32> =
                kept.iter().map(|at| codes.get(local.codes[*at as usize], |text| frame.intern(id, text))).collect();
            frame.extend_text(id, recoded);
        }
        while self.gold.len() < self.silver.frame.dictionary(self.silver.id(SilverColumn::ServiceName)).len() {
            let services = self.silver.frame.dictionary(self.silver.id(SilverColumn::ServiceName));
            let service = services.get(self.gold.len() as u32 + 1).unwrap_or_default().to_owned();
            self.gold.push(Gold::new(service));
        }
    }

    /// Appends to the gold frames and gives each kept event's row in its own.
    fn append_gold(&mut self, batch: &Batch, kept: &[u32]) -> Vec<(u32, u32)> {
        const DROPPED: u32 = u32::MAX;
        let services = &batch.texts[0];
        let service_column = self.silver.id(SilverColumn::ServiceName);
        let first_silver_row = self.silver.rows();
        // By the service's code in the batch: its gold frame, and the silver rows that it gains.
        let gold_of: Vec<Option<usize>> = std::iter::once(None)
            .chain(services.dictionary.iter().map(|(_, service)| {
                self.silver.frame.dictionary(service_column).find(service).map(|code| code as usize - 1)
            }))
            .collect();
        let mut gained: Vec<Vec<u32>> = vec![Vec::new(); gold_of.len()];
        // By event of the batch: its place among the rows that its gold frame gains.
        let mut place_of = vec![DROPPED; batch.places.len()];
        for (kept_at, at) in kept.iter().enumerate() {
            let gained = &mut gained[services.codes[*at as usize] as usize];
            place_of[*at as usize] = gained.len() as u32;
            gained.push(first_silver_row + kept_at as u32);
        }

        // By parameter column of the batch: its column of the gold frame.
        let mut column_of: Vec<Option<ColumnId>> = vec![None; batch.params.len()];
        for (column, local) in column_of.iter_mut().zip(&batch.params) {
            let Some(gold) = gold_of[local.service as usize].map(|at| &mut self.gold[at]) else { continue };
            let mut codes = Recoded::new(&local.dictionary);
            let mut dense = vec![NULL; gained[local.service as usize].len()];
            for (at, code) in &local.values {
                let place = place_of[*at as usize];
                if place != DROPPED {
                    let id = *column.get_or_insert_with(|| gold.add_key(&local.key, batch.input));
                    dense[place as usize] = codes.get(*code, |text| gold.frame.intern(id, text));
                }
            }
            if let Some(id) = column {
                gold.frame.extend_text(*id, dense);
            }
        }

        let mut shape_of = vec![None; batch.shapes.len()];
        let gold_rows = kept
            .iter()
            .map(|at| {
                let service = services.codes[*at as usize] as usize;
                let first = gold_of[service].map_or(0, |gold| self.gold[gold].rows());
                let local = batch.shape_codes[*at as usize];
                let shape = *shape_of[local as usize].get_or_insert_with(|| {
                    let keys = batch.shapes.get(local).iter().filter_map(|key| {
                        let column = column_of[key.column as usize]?.index() as u32;
                        Some(ShapeKey { column, ..*key })
                    });
                    self.shapes.intern(&keys.collect::<Vec<_>>())
                });
                (first + place_of[*at as usize], shape)
            })
            .collect();

        for (gold, gained) in gold_of.iter().zip(&gained) {
            if let Some(gold) = gold.map(|at| &mut self.gold[at]) {
                let id = gold.silver_rows();
                gold.frame.extend_integers(id, gained.iter().map(|row| Some(i64::from(*row))));
                gold.frame.finish_rows(gained.len());
            }
        }
        gold_rows
    }

    fn append_silver_numbers(&mut self, batch: &Batch, kept: &[u32], gold_rows: &[(u32, u32)]) {
        let places = || kept.iter().map(|at| batch.places[*at as usize]);
        let mut extend = |column: SilverColumn, values: &mut dyn Iterator<Item = Option<i64>>| {
            let id = self.silver.id(column);
            self.silver.frame.extend_integers(id, values);
        };
        extend(SilverColumn::EventTime, &mut places().map(|place| place.time_ms));
        extend(SilverColumn::TimeNs, &mut places().map(|place| Some(i64::from(place.time_ns))));
        extend(SilverColumn::SourcePort, &mut places().map(|place| place.source_port.map(i64::from)));
        extend(SilverColumn::StatusCode, &mut places().map(|place| place.status_code.map(i64::from)));
        extend(SilverColumn::Input, &mut places().map(|_| Some(i64::from(batch.input))));
        extend(SilverColumn::Record, &mut places().map(|place| Some(place.record as i64)));
        extend(SilverColumn::Offset, &mut places().map(|place| Some(place.offset as i64)));
        extend(SilverColumn::Length, &mut places().map(|place| Some(i64::from(place.length))));
        extend(SilverColumn::GoldRow, &mut gold_rows.iter().map(|(row, _)| Some(i64::from(*row))));
        extend(SilverColumn::Shape, &mut gold_rows.iter().map(|(_, shape)| Some(i64::from(*shape))));
    }
}

/// Codes of a batch's dictionary as codes of a frame's, looked up once each and only when used: what only dropped
/// duplicates have must not enter the frame.
struct Recoded<'a> {
    dictionary: &'a Dictionary,
    codes: Vec<u32>,
}

impl<'a> Recoded<'a> {
    const UNKNOWN: u32 = u32::MAX;

    fn new(dictionary: &'a Dictionary) -> Self {
        let mut codes = vec![Self::UNKNOWN; dictionary.len() + 1];
        codes[NULL as usize] = NULL;
        Self { dictionary, codes }
    }

    fn get(&mut self, code: u32, intern: impl FnOnce(&str) -> u32) -> u32 {
        let recoded = &mut self.codes[code as usize];
        if *recoded == Self::UNKNOWN {
            *recoded = self.dictionary.get(code).map_or(NULL, intern);
        }
        *recoded
    }
}

fn push_json_string(into: &mut String, text: &str) {
    into.push_str(&serde_json::Value::from(text).to_string());
}
