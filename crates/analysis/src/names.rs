//! What ids are called: the names and e-mail addresses that the log has beside them. Nothing is inferred: each name comes
//! with the events that have both.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use touchstone_frame::NULL;
use touchstone_medallion::{Medallion, PARAM_PREFIX};
use touchstone_query::{Coder, Evaluator, Expr, Field, Item, Pattern, Test, Value, fold};

use crate::answer::Named;
use crate::edit::{field, within_limits};
use crate::query_result::QueryResult;

/// Columns that stand beside each other: of an id and of what it is called. The e-mail address is that of who requested.
const BESIDE: [(&str, &str); 17] = [
    ("email", "subject_name"),
    ("requestParams.user_id", "email"),
    ("requestParams.userId", "email"),
    ("requestParams.user_id", "requestParams.user"),
    ("requestParams.userId", "requestParams.user"),
    ("requestParams.user_id", "requestParams.user_name"),
    ("requestParams.userId", "requestParams.userName"),
    ("requestParams.targetUserId", "requestParams.targetUserName"),
    ("requestParams.targetServicePrincipalId", "requestParams.targetServicePrincipalName"),
    ("requestParams.targetUserName", "requestParams.displayName"),
    ("requestParams.applicationId", "requestParams.displayName"),
    ("requestParams.applicationId", "requestParams.name"),
    ("requestParams.application_id", "requestParams.display_name"),
    ("requestParams.application_id", "requestParams.name"),
    ("requestParams.applicationId", "requestParams.servicePrincipalName"),
    ("requestParams.service_principal_application_id", "requestParams.service_principal_name"),
    ("requestParams.service_principal_id", "requestParams.service_principal_name"),
];

/// So many names of an id are told.
const TOLD: usize = 4;

/// What an id is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Id {
    /// A UUID: the application id of a service principal.
    Application,
    /// The number of a user.
    Number,
}

impl Id {
    fn of(text: &str) -> Option<Self> {
        if is_uuid(text) {
            return Some(Self::Application);
        }
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(Self::Number)
    }

    /// Whether a text may be what it is called: a number is an e-mail address or an application, an application any name.
    fn accepts(self, name: &str) -> bool {
        match self {
            Self::Application => !name.is_empty() && Self::of(name).is_none() && !name.eq_ignore_ascii_case("unknown"),
            Self::Number => name.contains('@') || is_uuid(name),
        }
    }
}

/// Whether a text is a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    let groups = || text.split('-');
    groups().map(str::len).eq([8, 4, 4, 4, 12])
        && groups().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether the values of a column are numbers of users, by the column's name.
pub(crate) fn numbers_users(column: &str) -> bool {
    let key = column.strip_prefix(PARAM_PREFIX).unwrap_or_default().to_ascii_lowercase();
    key.ends_with("userid") || key.ends_with("user_id")
}

/// The events that have an id and a name.
struct Seen {
    pair: usize,
    name: String,
    events: u32,
    row: u32,
}

/// Names by id, in small letters.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<String, Vec<Named>>);

impl Names {
    /// The names that are seen beside the ids wanted, in all that is loaded; most events first.
    pub(crate) fn of(
        medallion: &Medallion,
        evaluator: &mut Evaluator,
        wanted: &dyn Fn(&str) -> bool,
    ) -> QueryResult<Self> {
        let mut seen: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
        for (pair, (id, name)) in BESIDE.iter().enumerate() {
            let fields = [field(id)?, field(name)?];
            if fields.iter().all(|field| is_loaded(medallion, field)) {
                add(medallion, evaluator, wanted, (pair, &fields), &mut seen)?;
            }
        }
        let mut names = BTreeMap::new();
        for (id, mut seen) in seen {
            seen.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
            let told = seen.into_iter().take(TOLD).map(|seen| named(&id, seen)).collect::<QueryResult<_>>()?;
            names.insert(id, told);
        }
        Ok(Self(names))
    }

    /// The names of an id; several if the log does not agree.
    pub(crate) fn get(&self, id: &str) -> &[Named] {
        self.0.get(&id.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }
}

/// The name that all events agree on.
pub(crate) fn agreed(names: &[Named]) -> Option<String> {
    if let [one] = names { Some(one.name.clone()) } else { None }
}

fn is_loaded(medallion: &Medallion, field: &Field) -> bool {
    match field {
        Field::Param(key) => medallion.gold().any(|gold| gold.key(key).is_some()),
        _ => true,
    }
}

fn add(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    wanted: &dyn Fn(&str) -> bool,
    (pair, fields): (usize, &[Field; 2]),
    seen: &mut BTreeMap<String, Vec<Seen>>,
) -> QueryResult<()> {
    if let Field::Text(column) = fields[0] {
        let silver = medallion.silver();
        if !silver.frame().dictionary(silver.id(column)).iter().any(|(_, text)| Id::of(text).is_some() && wanted(text))
        {
            return Ok(());
        }
    }
    let present = |field: &Field| Expr::Item(Item { field: field.clone(), test: Test::Present });
    let rows = evaluator.select(medallion, &Expr::and(fields.each_ref().map(present)));
    let coder = Coder::new(medallion, &rows);
    let stored = touchstone_query::group::as_stored;
    let (ids, names) = (coder.coded(&fields[0], &stored)?, coder.coded(&fields[1], &stored)?);
    let kinds: Vec<Option<Id>> =
        (0..ids.len() as u32).map(|code| ids.value(code).filter(|id| wanted(id)).and_then(Id::of)).collect();
    let mut counts: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
    for (row, (id, name)) in rows.iter().zip(ids.codes().iter().zip(names.codes())) {
        if kinds[*id as usize].is_some() && *name != NULL {
            counts.entry((*id, *name)).or_insert((0, row)).0 += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(_, (_, row))| *row);
    for ((id, name), (events, row)) in counts {
        let (Some(kind), Some(id), Some(name)) = (kinds[id as usize], ids.value(id), names.value(name)) else {
            continue;
        };
        if !kind.accepts(name) || name.eq_ignore_ascii_case(id) {
            continue;
        }
        let known = seen.entry(id.to_ascii_lowercase()).or_default();
        match known.iter_mut().find(|other| fold::folded(&other.name) == fold::folded(name)) {
            // The events of one pair are the evidence; those of others only agree.
            Some(other) => other.events += if other.pair == pair { events } else { 0 },
            None => known.push(Seen { pair, name: name.to_owned(), events, row }),
        }
    }
    Ok(())
}

fn named(id: &str, seen: Seen) -> QueryResult<Named> {
    let (id_column, name_column) = BESIDE[seen.pair];
    // All spellings were counted.
    let is = |column: &str, text: &str| {
        Ok::<_, String>(Expr::Item(Item::is(field(column)?, Value::Text(Pattern::text(text)))))
    };
    let clause = Expr::and([is(id_column, id)?, is(name_column, &seen.name)?]);
    Ok(Named {
        name: seen.name,
        id_column: id_column.to_owned(),
        name_column: name_column.to_owned(),
        events: seen.events,
        row: seen.row,
        filter: within_limits(&clause)?,
    })
}
