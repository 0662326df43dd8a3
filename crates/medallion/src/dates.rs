//! Finds out whether an input writes the day or the month first, in one extra pass that runs only if its times are
//! ambiguous.

use std::collections::HashMap;
use std::rc::Rc;

use touchstone_record::time::{DateEvidence, DateOrder};
use touchstone_record::{FingerprintKey, Partitions, RecordReader};
use touchstone_source::{DataFile, Limits, Piece, Portion, Reader, Sink, Source, Step};

use crate::task::Task;

/// The order of day and month in an input, or in each member of an archive. Always determined from the whole input,
/// whichever portion is being read.
pub(crate) struct InputDates {
    file: u32,
    path: String,
    of_table: Option<DataFile>,
    source: Rc<dyn Source>,
    limits: Limits,
    /// `None` until first requested.
    orders: Option<HashMap<u32, DateOrder>>,
}

impl InputDates {
    /// For a task's input. Reuses the result in `before` if that task read the same input.
    pub(crate) fn after(before: Option<Self>, task: &Task, source: Rc<dyn Source>, limits: Limits) -> Self {
        let orders = before.filter(|before| before.file == task.file).and_then(|before| before.orders);
        let (path, of_table) = (task.path.clone(), task.of_table.clone());
        Self { file: task.file, path, of_table, source, limits, orders }
    }

    /// The order in an archive member, if already determined.
    pub(crate) fn known(&self, part: u32) -> DateOrder {
        match &self.orders {
            None => DateOrder::Unasked,
            Some(orders) => orders.get(&part).copied().unwrap_or(DateOrder::Unknown),
        }
    }

    /// The order in an archive member. The first call reads the whole input.
    pub(crate) fn of_part(&mut self, part: u32) -> DateOrder {
        if self.orders.is_none() {
            self.orders = Some(self.look());
        }
        self.known(part)
    }

    fn look(&self) -> HashMap<u32, DateOrder> {
        let (source, of_table) = (Rc::clone(&self.source), self.of_table.clone());
        let reader = Reader::open_portion(source, Portion::Whole, of_table, self.limits);
        let Ok(mut reader) = reader else { return HashMap::new() };
        let mut dates = Dates {
            path: &self.path,
            partitions: Partitions::of_path(&self.path),
            records: RecordReader::new(FingerprintKey::new([0; 16])),
            part: 0,
            evidence: HashMap::new(),
        };
        while reader.step(&mut dates) == Step::More {}
        dates.evidence.into_iter().map(|(part, evidence)| (part, evidence.order())).collect()
    }
}

/// Collects the evidence in an input's times, per archive member.
struct Dates<'a> {
    path: &'a str,
    partitions: Partitions,
    records: RecordReader,
    part: u32,
    evidence: HashMap<u32, DateEvidence>,
}

impl Sink for Dates<'_> {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Record(record) => {
                for time in self.records.regional_times(record.bytes, &self.partitions) {
                    self.evidence.entry(self.part).or_default().add(&time);
                }
            }
            Piece::Part { index, path, .. } => {
                self.part = index;
                self.partitions = Partitions::of_path(&format!("{}/{path}", self.path));
            }
            Piece::Problem { .. } | Piece::Warning { .. } | Piece::Skipped { .. } => {}
        }
    }

    fn is_record(&mut self, value: &[u8]) -> bool {
        self.records.is_record(value)
    }
}
