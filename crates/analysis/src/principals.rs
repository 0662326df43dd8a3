//! Everyone and everything that acts: principals, recipients of shares, and sources of the data plane.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashSet;
use touchstone_findings::{Finding, Report};
use touchstone_frame::{NULL, Selection};
use touchstone_medallion::{Medallion, PARAM_PREFIX, SilverColumn};
use touchstone_query::{Coded, Coder, Field, fold};

use crate::answer::{KindCount, Principal, PrincipalKind, Principals};
use crate::cache::Cache;
use crate::filter::Filter;
use crate::names::{Names, agreed, is_uuid};
use crate::query_result::QueryResult;
use crate::question::{PrincipalOrder, PrincipalsQuery};
use crate::spellings::Spellings;
use crate::tally::TalliedRows;

/// The request parameter that names who receives a share.
const RECIPIENT: &str = "recipient_name";

/// How the names of services end that log from the data plane, where there are no users.
const DATA_PLANE: &str = "dataplane";

/// Names of the platform itself.
const SYSTEM: [&str; 2] = ["system-user", "dbadmin"];

/// Pairs of codes up to this many are marked in a bitmap.
const MAX_BITS: usize = 1 << 26;

/// The list that was asked for last, which scrolling and sorting ask again.
#[derive(Debug, Default)]
pub(crate) struct PrincipalsCache {
    known: Option<Known>,
}

#[derive(Debug)]
struct Known {
    filter: Filter,
    rows: u32,
    report: Option<Rc<Report>>,
    listed: Vec<Principal>,
}

impl PrincipalsCache {
    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        let of_name = |named: &crate::answer::Named| size_of::<crate::answer::Named>() + 4 * named.name.capacity();
        let of_one = |principal: &Principal| {
            let names: usize = principal.names.iter().map(of_name).sum();
            size_of::<Principal>() + principal.value.as_ref().map_or(0, String::capacity) + names
        };
        self.known.iter().flat_map(|known| &known.listed).map(of_one).sum()
    }
}

/// A window of the list. `report` is what the rules found, once they have been evaluated.
#[inline(never)]
pub(crate) fn principals(
    medallion: &Medallion,
    cache: &mut Cache,
    report: Option<Rc<Report>>,
    query: &PrincipalsQuery,
) -> QueryResult<Principals> {
    let is_same = |known: &Known| {
        let is_same_report = match (&known.report, &report) {
            (Some(known), Some(report)) => Rc::ptr_eq(known, report),
            (None, None) => true,
            _ => false,
        };
        known.filter == query.filter && known.rows == medallion.silver().rows() && is_same_report
    };
    let known = match cache.principals.known.take().filter(is_same) {
        Some(known) => known,
        None => Known {
            filter: query.filter.clone(),
            rows: medallion.silver().rows(),
            listed: listed(medallion, cache, &query.filter, report.as_deref())?,
            report,
        },
    };
    let wanted = fold::folded(query.search.trim());
    let named =
        known.listed.iter().map(|principal| Named { name: principal.value.as_deref().map(fold::folded), principal });
    let is_found = |one: &Named<'_>| {
        let is_called = || one.principal.names.iter().any(|named| fold::folded(&named.name).contains(&wanted));
        wanted.is_empty() || one.name.as_ref().is_some_and(|name| name.contains(&wanted)) || is_called()
    };
    let mut shown: Vec<Named<'_>> = named.filter(is_found).collect();
    let count = |kind| shown.iter().filter(|one| one.principal.kind == kind).count();
    let kinds = PrincipalKind::ALL.map(|kind| KindCount { kind, principals: count(kind) });
    let kinds = kinds.into_iter().filter(|count| count.principals > 0).collect();
    shown.retain(|one| query.kind.is_none_or(|kind| kind == one.principal.kind));
    shown.sort_by(|a, b| in_order(a, b, query.sort, query.descending));
    let start = (query.start as usize).min(shown.len());
    let end = start.saturating_add(query.count as usize).min(shown.len());
    let answer = Principals {
        total: shown.len(),
        kinds,
        start: start as u32,
        principals: shown[start..end].iter().map(|one| one.principal.clone()).collect(),
        evaluated: known.report.is_some(),
    };
    cache.principals.known = Some(known);
    Ok(answer)
}

/// How long the list of all that is loaded is.
pub(crate) fn count(medallion: &Medallion, spellings: &mut Spellings) -> u32 {
    let emails = spellings.of(medallion).distinct() + u32::from(spellings.has_unnamed(medallion));
    let recipients: BTreeSet<&str> = medallion
        .gold()
        .filter_map(|gold| Some(gold.frame().dictionary(gold.key(RECIPIENT)?)))
        .flat_map(|dictionary| dictionary.iter().map(|(_, text)| text))
        .collect();
    let services = medallion.gold().filter(|gold| gold.rows() > 0 && is_data_plane(gold.service())).count();
    emails + (recipients.len() + services) as u32
}

fn is_data_plane(service: &str) -> bool {
    service.to_ascii_lowercase().ends_with(DATA_PLANE)
}

/// A principal and its name without case.
struct Named<'a> {
    name: Option<String>,
    principal: &'a Principal,
}

/// By the column, then by events and name. Those without a time come last, whatever the direction.
fn in_order(a: &Named<'_>, b: &Named<'_>, sort: PrincipalOrder, descending: bool) -> Ordering {
    let by_name = (a.name.is_none(), &a.name).cmp(&(b.name.is_none(), &b.name));
    let (a, b) = (a.principal, b.principal);
    let share = |principal: &Principal| (u64::from(principal.denied), u64::from(principal.events));
    let times = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => (a.is_none() ^ descending).cmp(&(b.is_none() ^ descending)),
    };
    let by = match sort {
        PrincipalOrder::Name => by_name,
        PrincipalOrder::Events => a.events.cmp(&b.events),
        PrincipalOrder::First => times(a.first_ms, b.first_ms),
        PrincipalOrder::Last => times(a.last_ms, b.last_ms),
        PrincipalOrder::Denied => {
            let ((a_denied, a_events), (b_denied, b_events)) = (share(a), share(b));
            (a_denied * b_events).cmp(&(b_denied * a_events)).then(a_denied.cmp(&b_denied))
        }
        PrincipalOrder::Services => a.services.cmp(&b.services),
        PrincipalOrder::Addresses => a.addresses.cmp(&b.addresses),
        PrincipalOrder::Findings => a.findings.cmp(&b.findings),
    };
    let by = if descending { by.reverse() } else { by };
    by.then(b.events.cmp(&a.events)).then(by_name).then_with(|| a.column.cmp(&b.column))
}

fn listed(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    report: Option<&Report>,
) -> QueryResult<Vec<Principal>> {
    let shown = cache.spellings.of(medallion);
    let selection = cache.evaluator.select(medallion, filter.expr());
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let of_rows = Coder::new(medallion, &selection);
    let coded = |field: Field| of_rows.coded(&field, &same);
    let listing = Listing {
        selection: &selection,
        tallied: TalliedRows::of(medallion, &selection),
        services: coded(Field::Text(SilverColumn::ServiceName))?,
        addresses: coded(Field::Text(SilverColumn::SourceIpAddress))?,
        findings: report.map(|report| report.findings.as_slice()).unwrap_or_default(),
    };
    let emails = coded(Field::Text(SilverColumn::Email))?;
    let mut listed = listing.of(SilverColumn::Email.name(), &emails, |value| Some(kind(value)));
    let of_param = format!("{PARAM_PREFIX}{RECIPIENT}");
    if medallion.gold().any(|gold| gold.key(RECIPIENT).is_some()) {
        let recipients = coded(Field::Param(RECIPIENT.to_owned()))?;
        listed.extend(listing.of(&of_param, &recipients, |value| value.map(|_| PrincipalKind::Recipient)));
    }
    listed.extend(listing.of(SilverColumn::ServiceName.name(), &listing.services, |value| {
        value.filter(|service| is_data_plane(service)).map(|_| PrincipalKind::DataPlane)
    }));
    if listed.iter().any(|principal| principal.kind == PrincipalKind::ServicePrincipal) {
        let names = Names::of(medallion, &mut cache.evaluator, &is_uuid)?;
        for principal in &mut listed {
            principal.names = principal.value.as_deref().map_or(Vec::new(), |id| names.get(id).to_vec());
            principal.name = agreed(&principal.names);
        }
    }
    Ok(listed)
}

/// What a name says of a principal.
fn kind(name: Option<&str>) -> PrincipalKind {
    let Some(name) = name else { return PrincipalKind::Unknown };
    let folded = name.to_ascii_lowercase();
    match folded.as_str() {
        "unknown" | "" => PrincipalKind::Unknown,
        _ if SYSTEM.contains(&folded.as_str()) => PrincipalKind::System,
        _ if is_uuid(name) => PrincipalKind::ServicePrincipal,
        _ if name.contains('@') => PrincipalKind::User,
        _ => PrincipalKind::Other,
    }
}

struct Listing<'a> {
    selection: &'a Selection,
    tallied: TalliedRows,
    services: Coded<'a>,
    addresses: Coded<'a>,
    findings: &'a [Finding],
}

impl Listing<'_> {
    /// The values of a column that have a kind.
    fn of(
        &self,
        column: &str,
        coded: &Coded<'_>,
        kind: impl Fn(Option<&str>) -> Option<PrincipalKind>,
    ) -> Vec<Principal> {
        let kinds: Vec<Option<PrincipalKind>> = (0..coded.len() as u32).map(|code| kind(coded.value(code))).collect();
        if kinds.iter().all(Option::is_none) {
            return Vec::new();
        }
        let services = self.distinct(coded, &kinds, &self.services);
        let addresses = self.distinct(coded, &kinds, &self.addresses);
        let findings = self.findings(coded);
        let tallies = self.tallied.tally(coded, None);
        let principal = |((code, _), tally): ((u32, u32), crate::tally::Tally)| {
            Some(Principal {
                kind: kinds[code as usize]?,
                column: column.to_owned(),
                value: coded.value(code).map(str::to_owned),
                events: tally.events,
                denied: tally.denied,
                first_ms: tally.first_ms(),
                last_ms: tally.last_ms(),
                services: services[code as usize],
                addresses: addresses[code as usize],
                findings: findings[code as usize],
                name: None,
                names: Vec::new(),
            })
        };
        tallies.into_iter().filter_map(principal).collect()
    }

    /// By code, the number of values of another field; the absent one is none.
    fn distinct(&self, coded: &Coded<'_>, kinds: &[Option<PrincipalKind>], other: &Coded<'_>) -> Vec<u32> {
        let mut counts = vec![0; coded.len()];
        let width = other.len();
        let bits = coded.len().checked_mul(width).filter(|bits| *bits <= MAX_BITS);
        let mut marked = bits.map(|bits| vec![0_u64; bits.div_ceil(64)]);
        let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
        for (row, _, _) in self.tallied.iter() {
            let (code, value) = (coded.code(row), other.code(row));
            if value == NULL || kinds[code as usize].is_none() {
                continue;
            }
            let is_new = match &mut marked {
                Some(marked) => {
                    let bit = code as usize * width + value as usize;
                    let (word, mask) = (&mut marked[bit / 64], 1 << (bit % 64));
                    let is_new = *word & mask == 0;
                    *word |= mask;
                    is_new
                }
                None => seen.insert((code, value)),
            };
            counts[code as usize] += u32::from(is_new);
        }
        counts
    }

    /// By code, the findings with a selected event of it. A finding about records alone belongs to nobody.
    fn findings(&self, coded: &Coded<'_>) -> Vec<u32> {
        let mut counts = vec![0; coded.len()];
        let mut concerned = Vec::new();
        for finding in self.findings {
            concerned.clear();
            for row in finding.rows.iter().filter(|row| self.selection.contains(**row)) {
                let code = coded.code(*row);
                if concerned.last() != Some(&code) {
                    concerned.push(code);
                }
            }
            concerned.sort_unstable();
            concerned.dedup();
            for code in &concerned {
                counts[*code as usize] += 1;
            }
        }
        counts
    }
}
