//! Items over texts: tests each distinct text of their columns once, in steps.

use touchstone_frame::{ColumnId, Dictionary, Frame, Selection};
use touchstone_medallion::{ColumnType, Gold, Medallion, SilverColumn};
use touchstone_schema::{COLUMNS, Column};

use crate::evaluate::flattened::{self, Rows};
use crate::evaluate::matcher::Matcher;
use crate::evaluate::numbers;
use crate::expr::{Item, Test};
use crate::field::Field;
use crate::value::Value;

/// What has to be done for an item.
pub(super) enum Work {
    /// Nothing more: these are its rows.
    Done(Selection),
    /// Texts have to be looked at.
    Scan(Box<Scan>),
}

/// So many bytes of texts are looked at in a step where each takes one pass, and fewer where it takes several.
const STEP_BYTES: usize = 1 << 20;
const MIN_STEP_BYTES: usize = 1 << 12;
/// A text counts as at least so many bytes.
const MIN_BYTES: usize = 16;

/// A column whose texts are asked.
#[derive(Clone, Copy, Debug)]
struct Target {
    /// The gold frame, by place; silver where there is none.
    gold: Option<usize>,
    column: ColumnId,
}

/// An item that is being asked.
#[derive(Debug)]
pub(super) struct Scan {
    matcher: Matcher,
    /// The next one last.
    targets: Vec<Target>,
    size: u64,
    /// Whether each code of the next target is meant, as far as it was asked.
    admitted: Vec<bool>,
    selection: Selection,
    /// Rows that have to be looked at one by one.
    rows: Option<Rows>,
    /// What their JSON is asked, once the candidates are known.
    of_candidates: Option<Matcher>,
}

impl Work {
    pub(super) fn of(medallion: &Medallion, item: &Item) -> Self {
        if let Some(selection) = numbers::select(medallion, item) {
            return Self::Done(selection);
        }
        let mut matcher = match &item.test {
            Test::Present => Matcher::present(),
            Test::Any(values) => Matcher::of(&item.field, values),
            Test::Last(_) => return Self::Done(Selection::none(medallion.silver().rows())),
        };
        let silver = medallion.silver();
        let targets = match &item.field {
            Field::Input => return Self::Done(of_inputs(medallion, &item.test, &mut matcher)),
            Field::Text(column) => vec![Target { gold: None, column: silver.id(*column) }],
            Field::Param(key) => {
                let columns = medallion.gold().enumerate();
                columns.filter_map(|(at, gold)| Some(Target { gold: Some(at), column: gold.key(key)? })).collect()
            }
            Field::Flattened => return flattened(medallion, &item.test, matcher),
            Field::Anywhere => everywhere(medallion),
            Field::Number(_) | Field::Time | Field::Weekday | Field::Hour => Vec::new(),
        };
        let mut scan = Scan::new(medallion, matcher, targets, None);
        match &item.field {
            // Events of services that lack the key have no value.
            Field::Param(_) if scan.matcher.admits(None) => scan.selection = Selection::all(silver.rows()),
            Field::Anywhere => scan.add_keys(medallion),
            _ => {}
        }
        Self::Scan(Box::new(scan))
    }
}

impl Scan {
    fn new(medallion: &Medallion, matcher: Matcher, targets: Vec<Target>, rows: Option<Rows>) -> Self {
        let texts: usize = targets.iter().map(|target| dictionary(medallion, *target).map_or(0, Dictionary::len)).sum();
        let size = texts as u64 + rows.as_ref().map_or(0, Rows::left);
        let selection = Selection::none(medallion.silver().rows());
        Self { matcher, targets, size, admitted: Vec::new(), selection, rows, of_candidates: None }
    }

    /// How many texts and rows have to be looked at.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Looks at some of them: at how many, and what was found once all were.
    pub(super) fn step(&mut self, medallion: &Medallion) -> (u64, Option<Selection>) {
        if let Some(rows) = &mut self.rows {
            let looked_at = rows.step(medallion, &mut self.selection, &mut self.matcher);
            return (looked_at, (rows.left() == 0).then(|| std::mem::take(&mut self.selection)));
        }
        let step_bytes = (STEP_BYTES / self.matcher.weight()).max(MIN_STEP_BYTES);
        let (mut bytes, mut looked_at) = (0, 0);
        while let Some(target) = self.targets.last().copied() {
            let Some(dictionary) = dictionary(medallion, target) else {
                self.targets.pop();
                continue;
            };
            if self.admitted.is_empty() {
                self.admitted.push(self.matcher.admits(None));
            }
            while self.admitted.len() <= dictionary.len() {
                if bytes >= step_bytes {
                    return (looked_at, None);
                }
                let left = step_bytes - bytes;
                let texts = dictionary.run(self.admitted.len() as u32, left.div_ceil(MIN_BYTES), left);
                self.matcher.admit(&texts, &mut self.admitted);
                bytes += texts.bytes().max(texts.len() * MIN_BYTES);
                looked_at += texts.len() as u64;
            }
            self.targets.pop();
            let admitted = std::mem::take(&mut self.admitted);
            self.take(medallion, target, &admitted);
        }
        if let Some(matcher) = self.of_candidates.take() {
            let none = Selection::none(self.selection.rows());
            let candidates = std::mem::replace(&mut self.selection, none);
            let rows = Rows::of(&candidates);
            let left_out = u64::from(candidates.rows()) - rows.left();
            (self.matcher, self.rows) = (matcher, Some(rows));
            return (looked_at + left_out, None);
        }
        (looked_at, Some(std::mem::take(&mut self.selection)))
    }

    /// Takes in the rows of a target whose codes are meant.
    fn take(&mut self, medallion: &Medallion, target: Target, admitted: &[bool]) {
        let Some(gold) = target.gold else {
            if admitted.contains(&true) {
                self.selection.unite(&medallion.silver().frame().select_codes(target.column, admitted));
            }
            return;
        };
        let Some(gold) = medallion.gold().nth(gold) else { return };
        // What has no value is everything at first, of which other values are taken away.
        let (set, codes) = match admitted.first() {
            Some(true) => (false, admitted.iter().map(|is_admitted| !is_admitted).collect()),
            _ => (true, admitted.to_vec()),
        };
        if codes.contains(&true) {
            self.set(gold, &gold.frame().select_codes(target.column, &codes), set);
        }
    }

    fn set(&mut self, gold: &Gold, rows: &Selection, is_member: bool) {
        gold.frame().each_integer(gold.silver_rows(), rows, |_, silver_row| {
            if let Some(silver_row) = silver_row {
                self.selection.set(silver_row as u32, is_member);
            }
        });
    }

    /// Takes in the rows that have a request parameter whose key is meant.
    fn add_keys(&mut self, medallion: &Medallion) {
        for gold in medallion.gold() {
            for (key, column) in gold.keys() {
                if self.matcher.admits(Some(key)) {
                    let rows = present(gold.frame(), column);
                    self.set(gold, &rows, true);
                }
            }
        }
    }
}

/// The request parameters as JSON, which every event has.
fn flattened(medallion: &Medallion, test: &Test, matcher: Matcher) -> Work {
    let values = match test {
        Test::Any(values) => values,
        Test::Present => return Work::Done(Selection::all(medallion.silver().rows())),
        Test::Last(_) => return Work::Done(Selection::none(medallion.silver().rows())),
    };
    let Some(candidates) = flattened::candidates(values) else {
        let rows = Rows::all(medallion);
        return Work::Scan(Box::new(Scan::new(medallion, matcher, Vec::new(), Some(rows))));
    };
    let mut scan = Scan::new(medallion, candidates, of_params(medallion).collect(), None);
    scan.size += u64::from(medallion.silver().rows());
    scan.add_keys(medallion);
    scan.of_candidates = Some(matcher);
    Work::Scan(Box::new(scan))
}

fn present(frame: &Frame, column: ColumnId) -> Selection {
    let mut admitted = vec![true; frame.dictionary(column).len() + 1];
    admitted[touchstone_frame::NULL as usize] = false;
    frame.select_codes(column, &admitted)
}

fn dictionary(medallion: &Medallion, target: Target) -> Option<&Dictionary> {
    let frame = match target.gold {
        None => medallion.silver().frame(),
        Some(at) => medallion.gold().nth(at)?.frame(),
    };
    Some(frame.dictionary(target.column))
}

/// The text columns of silver.
pub(crate) fn text_columns() -> impl Iterator<Item = SilverColumn> {
    let is_text = |column: &&Column| column.column_type == ColumnType::Text;
    COLUMNS.iter().filter(is_text).filter_map(|column| column.stored)
}

fn everywhere(medallion: &Medallion) -> Vec<Target> {
    let of_silver = text_columns().map(|column| Target { gold: None, column: medallion.silver().id(column) });
    of_silver.chain(of_params(medallion)).collect()
}

/// The columns of every request parameter.
fn of_params(medallion: &Medallion) -> impl Iterator<Item = Target> {
    medallion.gold().enumerate().flat_map(|(at, gold)| {
        let targets: Vec<_> =
            gold.keys().iter().map(|(_, column)| Target { gold: Some(at), column: *column }).collect();
        targets
    })
}

/// The rows of inputs, which are asked by number and by path.
fn of_inputs(medallion: &Medallion, test: &Test, matcher: &mut Matcher) -> Selection {
    let silver = medallion.silver();
    let is_numbered = |at: usize| match test {
        Test::Any(values) => values.iter().any(|value| match value {
            Value::Number(range) => range.contains(&crate::Decimal::of_integer(at as i64)),
            _ => false,
        }),
        _ => false,
    };
    // A path of digits is a text, too: only the input's number is compared as a number.
    let mut of_paths = match test {
        Test::Any(values) => {
            let texts: Vec<_> = values.iter().filter(|value| !matches!(value, Value::Number(_))).cloned().collect();
            Matcher::of(&Field::Input, &texts)
        }
        _ => std::mem::take(matcher),
    };
    let inputs = medallion.inputs().iter().enumerate();
    let admitted: Vec<bool> = inputs.map(|(at, input)| is_numbered(at) || of_paths.admits(Some(&input.path))).collect();
    silver.frame().select_integers(silver.id(SilverColumn::Input), |number| {
        number.and_then(|number| admitted.get(usize::try_from(number).ok()?)).copied().unwrap_or_default()
    })
}
