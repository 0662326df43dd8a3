//! The loaded data: ledger, silver, gold, problems and duplicates.

use touchstone_frame::{ColumnId, NULL};

use crate::block::{Block, BlockWarning, Texts};
use crate::conflicts::{self, Conflict, EventRef};
use crate::fingerprints::{Fingerprints, Inserted};
use crate::gold::Gold;
use crate::growth::NEW_GOLD_BYTES;
use crate::ledger::{Duplicate, Input, InputProblem, InputWarning, Part, Skipped, wrapper_name};
use crate::lists;
use crate::reconciliation::Reconciliation;
use crate::shape::{ShapeKey, Shapes};
use crate::silver::{Silver, SilverColumn, TEXTS};

/// The location of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Its offset, as in [`InputProblem`].
    pub offset: u64,
    /// Its length.
    pub length: u32,
}

/// The data loaded so far. It only grows.
#[derive(Debug, Default)]
pub struct Medallion {
    pub(crate) inputs: Vec<Input>,
    pub(crate) skipped: Vec<Skipped>,
    silver: Silver,
    /// In order of arrival; the index is the service's code in silver minus one.
    gold: Vec<Gold>,
    /// Sum of rows of all gold frames, counted as they are added.
    gold_rows: u32,
    pub(crate) fingerprints: Fingerprints,
    shapes: Shapes,
    pub(crate) problems: Vec<InputProblem>,
    pub(crate) warnings: Vec<InputWarning>,
    pub(crate) conflicts: Vec<Conflict>,
    /// Whether events may share an id.
    ids_may_repeat: bool,
    pub(crate) duplicates: Vec<Duplicate>,
    has_fine_times: bool,
    families: Families,
    /// Bytes of the texts in all of these lists.
    pub(crate) text_bytes: usize,
}

/// The families of formats whose ids the events carry.
#[derive(Clone, Copy, Debug, Default)]
enum Families {
    #[default]
    None,
    One(&'static str),
    Several,
}

impl Families {
    fn and(self, family: &'static str) -> Self {
        match self {
            Self::None => Self::One(family),
            Self::One(other) if other == family => self,
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

impl Medallion {
    /// The ledger, in the order in which inputs were given.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Whether any event's time is more precise than a millisecond.
    pub fn has_fine_times(&self) -> bool {
        self.has_fine_times
    }

    /// Files that are not inputs, in the order given.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Location of the record of an event.
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

    /// Looks up [`Medallion::gold_row`] of many events.
    pub fn gold_rows<'a>(&'a self) -> impl Fn(u32) -> Option<(&'a Gold, u32)> {
        let frame = self.silver.frame();
        let services = frame.row_codes(self.silver.id(SilverColumn::ServiceName));
        let gold_rows = frame.row_integers(self.silver.id(SilverColumn::GoldRow));
        move |row| {
            let gold = self.gold.get((services.get(row) as usize).checked_sub(1)?)?;
            Some((gold, gold_rows.get(row)? as u32))
        }
    }

    /// Records that could not be read, in reading order.
    pub fn problems(&self) -> &[InputProblem] {
        &self.problems
    }

    /// Lost or guessed values of events and inputs, in reading order.
    pub fn warnings(&self) -> &[InputWarning] {
        &self.warnings
    }

    /// Records that share an id with an earlier event but differ in content, in reading order.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Records that repeat an event, in reading order.
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The identity, recounted on each call.
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

    /// Size in bytes: frames with dictionaries, fingerprints, shapes, and the lists with their texts.
    pub fn memory_bytes(&self) -> usize {
        self.silver.frame.memory_bytes()
            + self.gold.capacity() * size_of::<Gold>()
            + self.gold.iter().map(|gold| gold.frame.memory_bytes()).sum::<usize>()
            + self.fingerprints.memory_bytes()
            + self.shapes.memory_bytes()
            + self.lists_bytes()
    }

    /// Gives back what reading texts took that are packed.
    pub(crate) fn forget(&mut self) {
        self.silver.frame.forget();
        self.gold.iter_mut().for_each(|gold| gold.frame.forget());
    }

    /// Peak allocation for adding shapes with this total number of keys.
    pub(crate) fn shapes_growth_bytes(&self, shapes: usize, keys: usize) -> usize {
        self.shapes.growth_bytes(shapes, keys)
    }

    /// Peak allocation for adding gold frames.
    pub(crate) fn gold_growth_bytes(&self, more: usize) -> usize {
        let wanted = self.gold.len() + more;
        let list = if wanted > self.gold.capacity() { 2 * wanted.max(self.gold.capacity()) } else { 0 };
        list * size_of::<Gold>() + more * NEW_GOLD_BYTES
    }

    /// Joins a block of an input: adds new events to silver and gold, and known ones to the duplicates.
    pub(crate) fn append(&mut self, input: u32, block: Block) {
        // Conflicts were looked for among what is loaded.
        self.forget();
        let entry = &mut self.inputs[input as usize];
        // Record numbers start at 1.
        let first_record = entry.counts.records + 1;
        self.text_bytes += lists::text_bytes(&block, entry.path.len());
        let path = &entry.path;
        let skipped = block.skipped.iter();
        self.skipped
            .extend(skipped.map(|(part, reason)| Skipped { path: format!("{path}/{part}"), reason: reason.clone() }));
        let parts = block.parts.iter();
        entry.parts.extend(parts.map(|(index, path, first)| Part {
            index: *index,
            path: path.clone(),
            first_record: first_record + first,
        }));
        let kept = self.insert_new(input, first_record, &block);
        let entry = &mut self.inputs[input as usize];
        entry.counts.records += block.records;
        entry.counts.events += kept.len() as u64;
        entry.counts.duplicates += (block.events() - kept.len()) as u64;
        entry.counts.problems += block.problems.len() as u64;
        for (wrapper, wrapped) in &block.wrappers {
            let name = wrapper_name(&entry.wrappers, wrapper).to_owned();
            *entry.wrappers.entry(name).or_default() += wrapped.len() as u64;
        }
        for (format, records) in &block.formats {
            *entry.formats.entry(*format).or_default() += records;
            self.families = self.families.and(format.family());
        }
        self.has_fine_times |= kept.iter().any(|at| block.time_ns.get(*at as usize).is_some_and(|ns| *ns > 0));
        self.inputs[input as usize].note_lacks(&block, &kept);
        self.append_silver_texts(&block, &kept);
        let gold_rows = self.append_gold(input, &block, &kept);
        self.append_silver_numbers(input, first_record, &block, &kept, &gold_rows);
        self.silver.frame.finish_rows(kept.len());
        self.problems.extend(block.problems.into_iter().map(|problem| InputProblem {
            input,
            record: first_record + problem.record,
            offset: problem.offset,
            length: problem.length,
            problem: problem.problem,
        }));
        self.say_notes(input, &block.notes);
        self.append_warnings(input, first_record, block.warnings, |event| block.records_of[event as usize], &kept);
        let counts = &self.inputs[input as usize].counts;
        // Gold rows are counted as they are added; summing over all gold frames for each block would be slow.
        let is_whole = counts.reconcile() && self.silver.rows() == self.gold_rows;
        // Figures that do not reconcile must not be shown: better no answer than a wrong one.
        assert!(is_whole, "the records of an input are events, duplicates and problems, and silver is gold");
    }

    /// Adds the warnings of an input and of its kept events; those of duplicates are dropped.
    fn append_warnings(
        &mut self,
        input: u32,
        first_record: u64,
        warnings: Vec<BlockWarning>,
        record_of: impl Fn(u32) -> u32,
        kept: &[u32],
    ) {
        let wanted = warnings.into_iter().filter(|found| found.event.is_none_or(|at| kept.binary_search(&at).is_ok()));
        let before = self.warnings.len();
        self.warnings.extend(wanted.map(|found| InputWarning {
            input,
            record: found.event.map(|event| first_record + u64::from(record_of(event))),
            offset: found.offset,
            length: found.length,
            warning: found.warning,
        }));
        self.inputs[input as usize].counts.warnings += (self.warnings.len() - before) as u64;
    }

    /// Inserts the events of a block and returns those that are new. Records the others as duplicates, and as conflicts
    /// if their id appeared with other content.
    fn insert_new(&mut self, input: u32, first_record: u64, block: &Block) -> Vec<u32> {
        let mut fingerprints = std::mem::take(&mut self.fingerprints);
        let rows = self.silver.rows();
        let known = |row: u32, kept: &[u32]| match row.checked_sub(rows) {
            None => EventRef::Loaded(self, row),
            Some(at) => EventRef::Joining(block, kept[at as usize]),
        };
        let inserted = fingerprints.insert_all(&block.fingerprints, |at, of_row, kept| {
            let event = EventRef::Joining(block, at);
            conflicts::has_id(block, at)
                .then(|| conflicts::other_fingerprint(block.fingerprints[at as usize], known(of_row, kept), event))?
        });
        let Inserted { kept, repeats, reused } = inserted;
        let place = |at: u32| RecordPlace {
            input,
            record: first_record + u64::from(block.records_of[at as usize]),
            offset: block.offsets[at as usize],
            length: block.lengths[at as usize],
        };
        let mut found = Vec::new();
        for (at, of_row) in &reused {
            let row = kept.binary_search(at).ok().map(|place| rows + place as u32);
            let fields = conflicts::differing_identity(known(*of_row, &kept), EventRef::Joining(block, *at));
            found.push(Conflict { place: place(*at), of_row: *of_row, row, fields });
        }
        for (at, of_row) in repeats.iter().filter(|(at, _)| conflicts::has_id(block, *at)) {
            let fields = conflicts::differing(known(*of_row, &kept), EventRef::Joining(block, *at));
            if !fields.is_empty() {
                found.push(Conflict { place: place(*at), of_row: *of_row, row: None, fields });
            }
        }
        found.sort_by_key(|conflict| conflict.place.record);
        self.fingerprints = fingerprints;
        self.ids_may_repeat |= !reused.is_empty() || !block.wrappers.is_empty();
        self.inputs[input as usize].counts.conflicts += found.len() as u64;
        self.text_bytes += lists::fields_bytes(&found);
        self.conflicts.append(&mut found);
        self.duplicates.extend(repeats.into_iter().map(|(at, of_row)| {
            let RecordPlace { input, record, offset, length } = place(at);
            Duplicate { input, record, offset, length, of_row }
        }));
        kept
    }

    fn append_silver_texts(&mut self, block: &Block, kept: &[u32]) {
        let is_all = kept.len() == block.events();
        for (column, local) in TEXTS.iter().zip(&block.texts) {
            let id = self.silver.id(*column);
            let frame = &mut self.silver.frame;
            // As long as all ids are real and of one family, a new event has a new id.
            let is_new =
                *column == SilverColumn::EventId && matches!(self.families, Families::One(_)) && !self.ids_may_repeat;
            let used = kept.iter().map(|at| local.codes[*at as usize]);
            let codes = recoded(&local.texts, is_all, used.clone(), |texts| {
                if is_new && !texts.contains(&"") {
                    frame.add_all(id, texts)
                } else if *column == SilverColumn::ServiceName {
                    // Their codes number the gold frames.
                    frame.intern_all(id, texts)
                } else {
                    frame.append_all(id, texts, used.clone().filter(|code| *code != NULL).count())
                }
            });
            frame.extend_text(id, used.map(|code| codes[code as usize]));
        }
        while self.gold.len() < self.silver.frame.dictionary(self.silver.id(SilverColumn::ServiceName)).len() {
            let services = self.silver.frame.dictionary(self.silver.id(SilverColumn::ServiceName));
            let service = services.get(self.gold.len() as u32 + 1).unwrap_or_default().to_owned();
            self.gold.push(Gold::new(service));
        }
    }

    /// Appends to the gold frames; returns each kept event's gold frame and row.
    fn append_gold(&mut self, input: u32, block: &Block, kept: &[u32]) -> Vec<(u32, u32)> {
        const DROPPED: u32 = u32::MAX;
        let Some(services) = block.texts.first() else { return Vec::new() };
        let service_column = self.silver.id(SilverColumn::ServiceName);
        let first_silver_row = self.silver.rows();
        // By the service's code in the block, the index of its gold frame.
        let gold_of: Vec<Option<usize>> = std::iter::once(None)
            .chain(services.texts.iter().map(|(_, service)| {
                self.silver.frame.dictionary(service_column).find(service).map(|code| code as usize - 1)
            }))
            .collect();
        let mut gained: Vec<Vec<u32>> = vec![Vec::new(); gold_of.len()];
        // By event of the block, its index among the rows that its gold frame gains.
        let mut place_of = vec![DROPPED; block.events()];
        for (kept_at, at) in kept.iter().enumerate() {
            let gained = &mut gained[services.codes[*at as usize] as usize];
            place_of[*at as usize] = gained.len() as u32;
            gained.push(first_silver_row + kept_at as u32);
        }

        let is_all = kept.len() == block.events();
        // By parameter column of the block, its column in the gold frame.
        let mut column_of: Vec<Option<ColumnId>> = vec![None; block.params.len()];
        for (column, local) in column_of.iter_mut().zip(&block.params) {
            let Some(gold) = gold_of[local.service as usize].map(|at| &mut self.gold[at]) else { continue };
            let places = local.events.iter().zip(&local.codes).map(|(at, code)| (place_of[*at as usize], *code));
            let used = places.filter(|(place, _)| *place != DROPPED);
            if used.clone().next().is_none() {
                continue;
            }
            let id = *column.insert(gold.add_key(&local.key, input));
            let used_codes = used.clone().map(|(_, code)| code);
            let codes = recoded(&local.texts, is_all, used_codes, |texts| {
                gold.frame.append_all(id, texts, used.clone().count())
            });
            gold.frame.extend_sparse(id, used.map(|(place, code)| (place, codes[code as usize])));
        }

        let mut shape_of = vec![None; block.shapes.len()];
        let gold_rows = kept
            .iter()
            .map(|at| {
                let service = services.codes[*at as usize] as usize;
                let first = gold_of[service].map_or(0, |gold| self.gold[gold].rows());
                let local = block.shape_codes[*at as usize];
                let shape = *shape_of[local as usize].get_or_insert_with(|| {
                    let keys = block.shapes[local as usize].iter().filter_map(|key| {
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
                let before = gold.rows();
                gold.frame.finish_rows(gained.len());
                self.gold_rows += gold.rows() - before;
            }
        }
        gold_rows
    }

    fn append_silver_numbers(
        &mut self,
        input: u32,
        first_record: u64,
        block: &Block,
        kept: &[u32],
        gold_rows: &[(u32, u32)],
    ) {
        let kept = || kept.iter().map(|at| *at as usize);
        let present = |number: i64| (number != i64::MIN).then_some(number);
        let into = &mut self.silver;
        into.extend_integers(SilverColumn::EventTime, kept().map(|at| present(block.times[at])));
        let time_ns = |at: usize| block.time_ns.get(at).copied().unwrap_or_default();
        into.extend_integers(SilverColumn::TimeNs, kept().map(|at| Some(i64::from(time_ns(at)))));
        into.extend_integers(SilverColumn::SourcePort, kept().map(|at| present(block.source_ports[at])));
        into.extend_integers(SilverColumn::StatusCode, kept().map(|at| present(block.status_codes[at])));
        into.extend_integers(SilverColumn::Input, kept().map(|_| Some(i64::from(input))));
        let record = |at: usize| first_record as i64 + i64::from(block.records_of[at]);
        into.extend_integers(SilverColumn::Record, kept().map(|at| Some(record(at))));
        into.extend_integers(SilverColumn::Offset, kept().map(|at| Some(block.offsets[at] as i64)));
        into.extend_integers(SilverColumn::Length, kept().map(|at| Some(i64::from(block.lengths[at]))));
        into.extend_integers(SilverColumn::GoldRow, gold_rows.iter().map(|(row, _)| Some(i64::from(*row))));
        into.extend_integers(SilverColumn::Shape, gold_rows.iter().map(|(_, shape)| Some(i64::from(*shape))));
    }
}

/// Maps the codes of a block's texts to codes in a frame, assigned by `intern`. Each text is interned once and only if
/// used, so that texts of dropped duplicates never enter the frame. `is_all` means that no event is dropped.
fn recoded<'a>(
    texts: &'a Texts,
    is_all: bool,
    used: impl Iterator<Item = u32>,
    intern: impl FnOnce(&[&'a str]) -> Vec<u32>,
) -> Vec<u32> {
    const USED: u32 = u32::MAX;
    if is_all {
        // Every text is used, and first uses follow the order of codes.
        let all: Vec<_> = texts.iter().map(|(_, text)| text).collect();
        return std::iter::once(NULL).chain(intern(&all)).collect();
    }
    let mut codes = vec![NULL; texts.len() + 1];
    let mut in_order = Vec::new();
    for code in used {
        let known = &mut codes[code as usize];
        if code != NULL && *known == NULL {
            *known = USED;
            in_order.push(code);
        }
    }
    let found: Vec<_> = in_order.iter().map(|code| texts.get(*code).unwrap_or_default()).collect();
    for (code, in_frame) in in_order.into_iter().zip(intern(&found)) {
        codes[code as usize] = in_frame;
    }
    codes
}

fn push_json_string(into: &mut String, text: &str) {
    let is_escaped = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\');
    if text.bytes().any(is_escaped) {
        into.push_str(&serde_json::Value::from(text).to_string());
    } else {
        into.push('"');
        into.push_str(text);
        into.push('"');
    }
}
