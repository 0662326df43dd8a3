//! The rows that the terms of filters admit, kept for as long as nothing more is loaded.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::Medallion;

use crate::analysis::Asked;
use crate::filter::Term;
use crate::select::of_term;

/// How many terms are kept: those of a long filter, and a few of the one before.
const KEPT: usize = 8;

#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// Silver rows at the time; more rows make every term stale.
    rows: u32,
    /// The one asked for last stands last.
    kept: Vec<(Term, Rc<Selection>)>,
}

impl Terms {
    /// The silver rows that a term admits.
    pub(crate) fn of(&mut self, medallion: &Medallion, term: &Term) -> Asked<Rc<Selection>> {
        if self.rows != medallion.silver().rows() {
            *self = Self { rows: medallion.silver().rows(), kept: Vec::new() };
        }
        let known = self.kept.iter().position(|(kept, _)| kept == term).map(|at| self.kept.remove(at).1);
        let selection = match known {
            Some(selection) => selection,
            None => Rc::new(of_term(medallion, term)?),
        };
        if self.kept.len() == KEPT {
            self.kept.remove(0);
        }
        self.kept.push((term.clone(), Rc::clone(&selection)));
        Ok(selection)
    }

    /// Memory held, in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.kept.iter().map(|(_, selection)| selection.memory_bytes()).sum()
    }
}
