//! Assigns events to files.

use crate::Error;
use crate::model::Event;
use crate::options::{Layout, Options};
use crate::stream::EventStream;
use crate::world::World;

/// The files of a log. A partition is a workspace on a day; its events go to its files one after another.
pub(crate) struct Plan {
    /// Sorted.
    pub(crate) paths: Vec<String>,
    partitions: Vec<Partition>,
    /// 0 if everything is in one partition.
    days: usize,
}

#[derive(Debug, Default)]
struct Partition {
    parts: Vec<Part>,
    /// The part being written.
    current: usize,
    /// Events so far.
    events: u64,
}

#[derive(Debug, Default)]
struct Part {
    path: String,
    file: usize,
    /// Range of the partition's events in this part.
    begin: u64,
    end: u64,
    redelivery: Option<Redelivery>,
}

/// The part's file ends early, and a second file has everything.
#[derive(Debug)]
struct Redelivery {
    path: String,
    file: usize,
    /// Number of the partition's events before the early end.
    cut: u64,
}

/// The files that receive a line: one, or a file and its superset, or only the superset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Targets {
    pub(crate) first: usize,
    pub(crate) second: Option<usize>,
}

impl Plan {
    pub(crate) fn new(world: &World, options: &Options) -> Result<Self, Error> {
        let (files, redeliveries) = match &options.layout {
            Layout::Single { path } => {
                let part = Part { path: path.clone(), end: u64::MAX, ..Part::default() };
                let partition = Partition { parts: vec![part], ..Partition::default() };
                return Ok(Self { paths: vec![path.clone()], partitions: vec![partition], days: 0 });
            }
            Layout::Delivery { files, redeliveries } => (*files, *redeliveries),
        };
        let days = world.calendar.days();
        let mut counts = vec![0_u64; (world.workspaces.len() + 1) * days];
        // Runs the stream once only for the counts; it repeats the same events for writing.
        for event in EventStream::new(world, options) {
            counts[partition_of(&event, world, days)] += 1;
        }
        let parts = share_out(&counts, files, options.events)?;
        let mut partitions: Vec<_> = counts
            .iter()
            .zip(parts)
            .enumerate()
            .map(|(number, (&events, parts))| Partition::new(&directory(number, world), events, parts))
            .collect();
        redeliver(&mut partitions, redeliveries)?;
        Ok(Self { paths: number_files(&mut partitions), partitions, days })
    }

    /// Advances to the next event and returns its partition.
    pub(crate) fn advance(&mut self, event: &Event<'_>, world: &World) -> usize {
        let number = if self.days == 0 { 0 } else { partition_of(event, world, self.days) };
        let partition = &mut self.partitions[number];
        partition.events += 1;
        if partition.events > partition.parts[partition.current].end {
            partition.current += 1;
        }
        number
    }

    /// The files for the next line of the partition.
    pub(crate) fn targets(&self, partition: usize) -> Targets {
        let partition = &self.partitions[partition];
        let part = &partition.parts[partition.current];
        match &part.redelivery {
            None => Targets { first: part.file, second: None },
            Some(redelivery) if partition.events <= redelivery.cut => {
                Targets { first: part.file, second: Some(redelivery.file) }
            }
            Some(redelivery) => Targets { first: redelivery.file, second: None },
        }
    }
}

impl Partition {
    fn new(directory: &str, events: u64, parts: u64) -> Self {
        let end_of = |part: u64| (u128::from(events) * u128::from(part) / u128::from(parts.max(1))) as u64;
        let parts = (0..parts)
            .map(|part| Part {
                path: format!("{directory}/auditlogs_{part}.json"),
                begin: end_of(part),
                end: end_of(part + 1),
                ..Part::default()
            })
            .collect();
        Self { parts, ..Self::default() }
    }
}

fn partition_of(event: &Event<'_>, world: &World, days: usize) -> usize {
    let workspace = event.workspace.map_or(0, |workspace| workspace.number + 1);
    workspace * days + world.calendar.day_of(event.time_ms)
}

fn directory(partition: usize, world: &World) -> String {
    let days = world.calendar.days();
    let workspace = match (partition / days).checked_sub(1) {
        None => "0",
        Some(number) => &world.workspaces[number].id,
    };
    format!("workspaceId={workspace}/date={}", world.calendar.name(partition % days))
}

/// The number of files per partition: at least one if it has events, the rest in proportion.
fn share_out(counts: &[u64], files: Option<usize>, events: u64) -> Result<Vec<u64>, Error> {
    let needed = counts.iter().filter(|count| **count > 0).count();
    let files = files.unwrap_or(needed) as u64;
    if files < needed as u64 {
        return Err(Error::Options(format!(
            "{files} files are too few: the events lie in {needed} workspaces and days, each with files \
             of its own (fewer days or workspaces need fewer)"
        )));
    }
    if files > events {
        return Err(Error::Options(format!("{files} files are too many for {events} events")));
    }
    let spare = u128::from(files - needed as u64);
    let total = u128::from(events - needed as u64).max(1);
    let mut before = 0;
    Ok(counts
        .iter()
        .map(|&count| {
            let Some(more) = count.checked_sub(1) else {
                return 0;
            };
            let after = before + u128::from(more);
            let more_files = spare * after / total - spare * before / total;
            before = after;
            1 + more_files as u64
        })
        .collect())
}

/// Makes `wanted` files, evenly chosen, end early and have a superset.
fn redeliver(partitions: &mut [Partition], wanted: usize) -> Result<(), Error> {
    let mut long: Vec<_> = partitions
        .iter_mut()
        .flat_map(|partition| &mut partition.parts)
        .filter(|part| part.end - part.begin >= 3)
        .collect();
    let available = long.len();
    if wanted > available {
        return Err(Error::Options(format!(
            "{wanted} redeliveries: only {available} files have the 3 events that takes"
        )));
    }
    for number in 0..wanted {
        let part = &long[number * available / wanted];
        let redelivery = Some(Redelivery {
            path: format!("redelivered/{}", part.path),
            file: 0,
            cut: part.begin + (part.end - part.begin) * 2 / 3,
        });
        long[number * available / wanted].redelivery = redelivery;
    }
    Ok(())
}

/// Numbers the files by path, the order in which a directory is most likely read.
fn number_files(partitions: &mut [Partition]) -> Vec<String> {
    let mut slots: Vec<(&str, &mut usize)> = Vec::new();
    for part in partitions.iter_mut().flat_map(|partition| &mut partition.parts) {
        slots.push((&part.path, &mut part.file));
        if let Some(redelivery) = &mut part.redelivery {
            slots.push((&redelivery.path, &mut redelivery.file));
        }
    }
    slots.sort_by_key(|(path, _)| *path);
    slots
        .into_iter()
        .enumerate()
        .map(|(number, (path, file))| {
            *file = number;
            path.to_owned()
        })
        .collect()
}
