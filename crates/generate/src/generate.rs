//! From options to files and truth.

use std::collections::{BTreeSet, VecDeque};

use crate::Error;
use crate::bad_lines;
use crate::incidents;
use crate::model::Event;
use crate::options::Options;
use crate::plan::Plan;
use crate::sink::Sink;
use crate::stream::EventStream;
use crate::tally::Tally;
use crate::truth::{BadLine, Duplicates, FileTruth, IncidentTruth, Place, Span, Truth};
use crate::world::World;
use crate::writers::{Format, KeyOrder};

/// Writes the log that `options` describe to `sink`, and returns what is in it.
pub fn generate<S: Sink>(options: &Options, sink: &mut S) -> Result<Truth, Error> {
    options.check()?;
    let world = World::new(options)?;
    let plan = Plan::new(&world, options)?;
    sink.begin(&plan.paths)?;
    let files = plan.paths.iter().map(|path| FileTruth { path: path.clone(), ..FileTruth::default() }).collect();
    let mut press = Press {
        world: &world,
        plan,
        sink,
        files,
        tally: Tally::default(),
        duplicates: Duplicates::default(),
        bad_lines: Vec::new(),
        incidents: incidents::ALL.iter().map(|_| None).collect(),
        line: Vec::with_capacity(8 * 1024),
        copies: VecDeque::new(),
    };
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
    press.sink.finish()?;
    Ok(press.into_truth(options))
}

/// Which of `wanted` things, evenly spread over `events`, come with event `number`.
fn due(number: u64, wanted: u64, events: u64) -> std::ops::Range<u64> {
    let before = |number: u64| (u128::from(number) * u128::from(wanted) / u128::from(events.max(1))) as u64;
    before(number)..before(number + 1)
}

struct Press<'w, 's, S> {
    world: &'w World,
    plan: Plan,
    sink: &'s mut S,
    files: Vec<FileTruth>,
    tally: Tally,
    duplicates: Duplicates,
    bad_lines: Vec<BadLine>,
    /// By the number of the kind.
    incidents: Vec<Option<Incident>>,
    /// The record of the last event, with its line feed.
    line: Vec<u8>,
    copies: VecDeque<Copy>,
}

struct Incident {
    principals: BTreeSet<String>,
    time: Span,
    events: u64,
    records: Vec<Place>,
}

/// A copy that waits for its place: it comes some lines after the original.
struct Copy {
    due: u64,
    partition: usize,
    incident: Option<usize>,
    is_reordered: bool,
    line: Vec<u8>,
}

/// Where a line went.
struct Printed {
    first: Place,
    second: Option<Place>,
}

impl Printed {
    fn places(&self) -> impl Iterator<Item = Place> {
        std::iter::once(self.first).chain(self.second)
    }
}

impl<'w, S: Sink> Press<'w, '_, S> {
    fn print(&mut self, event: &Event<'w>) -> Result<usize, Error> {
        let partition = self.plan.advance(event, self.world);
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        Format::of(event).write(event, KeyOrder::Usual, &self.world.calendar, &mut line);
        line.push(b'\n');
        let printed = self.put(partition, &line)?;
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

    fn put(&mut self, partition: usize, line: &[u8]) -> Result<Printed, Error> {
        let targets = self.plan.targets(partition);
        let mut put = |file: usize| {
            let truth = &mut self.files[file];
            truth.records += 1;
            truth.bytes += line.len() as u64;
            self.sink.write(file, line).map(|()| Place(file, truth.records))
        };
        Ok(Printed { first: put(targets.first)?, second: targets.second.map(put).transpose()? })
    }

    fn plan_copy(&mut self, event: &Event<'w>, partition: usize, number: u64, nth: u64) {
        let is_reordered = nth % 2 == 1;
        let mut line = Vec::new();
        if is_reordered {
            Format::of(event).write(event, KeyOrder::Reversed, &self.world.calendar, &mut line);
            line.push(b'\n');
        } else {
            line.extend_from_slice(&self.line);
        }
        self.copies.push_back(Copy { due: number + nth % 40, partition, incident: event.incident, is_reordered, line });
    }

    fn print_copies(&mut self, number: u64) -> Result<(), Error> {
        while let Some(copy) = self.copies.pop_front_if(|copy| copy.due <= number) {
            let printed = self.put(copy.partition, &copy.line)?;
            let counter = if copy.is_reordered { &mut self.duplicates.reordered } else { &mut self.duplicates.exact };
            *counter += 1;
            self.duplicates.redelivered += u64::from(printed.second.is_some());
            if let Some(incident) = copy.incident.and_then(|kind| self.incidents[kind].as_mut()) {
                incident.records.extend(printed.places());
            }
        }
        Ok(())
    }

    fn print_bad_line(&mut self, partition: usize, nth: u64) -> Result<(), Error> {
        let mut line = Vec::new();
        let kind = bad_lines::write(nth, &self.line, &mut line);
        for place in self.put(partition, &line)?.places() {
            self.files[place.0].bad_lines += 1;
            self.bad_lines.push(BadLine { kind, place });
        }
        Ok(())
    }

    fn into_truth(self, options: &Options) -> Truth {
        let mut truth = self.tally.into_truth(options, &self.world.calendar);
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
