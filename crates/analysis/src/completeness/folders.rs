//! The days and workspaces that folders name, compared with what their files hold.

use std::collections::{BTreeMap, BTreeSet};

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::time;

use super::{DAY_MS, is_weekend};
use crate::answer::{FolderDate, FolderDates, MissingDates, OutsideFolder, UnnamedDate};

/// How far from a hole days are comparable.
const DAYS: i64 = 28;

/// What the folders of a path name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folder {
    /// The day since 1970.
    pub(super) day: Option<i64>,
    pub(super) workspace: Option<String>,
}

/// A file within an input: what its folders name, and its events.
struct File {
    input: u32,
    path: String,
    first_record: u64,
    folder: Folder,
    held: u64,
    outside: u64,
    ends: (i64, i64),
}

/// What folders name and lack, and the events that are outside theirs.
pub(super) fn folders(medallion: &Medallion) -> (FolderDates, Vec<OutsideFolder>) {
    let mut files = files(medallion);
    let mut named: BTreeSet<(Option<String>, i64)> = BTreeSet::new();
    let mut workspaces: BTreeSet<String> = BTreeSet::new();
    let skipped = medallion.skipped().iter().map(|skipped| of_path(&skipped.path));
    for Folder { day, workspace } in files.iter().map(|file| file.folder.clone()).chain(skipped) {
        workspaces.extend(workspace.clone().filter(|workspace| !is_account(workspace)));
        named.extend(day.map(|day| (workspace, day)));
    }
    let days: BTreeSet<i64> = named.iter().map(|(_, day)| *day).collect();
    let (unnamed, seen) = hold(medallion, &mut files, &days, !workspaces.is_empty());
    let held: BTreeSet<(Option<&str>, i64)> = files
        .iter()
        .filter(|file| file.held > 0)
        .filter_map(|file| Some((file.folder.workspace.as_deref(), file.folder.day?)))
        .collect();
    let empty = named.iter().filter(|(workspace, day)| !held.contains(&(workspace.as_deref(), *day)));
    let empty = empty.map(|(workspace, day)| FolderDate { workspace: workspace.clone(), date: date(*day) }).collect();
    let dates = FolderDates {
        folders: named.len() as u64,
        first: days.first().map(|day| date(*day)),
        last: days.last().map(|day| date(*day)),
        missing: missing(&named, &days),
        empty,
        unnamed: unnamed.into_iter().map(|(day, events)| UnnamedDate { date: date(day), events }).collect(),
        workspaces_without_events: workspaces.difference(&seen).cloned().collect(),
        workspaces_without_folder: match workspaces.is_empty() {
            true => Vec::new(),
            false => seen.difference(&workspaces).cloned().collect(),
        },
    };
    let outside = files.into_iter().filter(|file| file.outside > 0).map(|file| OutsideFolder {
        input: file.input,
        date: file.folder.day.map(date).unwrap_or_default(),
        events: file.outside,
        first: time::rfc3339(file.ends.0),
        last: time::rfc3339(file.ends.1),
        path: file.path,
    });
    (dates, outside.collect())
}

/// The files of all inputs, in order of input and record: an archive's members, or else the input.
fn files(medallion: &Medallion) -> Vec<File> {
    let mut files = Vec::new();
    for (input, of) in medallion.inputs().iter().enumerate() {
        let mut file = |path: String, first_record: u64| {
            let folder = of_path(&path);
            files.push(File { input: input as u32, path, first_record, folder, held: 0, outside: 0, ends: (0, 0) });
        };
        file(of.path.clone(), 0);
        for part in &of.parts {
            file(format!("{}/{}", of.path, part.path), part.first_record);
        }
    }
    // An archive's own name is not that of a file in a folder once its members are known.
    let of_parts: BTreeSet<u32> = files.iter().filter(|file| file.first_record > 0).map(|file| file.input).collect();
    files.retain(|file| file.first_record > 0 || !of_parts.contains(&file.input));
    files
}

/// Counts each file's events inside and outside its day. Gives the events of days that no folder names, and the
/// workspaces of events.
fn hold(
    medallion: &Medallion,
    files: &mut [File],
    days: &BTreeSet<i64>,
    with_workspaces: bool,
) -> (BTreeMap<i64, u64>, BTreeSet<String>) {
    let mut unnamed: BTreeMap<i64, u64> = BTreeMap::new();
    if days.is_empty() && !with_workspaces {
        return (unnamed, BTreeSet::new());
    }
    let silver = medallion.silver();
    let frame = silver.frame();
    let times = frame.row_integers(silver.id(SilverColumn::EventTime));
    let inputs = frame.row_integers(silver.id(SilverColumn::Input));
    let records = frame.row_integers(silver.id(SilverColumn::Record));
    let codes = frame.row_codes(silver.id(SilverColumn::WorkspaceId));
    let names = frame.dictionary(silver.id(SilverColumn::WorkspaceId));
    let mut seen = vec![false; names.len() + 1];
    for row in 0..silver.rows() {
        if let Some(seen) = seen.get_mut(codes.get(row) as usize) {
            *seen = true;
        }
        let (Some(time), Some(input), Some(record)) = (times.get(row), inputs.get(row), records.get(row)) else {
            continue;
        };
        let behind = files.partition_point(|file| (i64::from(file.input), file.first_record as i64) <= (input, record));
        let Some(file) = behind.checked_sub(1).and_then(|at| files.get_mut(at)) else { continue };
        let Some(of_folder) = file.folder.day else { continue };
        let day = time.div_euclid(DAY_MS);
        if day == of_folder {
            file.held += 1;
            continue;
        }
        file.ends = if file.outside == 0 { (time, time) } else { (file.ends.0.min(time), file.ends.1.max(time)) };
        file.outside += 1;
        if !days.contains(&day) {
            *unnamed.entry(day).or_default() += 1;
        }
    }
    let of_events = names.iter().filter(|(code, name)| seen.get(*code as usize) == Some(&true) && !is_account(name));
    (unnamed, of_events.map(|(_, name)| name.to_owned()).collect())
}

/// The days without a folder, where comparable days have one: of all workspaces, then of each.
fn missing(named: &BTreeSet<(Option<String>, i64)>, days: &BTreeSet<i64>) -> Vec<MissingDates> {
    let mut missing = Vec::new();
    holes(None, days, None, &mut missing);
    let mut by_workspace: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for (workspace, day) in named {
        if let Some(workspace) = workspace {
            by_workspace.entry(workspace).or_default().insert(*day);
        }
    }
    if by_workspace.len() > 1 {
        for (workspace, own) in by_workspace {
            holes(Some(workspace), &own, Some(days), &mut missing);
        }
    }
    missing
}

/// Adds the unusual holes between days. Of a workspace only days that another one has.
fn holes(workspace: Option<&str>, days: &BTreeSet<i64>, all: Option<&BTreeSet<i64>>, missing: &mut Vec<MissingDates>) {
    for (before, after) in days.iter().zip(days.iter().skip(1)) {
        if after - before < 2 {
            continue;
        }
        let is_unusual = [false, true].map(|weekend| {
            let own = days.first().copied().unwrap_or(*before)..=days.last().copied().unwrap_or(*after);
            let near = (before - DAYS + 1..=*before).chain(*after..*after + DAYS);
            let near = near.filter(|day| own.contains(day) && is_weekend(*day) == weekend);
            let (mut others, mut lacking) = (0, 0);
            for day in near {
                others += 1;
                lacking += i32::from(!days.contains(&day));
            }
            if others == 0 { !weekend } else { lacking * 4 <= others }
        });
        let mut add = |from: i64, to: i64| {
            missing.push(MissingDates {
                workspace: workspace.map(str::to_owned),
                from: date(from),
                to: date(to),
                days: (to - from + 1).unsigned_abs(),
            });
        };
        if is_unusual == [true, true] && all.is_none() {
            add(before + 1, after - 1);
            continue;
        }
        let mut start = None;
        // A hole longer than this was named as a whole, or is of days that nobody has.
        for day in (before + 1..*after).take(366) {
            let is_named = is_unusual[usize::from(is_weekend(day))] && all.is_none_or(|all| all.contains(&day));
            match (is_named, start) {
                (true, None) => start = Some(day),
                (false, Some(from)) => {
                    add(from, day - 1);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            add(from, (*after).min(before + 367) - 1);
        }
    }
}

/// Folders of a delivery's account level name no workspace.
fn is_account(workspace: &str) -> bool {
    matches!(workspace, "" | "0")
}

fn date(day: i64) -> String {
    time::date(day.saturating_mul(DAY_MS))
}

/// What the folders of a path name: `workspaceId=7/date=2025-10-06`, or `y=2025/m=10/d=06` as Azure writes.
pub(super) fn of_path(path: &str) -> Folder {
    let mut folder = Folder::default();
    let (mut year, mut month, mut day) = (None, None, None);
    let folders = path.rsplit_once(['/', '\\']).map_or("", |(folders, _)| folders);
    for (key, value) in folders.split(['/', '\\']).filter_map(|folder| folder.split_once('=')) {
        let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
        if is(&["date", "event_date", "dt", "day", "d"]) && value.len() == 10 {
            folder.day = whole_day(value).or(folder.day);
        } else if is(&["workspaceid", "workspace_id", "workspace"]) && !value.is_empty() {
            folder.workspace = Some(value.to_owned());
        } else if is(&["y", "year"]) {
            (year, month, day) = (Some(value), None, None);
        } else if is(&["m", "month"]) && month.is_none() {
            // Azure names minutes `m`, too, behind the hour.
            month = Some(value);
        } else if is(&["d", "day"]) {
            day = Some(value);
        }
    }
    if let (Some(year), Some(month), Some(day)) = (year, month, day) {
        folder.day = folder.day.or_else(|| whole_day(&format!("{year:0>4}-{month:0>2}-{day:0>2}")));
    }
    folder
}

fn whole_day(date: &str) -> Option<i64> {
    let is_date = date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if is_date { time::of_rfc3339(date).map(|ms| ms.div_euclid(DAY_MS)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_days_and_workspaces() {
        for (path, day, workspace) in [
            ("a.json", None, None),
            ("date=2025-10-06.json", None, None),
            ("logs/workspaceId=7/date=2025-10-06/a.json", Some("2025-10-06"), Some("7")),
            ("t/event_date=2025-10-06/part-0.parquet", Some("2025-10-06"), None),
            ("t/event_date=__HIVE_DEFAULT_PARTITION__/part-0.parquet", None, None),
            ("x\\date=2025-10-06\\a.json", Some("2025-10-06"), None),
            ("insights/y=2025/m=10/d=06/h=07/m=00/PT1H.json", Some("2025-10-06"), None),
            ("year=2025/month=1/day=6/a.json", Some("2025-01-06"), None),
            ("date=2025-13-06/a.json", None, None),
            ("date=+025-10-06/a.json", None, None),
            ("date=2025é10-6/a.json", None, None),
            ("y=2025/d=06/a.json", None, None),
        ] {
            let found = of_path(path);
            assert_eq!((found.day.map(date).as_deref(), found.workspace.as_deref()), (day, workspace), "{path}");
        }
    }

    #[test]
    fn holes_are_told_by_comparable_days() {
        // From Monday, 2025-10-06, four weeks.
        let monday = whole_day("2025-10-06").unwrap();
        for (lacking, expected) in [
            (vec![], vec![]),
            (vec![2], vec![("2025-10-08", "2025-10-08")]),
            (vec![5, 6], vec![("2025-10-11", "2025-10-12")]),
            (vec![5, 6, 12, 13, 19, 20, 26], vec![]),
            (vec![5, 6, 7, 12, 13, 19, 20, 26], vec![("2025-10-13", "2025-10-13")]),
            (vec![7, 8, 9, 10, 11, 12, 13], vec![("2025-10-13", "2025-10-19")]),
        ] {
            let days: BTreeSet<i64> = (0..28).filter(|day| !lacking.contains(day)).map(|day| monday + day).collect();
            let mut found = Vec::new();
            holes(None, &days, None, &mut found);
            let found: Vec<_> = found.iter().map(|hole| (&*hole.from, &*hole.to)).collect();
            assert_eq!(found, expected, "without {lacking:?}");
        }
    }
}
