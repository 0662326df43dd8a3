//! Shared by the tests: loading and asking.

#[path = "../../../medallion/tests/it/support/session.rs"]
mod session;

use touchstone_analysis::answer::Answer;
use touchstone_analysis::{Analysis, Filter, Question, Term, TimeRange};
use touchstone_medallion::Session;

pub(crate) use session::load;

/// A session that has read the files.
pub(crate) fn load_files(paths: &[&str]) -> Session {
    let files: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let inputs: Vec<_> = paths.iter().zip(&files).map(|(path, bytes)| (*path, &bytes[..])).collect();
    load(&inputs)
}

/// One answer from a fresh analysis.
pub(crate) fn ask(session: &Session, question: &Question) -> Answer {
    Analysis::default().answer(session, question).unwrap()
}

/// The filter of a version 1 address: terms over columns and a time range.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    pub(crate) terms: Vec<Term>,
    pub(crate) time: Option<TimeRange>,
}

impl Terms {
    /// The equivalent filter.
    pub(crate) fn filter(&self) -> Filter {
        let question = Question::FromTerms { terms: self.terms.clone(), time: self.time };
        let Answer::Edited(edited) = ask(&load(&[]), &question) else { panic!() };
        edited.filter
    }
}

/// One term.
pub(crate) fn only(column: &str, values: &[Option<&str>]) -> Terms {
    Terms { terms: vec![term(column, values, false)], time: None }
}

/// A term.
pub(crate) fn term(column: &str, values: &[Option<&str>], exclude: bool) -> Term {
    Term { column: column.to_owned(), values: values.iter().map(|value| value.map(str::to_owned)).collect(), exclude }
}
