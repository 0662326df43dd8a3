//! Options. The same options always give the same bytes.

use std::str::FromStr;

use jiff::civil::{Date, date};

use crate::Error;
use crate::calendar::Calendar;
use crate::format::{Container, Format};
use crate::incidents::{self, Kind, Product};

/// The options of a log.
#[derive(Debug, Clone)]
pub struct Options {
    /// Distinct events, without duplicates and bad lines.
    pub events: u64,
    /// Seed of every random choice.
    pub seed: u64,
    /// The first day, UTC.
    pub start: Date,
    /// Days covered, at least 1.
    pub days: u32,
    /// The record shape. Shapes before 2.0 exist only in delivery and the blog's silver.
    pub shape: Shape,
    /// The format of the records; events are the same in each.
    pub format: Format,
    /// The container of the records, one of [`Format::containers`].
    pub container: Container,
    /// Workspaces besides the account level, at least 1.
    pub workspaces: u32,
    /// The planted incidents.
    pub incidents: Incidents,
    /// Lines that are not audit records: in turn torn JSON, no JSON, a scalar, and an object of no known format.
    ///
    /// Not supported in CSV and Parquet.
    pub bad_lines: u64,
    /// Copies of events: in turn byte for byte, and with every object's keys reversed. Rows of CSV and Parquet have no
    /// keys, so all copies are exact.
    pub duplicates: u64,
    /// The distribution of records over files.
    pub layout: Layout,
}

impl Default for Options {
    /// 10 000 events of the 2.0 shape in one file of delivery JSON: a week from Monday 2 March 2026, five workspaces,
    /// every incident, no bad lines.
    fn default() -> Self {
        Self {
            events: 10_000,
            seed: 1,
            start: date(2026, 3, 2),
            days: 7,
            shape: Shape::V2,
            format: Format::default(),
            container: Container::default(),
            workspaces: 5,
            incidents: Incidents::All,
            bad_lines: 0,
            duplicates: 0,
            layout: Layout::Single { path: "auditlogs.json".to_owned() },
        }
    }
}

impl Options {
    /// Checks the options, as far as possible without generating.
    pub fn check(&self) -> Result<(), Error> {
        let refuse = |message: String| Err(Error::Options(message));
        if self.days == 0 {
            return refuse("a log covers at least 1 day".to_owned());
        }
        if self.workspaces == 0 || self.workspaces > 100 {
            return refuse(format!("{} workspaces: there can be 1 to 100", self.workspaces));
        }
        if self.events == 0 && self.duplicates > 0 {
            return refuse(format!("{} duplicates of no events", self.duplicates));
        }
        if self.events == 0 && self.bad_lines > 0 {
            return refuse(format!("{} bad lines cannot be spread over no events", self.bad_lines));
        }
        Calendar::new(self.start, self.days)?;
        self.check_format()?;
        self.check_incidents()
    }

    /// Not every format exists in every container, shape and layout.
    fn check_format(&self) -> Result<(), Error> {
        let (format, container) = (self.format, self.container);
        let refuse = |message: String| Err(Error::Options(message));
        if !format.containers().contains(&container) {
            let containers: Vec<_> = format.containers().iter().map(|container| container.name()).collect();
            return refuse(format!("{format} is not written as {container}, only as {}", containers.join(", ")));
        }
        if self.shape != Shape::V2 && !matches!(format, Format::DatabricksDelivery | Format::DatabricksSilver) {
            return refuse(format!("{format} has the shape 2.0 only"));
        }
        if (format, container) != <(Format, Container)>::default() && matches!(self.layout, Layout::Delivery { .. }) {
            return refuse(format!(
                "{format} as {container} is one file: only {} as {} is split as delivery does",
                Format::default(),
                Container::default()
            ));
        }
        if self.bad_lines > 0 && !container.takes_any_line() {
            return refuse(format!("{} bad lines cannot stand in {container}", self.bad_lines));
        }
        Ok(())
    }

    /// Incidents requested by id must be possible.
    fn check_incidents(&self) -> Result<(), Error> {
        let Incidents::Only(ids) = &self.incidents else {
            return Ok(());
        };
        let known: Vec<_> = incidents::ALL.iter().map(|kind| kind.id).collect();
        let chosen: Vec<_> = incidents::chosen(self).iter().map(|(number, _)| known[*number]).collect();
        for id in ids {
            if !known.contains(&id.as_str()) {
                return Err(Error::Options(format!("there is no incident {id:?}; there are {}", known.join(", "))));
            }
            if !chosen.contains(&id.as_str()) {
                return Err(Error::Options(format!(
                    "the incident {id:?} needs more than {} events or {} days, a newer shape, or the format of Immuta",
                    self.events, self.days
                )));
            }
        }
        Ok(())
    }
}

/// The shapes of delivery JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Version "2.0": workspace, account, level and session in every record.
    V2,
    /// Version "1.0" as in December 2019: the date in the record, no workspace, no level. Only services of that time.
    V2019,
    /// Both: every second workspace still writes the 2019 shape, so that shapes alternate from line to line.
    Mixed,
}

impl FromStr for Shape {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "2.0" => Ok(Self::V2),
            "2019" => Ok(Self::V2019),
            "mixed" => Ok(Self::Mixed),
            _ => Err(Error::Options(format!("there is no shape {text:?}; there are 2.0, 2019 and mixed"))),
        }
    }
}

/// The incidents to plant. Together they make up at most a third of the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incidents {
    /// One of every kind of Databricks, except those newer than the shape, without enough days before them or without
    /// enough room.
    All,
    /// None.
    None,
    /// Those with these ids; an impossible one is an error. Immuta's are only in Immuta's universal audit model.
    Only(Vec<String>),
}

impl Incidents {
    pub(crate) fn include(&self, kind: &Kind) -> bool {
        match self {
            Self::All => kind.product == Product::Databricks,
            Self::None => false,
            Self::Only(ids) => ids.iter().any(|wanted| wanted == kind.id),
        }
    }
}

impl FromStr for Incidents {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "all" => Self::All,
            "none" => Self::None,
            ids => Self::Only(ids.split(',').map(str::to_owned).collect()),
        })
    }
}

/// The distribution of records over files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// One file, with this path in the truth.
    Single {
        /// The path.
        path: String,
    },
    /// As log delivery writes: `workspaceId=<id>/date=YYYY-MM-DD/auditlogs_<k>.json`, with account-level events under
    /// workspace 0.
    Delivery {
        /// The exact number of files; `None` for one per workspace and day with events.
        files: Option<usize>,
        /// The number of files that lack their last third, while `redelivered/<same path>` has everything: the superset
        /// that delivery writes later.
        redeliveries: usize,
    },
}
