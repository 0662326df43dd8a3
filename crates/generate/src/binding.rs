//! Binds the records of a file together: as lines, envelopes of several records, or row groups.

use crate::Error;
use crate::format::Container;
use crate::model::Event;
use crate::options::Options;
use crate::world::World;
use crate::writers::{self, KeyOrder, ParquetFile};

pub(crate) enum Binding<'w> {
    Lines,
    Envelopes(Envelope),
    Parquet(Box<ParquetFile<'w>>),
}

impl<'w> Binding<'w> {
    pub(crate) fn new(world: &'w World, options: &Options) -> Result<Self, Error> {
        Ok(match options.container {
            Container::Json | Container::JsonStrings | Container::Csv => Self::Lines,
            Container::Envelope => Self::Envelopes(Envelope::new(writers::envelope_key(options.format))),
            Container::Parquet => Self::Parquet(Box::new(ParquetFile::new(world, options)?)),
        })
    }

    /// Adds an event and appends completed bytes to `out`. If its record is a line, it replaces `line`.
    pub(crate) fn add(
        &mut self,
        event: &Event<'w>,
        order: KeyOrder,
        (world, options): (&World, &Options),
        line: &mut Vec<u8>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        line.clear();
        if let Self::Parquet(file) = self {
            return file.add(event, out);
        }
        writers::write((options.format, options.container), event, order, world, line);
        if let Self::Envelopes(envelope) = self {
            envelope.add(line, out);
        } else {
            line.push(b'\n');
            out.extend_from_slice(line);
        }
        Ok(())
    }

    /// Completes the current envelope, so that something else can follow.
    pub(crate) fn interrupt(&mut self, out: &mut Vec<u8>) {
        if let Self::Envelopes(envelope) = self {
            envelope.end(out);
        }
    }

    /// Completes the file.
    pub(crate) fn end(self, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Lines => Ok(()),
            Self::Envelopes(mut envelope) => {
                envelope.end(out);
                Ok(())
            }
            Self::Parquet(file) => file.end(out),
        }
    }
}

/// A line with a list of records.
pub(crate) struct Envelope {
    key: &'static str,
    records: usize,
    /// The line so far.
    line: Vec<u8>,
}

/// About as many as an Event Hub puts into one message at busy times.
const RECORDS_PER_ENVELOPE: usize = 20;

impl Envelope {
    fn new(key: &'static str) -> Self {
        Self { key, records: 0, line: Vec::new() }
    }

    fn add(&mut self, record: &[u8], out: &mut Vec<u8>) {
        if self.records == 0 {
            self.line.extend_from_slice(format!("{{\"{}\":[", self.key).as_bytes());
        } else {
            self.line.push(b',');
        }
        self.line.extend_from_slice(record);
        self.records += 1;
        if self.records == RECORDS_PER_ENVELOPE {
            self.end(out);
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        if self.records > 0 {
            out.append(&mut self.line);
            out.extend_from_slice(b"]}\n");
            self.records = 0;
        }
    }
}
