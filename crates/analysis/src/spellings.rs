//! Principals whose e-mails differ only by case: which spellings belong together, and which one is shown.
//!
//! Silver keeps the text of each record. Counting, listing and filtering treat all spellings as one principal, shown in
//! its most frequent spelling, or the smallest of equally frequent ones.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use touchstone_frame::{Dictionary, NULL, Selection};
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::fold;

/// The spellings of the loaded data, cached until more is loaded.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    rows: u32,
    /// Rows that were looked at for events that name nobody, and whether one does not.
    looked: (u32, bool),
    known: Rc<Spelling>,
}

/// Maps the code of an e-mail to the code of the spelling shown.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    /// Empty if no two texts differ only by case.
    of: Vec<u32>,
    distinct: u32,
}

impl Spellings {
    /// The spellings of the loaded data.
    pub(crate) fn of(&mut self, medallion: &Medallion) -> Rc<Spelling> {
        let silver = medallion.silver();
        if self.rows != silver.rows() {
            let emails = silver.id(SilverColumn::Email);
            let dictionary = silver.frame().dictionary(emails);
            let all = Selection::all(silver.rows());
            self.known = Rc::new(Spelling::of(dictionary, || silver.frame().count(emails, &all)));
            self.rows = silver.rows();
        }
        Rc::clone(&self.known)
    }

    /// Whether an event names nobody.
    pub(crate) fn has_unnamed(&mut self, medallion: &Medallion) -> bool {
        let silver = medallion.silver();
        let (from, found) = if self.looked.0 <= silver.rows() { self.looked } else { (0, false) };
        let emails = silver.frame().row_codes(silver.id(SilverColumn::Email));
        let found = found || (from..silver.rows()).any(|row| emails.get(row) == NULL);
        self.looked = (silver.rows(), found);
        found
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.known.of.capacity() * size_of::<u32>()
    }
}

impl Spelling {
    /// The spellings in a dictionary; `count` returns the events per code.
    fn of(dictionary: &Dictionary, count: impl FnOnce() -> Vec<u32>) -> Self {
        let folded = |code: u32| fold::folded(dictionary.get(code).unwrap_or_default());
        let mut first_of: HashMap<String, u32> = HashMap::with_capacity(dictionary.len());
        // By code, the first code of the same principal.
        let mut class: Vec<u32> = vec![0];
        class.extend((1..=dictionary.len() as u32).map(|code| *first_of.entry(folded(code)).or_insert(code)));
        let distinct = first_of.len() as u32;
        if first_of.len() == dictionary.len() {
            return Self { of: Vec::new(), distinct };
        }
        let counts = count();
        let order = |code: u32| {
            let events = counts.get(code as usize).copied().unwrap_or_default();
            (std::cmp::Reverse(events), dictionary.get(code))
        };
        let mut shown = class.clone();
        for (code, first) in class.iter().enumerate().skip(1) {
            let best = &mut shown[*first as usize];
            if order(code as u32) < order(*best) {
                *best = code as u32;
            }
        }
        let of = class.iter().map(|first| shown[*first as usize]).collect();
        Self { of, distinct }
    }

    /// The number of principals.
    pub(crate) fn distinct(&self) -> u32 {
        self.distinct
    }

    /// The code of the spelling shown for a code.
    pub(crate) fn code(&self, code: u32) -> u32 {
        self.of.get(code as usize).copied().unwrap_or(code)
    }

    /// Counts per code, with all spellings added to the one shown.
    pub(crate) fn folded<'a>(&self, counts: &'a [u32]) -> Cow<'a, [u32]> {
        if self.of.is_empty() {
            return Cow::Borrowed(counts);
        }
        let mut folded = vec![0; counts.len()];
        for (code, count) in counts.iter().enumerate() {
            if let Some(sum) = folded.get_mut(self.code(code as u32) as usize) {
                *sum += count;
            }
        }
        Cow::Owned(folded)
    }
}

/// The most frequent of several spellings and their counts; the smallest of equally frequent ones.
pub(crate) fn most_frequent<'a>(spellings: &BTreeMap<&'a str, u32>) -> Option<&'a str> {
    spellings.iter().min_by_key(|(text, count)| (std::cmp::Reverse(**count), **text)).map(|(text, _)| *text)
}
