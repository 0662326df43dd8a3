//! Events by hour of the week in a zone.

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::Week;
use crate::question::ZoneOffset;
use crate::zone::{WEEK, Zone};

#[inline(never)]
pub(crate) fn week(medallion: &Medallion, selection: &Selection, offsets: &[ZoneOffset]) -> Week {
    let silver = medallion.silver();
    let mut found = Week { week: vec![0; WEEK], undated: 0, first_ms: None, last_ms: None };
    let mut zone = Zone::of(offsets);
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), selection, |_, time| {
        let Some(time) = time else {
            found.undated += 1;
            return;
        };
        found.week[zone.hour_of_week(time)] += 1;
        found.first_ms = Some(found.first_ms.map_or(time, |first| first.min(time)));
        found.last_ms = Some(found.last_ms.map_or(time, |last| last.max(time)));
    });
    found
}
