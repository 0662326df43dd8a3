//! What belongs to an event, recounted row by row.

use touchstone_analysis::answer::{Answer, Event, Related, RelatedGroup, RelatedKind};
use touchstone_analysis::{Analysis, Filter, Question};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::{Session, SilverColumn as C};
use touchstone_query::{Evaluator, RowView};

use crate::support::{ask, load};

const MINUTE: i64 = 60_000;

fn generated() -> Session {
    let layout = Layout::Single { path: "log".to_owned() };
    let options = Options { events: 2500, seed: 5, shape: Shape::V2, layout, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    let of_command = |time: i64, action: &str, key: &str| {
        format!(
            r#"{{"version":"2.0","timestamp":{time},"workspaceId":7,"serviceName":"databrickssql","actionName":"{action}",
            "userIdentity":{{"email":"a@corp.example"}},"requestParams":{{"{key}":"c1"}}}}"#
        )
        .replace('\n', "")
    };
    let undated = r#"{"version":"2.0","serviceName":"new","actionName":"a","sessionId":"s","requestParams":{}}"#;
    let more = [
        of_command(1_772_442_000_000, "commandSubmit", "commandId"),
        of_command(1_772_442_002_500, "commandFinish", "commandId"),
        of_command(1_772_442_900_000, "other", "command_id"),
        undated.to_owned(),
    ];
    load(&[("log", &sink.files.swap_remove(0).1), ("more", more.join("\n").as_bytes())])
}

fn selected(session: &Session, filter: &Filter) -> Vec<u32> {
    Evaluator::default().select(session.medallion(), filter.expr()).iter().collect()
}

/// Whether an event is in the group of another.
fn belongs(kind: RelatedKind, within_ms: i64, one: &RowView<'_>, other: &RowView<'_>) -> bool {
    let param = |keys: &[&str]| {
        let of = |event: &RowView<'_>| keys.iter().find_map(|key| event.param(key)).map(str::to_owned);
        of(one).is_some() && of(one) == of(other)
    };
    let same = |column: C| one.text(column) == other.text(column);
    match kind {
        RelatedKind::Request => same(C::RequestId),
        RelatedKind::Session => same(C::SessionId),
        RelatedKind::Command => param(&["commandId", "command_id"]),
        RelatedKind::Query => param(&["queryId", "query_id"]),
        RelatedKind::Run => param(&["runId", "run_id"]) && same(C::WorkspaceId),
        RelatedKind::Principal => {
            let near = one.time_ms().zip(other.time_ms()).is_some_and(|(a, b)| a.abs_diff(b) <= within_ms as u64);
            near && same(C::Email)
        }
    }
}

#[test]
fn related_events_are_those_that_share_what_they_are_said_to_share() {
    let session = generated();
    let medallion = session.medallion();
    let mut analysis = Analysis::default();
    let mut kinds = std::collections::BTreeMap::new();
    let rows = medallion.silver().rows();
    for row in (0..rows).step_by(23).chain(rows - 4..rows) {
        let within_ms = i64::from(row % 3) * 5 * MINUTE;
        let question = Question::Related { row, within_ms, bins: 40 };
        let Answer::Related(Related { groups, .. }) = analysis.answer(&session, &question).unwrap() else { panic!() };
        let event = RowView::new(medallion, row).unwrap();
        assert_eq!(groups.iter().any(|group| group.kind == RelatedKind::Principal), event.time_ms().is_some());
        assert_eq!(
            groups.iter().any(|group| group.kind == RelatedKind::Session),
            event.text(C::SessionId).is_some_and(|id| !id.is_empty())
        );
        for RelatedGroup { kind, filter, total, before, events, first_ms, last_ms, histogram, .. } in groups {
            *kinds.entry(format!("{kind:?}")).or_insert(0) += 1;
            let expected: Vec<u32> = (0..rows)
                .filter(|other| belongs(kind, within_ms, &event, &RowView::new(medallion, *other).unwrap()))
                .collect();
            assert_eq!(selected(&session, &filter), expected, "{kind:?} of row {row}: {filter}");
            let mut by_time: Vec<(i64, u32)> = expected
                .iter()
                .map(|row| (medallion.silver().integer(C::EventTime, *row).unwrap_or(i64::MAX), *row))
                .collect();
            by_time.sort_unstable();
            assert_eq!(total, by_time.len());
            let listed: Vec<u32> = events.iter().map(|event| event.row).collect();
            let window = by_time[before..].iter().take(listed.len()).map(|(_, row)| *row);
            assert!(listed.iter().copied().eq(window) && listed.contains(&row));
            assert!(listed.len() == total.min(40));
            let dated: Vec<i64> = by_time.iter().map(|(time, _)| *time).filter(|time| *time != i64::MAX).collect();
            assert_eq!((first_ms, last_ms), (dated.first().copied(), dated.last().copied()));
            let shown: u32 = histogram.series.iter().flat_map(|series| &series.counts).sum();
            assert_eq!(shown as usize, dated.len());
        }
    }
    assert!(["Session", "Command", "Principal"].iter().all(|kind| kinds.contains_key(*kind)), "{kinds:?}");
}

#[test]
fn a_command_is_joined_with_its_result() {
    let session = generated();
    let row = session.medallion().silver().rows() - 3;
    let Answer::Related(related) = ask(&session, &Question::Related { row, within_ms: 0, bins: 10 }) else { panic!() };
    let command = related.groups.iter().find(|group| group.kind == RelatedKind::Command).unwrap();
    assert_eq!((command.id.as_deref(), command.total), (Some("c1"), 3));
    let [action] = command.actions.as_slice() else { panic!("{:?}", command.actions) };
    assert_eq!(action.result.as_ref().map(|result| (result.row, result.duration_ms)), Some((row, 2500)));
}

#[test]
fn the_filters_of_events_select_them_alone_and_together() {
    let session = generated();
    let rows = session.medallion().silver().rows();
    let mut filters = Vec::new();
    let picked: Vec<u32> = (0..rows).step_by(211).chain([rows - 1]).collect();
    for row in &picked {
        let Answer::Event(Event { filter, .. }) = ask(&session, &Question::Event { row: *row }) else { panic!() };
        let filter = filter.unwrap();
        assert_eq!(selected(&session, &filter), [*row], "{filter}");
        filters.push(filter);
    }
    for (filters, expected) in [(filters, picked), (Vec::new(), Vec::new())] {
        let Answer::Edited(edited) = ask(&session, &Question::AnyOf { filters }) else { panic!() };
        assert_eq!(selected(&session, &edited.filter), expected, "{}", edited.filter);
    }
}
