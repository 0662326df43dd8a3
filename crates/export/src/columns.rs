//! The source of every export: named, typed columns over numbered rows.

use std::rc::Rc;

use touchstone_analysis::{Analysis, Exported, cells_of};
use touchstone_medallion::{ColumnType, Medallion, PARAM_PREFIX, RecordPlace, Session, SilverColumn, column_type};
use touchstone_query::Cell;

/// The columns of one export. Its rows are fixed at the start; data loaded later is not included.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) list: Vec<Column>,
    /// The keys of request parameters, sorted, and the index of each column.
    keys: Vec<(String, usize)>,
    rows: Rows,
}

#[derive(Debug)]
pub(crate) struct Column {
    /// The name; for a request parameter, its key.
    pub(crate) name: String,
    pub(crate) kind: ColumnType,
    /// Whether it is part of the struct `requestParams`.
    pub(crate) is_param: bool,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Cell(Cell),
    Path,
    Record,
    Offset,
    Kind,
    Message,
    OfPath,
    OfRecord,
    Field,
    Fields,
    Became,
}

#[derive(Debug)]
enum Rows {
    /// Silver rows in the table's order.
    Table(Rc<Vec<u32>>),
    Problems(usize),
    Duplicates(usize),
    Warnings(usize),
    Conflicts(usize),
}

impl Columns {
    pub(crate) fn of(session: &Session, analysis: &mut Analysis, what: &Exported) -> Result<Self, String> {
        let medallion = session.medallion();
        let (list, rows) = match what {
            Exported::Table { table, most, start } => (
                cells_of(medallion, table)?
                    .into_iter()
                    .map(|(name, cell)| Column::of_cell(medallion, &name, cell))
                    .collect(),
                Rows::Table(window(analysis.order(session, table)?, *start, *most)),
            ),
            Exported::Problems => (
                Column::list([
                    ("path", ColumnType::Text, Value::Path),
                    ("record", ColumnType::U64, Value::Record),
                    ("offset", ColumnType::U64, Value::Offset),
                    ("kind", ColumnType::Text, Value::Kind),
                    ("message", ColumnType::Text, Value::Message),
                ]),
                Rows::Problems(medallion.problems().len()),
            ),
            Exported::Duplicates => (
                Column::list([
                    ("path", ColumnType::Text, Value::Path),
                    ("record", ColumnType::U64, Value::Record),
                    ("offset", ColumnType::U64, Value::Offset),
                    ("of_path", ColumnType::Text, Value::OfPath),
                    ("of_record", ColumnType::U64, Value::OfRecord),
                ]),
                Rows::Duplicates(medallion.duplicates().len()),
            ),
            Exported::Warnings => (
                Column::list([
                    ("path", ColumnType::Text, Value::Path),
                    ("record", ColumnType::U64, Value::Record),
                    ("offset", ColumnType::U64, Value::Offset),
                    ("kind", ColumnType::Text, Value::Kind),
                    ("field", ColumnType::Text, Value::Field),
                    ("message", ColumnType::Text, Value::Message),
                ]),
                Rows::Warnings(medallion.warnings().len()),
            ),
            Exported::Conflicts => (
                Column::list([
                    ("path", ColumnType::Text, Value::Path),
                    ("record", ColumnType::U64, Value::Record),
                    ("offset", ColumnType::U64, Value::Offset),
                    ("became", ColumnType::Text, Value::Became),
                    ("fields", ColumnType::Text, Value::Fields),
                    ("of_path", ColumnType::Text, Value::OfPath),
                    ("of_record", ColumnType::U64, Value::OfRecord),
                ]),
                Rows::Conflicts(medallion.conflicts().len()),
            ),
            Exported::Findings { .. } | Exported::Shown { .. } => {
                return Err("this is no table of a frame".to_owned());
            }
        };
        let params = list.iter().enumerate().filter(|(_, column)| column.is_param);
        let mut keys: Vec<_> = params.map(|(at, column)| (column.name.clone(), at)).collect();
        keys.sort_unstable();
        Ok(Self { list, keys, rows })
    }

    /// Number of request parameters.
    pub(crate) fn params(&self) -> usize {
        self.keys.len()
    }

    /// The names of the columns, request parameters with their prefix, and whether they are numbers.
    pub(crate) fn names(&self) -> impl Iterator<Item = (String, bool)> {
        self.list.iter().map(|column| {
            let prefix = if column.is_param { PARAM_PREFIX } else { "" };
            (format!("{prefix}{}", column.name), column.is_number())
        })
    }

    /// A row as texts, one per column.
    pub(crate) fn texts(&self, medallion: &Medallion, row: usize) -> Vec<Option<String>> {
        let mut params = self.params_of(medallion, row).into_iter().peekable();
        let text = |(at, column): (usize, &Column)| {
            if column.is_param {
                params.next_if(|(place, _)| *place == at).map(|(_, text)| text.to_owned())
            } else {
                self.text(medallion, column, row)
            }
        };
        self.list.iter().enumerate().map(text).collect()
    }

    /// A row's request parameters by column index, ascending. Far cheaper than going through all columns.
    pub(crate) fn params_of<'a>(&self, medallion: &'a Medallion, row: usize) -> Vec<(usize, &'a str)> {
        let Rows::Table(order) = &self.rows else { return Vec::new() };
        if self.keys.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (key, text, _) in medallion.params(order[row]) {
            let first = self.keys.partition_point(|(other, _)| other.as_str() < key);
            let columns = self.keys[first..].iter().take_while(|(other, _)| other == key);
            found.extend(columns.map(|(_, at)| (*at, text)));
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        found
    }

    /// Rows per chunk: fewer where there are many columns.
    pub(crate) fn rows_per_piece(&self) -> usize {
        (crate::CELLS_PER_PIECE / self.list.len().max(1)).clamp(1, crate::ROWS_PER_PIECE)
    }

    pub(crate) fn rows(&self) -> usize {
        match &self.rows {
            Rows::Table(order) => order.len(),
            Rows::Problems(count) | Rows::Duplicates(count) | Rows::Warnings(count) | Rows::Conflicts(count) => *count,
        }
    }

    /// A row's event time in milliseconds since 1970; nothing for rows that are no events.
    pub(crate) fn time(&self, medallion: &Medallion, row: usize) -> Option<i64> {
        let Rows::Table(order) = &self.rows else { return None };
        medallion.silver().integer(SilverColumn::EventTime, order[row])
    }

    /// The first and the last event time.
    pub(crate) fn span(&self, medallion: &Medallion) -> Option<(i64, i64)> {
        let times = (0..self.rows()).filter_map(|row| self.time(medallion, row));
        times.fold(None, |span, time| {
            let (first, last) = span.unwrap_or((time, time));
            Some((first.min(time), last.max(time)))
        })
    }

    /// The silver row that a row shows, if it shows one.
    pub(crate) fn silver_row(&self, row: usize) -> Option<u32> {
        if let Rows::Table(order) = &self.rows { order.get(row).copied() } else { None }
    }

    /// Location of a row's record.
    pub(crate) fn place(&self, medallion: &Medallion, row: usize) -> RecordPlace {
        match &self.rows {
            Rows::Table(order) => medallion.place(order[row]),
            Rows::Problems(_) => medallion.problems()[row].place(),
            Rows::Duplicates(_) => medallion.duplicates()[row].place(),
            Rows::Warnings(_) => medallion.warnings()[row].place(),
            Rows::Conflicts(_) => medallion.conflicts()[row].place,
        }
    }

    /// A value as text.
    pub(crate) fn text(&self, medallion: &Medallion, column: &Column, row: usize) -> Option<String> {
        let silver = medallion.silver();
        let path = |input: u32| medallion.inputs().get(input as usize).map(|input| input.path.clone());
        let path_of_row = |row: u32| silver.integer(SilverColumn::Input, row).and_then(|input| path(input as u32));
        match (&self.rows, &column.value) {
            (Rows::Table(order), Value::Cell(cell)) => cell.text(medallion, order[row]),
            (Rows::Problems(_), Value::Path) => path(medallion.problems()[row].input),
            (Rows::Problems(_), Value::Kind) => Some(medallion.problems()[row].problem.kind.name().to_owned()),
            (Rows::Problems(_), Value::Message) => Some(medallion.problems()[row].problem.message.clone()),
            (Rows::Duplicates(_), Value::Path) => path(medallion.duplicates()[row].input),
            (Rows::Duplicates(_), Value::OfPath) => path_of_row(medallion.duplicates()[row].of_row),
            (Rows::Warnings(_), Value::Path) => path(medallion.warnings()[row].input),
            (Rows::Warnings(_), Value::Kind) => Some(medallion.warnings()[row].warning.kind.name().to_owned()),
            (Rows::Warnings(_), Value::Field) => medallion.warnings()[row].warning.field.as_deref().map(str::to_owned),
            (Rows::Warnings(_), Value::Message) => Some(medallion.warnings()[row].warning.message.clone()),
            (Rows::Conflicts(_), Value::Path) => path(medallion.conflicts()[row].place.input),
            (Rows::Conflicts(_), Value::OfPath) => path_of_row(medallion.conflicts()[row].of_row),
            (Rows::Conflicts(_), Value::Fields) => Some(medallion.conflicts()[row].fields.join(", ")),
            (Rows::Conflicts(_), Value::Became) => {
                let is_event = medallion.conflicts()[row].row.is_some();
                Some(if is_event { "event" } else { "duplicate" }.to_owned())
            }
            _ => self.integer(medallion, column, row).map(|number| number.to_string()),
        }
    }

    /// A value as a number; times in microseconds, milliseconds, seconds or days, according to the column's type.
    pub(crate) fn integer(&self, medallion: &Medallion, column: &Column, row: usize) -> Option<i64> {
        let silver = medallion.silver();
        match (&self.rows, &column.value) {
            (Rows::Table(order), Value::Cell(cell)) => {
                let number = cell.integer(medallion, order[row])?;
                let is_fine = column.kind == ColumnType::TimeUs;
                Some(if is_fine { number * 1000 + i64::from(silver.time_ns(order[row]) / 1000) } else { number })
            }
            (Rows::Problems(_), Value::Record) => Some(medallion.problems()[row].record as i64),
            (Rows::Problems(_), Value::Offset) => Some(medallion.problems()[row].offset as i64),
            (Rows::Duplicates(_), Value::Record) => Some(medallion.duplicates()[row].record as i64),
            (Rows::Duplicates(_), Value::Offset) => Some(medallion.duplicates()[row].offset as i64),
            (Rows::Duplicates(_), Value::OfRecord) => {
                silver.integer(SilverColumn::Record, medallion.duplicates()[row].of_row)
            }
            (Rows::Warnings(_), Value::Record) => medallion.warnings()[row].record.map(|record| record as i64),
            (Rows::Warnings(_), Value::Offset) => Some(medallion.warnings()[row].offset as i64),
            (Rows::Conflicts(_), Value::Record) => Some(medallion.conflicts()[row].place.record as i64),
            (Rows::Conflicts(_), Value::Offset) => Some(medallion.conflicts()[row].place.offset as i64),
            (Rows::Conflicts(_), Value::OfRecord) => {
                silver.integer(SilverColumn::Record, medallion.conflicts()[row].of_row)
            }
            _ => None,
        }
    }
}

/// The rows of an order from `start` on, at most so many.
fn window(order: Rc<Vec<u32>>, start: u32, most: Option<u32>) -> Rc<Vec<u32>> {
    let start = order.len().min(start as usize);
    let end = most.map_or(order.len(), |most| order.len().min(start.saturating_add(most as usize)));
    if end - start == order.len() { order } else { Rc::new(order[start..end].to_vec()) }
}

impl Column {
    fn of_cell(medallion: &Medallion, name: &str, cell: Cell) -> Self {
        let key = name.strip_prefix(PARAM_PREFIX);
        let kind = match column_type(name) {
            ColumnType::TimeMs if medallion.has_fine_times() => ColumnType::TimeUs,
            kind => kind,
        };
        Self {
            name: key.unwrap_or(name).to_owned(),
            kind: if key.is_some() { ColumnType::Text } else { kind },
            is_param: key.is_some(),
            value: Value::Cell(cell),
        }
    }

    fn list<const N: usize>(columns: [(&str, ColumnType, Value); N]) -> Vec<Self> {
        columns
            .into_iter()
            .map(|(name, kind, value)| Self { name: name.to_owned(), kind, is_param: false, value })
            .collect()
    }

    /// Whether CSV and NDJSON write it as a number. Times are text there.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self.kind, ColumnType::U16 | ColumnType::I32 | ColumnType::U32 | ColumnType::U64)
    }
}
