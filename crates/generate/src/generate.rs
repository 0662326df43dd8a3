//! Generates files and truth from options.

use std::collections::{BTreeSet, VecDeque};

use crate::Error;
use crate::bad_lines;
use crate::binding::Binding;
use crate::incidents;
use crate::model::Event;
use crate::options::Options;
use crate::plan::Plan;
use crate::sink::Sink;
use crate::stream::EventStream;
use crate::tally::Tally;
use crate::truth::{BadLine, Duplicates, FileTruth, IncidentTruth, Place, Span, Truth};
use crate::world::World;
use crate::writers::{self, KeyOrder};

/// Writes the log described by `options` to `sink` and returns its truth.
pub fn generate<S: Sink>(options: &Options, sink: &mut S) -> Result<Truth, Error> {
    options.check()?;
    let world = World::new(options)?;
    let plan = Plan::new(&world, options)?;
    sink.begin(&plan.paths)?;
    let files = plan.paths.iter().map(|path| FileTruth { path: path.clone(), ..FileTruth::default() }).collect();
    let mut press = Press {
        world: &world,
        options,
        plan,
        binding: Binding::new(&world, options)?,
        sink,
        files,
        tally: Tally::default(),
        duplicates: Duplicates::default(),
        bad_lines: Vec::new(),
        incidents: incidents::ALL.iter().map(|_| None).collect(),
        line: Vec::with_capacity(8 * 1024),
        bytes: Vec::with_capacity(8 * 1024),
        copies: VecDeque::new(),
    };
    press.print_header()?;
    for (number, event) in (0..).zip(EventStream::new(&world, options)) {
        let partition = press.print(&event)?;
        for nth in due(number, options.duplicates, options.events) {
            press.plan_copy(&event, partition, number, nth);
        }
        press.print_copies(number)?;
        for nth in due(number, options.bad_lines, options.events) {
            press.print_bad_line(partition, nth)?;
        }
    }
    press.print_copies(u64::MAX)?;
    press.finish()
}

/// Of `wanted` items spread evenly over `events`, the range that belongs to event `number`.
fn due(number: u64, wanted: u64, events: u64) -> std::ops::Range<u64> {
    let before = |number: u64| (u128::from(number) * u128::from(wanted) / u128::from(events.max(1))) as u64;
    before(number)..before(number + 1)
}

struct Press<'w, 's, S> {
    world: &'w World,
    options: &'s Options,
    plan: Plan,
    binding: Binding<'w>,
    sink: &'s mut S,
    files: Vec<FileTruth>,
    tally: Tally,
    duplicates: Duplicates,
    bad_lines: Vec<BadLine>,
    /// By index of the kind.
    incidents: Vec<Option<Incident>>,
    /// The record of the last event, if it is a line.
    line: Vec<u8>,
    /// The bytes that the last record completed.
    bytes: Vec<u8>,
    copies: VecDeque<Copy<'w>>,
}

struct Incident {
    principals: BTreeSet<String>,
    time: Span,
    events: u64,
    records: Vec<Place>,
}

/// A copy waiting to be written some lines after the original.
struct Copy<'w> {
    due: u64,
    partition: usize,
    order: KeyOrder,
    event: Event<'w>,
}

/// Where a line was written.
struct WrittenRecord {
    first: Place,
    second: Option<Place>,
}

impl WrittenRecord {
    fn places(&self) -> impl Iterator<Item = Place> {
        std::iter::once(self.first).chain(self.second)
    }
}

impl<'w, S: Sink> Press<'w, '_, S> {
    fn print_header(&mut self) -> Result<(), Error> {
        self.bytes.clear();
        writers::write_header(self.options.container, &mut self.bytes);
        self.send_rest()
    }

    fn print(&mut self, event: &Event<'w>) -> Result<usize, Error> {
        let partition = self.plan.advance(event, self.world);
        let mut line = std::mem::take(&mut self.line);
        let printed = self.print_record(partition, event, KeyOrder::Usual, &mut line)?;
        self.line = line;
        self.tally.count(event, &self.world.calendar, printed.first);
        self.duplicates.redelivered += u64::from(printed.second.is_some());
        if let Some(kind) = event.incident {
            let time = Span { first_ms: event.time_ms, last_ms: event.time_ms };
            let incident = self.incidents[kind].get_or_insert_with(|| Incident {
                principals: BTreeSet::new(),
                time,
                events: 0,
                records: Vec::new(),
            });
            incident.principals.extend(event.principal().map(str::to_owned));
            incident.time.first_ms = incident.time.first_ms.min(event.time_ms);
            incident.time.last_ms = incident.time.last_ms.max(event.time_ms);
            incident.events += 1;
            incident.records.extend(printed.places());
        }
        Ok(partition)
    }

    /// Writes the record of an event; if it is a line, `line` holds it afterwards.
    fn print_record(
        &mut self,
        partition: usize,
        event: &Event<'w>,
        order: KeyOrder,
        line: &mut Vec<u8>,
    ) -> Result<WrittenRecord, Error> {
        self.bytes.clear();
        self.binding.add(event, order, (self.world, self.options), line, &mut self.bytes)?;
        self.put(partition)
    }

    /// Writes the bytes to the current files and counts one record in each.
    fn put(&mut self, partition: usize) -> Result<WrittenRecord, Error> {
        let targets = self.plan.targets(partition);
        let mut put = |file: usize| {
            let truth = &mut self.files[file];
            truth.records += 1;
            truth.bytes += self.bytes.len() as u64;
            self.sink.write(file, &self.bytes).map(|()| Place(file, truth.records))
        };
        Ok(WrittenRecord { first: put(targets.first)?, second: targets.second.map(put).transpose()? })
    }

    /// Writes bytes that count as no record. Only logs in a single file have such bytes.
    fn send_rest(&mut self) -> Result<(), Error> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        self.files[0].bytes += self.bytes.len() as u64;
        self.sink.write(0, &self.bytes)
    }

    fn plan_copy(&mut self, event: &Event<'w>, partition: usize, number: u64, nth: u64) {
        let is_reordered = nth % 2 == 1 && self.options.container.has_keys();
        let order = if is_reordered { KeyOrder::Reversed } else { KeyOrder::Usual };
        self.copies.push_back(Copy { due: number + nth % 40, partition, order, event: event.clone() });
    }

    fn print_copies(&mut self, number: u64) -> Result<(), Error> {
        while let Some(copy) = self.copies.pop_front_if(|copy| copy.due <= number) {
            let printed = self.print_record(copy.partition, &copy.event, copy.order, &mut Vec::new())?;
            match copy.order {
                KeyOrder::Usual => self.duplicates.exact += 1,
                KeyOrder::Reversed => self.duplicates.reordered += 1,
            }
            self.duplicates.redelivered += u64::from(printed.second.is_some());
            if let Some(incident) = copy.event.incident.and_then(|kind| self.incidents[kind].as_mut()) {
                incident.records.extend(printed.places());
            }
        }
        Ok(())
    }

    fn print_bad_line(&mut self, partition: usize, nth: u64) -> Result<(), Error> {
        self.bytes.clear();
        self.binding.interrupt(&mut self.bytes);
        let kind = bad_lines::write(nth, &self.line, &mut self.bytes);
        for place in self.put(partition)?.places() {
            self.files[place.0].bad_lines += 1;
            self.bad_lines.push(BadLine { kind, place });
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Truth, Error> {
        self.bytes.clear();
        std::mem::replace(&mut self.binding, Binding::Lines).end(&mut self.bytes)?;
        self.send_rest()?;
        self.sink.finish()?;
        Ok(self.into_truth())
    }

    fn into_truth(self) -> Truth {
        let mut truth = self.tally.into_truth(self.options, &self.world.calendar);
        truth.totals.records = self.files.iter().map(|file| file.records).sum();
        truth.totals.bytes = self.files.iter().map(|file| file.bytes).sum();
        truth.totals.bad_lines = self.bad_lines.len() as u64;
        truth.totals.duplicates = self.duplicates.exact + self.duplicates.reordered + self.duplicates.redelivered;
        truth.files = self.files;
        truth.duplicates = self.duplicates;
        truth.bad_lines = self.bad_lines;
        truth.bad_lines.sort_by_key(|line| line.place);
        truth.incidents = incidents::ALL
            .iter()
            .zip(self.incidents)
            .filter_map(|(kind, incident)| {
                let mut incident = incident?;
                incident.records.sort_unstable();
                Some(IncidentTruth {
                    id: kind.id.to_owned(),
                    title: kind.title.to_owned(),
                    what: kind.what.to_owned(),
                    principals: incident.principals.into_iter().collect(),
                    time: incident.time,
                    events: incident.events,
                    records: incident.records,
                })
            })
            .collect();
        truth
    }
}
