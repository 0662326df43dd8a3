//! The formats, one file each. A record's format is told by the keys it has, never by the name of its input.

mod databricks_delivery;

use crate::event::Event;
use crate::json::Member;
use touchstone_source::{Problem, ProblemKind};

/// How many keys an unknown record's problem names.
const KEYS_NAMED: usize = 12;

/// The event that a record is.
pub(crate) fn read<'a>(members: &[Member<'a>]) -> Result<Event<'a>, Problem> {
    if databricks_delivery::is(members) {
        return databricks_delivery::read(members);
    }
    let mut keys: Vec<&str> = members.iter().map(|member| member.key.as_ref()).collect();
    let message = match keys.len() {
        0 => "the object has no keys".to_owned(),
        count => {
            keys.truncate(KEYS_NAMED);
            let more = if count > KEYS_NAMED { ", …" } else { "" };
            format!("no audit log format has these keys: {}{more}", keys.join(", "))
        }
    };
    Err(Problem { kind: ProblemKind::UnknownFormat, message })
}
