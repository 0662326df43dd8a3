//! Long actions: a request and its result, which are events of their own, as one.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use touchstone_frame::{NULL, Selection};
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coder, Field, RowView};

use crate::answer::{ActionResult, LongAction, LongActions};
use crate::cache::Cache;
use crate::filter::Filter;
use crate::query_result::QueryResult;

/// A kind of long action: its service, the requests, the results, and the request parameters that name what they are about.
/// A request that only its own result names is matched by the same names in its response.
struct Kind {
    service: &'static str,
    requests: &'static [&'static str],
    results: &'static [&'static str],
    /// Whether a result is called as its request, followed by `Result`.
    by_name: bool,
    ids: &'static [&'static str],
}

const KINDS: [Kind; 4] = [
    Kind {
        service: "clusters",
        requests: &["create", "start", "restart", "resize", "delete"],
        results: &["createResult", "startResult", "restartResult", "resizeResult", "deleteResult"],
        by_name: true,
        ids: &["cluster_id", "clusterId"],
    },
    Kind {
        service: "jobs",
        requests: &["runStart"],
        results: &["runSucceeded", "runFailed"],
        by_name: false,
        ids: &["runId", "run_id"],
    },
    Kind {
        service: "databrickssql",
        requests: &["commandSubmit"],
        results: &["commandFinish"],
        by_name: false,
        ids: &["commandId"],
    },
    Kind {
        service: "notebook",
        requests: &["submitCommand"],
        results: &["runCommand"],
        by_name: false,
        ids: &["commandId"],
    },
];

/// A request or a result.
struct Part {
    row: u32,
    action: u32,
    time_ms: i64,
    is_request: bool,
    /// The number of its id; 0 for a request that names nothing, which no result answers.
    id: u32,
    /// The code of its workspace: runs are numbered in each.
    workspace: u32,
}

/// A window of the long actions whose request is selected, in order of time; requests without a time have no place in it.
/// Results are looked for in all that is loaded.
pub(crate) fn long_actions(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    start: u32,
    count: u32,
) -> QueryResult<LongActions> {
    let selected = cache.evaluator.select(medallion, filter.expr());
    let mut found: Vec<(i64, u32, Option<u32>)> = Vec::new();
    for kind in &KINDS {
        for (request, result) in pairs(medallion, kind, &selected)? {
            if selected.contains(request.row) {
                found.push((request.time_ms, request.row, result));
            }
        }
    }
    found.sort_unstable();
    let unanswered = found.iter().filter(|(_, _, result)| result.is_none()).count();
    let first = (start as usize).min(found.len());
    let end = first.saturating_add(count as usize).min(found.len());
    let text = |row: u32, column: SilverColumn| medallion.silver().text(column, row).map(str::to_owned);
    let time = |row: u32| medallion.silver().integer(SilverColumn::EventTime, row);
    let actions = found[first..end].iter().map(|(started_ms, row, result)| LongAction {
        row: *row,
        service: text(*row, SilverColumn::ServiceName),
        action: text(*row, SilverColumn::ActionName),
        principal: text(*row, SilverColumn::Email),
        outcome: text(*row, SilverColumn::Outcome),
        started_ms: *started_ms,
        result: result.and_then(|result| {
            let ended_ms = time(result)?;
            Some(ActionResult {
                row: result,
                action: text(result, SilverColumn::ActionName),
                outcome: text(result, SilverColumn::Outcome),
                principal: text(result, SilverColumn::Email),
                ended_ms,
                duration_ms: ended_ms - started_ms,
            })
        }),
    });
    Ok(LongActions { total: found.len(), unanswered, start: first as u32, actions: actions.collect() })
}

/// The requests of a kind that share an id with a selected one, each with its result: the first after it of the same id and
/// workspace, each result once.
fn pairs(medallion: &Medallion, kind: &Kind, selected: &Selection) -> QueryResult<Vec<(Part, Option<u32>)>> {
    let silver = medallion.silver();
    let (services, actions) = (silver.id(SilverColumn::ServiceName), silver.id(SilverColumn::ActionName));
    let Some(service) = silver.frame().dictionary(services).find(kind.service) else { return Ok(Vec::new()) };
    let names = silver.frame().dictionary(actions);
    let codes = |wanted: &[&str]| wanted.iter().filter_map(|name| names.find(name)).collect::<Vec<u32>>();
    let (requests, results) = (codes(kind.requests), codes(kind.results));
    let admitted = |wanted: &dyn Fn(u32) -> bool, codes: usize| (0..=codes as u32).map(wanted).collect::<Vec<bool>>();
    let of_service = silver
        .frame()
        .select_codes(services, &admitted(&|code| code == service, silver.frame().dictionary(services).len()));
    let of_actions = |wanted: &[u32]| {
        let mut rows = silver.frame().select_codes(actions, &admitted(&|code| wanted.contains(&code), names.len()));
        rows.intersect(&of_service);
        rows
    };
    let mut rows = of_actions(&requests);
    let mut asked = rows.clone();
    asked.intersect(selected);
    if asked.is_none() {
        return Ok(Vec::new());
    }
    rows.unite(&of_actions(&results));
    let mut parts = parts(medallion, kind, &rows, &asked, &requests)?;
    parts.sort_unstable_by_key(|part| (part.id, part.workspace, part.time_ms, part.row));
    // The action that a part requests or answers; of kinds where any result answers, all are one.
    let meant = |part: &Part| match (kind.by_name, part.is_request) {
        (false, _) => Some(NULL),
        (true, true) => Some(part.action),
        (true, false) => names.find(names.get(part.action)?.strip_suffix("Result")?),
    };
    let mut pairs: Vec<(Part, Option<u32>)> = Vec::new();
    // By action, the requests without a result, in order of time.
    let mut open: FxHashMap<u32, VecDeque<usize>> = FxHashMap::default();
    let mut group = (0, NULL);
    for part in parts {
        if group != (part.id, part.workspace) {
            open.clear();
            group = (part.id, part.workspace);
        }
        let Some(action) = meant(&part) else { continue };
        if part.is_request {
            open.entry(action).or_default().push_back(pairs.len());
            pairs.push((part, None));
        } else if let Some(at) = open.get_mut(&action).and_then(VecDeque::pop_front) {
            pairs[at].1 = Some(part.row);
        }
    }
    Ok(pairs)
}

/// The requests asked for, and the requests and results that share an id with one, as far as they have a time.
fn parts(
    medallion: &Medallion,
    kind: &Kind,
    rows: &Selection,
    asked: &Selection,
    requests: &[u32],
) -> QueryResult<Vec<Part>> {
    let silver = medallion.silver();
    let stored = touchstone_query::group::as_stored;
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut number = |id: &str| {
        if let Some(number) = numbers.get(id) {
            return *number;
        }
        let number = numbers.len() as u32 + 1;
        numbers.insert(id.to_owned(), number);
        number
    };
    let mut ids: Vec<u32> = vec![0; silver.rows() as usize];
    let of_rows = Coder::new(medallion, rows);
    for key in kind.ids {
        let coded = of_rows.coded(&Field::Param((*key).to_owned()), &stored)?;
        let of_code: Vec<u32> = (0..coded.len() as u32).map(|code| coded.value(code).map_or(0, &mut number)).collect();
        for row in rows.iter() {
            let id = &mut ids[row as usize];
            if *id == 0 {
                *id = of_code[coded.code(row) as usize];
            }
        }
    }
    let mut found: Vec<(u32, u32, bool)> = Vec::new();
    silver.frame().each_code(silver.id(SilverColumn::ActionName), rows, |row, action| {
        let is_request = requests.contains(&action);
        let id = &mut ids[row as usize];
        if *id == 0 && is_request {
            *id = id_in_response(medallion, kind, row).map_or(0, |id| number(&id));
        }
        found.push((row, action, is_request));
    });
    let mut wanted = vec![false; numbers.len() + 1];
    asked.iter().for_each(|row| wanted[ids[row as usize] as usize] = true);
    wanted[0] = false;
    let workspaces = silver.frame().row_codes(silver.id(SilverColumn::WorkspaceId));
    let parts = found.into_iter().filter_map(|(row, action, is_request)| {
        let id = ids[row as usize];
        let is_wanted = wanted[id as usize] || is_request && asked.contains(row);
        let time_ms = is_wanted.then(|| silver.integer(SilverColumn::EventTime, row))??;
        Some(Part { row, action, time_ms, is_request, id, workspace: workspaces.get(row) })
    });
    Ok(parts.collect())
}

/// The id that the response of a request names, as `create` does the new cluster's.
fn id_in_response(medallion: &Medallion, kind: &Kind, row: u32) -> Option<String> {
    let result = RowView::new(medallion, row)?.text(SilverColumn::Result)?;
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(result).ok()?;
    kind.ids.iter().find_map(|key| match members.get(*key)? {
        serde_json::Value::String(id) => Some(id.clone()),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}
