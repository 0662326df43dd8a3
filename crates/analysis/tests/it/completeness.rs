//! Completeness of generated months: what was taken out is named, and nothing else.

use crate::support::{ask, load};
use serde_json::Value;
use touchstone_analysis::answer::{Answer, Completeness, EventGrid};
use touchstone_analysis::{GridRows, Question, TimeRange};
use touchstone_generate::{Incidents, Layout, MemorySink, Options, generate};

/// A file's path and its lines.
type Files = Vec<(String, Vec<String>)>;

/// A month of events from Monday, 2026-03-02, in a delivery's folders.
fn month() -> Files {
    let options = Options {
        events: 60_000,
        seed: 11,
        days: 28,
        workspaces: 2,
        incidents: Incidents::None,
        layout: Layout::Delivery { files: None, redeliveries: 0 },
        ..Options::default()
    };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    let lines = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect();
    sink.files.iter().map(|(path, bytes)| (path.clone(), lines(bytes))).collect()
}

fn completeness(files: &Files) -> Completeness {
    let texts: Vec<(&str, String)> = files.iter().map(|(path, lines)| (&**path, lines.join("\n"))).collect();
    let inputs: Vec<_> = texts.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let Answer::Completeness(found) = ask(&load(&inputs), &Question::Completeness) else { panic!() };
    found
}

/// Keeps the lines of which service and time since 1970 in hours satisfy something.
fn keep(files: &mut Files, keeps: impl Fn(&str, i64) -> bool) {
    for (_, lines) in files {
        lines.retain(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            let hour = record["timestamp"].as_i64().unwrap() / 3_600_000;
            keeps(record["serviceName"].as_str().unwrap(), hour)
        });
    }
}

/// Hours since 1970 at midnight of a day of March 2026.
fn midnight(day: i64) -> i64 {
    (20_512 + day) * 24
}

#[test]
fn a_whole_month_lacks_nothing() {
    let files = month();
    let found = completeness(&files);
    assert_eq!((&found.silences, &found.outside), (&vec![], &vec![]));
    assert_eq!((&found.folders.missing, &found.folders.empty, &found.folders.unnamed), (&vec![], &vec![], &vec![]));
    assert_eq!(found.folders.first.as_deref(), Some("2026-03-02"));
    let events: u64 = found.series.iter().map(|series| series.events).sum();
    assert_eq!(events, files.iter().map(|(_, lines)| lines.len() as u64).sum::<u64>());
    for series in &found.series {
        assert_eq!(series.events, series.days.values().sum::<u64>(), "{} {}", series.workspace, series.service);
    }
    assert!(found.doubts.judged > 5, "{:?}", found.doubts);
}

#[test]
fn a_removed_day_is_named_once() {
    let mut files = month();
    files.retain(|(path, _)| !path.contains("date=2026-03-11"));
    let found = completeness(&files);
    let silences: Vec<_> = found.silences.iter().map(|silence| (&silence.workspace, &silence.service)).collect();
    assert_eq!(silences, [(&None, &None)], "{:?}", found.silences);
    let silence = &found.silences[0];
    assert!(
        *silence.from <= *"2026-03-11T00:00:00.000Z" && *silence.until >= *"2026-03-12T00:00:00.000Z",
        "{silence:?}"
    );
    assert!(silence.hours < 36, "{silence:?}");
    let missing: Vec<_> = found.folders.missing.iter().map(|missing| (&missing.workspace, &*missing.from)).collect();
    assert_eq!(missing, [(&None, "2026-03-11")]);
}

#[test]
fn a_service_that_is_silent_for_a_night_is_named() {
    let mut files = month();
    let night = midnight(17) + 20..midnight(18) + 8;
    keep(&mut files, |service, hour| service != "clusters" || !night.contains(&hour));
    let found = completeness(&files);
    let [silence] = &found.silences[..] else { panic!("{:?}", found.silences) };
    assert_eq!((&silence.workspace, silence.service.as_deref()), (&None, Some("clusters")));
    assert!(
        *silence.from <= *"2026-03-17T20:00:00.000Z" && *silence.until >= *"2026-03-18T08:00:00.000Z",
        "{silence:?}"
    );
    assert_eq!((&found.folders.missing, &found.folders.empty), (&vec![], &vec![]));
}

#[test]
fn a_folder_without_events_and_events_outside_their_folder_are_named() {
    let mut files = month();
    let workspace = files[files.len() - 1].0.split('/').next().unwrap().to_owned();
    let of = |files: &Files, date: &str| {
        files.iter().position(|(path, _)| {
            *path.split('/').take(2).collect::<Vec<_>>().join("/") == format!("{workspace}/date={date}")
        })
    };
    // The files of one day are in the folder of the day before; another day's folder has an empty file.
    let (moved, to) = (of(&files, "2026-03-12").unwrap(), of(&files, "2026-03-11").unwrap());
    let lines = std::mem::take(&mut files[moved].1);
    let events = lines.len() as u64;
    files[to].1.extend(lines);
    files.push((format!("{workspace}/date=2026-03-30/auditlogs_1.json"), Vec::new()));
    files.push(("workspaceId=31415/date=2026-03-12/auditlogs_1.json".to_owned(), Vec::new()));
    let found = completeness(&files);
    let [outside] = &found.outside[..] else { panic!("{:?}", found.outside) };
    assert_eq!((&*outside.path, &*outside.date, outside.events), (&*files[to].0, "2026-03-11", events));
    let empty: Vec<_> = found.folders.empty.iter().map(|of| (of.workspace.as_deref(), &*of.date)).collect();
    let id = workspace.trim_start_matches("workspaceId=");
    let mut expected = vec![(Some(id), "2026-03-12"), (Some(id), "2026-03-30"), (Some("31415"), "2026-03-12")];
    expected.sort_unstable();
    assert_eq!(empty, expected);
    assert_eq!(found.folders.workspaces_without_events, ["31415"]);
    assert_eq!(found.silences, [], "the events are there");
}

#[test]
fn the_edge_of_retention_and_known_gaps_are_named() {
    let immuta = |day: &str| {
        format!(
            r#"{{"id":"{day}","eventTimestamp":"{day}T10:00:00.000Z","action":"QUERY","actor":{{"type":"USER_ACTOR","id":"a@example.com"}},"actionStatus":"SUCCESS","targetType":"QUERY","targets":[]}}"#
        )
    };
    let delivery = r#"{"version":"2.0","timestamp":1761300000000,"serviceName":"dashboards","actionName":"getDashboard","workspaceId":"1","requestId":"1"}"#;
    for (days, edges) in [
        (["2026-03-01", "2026-03-08"], vec![7]),
        (["2026-03-01", "2026-03-20"], vec![]),
        (["2026-03-01", "2026-05-30"], vec![90]),
    ] {
        let found = completeness(&vec![("immuta.json".to_owned(), days.map(immuta).to_vec())]);
        let told: Vec<u32> = found.retention.iter().filter(|edge| edge.is_edge).map(|edge| edge.days).collect();
        assert_eq!(told, edges, "{:?}", found.retention);
        assert_eq!(found.cannot_tell.iter().any(|told| told.contains("older events were deleted")), !edges.is_empty());
    }
    let found = completeness(&vec![("a.json".to_owned(), vec![delivery.to_owned()])]);
    assert!(found.gaps.iter().any(|gap| gap.from.as_deref() == Some("2025-10-16")), "{:?}", found.gaps);
}

#[test]
fn odd_times_and_paths_do_no_harm() {
    let line = |ms: &str| {
        format!(r#"{{"version":"2.0","timestamp":{ms},"serviceName":"jobs","actionName":"x","requestId":"{ms}"}}"#)
    };
    let lines = ["1", "253402300799999", "1761300000000", "-62135596800000", "null", "9007199254740993"].map(line);
    for path in
        ["date=0001-01-01/a.json", "date=9999-12-31/a.json", "y=9999/m=99/d=99/a.json", "workspaceId=/date=/a.json"]
    {
        let found = completeness(&vec![
            (path.to_owned(), lines.to_vec()),
            ("date=2025-10-24/b.json".to_owned(), lines.to_vec()),
        ]);
        let counted: u64 = found.series.iter().map(|series| series.events).sum::<u64>() + found.doubts.undated;
        assert_eq!(
            counted + found.doubts.duplicates + found.doubts.problems,
            2 * lines.len() as u64,
            "{path}: {found:?}"
        );
    }
}

fn grid(files: &Files, by: GridRows, zoom: Option<TimeRange>, most: usize) -> EventGrid {
    let texts: Vec<(&str, String)> = files.iter().map(|(path, lines)| (&**path, lines.join("\n"))).collect();
    let inputs: Vec<_> = texts.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let Answer::EventGrid(grid) = ask(&load(&inputs), &Question::EventGrid { by, zoom, most }) else { panic!() };
    grid
}

/// The workspace and the service of a row.
type RowName = (Option<String>, Option<String>);

/// The name of a row and the hour since 1970 of each record.
fn recounted(files: &Files, by: GridRows) -> Vec<(RowName, i64)> {
    let lines = files.iter().flat_map(|(_, lines)| lines);
    let of = |line: &String| {
        let record: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| Some(record[name].as_str().unwrap_or_default().to_owned());
        // What concerns the account names its workspace in a parameter.
        let of_params =
            record["requestParams"]["workspace_id"].as_str().filter(|_| record["auditLevel"] == "ACCOUNT_LEVEL");
        let workspace = of_params.map(str::to_owned).or(text("workspaceId"));
        let name = match by {
            GridRows::Services => (None, text("serviceName")),
            GridRows::Workspaces => (workspace, None),
            GridRows::Both => (workspace, text("serviceName")),
        };
        (name, record["timestamp"].as_i64().unwrap().div_euclid(3_600_000))
    };
    lines.map(of).collect()
}

#[test]
fn a_grid_counts_every_event_in_its_row_and_column() {
    let mut files = month();
    let night = midnight(17) + 20..midnight(18) + 8;
    keep(&mut files, |service, hour| service != "clusters" || !night.contains(&hour));
    let few_days = TimeRange { from_ms: midnight(16) * 3_600_000, until_ms: midnight(19) * 3_600_000 - 7 };
    for (by, zoom, most, columns, hours) in [
        (GridRows::Services, None, 60, 28, 24),
        (GridRows::Workspaces, None, 60, 28, 24),
        (GridRows::Both, None, 5, 28, 24),
        (GridRows::Services, Some(few_days), 60, 72, 1),
        (GridRows::Both, Some(few_days), 0, 72, 1),
    ] {
        let grid = grid(&files, by, zoom, most);
        assert_eq!((grid.columns, grid.step_ms), (columns, hours * 3_600_000), "{by:?}");
        let counted = recounted(&files, by);
        let column = |hour: i64| {
            let column = (hour - grid.from_ms / 3_600_000).div_euclid(hours);
            usize::try_from(column).ok().filter(|column| *column < columns as usize)
        };
        for row in &grid.rows {
            let name = (row.workspace.clone(), row.service.clone());
            let mut counts = vec![0; columns as usize];
            let of_row = counted.iter().filter(|(of, _)| name == (None, None) || *of == name);
            of_row.filter_map(|(_, hour)| column(*hour)).for_each(|column| counts[column] += 1);
            assert_eq!(row.counts, counts, "{name:?}");
            assert_eq!(row.events, counts.iter().sum::<u64>());
            assert_eq!(row.filled as usize, counts.iter().filter(|count| **count > 0).count());
        }
        let names: std::collections::BTreeSet<_> = counted.iter().map(|(name, _)| name).collect();
        assert_eq!(grid.total_rows, names.len() as u64, "{by:?}");
        assert_eq!(grid.rows.len(), names.len().min(most) + 1);
        let shown: u64 = grid.rows[1..].iter().map(|row| row.events).sum();
        assert_eq!(shown + grid.rest, grid.rows[0].events);
    }
}

#[test]
fn a_grid_shows_what_is_usual_and_what_is_silent() {
    let mut files = month();
    let night = midnight(17) + 20..midnight(18) + 8;
    keep(&mut files, |service, hour| service != "clusters" || !night.contains(&hour));
    let by_day = grid(&files, GridRows::Services, None, 60);
    for row in &by_day.rows {
        let silent: u32 = row.silent.iter().sum();
        assert_eq!(silent > 0, row.service.as_deref() == Some("clusters"), "{row:?}");
    }
    let clusters = |grid: &EventGrid| {
        let row = grid.rows.iter().find(|row| row.service.as_deref() == Some("clusters"));
        row.unwrap().clone()
    };
    // The first day is Monday, 2026-03-02; the last is cut by the logs.
    let row = clusters(&by_day);
    let mut mondays_and_others: Vec<u64> =
        (0..27).filter(|day| day % 7 < 5 && *day != 2).map(|day| row.counts[day]).collect();
    mondays_and_others.sort_unstable();
    let usually = row.usually[2].unwrap();
    let place = mondays_and_others.iter().position(|count| *count == usually).unwrap();
    assert!(place.abs_diff(mondays_and_others.len() / 2) <= 2, "{usually} of {mondays_and_others:?}");
    let zoom = TimeRange { from_ms: midnight(17) * 3_600_000, until_ms: midnight(19) * 3_600_000 };
    let row = clusters(&grid(&files, GridRows::Services, Some(zoom), 60));
    let silent: Vec<usize> = (0..48).filter(|hour| row.silent[*hour] == 1).collect();
    assert!((20..32).all(|hour| silent.contains(&hour)), "{silent:?}");
    assert!(silent.iter().all(|hour| row.counts[*hour] == 0), "{silent:?}");
    assert!(silent.iter().all(|hour| row.usually[*hour].is_some()));
}
