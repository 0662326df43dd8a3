//! From a filter to the rows that it selects.

use std::collections::BTreeSet;
use std::rc::Rc;

use touchstone_frame::{Frame, Selection};
use touchstone_medallion::{Medallion, SilverColumn};

use crate::analysis::Asked;
use crate::cells::Cell;
use crate::filter::{Filter, Term, TimeRange};
use crate::terms::Terms;

const DAY_MS: i64 = 86_400_000;

/// A filter's parts, each as the rows that it admits, so that a leaderboard can leave its own column's part out.
pub(crate) struct Selected {
    rows: u32,
    terms: Vec<(String, Rc<Selection>)>,
    time: Option<Selection>,
    all: Rc<Selection>,
}

impl Selected {
    pub(crate) fn of(medallion: &Medallion, terms: &mut Terms, filter: &Filter) -> Asked<Self> {
        let terms = filter
            .terms
            .iter()
            .map(|term| Ok((term.column.clone(), terms.of(medallion, term)?)))
            .collect::<Asked<_>>()?;
        let time = filter.time.map(|range| of_time(medallion, range));
        let mut selected = Self { rows: medallion.silver().rows(), terms, time, all: Rc::default() };
        selected.all = Rc::new(selected.intersection(|_| true, true));
        Ok(selected)
    }

    /// What the whole filter selects.
    pub(crate) fn all(&self) -> &Rc<Selection> {
        &self.all
    }

    /// What the filter selects without its terms on one column.
    pub(crate) fn without(&self, column: &str) -> Rc<Selection> {
        if self.terms.iter().all(|(term, _)| term != column) {
            return Rc::clone(&self.all);
        }
        Rc::new(self.intersection(|term| term != column, true))
    }

    /// What the filter selects without its time range.
    pub(crate) fn of_all_time(&self) -> Rc<Selection> {
        if self.time.is_none() {
            return Rc::clone(&self.all);
        }
        Rc::new(self.intersection(|_| true, false))
    }

    fn intersection(&self, keep: impl Fn(&str) -> bool, with_time: bool) -> Selection {
        let mut selection = Selection::all(self.rows);
        self.terms.iter().filter(|(column, _)| keep(column)).for_each(|(_, term)| selection.intersect(term));
        self.time.iter().filter(|_| with_time).for_each(|time| selection.intersect(time));
        selection
    }
}

/// The silver rows that a filter selects.
pub(crate) fn select(medallion: &Medallion, terms: &mut Terms, filter: &Filter) -> Asked<Rc<Selection>> {
    Ok(Selected::of(medallion, terms, filter)?.all)
}

/// The silver rows of one service among those selected; of an action of it, if one is given.
pub(crate) fn of_service(medallion: &Medallion, terms: &mut Terms, filter: &Filter, service: &str) -> Asked<Selection> {
    let mut selection = Rc::unwrap_or_clone(select(medallion, terms, filter)?);
    selection.intersect(&of_texts(medallion, SilverColumn::ServiceName, |name| name == Some(service)));
    Ok(selection)
}

/// The silver rows whose text a predicate admits. It is asked once per distinct text.
pub(crate) fn of_texts(
    medallion: &Medallion,
    column: SilverColumn,
    admits: impl Fn(Option<&str>) -> bool,
) -> Selection {
    let silver = medallion.silver();
    texts_of(silver.frame(), silver.id(column), admits)
}

fn texts_of(frame: &Frame, column: touchstone_frame::ColumnId, admits: impl Fn(Option<&str>) -> bool) -> Selection {
    let dictionary = frame.dictionary(column);
    let admitted: Vec<bool> = (0..=dictionary.len() as u32).map(|code| admits(dictionary.get(code))).collect();
    frame.select_codes(column, &admitted)
}

fn of_time(medallion: &Medallion, range: TimeRange) -> Selection {
    let silver = medallion.silver();
    silver.frame().select_range(silver.id(SilverColumn::EventTime), range.from_ms, range.until_ms)
}

/// The silver rows that a term admits.
pub(crate) fn of_term(medallion: &Medallion, term: &Term) -> Asked<Selection> {
    let silver = medallion.silver();
    let named = |value: Option<&str>| term.values.iter().any(|named| named.as_deref() == value);
    let mut selection = match Cell::of(&term.column)? {
        Cell::Text(SilverColumn::Email) => {
            let meant: BTreeSet<Option<String>> =
                term.values.iter().map(|value| value.as_ref().map(|text| text.to_lowercase())).collect();
            of_texts(medallion, SilverColumn::Email, |value| meant.contains(&value.map(str::to_lowercase)))
        }
        Cell::Text(column) => of_texts(medallion, column, named),
        Cell::Integer(column) => {
            let numbers = parsed(term, |text| text.parse().ok());
            silver.frame().select_integers(silver.id(column), |number| numbers.contains(&number))
        }
        Cell::EventTime => of_moments(medallion, term, 1),
        Cell::DateTime => of_moments(medallion, term, 1000),
        Cell::EventDate => of_moments(medallion, term, DAY_MS),
        Cell::Param(key) => of_param(medallion, &key, named),
        Cell::Flattened => {
            let mut selection = Selection::none(silver.rows());
            let rows = (0..silver.rows()).filter(|row| named(Some(&medallion.flattened(*row))));
            rows.for_each(|row| selection.insert(row));
            selection
        }
    };
    if term.exclude {
        selection.invert();
    }
    Ok(selection)
}

/// A term's values as numbers. What is no number equals none.
fn parsed(term: &Term, parse: impl Fn(&str) -> Option<i64>) -> Vec<Option<i64>> {
    term.values
        .iter()
        .filter_map(|value| match value {
            None => Some(None),
            Some(text) => parse(text).map(Some),
        })
        .collect()
}

/// The rows whose time lies in one of the moments that a term names, each `length_ms` long.
fn of_moments(medallion: &Medallion, term: &Term, length_ms: i64) -> Selection {
    let silver = medallion.silver();
    let moments = parsed(term, |text| touchstone_record::time::of_rfc3339(text).map(|time| time.div_euclid(length_ms)));
    silver.frame().select_integers(silver.id(SilverColumn::EventTime), |time| {
        moments.contains(&time.map(|time| time.div_euclid(length_ms)))
    })
}

/// The rows whose request parameter a predicate admits; it is absent in events of services that lack the key.
fn of_param(medallion: &Medallion, key: &str, admits: impl Fn(Option<&str>) -> bool) -> Selection {
    let mut selection = if admits(None) {
        Selection::all(medallion.silver().rows())
    } else {
        Selection::none(medallion.silver().rows())
    };
    for gold in medallion.gold() {
        let Some(column) = gold.key(key) else { continue };
        let admitted = texts_of(gold.frame(), column, &admits);
        let all = Selection::all(gold.rows());
        gold.frame().each_integer(gold.silver_rows(), &all, |row, silver_row| {
            if let Some(silver_row) = silver_row {
                selection.set(silver_row as u32, admitted.contains(row));
            }
        });
    }
    selection
}
