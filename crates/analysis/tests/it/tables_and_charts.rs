//! Orders by several columns, places of times, small multiples and hours of the week, against recounts of the events.

use std::collections::BTreeMap;

use crate::support::{ask, load};
use touchstone_analysis::answer::{Answer, Histogram, Overview, Rows, SmallMultiples, Week};
use touchstone_analysis::{Analysis, Filter, Question, Sort, Table, TimeRange, ZoneOffset};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::Session;

const HOUR_MS: i64 = 3_600_000;
const COLUMNS: [&str; 4] = ["outcome", "email", "requestParams.cluster_name", "event_time"];

fn generated() -> Session {
    let options = Options {
        events: 900,
        seed: 5,
        shape: Shape::V2,
        layout: Layout::Single { path: "log".to_owned() },
        ..Options::default()
    };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    // An event without a time belongs to no hour and no bin.
    let undated =
        br#"{"version":"2.0","serviceName":"clusters","actionName":"create","requestParams":{},"requestId":"u"}"#;
    load(&[("log", &sink.files[0].1), ("undated", undated)])
}

fn rows(analysis: &mut Analysis, session: &Session, table: &Table) -> Rows {
    let Answer::Rows(rows) =
        analysis.answer(session, &Question::Rows { table: table.clone(), start: 0, count: 1000 }).unwrap()
    else {
        panic!()
    };
    rows
}

/// The events in order of time, as cells of `COLUMNS`.
fn events(session: &Session, filter: &str) -> Vec<Vec<Option<String>>> {
    let table = Table {
        filter: Filter::parse(filter).unwrap(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
        ..Table::default()
    };
    rows(&mut Analysis::default(), session, &table).rows.into_iter().map(|row| row.cells).collect()
}

fn time_of(cells: &[Option<String>]) -> Option<i64> {
    cells[3].as_deref().map(|text| touchstone_record::time::of_rfc3339(text).unwrap())
}

#[test]
fn the_first_column_decides_and_the_next_orders_what_it_leaves_equal() {
    let session = generated();
    let by = |column: &str, descending| Sort { column: column.to_owned(), descending };
    for sort in [
        vec![by("outcome", false), by("email", true)],
        vec![by("email", true), by("outcome", false), by("event_time", true)],
        vec![by("requestParams.cluster_name", false), by("email", false)],
    ] {
        let columns = COLUMNS.map(str::to_owned).to_vec();
        let table = Table { columns, sort: sort.clone(), ..Table::default() };
        let shown: Vec<_> =
            rows(&mut Analysis::default(), &session, &table).rows.into_iter().map(|row| row.cells).collect();
        let mut expected = events(&session, "");
        expected.sort_by(|a, b| {
            let orders = sort.iter().map(|one| {
                let at = COLUMNS.iter().position(|column| *column == one.column).unwrap();
                let (a, b) = (&a[at], &b[at]);
                let by_text = if one.descending { b.cmp(a) } else { a.cmp(b) };
                // What is absent comes last either way.
                a.is_none().cmp(&b.is_none()).then(by_text)
            });
            orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        assert_eq!(shown, expected, "{sort:?}");
    }
}

#[test]
fn a_time_stands_where_the_first_event_from_then_on_stands() {
    let session = generated();
    let mut analysis = Analysis::default();
    let all = events(&session, "");
    let first = time_of(&all[0]).unwrap();
    let last = all.iter().filter_map(|cells| time_of(cells)).max().unwrap();
    for sort in [
        vec![],
        vec![Sort { column: "event_time".to_owned(), descending: true }],
        vec![Sort { column: "email".to_owned(), descending: false }],
    ] {
        let table = Table { sort, columns: COLUMNS.map(str::to_owned).to_vec(), ..Table::default() };
        let shown = rows(&mut analysis, &session, &table);
        for time_ms in [i64::MIN, first, first + HOUR_MS, last - 1, last, last + 1, i64::MAX] {
            let question = Question::TimePosition { table: table.clone(), time_ms };
            let Answer::TimePosition(found) = analysis.answer(&session, &question).unwrap() else { panic!() };
            let later = shown.rows.iter().filter_map(|row| time_of(&row.cells)).filter(|time| *time >= time_ms).min();
            assert_eq!(found.time_ms, later);
            let at = shown.rows.iter().position(|row| later.is_some() && time_of(&row.cells) == later);
            assert_eq!(found.at.map(|at| at as usize), at);
            assert_eq!(found.row, at.map(|at| shown.rows[at].row));
        }
    }
}

fn multiples(session: &Session, filter: &str, by: &str, most: usize, zoom: Option<TimeRange>) -> SmallMultiples {
    let question =
        Question::SmallMultiples { filter: Filter::parse(filter).unwrap(), by: by.to_owned(), bins: 60, most, zoom };
    let Answer::SmallMultiples(multiples) = ask(session, &question) else { panic!() };
    multiples
}

#[test]
fn each_value_has_a_chart_of_its_own_events() {
    let session = generated();
    let first = events(&session, "").first().and_then(|cells| time_of(cells)).unwrap();
    let zoomed = TimeRange { from_ms: first + 3 * HOUR_MS, until_ms: first + 9 * HOUR_MS };
    for (filter, at) in [("", 0), ("", 1), ("-outcome:success", 1), ("param.cluster_name:*", 2)] {
        for (most, zoom) in [(3, None), (256, None), (256, Some(zoomed)), (0, None)] {
            let shown = multiples(&session, filter, COLUMNS[at], most, zoom);
            let Histogram { from_ms, bin_ms, bins, series } = &shown.histogram;
            let mut counts: BTreeMap<Option<String>, u32> = BTreeMap::new();
            let events = events(&session, filter);
            for cells in &events {
                *counts.entry(cells[at].clone()).or_default() += 1;
            }
            assert_eq!(shown.total, counts.len());
            assert_eq!(shown.charts.len(), counts.len().min(most));
            assert!(shown.charts.is_sorted_by(|a, b| a.events >= b.events));
            for (chart, series) in shown.charts.iter().zip(series) {
                assert_eq!(chart.events, counts[&chart.value]);
                assert_eq!(series.counts.iter().sum::<u32>(), chart.shown);
                assert_eq!(series.counts.len(), *bins);
                for (bin, count) in series.counts.iter().enumerate() {
                    let from = from_ms + bin as i64 * bin_ms;
                    let is_in = |cells: &&Vec<Option<String>>| {
                        cells[at] == chart.value
                            && time_of(cells).is_some_and(|time| (from..from + bin_ms).contains(&time))
                    };
                    assert_eq!(events.iter().filter(is_in).count(), *count as usize);
                }
            }
            if let (Some(zoom), Some(series)) = (zoom, series.first()) {
                let until = from_ms + series.counts.len() as i64 * bin_ms;
                assert!(
                    *from_ms <= zoom.from_ms
                        && until >= zoom.until_ms
                        && until - from_ms < 2 * (zoom.until_ms - zoom.from_ms)
                );
            }
        }
    }
    let refused =
        Question::SmallMultiples { filter: Filter::default(), by: "no such".to_owned(), bins: 9, most: 9, zoom: None };
    assert_eq!(Analysis::default().answer(&session, &refused), Err("unknown column: no such".to_owned()));
}

fn overview(session: &Session, filter: &str, zoom: Option<TimeRange>) -> Overview {
    let filter = Filter::parse(filter).unwrap();
    let question = Question::Overview { filter, bins: 120, stack: "outcome".to_owned(), leaders: 1, zoom };
    let Answer::Overview(overview) = ask(session, &question) else { panic!() };
    overview
}

#[test]
fn the_axis_is_that_of_all_that_is_loaded_or_of_the_zoom() {
    let session = generated();
    let axis = |histogram: &Histogram| (histogram.from_ms, histogram.bin_ms, histogram.bins);
    let whole = overview(&session, "", None);
    let time_ms = whole.figures.first_ms.unwrap();
    for filter in ["service:clusters", "outcome:denied", "user:nobody"] {
        assert_eq!(axis(&overview(&session, filter, None).histogram), axis(&whole.histogram), "{filter}");
    }
    let zoom = TimeRange { from_ms: time_ms, until_ms: time_ms + 2 * HOUR_MS };
    let zoomed = overview(&session, "", Some(zoom)).histogram;
    let shown: u32 = zoomed.series.iter().flat_map(|series| &series.counts).sum();
    let until = zoomed.from_ms + zoomed.bin_ms * zoomed.series[0].counts.len() as i64;
    let times = events(&session, "");
    let expected =
        times.iter().filter_map(|cells| time_of(cells)).filter(|time| (zoomed.from_ms..until).contains(time));
    assert_eq!(shown as usize, expected.count());
    assert!(zoomed.bin_ms < whole.histogram.bin_ms);
    // Whatever a link says is answered.
    for (from_ms, until_ms) in [(5, 5), (9, 1), (i64::MIN, i64::MAX), (i64::MAX, i64::MIN), (i64::MAX, i64::MAX)] {
        overview(&session, "", Some(TimeRange { from_ms, until_ms }));
    }
}

#[test]
fn hours_of_the_week_are_those_of_the_zone() {
    let session = generated();
    for offset_ms in [0, 2 * HOUR_MS, -HOUR_MS / 2] {
        let zone = if offset_ms == 0 { vec![] } else { vec![ZoneOffset { from_ms: 0, offset_ms }] };
        let question = Question::Week { filter: Filter::parse("-outcome:denied").unwrap(), zone };
        let Answer::Week(Week { week, undated, first_ms, last_ms }) = ask(&session, &question) else { panic!() };
        let events = events(&session, "-outcome:denied");
        let times: Vec<i64> = events.iter().filter_map(|cells| time_of(cells)).collect();
        let mut expected = vec![0; 168];
        for time in &times {
            // 5 January 1970 was a Monday.
            let hour = (time + offset_ms - 96 * HOUR_MS).div_euclid(HOUR_MS).rem_euclid(168);
            expected[hour as usize] += 1;
        }
        assert_eq!(week, expected);
        assert_eq!(undated as usize, events.len() - times.len());
        assert_eq!((first_ms, last_ms), (times.iter().copied().min(), times.iter().copied().max()));
    }
}
