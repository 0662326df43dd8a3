//! Logins.

use std::collections::BTreeMap;

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::Outcome;

use crate::analysis::Asked;
use crate::answer::{Accounts, LoginUser};
use crate::bins::Bins;
use crate::cells::param;
use crate::filter::Filter;
use crate::leaders::leaders;
use crate::select::{of_service, of_texts};
use crate::spellings::most_frequent;
use crate::terms::Terms;

const SERIES: [&str; 3] = ["succeeded", "failed", "unknown"];

pub(crate) fn accounts(medallion: &Medallion, terms: &mut Terms, filter: &Filter, most_bins: u32) -> Asked<Accounts> {
    let silver = medallion.silver();
    let mut logins = of_service(medallion, terms, filter, "accounts")?;
    logins.intersect(&of_texts(medallion, SilverColumn::ActionName, |action| action.is_some_and(is_login)));
    let mut failures = logins.clone();
    failures.intersect(&of_texts(medallion, SilverColumn::Outcome, |outcome| {
        outcome.is_some_and(|outcome| outcome == Outcome::Denied.name() || outcome == Outcome::Failure.name())
    }));

    let bins = Bins::covering(silver.frame().span(silver.id(SilverColumn::EventTime), &logins).ends, most_bins);
    let mut counts = SERIES.map(|_| vec![0_u32; bins.count]);
    let mut users: BTreeMap<Option<String>, (LoginUser, BTreeMap<&str, u32>)> = BTreeMap::new();
    for row in logins.iter() {
        let failed = failures.contains(row);
        let time_ms = silver.integer(SilverColumn::EventTime, row);
        let series = match silver.text(SilverColumn::Outcome, row) {
            _ if failed => 1,
            Some(outcome) if outcome == Outcome::Success.name() => 0,
            _ => 2,
        };
        if let Some(bin) = time_ms.and_then(|time| bins.of(time)) {
            counts[series][bin] += 1;
        }
        // A failed login often names its user only in the request.
        let user = silver.text(SilverColumn::Email, row).or_else(|| param(medallion, row, "user"));
        let (entry, spellings) = users.entry(user.map(str::to_lowercase)).or_insert_with(|| {
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
        leaders(silver.frame().dictionary(id), &silver.frame().count(id, selection), usize::MAX, &[])
    };
    Ok(Accounts {
        logins: logins.count(),
        failed: failures.count(),
        histogram: bins.histogram(SERIES.map(str::to_owned).into_iter().zip(counts)),
        by_user,
        by_action: listed(SilverColumn::ActionName, &logins),
        failed_by_address: listed(SilverColumn::SourceIpAddress, &failures),
    })
}

/// `login`, `tokenLogin`, `samlLogin`, `aadBrowserLogin` and their kin; not `logout`.
fn is_login(action: &str) -> bool {
    action.len() >= 5
        && action.is_char_boundary(action.len() - 5)
        && action[action.len() - 5..].eq_ignore_ascii_case("login")
}
