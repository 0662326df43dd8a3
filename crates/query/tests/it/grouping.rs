//! Groups, held against counting event by event.

use std::collections::{BTreeMap, BTreeSet};

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::group::{Group, Grouping, as_stored, group};
use touchstone_query::{Evaluator, Field, RowView, parse};

use crate::support::every_format;

fn at(time_ms: i64) -> jiff::civil::DateTime {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(time_ms).unwrap())
}

fn value(field: &Field, view: &RowView<'_>) -> Option<String> {
    match field {
        Field::Text(column) => view.text(*column).map(str::to_owned),
        Field::Number(column) => view.integer(*column).map(|number| number.to_string()),
        Field::Param(key) => view.param(key).map(str::to_owned),
        Field::Input => view.input().map(str::to_owned),
        Field::Weekday => view.time_ms().map(|time| touchstone_query::Weekday::of_time(time).name().to_owned()),
        Field::Time => view.time_ms().map(|time| at(time).strftime("%Y-%m-%d").to_string()),
        Field::Hour => view.time_ms().map(|time| at(time).hour().to_string()),
        other => panic!("{other:?}"),
    }
}

/// The values of a group; absent ones come last.
type Key = Vec<(bool, Option<String>)>;

fn slowly(medallion: &Medallion, rows: &[u32], by: &[Field], distinct: &Field) -> Vec<Group> {
    let mut groups: BTreeMap<Key, (Group, BTreeSet<String>)> = BTreeMap::new();
    for row in rows {
        let view = RowView::new(medallion, *row).unwrap();
        let values: Vec<_> = by.iter().map(|field| value(field, &view)).collect();
        let key = values.iter().map(|value| (value.is_none(), value.clone())).collect();
        let (group, counted) = groups.entry(key).or_default();
        group.values = values;
        group.events += 1;
        group.first_ms = [group.first_ms, view.time_ms()].into_iter().flatten().min();
        group.last_ms = [group.last_ms, view.time_ms()].into_iter().flatten().max();
        counted.extend(value(distinct, &view));
        group.distinct = counted.len() as u32;
    }
    let mut groups: Vec<_> = groups.into_values().map(|(group, _)| group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.events));
    groups
}

#[test]
fn groups_are_those_of_counting_event_by_event() {
    let session = every_format(150);
    let medallion = session.medallion();
    let param = Field::Param("workspaceId".to_owned());
    let by = [
        vec![Field::Text(SilverColumn::ServiceName)],
        vec![Field::Text(SilverColumn::Email), Field::Text(SilverColumn::SourceIpAddress)],
        vec![Field::Number(SilverColumn::StatusCode), Field::Weekday],
        vec![Field::Input, param.clone()],
        vec![param],
        vec![Field::Time],
        vec![Field::Hour, Field::Time],
        vec![Field::Time, Field::Text(SilverColumn::Outcome)],
    ];
    for filter in ["*", "status:>=400", "-user:*", "-*"] {
        let selection = Evaluator::default().select(medallion, &parse(filter).unwrap().expr);
        let rows: Vec<u32> = selection.iter().collect();
        for by in &by {
            let distinct = Field::Text(SilverColumn::ActionName);
            let expected = slowly(medallion, &rows, by, &distinct);
            for most in [usize::MAX, 3, 0] {
                let grouping = Grouping { by, distinct: Some(&distinct), most, same: &as_stored };
                let found = group(medallion, &selection, &grouping).unwrap();
                assert_eq!(found.total, expected.len());
                assert_eq!(found.groups, expected[..most.min(expected.len())], "{filter} {by:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_grouped_is_refused() {
    let session = every_format(1);
    let selection = touchstone_frame::Selection::all(session.medallion().silver().rows());
    for by in [vec![], vec![Field::Anywhere], vec![Field::Flattened], vec![Field::Hour; 3]] {
        let grouping = Grouping { by: &by, distinct: None, most: 1, same: &as_stored };
        assert!(group(session.medallion(), &selection, &grouping).is_err(), "{by:?}");
    }
}
