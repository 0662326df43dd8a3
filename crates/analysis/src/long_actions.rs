//! Long actions: a request and its result, which are events of their own, as one.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use touchstone_frame::{NULL, Selection};
use touchstone_medallion::{Gold, Medallion, SilverColumn};
use touchstone_query::RowView;

use crate::answer::{ActionResult, LongAction, LongActions};
use crate::cache::Cache;
use crate::filter::Filter;

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

/// In the place of a result where none is loaded.
const NO_RESULT: u32 = u32::MAX;

/// Every long action of what is loaded: the rows of request and result, in order of time. They depend on no filter.
#[derive(Debug, Default)]
pub(crate) struct LongActionsCache {
    /// Number of silver rows when they were looked for.
    rows: u32,
    known: Vec<(u32, u32)>,
}

impl LongActionsCache {
    fn of(&mut self, medallion: &Medallion) -> &[(u32, u32)] {
        if self.rows != medallion.silver().rows() {
            let mut found: Vec<(i64, u32, u32)> = KINDS.iter().flat_map(|kind| pairs(medallion, kind)).collect();
            found.sort_unstable();
            self.known = found.into_iter().map(|(_, request, result)| (request, result)).collect();
            self.rows = medallion.silver().rows();
        }
        &self.known
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.known.capacity() * size_of::<(u32, u32)>()
    }
}

/// A request or a result that names what it is about.
struct Part {
    row: u32,
    time_ms: i64,
    is_request: bool,
    /// The code of the action requested or answered; of kinds where any result answers, all are one.
    action: u32,
    /// The number of its id.
    id: u32,
    /// The code of its workspace: runs are numbered in each.
    workspace: u32,
}

/// A window of the long actions whose request is selected, in order of time; requests without a time have no place in it.
/// Results are looked for in all that is loaded.
#[inline(never)]
pub(crate) fn long_actions(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    start: u32,
    count: u32,
) -> LongActions {
    let selected = cache.evaluator.select(medallion, filter.expr());
    let known = cache.long_actions.of(medallion).iter().copied();
    let found: Vec<(u32, u32)> = known.filter(|(request, _)| selected.contains(*request)).collect();
    let unanswered = found.iter().filter(|(_, result)| *result == NO_RESULT).count();
    let first = (start as usize).min(found.len());
    let end = first.saturating_add(count as usize).min(found.len());
    let text = |row: u32, column: SilverColumn| medallion.silver().text(column, row).map(str::to_owned);
    let time = |row: u32| medallion.silver().integer(SilverColumn::EventTime, row).unwrap_or_default();
    let actions = found[first..end].iter().map(|(row, result)| LongAction {
        row: *row,
        service: text(*row, SilverColumn::ServiceName),
        action: text(*row, SilverColumn::ActionName),
        principal: text(*row, SilverColumn::Email),
        outcome: text(*row, SilverColumn::Outcome),
        started_ms: time(*row),
        result: (*result != NO_RESULT).then(|| ActionResult {
            row: *result,
            action: text(*result, SilverColumn::ActionName),
            outcome: text(*result, SilverColumn::Outcome),
            principal: text(*result, SilverColumn::Email),
            ended_ms: time(*result),
            duration_ms: time(*result) - time(*row),
        }),
    });
    LongActions { total: found.len(), unanswered, start: first as u32, actions: actions.collect() }
}

/// The requests of a kind, each with its time and its result: the first after it of the same id and workspace, each result
/// once.
fn pairs(medallion: &Medallion, kind: &Kind) -> Vec<(i64, u32, u32)> {
    let Some(gold) = medallion.gold_of(kind.service) else { return Vec::new() };
    let (mut pairs, mut parts) = (Vec::new(), Vec::new());
    each_part(medallion, gold, kind, |part| match part.id {
        0 if part.is_request => pairs.push((part.time_ms, part.row, NO_RESULT)),
        0 => {}
        _ => parts.push(part),
    });
    parts.sort_unstable_by_key(|part| (part.id, part.workspace, part.time_ms, part.row));
    // By action, the requests without a result, in order of time.
    let mut open: FxHashMap<u32, VecDeque<usize>> = FxHashMap::default();
    let mut group = (0, NULL);
    for part in parts {
        if group != (part.id, part.workspace) {
            open.clear();
            group = (part.id, part.workspace);
        }
        if part.is_request {
            open.entry(part.action).or_default().push_back(pairs.len());
            pairs.push((part.time_ms, part.row, NO_RESULT));
        } else if let Some(at) = open.get_mut(&part.action).and_then(VecDeque::pop_front) {
            pairs[at].2 = part.row;
        }
    }
    pairs
}

/// What an action of the log is to a kind: whether it requests, and the action that it requests or answers.
#[derive(Clone, Copy)]
struct Role {
    is_request: bool,
    action: u32,
}

/// Visits the requests and results of a kind that have a time. Those that name nothing have the id 0.
fn each_part(medallion: &Medallion, gold: &Gold, kind: &Kind, mut visit: impl FnMut(Part)) {
    let silver = medallion.silver();
    let names = silver.frame().dictionary(silver.id(SilverColumn::ActionName));
    let mut roles: Vec<Option<Role>> = vec![None; names.len() + 1];
    for (name, is_request) in
        kind.requests.iter().map(|name| (*name, true)).chain(kind.results.iter().map(|name| (*name, false)))
    {
        let Some(code) = names.find(name) else { continue };
        let action = match (kind.by_name, is_request) {
            (false, _) => Some(NULL),
            (true, true) => Some(code),
            (true, false) => name.strip_suffix("Result").and_then(|request| names.find(request)),
        };
        roles[code as usize] = action.map(|action| Role { is_request, action });
    }
    let mut ids = Ids::of(gold, kind);
    let actions = silver.frame().row_codes(silver.id(SilverColumn::ActionName));
    let workspaces = silver.frame().row_codes(silver.id(SilverColumn::WorkspaceId));
    let times = silver.frame().row_integers(silver.id(SilverColumn::EventTime));
    gold.frame().each_integer(gold.silver_rows(), &Selection::all(gold.rows()), |gold_row, row| {
        let Some(row) = row.and_then(|row| u32::try_from(row).ok()) else { return };
        let Some(Role { is_request, action }) = roles[actions.get(row) as usize] else { return };
        let Some(time_ms) = times.get(row) else { return };
        let mut id = ids.of_rows[gold_row as usize];
        if id == 0 && is_request {
            id = id_in_response(medallion, kind, row).map_or(0, |text| ids.number(&text));
        }
        visit(Part { row, time_ms, is_request, action, id, workspace: workspaces.get(row) });
    });
}

/// What the events of a gold frame are about, as numbers from 1 on.
struct Ids {
    of_rows: Vec<u32>,
    numbers: FxHashMap<String, u32>,
}

impl Ids {
    fn of(gold: &Gold, kind: &Kind) -> Self {
        let mut ids = Self { of_rows: vec![0; gold.rows() as usize], numbers: FxHashMap::default() };
        for column in kind.ids.iter().filter_map(|key| gold.key(key)) {
            let dictionary = gold.frame().dictionary(column);
            let mut of_codes = vec![0; dictionary.len() + 1];
            for (code, text) in dictionary.iter() {
                of_codes[code as usize] = ids.number(text);
            }
            let of_rows = &mut ids.of_rows;
            gold.frame().each_code(column, &Selection::all(gold.rows()), |row, code| {
                let id = &mut of_rows[row as usize];
                if *id == 0 {
                    *id = of_codes[code as usize];
                }
            });
        }
        ids
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as u32 + 1;
        self.numbers.insert(text.to_owned(), number);
        number
    }
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
