//! Notices: limits of the data that an auditor must know before relying on any figure.
//!
//! * `undated`: at least a twentieth of an input's events have no time.
//! * `without_service`: at least a twentieth of them have no service.
//! * `one_workspace`: folders such as `workspaceId=…` name several workspaces, while the events of the inputs in them
//!   name at most one.

use std::collections::BTreeSet;

use touchstone_medallion::{Input, Medallion, Workspaces};

use crate::answer::Notice;

/// An input gets a notice when at least one in this many of its events is concerned.
const ONE_OF: u64 = 20;

/// The notices: first those of single inputs, in order, then those of several inputs.
pub(crate) fn notices(medallion: &Medallion) -> Vec<Notice> {
    let mut found = Vec::new();
    for (index, input) in medallion.inputs().iter().enumerate() {
        for (kind, events, says) in [
            ("undated", input.undated, "have no time: no range of time and no histogram has them"),
            ("without_service", input.without_service, "name no service"),
        ] {
            let of = input.counts.events;
            if events > 0 && events * ONE_OF >= of {
                let message = format!("{events} of {of} events of {} {says}", input.path);
                found.push(Notice { input: Some(index as u32), kind: kind.to_owned(), events, of, message });
            }
        }
    }
    found.extend(one_workspace(medallion));
    found
}

fn one_workspace(medallion: &Medallion) -> Option<Notice> {
    let mut folders = BTreeSet::new();
    let mut named = Workspaces::None;
    let mut events = 0;
    for input in medallion.inputs() {
        let own: Vec<&str> = folders_of(input).collect();
        if own.is_empty() {
            continue;
        }
        folders.extend(own);
        events += input.counts.events;
        match &input.workspaces {
            Workspaces::None => {}
            Workspaces::One(workspace) => named.add(workspace),
            Workspaces::Several => named = Workspaces::Several,
        }
    }
    let says = match named {
        _ if folders.len() < 2 || events == 0 => return None,
        Workspaces::Several => return None,
        Workspaces::None => "the events in them name none".to_owned(),
        Workspaces::One(workspace) => format!("the events in them name {workspace} alone"),
    };
    let message = format!("the folders are of {} workspaces, and {says}", folders.len());
    Some(Notice { input: None, kind: "one_workspace".to_owned(), events, of: events, message })
}

/// The workspaces named by the folders of an input or of its archive members.
fn folders_of(input: &Input) -> impl Iterator<Item = &str> {
    let paths = std::iter::once(&input.path).chain(input.parts.iter().map(|part| &part.path));
    paths.flat_map(|path| path.split(['/', '\\'])).filter_map(|folder| {
        let (key, value) = folder.split_once('=')?;
        let is_workspace =
            ["workspaceid", "workspace_id", "workspace"].iter().any(|name| key.eq_ignore_ascii_case(name));
        (is_workspace && !value.is_empty() && value != "0").then_some(value)
    })
}
