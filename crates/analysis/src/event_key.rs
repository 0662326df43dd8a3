//! What selects one event by its content: links to it hold in whatever order and from whatever files it is loaded.

use std::collections::{BTreeMap, BTreeSet};

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Evaluator, Expr, Field, Item, RowView, Test, terms};

use crate::answer::EventFound;
use crate::edit::within_limits;
use crate::filter::Filter;
use crate::related;

/// What tells most events apart, besides their time and one id.
const FIRST: [SilverColumn; 2] = [SilverColumn::ServiceName, SilverColumn::ActionName];

/// What tells events of a millisecond apart, in this order and only where it does.
const MORE: [SilverColumn; 14] = [
    SilverColumn::RequestId,
    SilverColumn::EventId,
    SilverColumn::Email,
    SilverColumn::SourceIpAddress,
    SilverColumn::SessionId,
    SilverColumn::WorkspaceId,
    SilverColumn::AccountId,
    SilverColumn::UserAgent,
    SilverColumn::Outcome,
    SilverColumn::ErrorMessage,
    SilverColumn::SubjectName,
    SilverColumn::RunBy,
    SilverColumn::RunAs,
    SilverColumn::Result,
];

/// Texts longer than this, in bytes, are left out.
const LONGEST: usize = 200;

/// The clauses of an event, and the other events that they select.
struct Telling<'a> {
    clauses: Vec<Expr>,
    others: Vec<RowView<'a>>,
}

impl<'a> Telling<'a> {
    /// Adds a clause where it tells the event from others: those that have the same are given by `has_same`.
    fn by(&mut self, field: &Field, own: Option<&str>, has_same: impl Fn(&RowView<'a>) -> bool) {
        if own.is_some_and(|text| text.len() > LONGEST) || self.others.iter().all(&has_same) {
            return;
        }
        if let Some(clause) = clause(field, own) {
            self.clauses.push(clause);
            self.others.retain(has_same);
        }
    }
}

/// The filter that selects an event by its content, and by the record that it was read from only where another event has
/// the same content.
pub(crate) fn key_of(medallion: &Medallion, evaluator: &mut Evaluator, row: u32) -> Option<Filter> {
    let event = RowView::new(medallion, row)?;
    let mut clauses = vec![match event.time_ms() {
        Some(time) => terms::of_time(time, time.checked_add(1)?),
        None => Expr::Item(Item { field: Field::Time, test: Test::Present }).negated(),
    }];
    for column in FIRST {
        clauses.extend(clause(&Field::Text(column), event.text(column)));
    }
    let ids = [SilverColumn::EventId, SilverColumn::RequestId].map(|column| (column, event.text(column)));
    let is_short = |id: Option<&str>| id.is_some_and(|id| !id.is_empty() && id.len() <= LONGEST);
    if let Some((column, id)) = ids.into_iter().find(|(_, id)| is_short(*id)) {
        clauses.extend(clause(&Field::Text(column), id));
    }
    let found = evaluator.select(medallion, &Expr::and(clauses.clone()));
    let others =
        found.iter().filter(|other| *other != row).filter_map(|other| RowView::new(medallion, other)).collect();
    let mut telling = Telling { clauses, others };
    for column in MORE {
        let own = event.text(column);
        telling.by(&Field::Text(column), own, |other| other.text(column) == own);
    }
    let own: BTreeMap<&str, &str> = event.params().collect();
    let keys: BTreeSet<&str> =
        telling.others.iter().flat_map(RowView::params).map(|(key, _)| key).chain(own.keys().copied()).collect();
    for key in keys {
        let own = own.get(key).copied();
        telling.by(&Field::Param(key.to_owned()), own, |other| other.param(key) == own);
    }
    if !telling.others.is_empty() {
        return related::filter_of(medallion, row);
    }
    within_limits(&Expr::and(telling.clauses)).ok()
}

fn clause(field: &Field, shown: Option<&str>) -> Option<Expr> {
    Some(Expr::Item(Item::is(field.clone(), terms::value_of(field, shown)?)))
}

/// The event that a link means.
pub(crate) fn event_found(medallion: &Medallion, evaluator: &mut Evaluator, key: &Filter) -> EventFound {
    let rows = evaluator.select(medallion, key.expr());
    EventFound { events: rows.count(), row: rows.iter().next() }
}
