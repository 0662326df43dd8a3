//! The silences of everything, of each workspace, each service, and each service of a workspace. What is told of
//! something larger is not told again of its parts.

use std::collections::BTreeMap;
use std::ops::Range;

use touchstone_medallion::Medallion;
use touchstone_record::time;

use super::HOUR_MS;
use super::cells::{By, Cells, Key, names};
use super::rhythm::{Rhythm, Silent};
use crate::answer::Silence;

/// What was judged.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// With their hours since 1970.
    pub(super) silences: Vec<(Silence, Range<i64>)>,
    pub(super) compared: u64,
    pub(super) unjudged: u64,
    /// What had too many hours to be counted.
    pub(super) uncounted: Vec<&'static str>,
}

/// Silences by what they are of.
type Told = BTreeMap<Key, Vec<Range<i64>>>;

pub(super) fn silences(medallion: &Medallion, pairs: Option<&Cells>) -> Judged {
    let mut judged = Judged::default();
    let cells = |by| pairs.map_or_else(|| Cells::of(medallion, by), |pairs| Some(pairs.folded(by)));
    let Some(all) = cells(By::All) else {
        judged.uncounted.push("hours");
        return judged;
    };
    let Some((_, hours)) = all.hours().next() else { return judged };
    let (Some((first, _)), Some((last, _))) = (hours.first(), hours.last()) else { return judged };
    let span = *first..last.saturating_add(1);
    let (workspaces, services) = (cells(By::Workspace), cells(By::Service));
    if workspaces.is_none() {
        judged.uncounted.push("workspaces");
    }
    if services.is_none() {
        judged.uncounted.push("services");
    }
    if pairs.is_none() {
        judged.uncounted.push("services of a workspace");
    }
    let several = |cells: &&Cells| cells.len() > 1;
    let (workspaces, services) = (workspaces.as_ref().filter(several), services.as_ref().filter(several));
    let all = judged.judge(medallion, By::All, &all, &span, &|_| Vec::new());
    let of_all = |_: Key| all.values().flatten().cloned().collect::<Vec<_>>();
    let by_workspace =
        workspaces.map(|cells| judged.judge(medallion, By::Workspace, cells, &span, &of_all)).unwrap_or_default();
    let by_service =
        services.map(|cells| judged.judge(medallion, By::Service, cells, &span, &of_all)).unwrap_or_default();
    if let (Some(_), Some(_), Some(pairs)) = (workspaces, services, pairs) {
        let of_pair = |(workspace, service): Key| {
            let told = [by_workspace.get(&(workspace, 0)), by_service.get(&(0, service))];
            apart(of_all((0, 0)).into_iter().chain(told.into_iter().flatten().flatten().cloned()).collect())
        };
        judged.judge(medallion, By::Pair, pairs, &span, &of_pair);
    }
    judged
}

impl Judged {
    fn judge(
        &mut self,
        medallion: &Medallion,
        by: By,
        cells: &Cells,
        span: &Range<i64>,
        told: &dyn Fn(Key) -> Vec<Range<i64>>,
    ) -> Told {
        let mut found = Told::new();
        let first = self.silences.len();
        for (key, hours) in cells.hours() {
            let told = told(key);
            let rhythm = Rhythm::new(hours, span.clone(), &told);
            if !rhythm.is_told() {
                self.unjudged += 1;
                continue;
            }
            self.compared += 1;
            let silences = rhythm.silences();
            let (workspace, service) = names(medallion, key);
            let workspace = matches!(by, By::Workspace | By::Pair).then_some(workspace);
            let service = matches!(by, By::Service | By::Pair).then_some(service);
            let shown = silences.iter().map(|silent| {
                let told = silence(workspace.as_deref(), service.as_deref(), silent);
                (told, silent.hours.clone())
            });
            self.silences.extend(shown);
            found.insert(key, silences.into_iter().map(|silent| silent.hours).collect());
        }
        self.silences[first..]
            .sort_by(|(a, _), (b, _)| (&a.from, &a.workspace, &a.service).cmp(&(&b.from, &b.workspace, &b.service)));
        found
    }
}

fn silence(workspace: Option<&str>, service: Option<&str>, silent: &Silent) -> Silence {
    let shown = |hour: i64| time::rfc3339(hour.saturating_mul(HOUR_MS));
    let (from, until) = (shown(silent.hours.start), shown(silent.hours.end));
    let named = |kind: &str, name: &str| {
        if name.is_empty() { format!("without a {kind}") } else { format!("of {kind} {name}") }
    };
    let of = match (workspace, service) {
        (None, None) => String::new(),
        (Some(workspace), None) => format!(" {}", named("workspace", workspace)),
        (None, Some(service)) => format!(" {}", named("service", service)),
        (Some(workspace), Some(service)) => {
            format!(" {} {}", named("service", service), named("workspace", workspace))
        }
    };
    let usually = silent.usually;
    Silence {
        workspace: workspace.map(str::to_owned),
        service: service.map(str::to_owned),
        hours: silent.hours.end.abs_diff(silent.hours.start),
        usually,
        message: format!("no event{of} from {from} to {until}, where comparable days have about {usually}"),
        from,
        until,
    }
}

/// Sorts ranges and joins those that overlap.
pub(super) fn apart(mut ranges: Vec<Range<i64>>) -> Vec<Range<i64>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<i64>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}
