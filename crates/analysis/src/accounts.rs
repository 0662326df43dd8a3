//! Logins.

use std::collections::BTreeMap;

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Evaluator, Expr, RowView, fold};
use touchstone_record::Outcome;

use crate::answer::{Accounts, LoginUser};
use crate::bins::Bins;
use crate::breakdowns::{LOGINS, parsed};
use crate::filter::Filter;
use crate::leaders::{FilteredValues, leaders};
use crate::query_result::QueryResult;
use crate::select::narrowed;
use crate::spellings::most_frequent;

const SERIES: [&str; 3] = ["succeeded", "failed", "unknown"];

#[inline(never)]
pub(crate) fn accounts(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    filter: &Filter,
    max_bins: u32,
) -> QueryResult<Accounts> {
    let silver = medallion.silver();
    let of_service = narrowed(filter.expr(), SilverColumn::ServiceName, &["accounts"]);
    let of_logins = Expr::and([of_service, parsed(LOGINS)?]);
    let logins = evaluator.select(medallion, &of_logins);
    let failed = [Outcome::Denied.name(), Outcome::Failure.name()];
    let is_failed = narrowed(&parsed(LOGINS)?, SilverColumn::Outcome, &failed);
    let failures = evaluator.select(medallion, &narrowed(&of_logins, SilverColumn::Outcome, &failed));

    let bins = Bins::covering(silver.frame().span(silver.id(SilverColumn::EventTime), &logins).ends, max_bins);
    let mut counts = SERIES.map(|_| vec![0_u32; bins.count]);
    let mut users: BTreeMap<Option<String>, (LoginUser, BTreeMap<&str, u32>)> = BTreeMap::new();
    for event in RowView::of_selected(medallion, &logins) {
        let failed = failures.contains(event.row());
        let time_ms = event.time_ms();
        let series = match event.text(SilverColumn::Outcome) {
            _ if failed => 1,
            Some(outcome) if outcome == Outcome::Success.name() => 0,
            _ => 2,
        };
        if let Some(bin) = time_ms.and_then(|time| bins.of(time)) {
            counts[series][bin] += 1;
        }
        // A failed login often names its user only in the request.
        let user = event.text(SilverColumn::Email).or_else(|| event.param("user"));
        let (entry, spellings) = users.entry(user.map(fold::folded)).or_insert_with(|| {
            let none = LoginUser { user: None, logins: 0, failed: 0, last_ms: None };
            (none, BTreeMap::new())
        });
        if let Some(user) = user {
            *spellings.entry(user).or_default() += 1;
        }
        entry.logins += 1;
        entry.failed += u32::from(failed);
        entry.last_ms = entry.last_ms.max(time_ms);
    }
    let shown = |(entry, spellings): (LoginUser, BTreeMap<&str, u32>)| LoginUser {
        user: most_frequent(&spellings).map(str::to_owned),
        ..entry
    };
    let mut by_user: Vec<LoginUser> = users.into_values().map(shown).collect();
    by_user.sort_by_key(|user| std::cmp::Reverse((user.failed, user.logins)));
    let listed = |column, selection| {
        let id = silver.id(column);
        leaders(
            silver.frame().dictionary(id),
            &silver.frame().count(id, selection),
            usize::MAX,
            &FilteredValues::default(),
        )
    };
    Ok(Accounts {
        logins: logins.count(),
        failed: failures.count(),
        histogram: bins.histogram(SERIES.map(str::to_owned).into_iter().zip(counts)),
        by_user,
        by_action: listed(SilverColumn::ActionName, &logins),
        failed_filter: Filter::from(narrowed(&is_failed, SilverColumn::ServiceName, &["accounts"])),
        failed_by_address: listed(SilverColumn::SourceIpAddress, &failures),
    })
}
