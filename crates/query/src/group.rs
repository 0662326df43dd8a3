//! Grouping by one or two fields: the number of events, the first and the last, and distinct values of another field.

use std::cmp::{Ordering, Reverse};

use rustc_hash::FxHashMap;
use touchstone_frame::{NULL, Selection};
use touchstone_medallion::{Medallion, SilverColumn};

use crate::coded::Coded;
use crate::field::Field;

/// What is grouped, and how. Times are grouped by their UTC day.
pub struct Grouping<'a> {
    /// One or two fields.
    pub by: &'a [Field],
    /// The field whose values are counted in each group.
    pub distinct: Option<&'a Field>,
    /// How many groups are given, those with the most events first.
    pub most: usize,
    /// Which code of a text column stands for the one given, where several texts mean the same.
    pub same: &'a dyn Fn(SilverColumn, u32) -> u32,
}

/// The groups with the most events, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// By events, then by values.
    pub groups: Vec<Group>,
    /// All of them.
    pub total: usize,
}

/// Events that share the values of some fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The value of each field; nothing where it is absent.
    pub values: Vec<Option<String>>,
    /// How many events.
    pub events: u32,
    /// The time of the first, in milliseconds; nothing where none has a time.
    pub first_ms: Option<i64>,
    /// The time of the last.
    pub last_ms: Option<i64>,
    /// How many values the counted field has; the absent one is none.
    pub distinct: u32,
}

/// The group of a row by row of silver that stands for itself.
pub fn as_stored(_column: SilverColumn, code: u32) -> u32 {
    code
}

/// The groups of the selected events. An error says which field cannot be grouped by.
pub fn group(medallion: &Medallion, selection: &Selection, grouping: &Grouping<'_>) -> Result<Groups, String> {
    if grouping.by.is_empty() || grouping.by.len() > 2 {
        return Err("groups are by one or two fields".to_owned());
    }
    let keys: Vec<Coded<'_>> = grouping
        .by
        .iter()
        .map(|field| Coded::of(medallion, selection, field, grouping.same))
        .collect::<Result<_, _>>()?;
    let counted = grouping.distinct.map(|field| Coded::of(medallion, selection, field, grouping.same)).transpose()?;
    let mut places: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut groups: Vec<Counts> = Vec::new();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let silver = medallion.silver();
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), selection, |row, time| {
        let key = (keys[0].code(row), keys.get(1).map_or(0, |coded| coded.code(row)));
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(Counts { key, ..Counts::default() });
            groups.len() as u32 - 1
        });
        let group = &mut groups[place as usize];
        group.events += 1;
        if let Some(time) = time {
            group.first_ms = Some(group.first_ms.map_or(time, |first| first.min(time)));
            group.last_ms = Some(group.last_ms.map_or(time, |last| last.max(time)));
        }
        if let Some(counted) = &counted
            && counted.code(row) != NULL
        {
            pairs.push((place, counted.code(row)));
        }
    });
    pairs.sort_unstable();
    pairs.dedup();
    for (place, _) in pairs {
        groups[place as usize].distinct += 1;
    }
    let total = groups.len();
    let value =
        |group: &Counts, at: usize| keys[at].value(if at == 0 { group.key.0 } else { group.key.1 }).map(str::to_owned);
    let values = |group: &Counts| -> Vec<(bool, Option<String>)> {
        (0..keys.len()).map(|at| value(group, at)).map(|value| (value.is_none(), value)).collect()
    };
    let order = |a: &Counts, b: &Counts| -> Ordering {
        Reverse(a.events).cmp(&Reverse(b.events)).then_with(|| values(a).cmp(&values(b)))
    };
    if grouping.most > 0 && grouping.most < groups.len() {
        groups.select_nth_unstable_by(grouping.most - 1, order);
    }
    groups.truncate(grouping.most);
    groups.sort_unstable_by(order);
    let groups = groups.iter().map(|group| Group {
        values: (0..keys.len()).map(|at| value(group, at)).collect(),
        events: group.events,
        first_ms: group.first_ms,
        last_ms: group.last_ms,
        distinct: group.distinct,
    });
    Ok(Groups { groups: groups.collect(), total })
}

#[derive(Default)]
struct Counts {
    key: (u32, u32),
    events: u32,
    first_ms: Option<i64>,
    last_ms: Option<i64>,
    distinct: u32,
}
