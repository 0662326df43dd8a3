//! One entity under a filter: a column or a request parameter with a value. Every number is that of a filter.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

use touchstone_frame::NULL;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coded, Coder, Evaluator, Expr, Field, Item, Network, Value, address, edit, terms};
use touchstone_record::Outcome;

use crate::answer::{Entity, EntityBoard, Named, Use};
use crate::bins::Bins;
use crate::cache::Cache;
use crate::edit::{clause_of, field, within_limits};
use crate::filter::Filter;
use crate::names::{Names, is_uuid, numbers_users};
use crate::overview::figures;
use crate::query_result::QueryResult;
use crate::question::{Subject, ZoneOffset};
use crate::row_delta::RowDeltas;
use crate::select::{FilteredRows, narrowed};
use crate::tally::{Key, TalliedRows, Tally};
use crate::zone::{WEEK, Zone};

/// Boards of silver's columns: a title, the columns, and whether only denied events count.
const BOARDS: [(&str, &[&str], bool); 10] = [
    ("Services and actions", &["service_name", "action_name"], false),
    ("Denied requests", &["action_name", "error_message"], true),
    ("Principals", &["email"], false),
    ("Addresses", &["source_ip_address"], false),
    ("Sessions", &["session_id"], false),
    ("User agents", &["user_agent"], false),
    ("Workspaces", &["workspace_id"], false),
    ("Run by", &["run_by"], false),
    ("Run as", &["run_as"], false),
    ("Outcomes", &["outcome"], false),
];

/// Boards of request parameters that name something with a page of its own.
const PARAMETERS: [(&str, &str); 16] = [
    ("Tokens", "tokenId"),
    ("Tokens", "token_id"),
    ("Clusters", "cluster_id"),
    ("Clusters", "clusterId"),
    ("Jobs", "job_id"),
    ("Jobs", "jobId"),
    ("Notebooks", "notebookId"),
    ("Notebooks", "notebook_id"),
    ("Tables", "full_name_arg"),
    ("Tables", "table_full_name"),
    ("Warehouses", "warehouseId"),
    ("Warehouses", "warehouse_id"),
    ("Secret scopes", "scope"),
    ("Recipients", "recipient_name"),
    ("Shares", "share_name"),
    ("Data sources", "dataSourceName"),
];

/// How the page of an entity is cut.
pub(crate) struct EntityView<'a> {
    pub(crate) zone: &'a [ZoneOffset],
    pub(crate) bins: u32,
    pub(crate) most: usize,
    pub(crate) newest: bool,
    pub(crate) split_ms: Option<i64>,
}

#[inline(never)]
pub(crate) fn entity(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    subject: &Subject,
    view: &EntityView<'_>,
) -> QueryResult<Entity> {
    let clause = clause_of(medallion, &subject.column, subject.value.as_deref())?;
    let whole = within_limits(&edit::add(filter.expr().clone(), clause.clone()))?;
    let Cache { evaluator, counts, histograms, spellings, .. } = cache;
    let shown = spellings.of(medallion);
    let mut changes = RowDeltas::default();
    let mut rows = FilteredRows::of(medallion, evaluator, &whole);
    let selected = Rc::clone(rows.all());
    let figures = figures(medallion, &mut changes, counts, &shown, &selected);
    let of_all_time = rows.of_all_time();
    let stack = SilverColumn::ServiceName;
    let silver = medallion.silver();
    let bins = Bins::covering(silver.frame().span(silver.id(SilverColumn::EventTime), &of_all_time).ends, view.bins);
    let histogram = histograms.histogram(medallion, &mut changes, counts, &of_all_time, bins, stack);
    let loaded = evaluator.select(medallion, &clause).count();
    let names = names_of(medallion, evaluator, subject)?;

    let tallied = TalliedRows::of(medallion, &selected);
    let mut week = vec![0_u32; WEEK];
    let mut zone = Zone::of(view.zone);
    for time in tallied.iter().filter_map(|(_, time, _)| time) {
        week[zone.hour_of_week(time)] += 1;
    }
    let middle = || Some(figures.first_ms? + (figures.last_ms? - figures.first_ms?) / 2 + 1);
    let split_ms = view.split_ms.or_else(middle);
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let coder = Coder::new(medallion, &selected);
    let boards = Boards { medallion, coder: &coder, tallied: &tallied, same: &same, view, split_ms };
    Ok(Entity {
        boards: boards.all(&subject.column, &clause)?,
        loaded,
        names,
        before: split_ms.map(|split| span(&whole, figures.first_ms.unwrap_or(split), split)).transpose()?,
        after: split_ms.map(|split| span(&whole, split, figures.last_ms.unwrap_or(split) + 1)).transpose()?,
        split_ms,
        clause: Filter::from(clause),
        filter: whole,
        figures,
        histogram,
        week,
    })
}

/// What an entity is called that is the id of a service principal or a user.
fn names_of(medallion: &Medallion, evaluator: &mut Evaluator, subject: &Subject) -> QueryResult<Vec<Named>> {
    let Some(id) = subject.value.as_deref().filter(|id| is_uuid(id) || numbers_users(&subject.column)) else {
        return Ok(Vec::new());
    };
    let names = Names::of(medallion, evaluator, &|other| other.eq_ignore_ascii_case(id))?;
    Ok(names.get(id).to_vec())
}

fn span(filter: &Filter, from_ms: i64, until_ms: i64) -> QueryResult<Filter> {
    within_limits(&edit::add(filter.expr().clone(), terms::of_time(from_ms, until_ms)))
}

struct Boards<'a> {
    medallion: &'a Medallion,
    coder: &'a Coder<'a>,
    tallied: &'a TalliedRows,
    same: &'a dyn Fn(SilverColumn, u32) -> u32,
    view: &'a EntityView<'a>,
    split_ms: Option<i64>,
}

impl Boards<'_> {
    fn all(&self, subject: &str, clause: &Expr) -> QueryResult<Vec<EntityBoard>> {
        let mut boards = Vec::new();
        for (title, by, is_denied) in BOARDS {
            if by == [subject] {
                continue;
            }
            let fields = by.iter().map(|name| field(name)).collect::<QueryResult<Vec<_>>>()?;
            let coded = self.coded(&fields)?;
            if is_denied {
                let of_denied = narrowed(clause, SilverColumn::Outcome, &[Outcome::Denied.name()]);
                let tallies = self.tallied.denied().tally(&coded[0], coded.get(1));
                boards.push(self.board(title, by, &of_denied, &coded, tallies));
                continue;
            }
            let tallies = self.tallied.tally(&coded[0], coded.get(1));
            if by == ["source_ip_address"] {
                let networks = self.networks(clause, &coded[0], &tallies);
                boards.push(self.board(title, by, clause, &coded, tallies));
                boards.push(networks);
            } else {
                boards.push(self.board(title, by, clause, &coded, tallies));
            }
        }
        for (title, key) in PARAMETERS {
            let column = format!("{}{key}", touchstone_medallion::PARAM_PREFIX);
            if column == subject || !self.medallion.gold().any(|gold| gold.key(key).is_some()) {
                continue;
            }
            let coded = self.coded(&[Field::Param(key.to_owned())])?;
            if !coded[0].is_empty() {
                let tallies = self.tallied.tally(&coded[0], None);
                boards.push(self.board(title, &[&column], clause, &coded, tallies));
            }
        }
        // A board without any value says nothing.
        boards.retain(|board| board.total > 0);
        Ok(boards)
    }

    fn coded(&self, fields: &[Field]) -> QueryResult<Vec<Coded<'_>>> {
        fields.iter().map(|field| self.coder.coded(field, self.same)).collect()
    }
    fn board(
        &self,
        title: &str,
        by: &[&str],
        within: &Expr,
        coded: &[Coded<'_>],
        mut tallies: Vec<(Key, Tally)>,
    ) -> EntityBoard {
        let mut without = 0;
        if coded.len() == 1 {
            tallies.retain(|((code, _), tally)| {
                if *code == NULL {
                    without = tally.events;
                }
                *code != NULL
            });
        }
        let code = |key: &Key, at: usize| if at == 0 { key.0 } else { key.1 };
        let values =
            |key: &Key| coded.iter().enumerate().map(|(at, coded)| coded.value(code(key, at))).collect::<Vec<_>>();
        let (total, new) = (tallies.len(), tallies.iter().filter(|(_, tally)| self.is_new(*tally)).count());
        let value = |key: &Key, at: usize| {
            let value = coded.get(at).and_then(|coded| coded.value(code(key, at)));
            (value.is_none(), value)
        };
        self.cut(&mut tallies, |a, b| value(a, 0).cmp(&value(b, 0)).then_with(|| value(a, 1).cmp(&value(b, 1))));
        let uses = tallies.iter().map(|(key, tally)| {
            self.used(values(key).into_iter().map(|value| value.map(str::to_owned)).collect(), *tally, None)
        });
        EntityBoard {
            title: title.to_owned(),
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            within: Filter::from(within.clone()),
            total,
            new,
            without,
            uses: uses.collect(),
        }
    }

    /// Addresses by their network: /24 of IPv4, /64 of IPv6.
    fn networks(&self, clause: &Expr, addresses: &Coded<'_>, tallies: &[(Key, Tally)]) -> EntityBoard {
        let mut networks: BTreeMap<String, (Network, Tally)> = BTreeMap::new();
        let mut without = 0;
        for ((code, _), tally) in tallies {
            match addresses.value(*code).and_then(network_of) {
                Some(network) => {
                    networks.entry(network.to_string()).or_insert((network, Tally::NONE)).1.unite(*tally);
                }
                None => without += tally.events,
            }
        }
        let mut listed: Vec<(String, Tally)> =
            networks.iter().map(|(text, (_, tally))| (text.clone(), *tally)).collect();
        let (total, new) = (listed.len(), listed.iter().filter(|(_, tally)| self.is_new(*tally)).count());
        self.cut(&mut listed, Ord::cmp);
        let uses = listed.into_iter().map(|(text, tally)| {
            let of_network = networks.get(&text).map(|(network, _)| {
                let field = Field::Text(SilverColumn::SourceIpAddress);
                Filter::from(edit::add(clause.clone(), Expr::Item(Item::is(field, Value::Network(*network)))))
            });
            self.used(vec![Some(text)], tally, of_network)
        });
        EntityBoard {
            title: "Networks".to_owned(),
            by: vec!["network".to_owned()],
            within: Filter::from(clause.clone()),
            total,
            new,
            without,
            uses: uses.collect(),
        }
    }

    /// Keeps what is listed, in order.
    fn cut<K>(&self, tallies: &mut Vec<(K, Tally)>, by_value: impl Fn(&K, &K) -> Ordering) {
        let most = self.view.most;
        let order = |(a, of_a): &(K, Tally), (b, of_b): &(K, Tally)| {
            let by_first = if self.view.newest { of_b.first_ms().cmp(&of_a.first_ms()) } else { Ordering::Equal };
            by_first.then(of_b.events.cmp(&of_a.events)).then_with(|| by_value(a, b))
        };
        if most > 0 && most < tallies.len() {
            tallies.select_nth_unstable_by(most - 1, order);
        }
        tallies.truncate(most);
        tallies.sort_unstable_by(order);
    }

    /// Whether a value was first used after the split.
    fn is_new(&self, tally: Tally) -> bool {
        tally.first_ms().zip(self.split_ms).is_some_and(|(first, split)| first >= split)
    }

    fn used(&self, values: Vec<Option<String>>, tally: Tally, filter: Option<Filter>) -> Use {
        Use {
            values,
            events: tally.events,
            denied: tally.denied,
            first_ms: tally.first_ms(),
            last_ms: tally.last_ms(),
            new: self.is_new(tally),
            filter,
        }
    }
}

fn network_of(text: &str) -> Option<Network> {
    let address = address(text)?.to_canonical();
    Network::new(address, if matches!(address, IpAddr::V4(_)) { 24 } else { 64 })
}
