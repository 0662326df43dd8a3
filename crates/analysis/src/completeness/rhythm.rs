//! When silence is unusual. A stretch of empty hours is compared with the same hours of other days of the same kind
//! (working day or weekend) in the four weeks before and behind it.

use std::ops::Range;

use super::is_weekend;

/// How far from a stretch days are comparable.
const DAYS: i64 = 28;
/// The fewest comparable days from which a rhythm can be told.
const LEAST_DAYS: usize = 4;
/// The fewest events that a day must have on comparable days.
const LEAST_OF_DAY: u64 = 8;
/// The fewest events that fewer hours must have: there are many more stretches of hours than days, and events come in
/// bursts.
const LEAST_OF_HOURS: u64 = 20;
/// Of so many comparable days, one may have fewer.
const EXCEPTION: usize = 8;

/// A stretch of hours since 1970 that is unusually empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Silent {
    pub(super) hours: Range<i64>,
    /// The median of comparable hours.
    pub(super) usually: u64,
}

/// The events of one series by hour.
#[derive(Debug)]
pub(super) struct Rhythm<'a> {
    hours: &'a [(i64, u64)],
    /// Events before each of `hours`, and all of them.
    before: Vec<u64>,
    /// The hours that everything loaded spans.
    span: Range<i64>,
    /// What is already told of something that contains the series: sorted, apart.
    told: &'a [Range<i64>],
}

impl<'a> Rhythm<'a> {
    pub(super) fn new(hours: &'a [(i64, u64)], span: Range<i64>, told: &'a [Range<i64>]) -> Self {
        let mut before = vec![0];
        let mut sum = 0;
        for (_, events) in hours {
            sum += events;
            before.push(sum);
        }
        Self { hours, before, span, told }
    }

    /// Whether there are events and days enough to tell a silence by.
    pub(super) fn is_told(&self) -> bool {
        let days = (self.span.end - self.span.start).div_euclid(24);
        self.before.last().is_some_and(|events| *events >= LEAST_OF_DAY * LEAST_DAYS as u64) && days > LEAST_DAYS as i64
    }

    /// The unusual silences, in their order.
    pub(super) fn silences(&self) -> Vec<Silent> {
        let mut found: Vec<Silent> = Vec::new();
        if !self.is_told() {
            return found;
        }
        let mut from = self.span.start;
        let ends = self.hours.iter().map(|(hour, _)| *hour).chain([self.span.end]);
        for hour in ends {
            if hour > from {
                self.of_gap(&(from..hour), &mut found);
            }
            from = hour.saturating_add(1);
        }
        found
    }

    /// Adds what is unusual of a stretch without events.
    fn of_gap(&self, gap: &Range<i64>, found: &mut Vec<Silent>) {
        for part in self.untold(gap) {
            if part.end - part.start <= 24 {
                self.add(gap, part, found);
                continue;
            }
            // Whole days of one kind all have the same comparable days.
            let (first, last) = (up_to_day(part.start), part.end.div_euclid(24) * 24);
            self.add(gap, part.start..first, found);
            let usually = [false, true].map(|weekend| {
                let day = (first.div_euclid(24)..last.div_euclid(24)).take(7).find(|day| is_weekend(*day) == weekend);
                day.and_then(|day| self.usual(gap, &(day * 24..day * 24 + 24)))
            });
            match usually {
                [Some(usually), Some(_)] => join(found, first..last, usually),
                [None, None] => {}
                [usual_weekday, usual_weekend] => {
                    for day in (first.div_euclid(24)..last.div_euclid(24)).take(DAYS as usize) {
                        let usual = if is_weekend(day) { usual_weekend } else { usual_weekday };
                        if let Some(usually) = usual {
                            join(found, day * 24..day * 24 + 24, usually);
                        }
                    }
                }
            }
            self.add(gap, last..part.end, found);
        }
    }

    fn add(&self, gap: &Range<i64>, hours: Range<i64>, found: &mut Vec<Silent>) {
        if !hours.is_empty()
            && let Some(usually) = self.usual(gap, &hours)
        {
            join(found, hours, usually);
        }
    }

    /// The median of the comparable hours, where a silence is unusual.
    fn usual(&self, gap: &Range<i64>, hours: &Range<i64>) -> Option<u64> {
        let back = (hours.end - gap.start).div_euclid(24) + i64::from((hours.end - gap.start).rem_euclid(24) > 0);
        let ahead = (gap.end - hours.start).div_euclid(24) + i64::from((gap.end - hours.start).rem_euclid(24) > 0);
        let counts = self.comparable(hours, (back..back + DAYS).map(|days| -days).chain(ahead..ahead + DAYS));
        let least = if hours.end - hours.start < 24 { LEAST_OF_HOURS } else { LEAST_OF_DAY };
        (counts.len() >= LEAST_DAYS && counts.get(counts.len() / EXCEPTION).is_some_and(|low| *low >= least))
            .then(|| counts.get(counts.len() / 2).copied().unwrap_or_default())
    }

    /// The median of the same hours, at most a day of them, on comparable days; nothing where those are too few.
    pub(super) fn expected(&self, hours: &Range<i64>) -> Option<u64> {
        let counts = self.comparable(hours, (-DAYS..=DAYS).filter(|days| *days != 0));
        (counts.len() >= LEAST_DAYS).then(|| counts.get(counts.len() / 2).copied().unwrap_or_default())
    }

    /// The events in the same hours so many days on, where those days are of the same kind; fewest first.
    fn comparable(&self, hours: &Range<i64>, days: impl Iterator<Item = i64>) -> Vec<u64> {
        let kind = |hours: &Range<i64>| [hours.start, hours.end - 1].map(|hour| is_weekend(hour.div_euclid(24)));
        let mut counts: Vec<u64> = days
            .map(|days| hours.start + days * 24..hours.end + days * 24)
            .filter(|other| other.start >= self.span.start && other.end <= self.span.end)
            .filter(|other| kind(other) == kind(hours) && !self.is_told_of(other))
            .map(|other| self.events(&other))
            .collect();
        counts.sort_unstable();
        counts
    }

    /// Events within hours.
    pub(super) fn events(&self, hours: &Range<i64>) -> u64 {
        let place = |of: i64| self.hours.partition_point(|(hour, _)| *hour < of);
        self.before[place(hours.end)] - self.before[place(hours.start)]
    }

    fn is_told_of(&self, hours: &Range<i64>) -> bool {
        let at = self.told.partition_point(|told| told.end <= hours.start);
        self.told.get(at).is_some_and(|told| told.start < hours.end)
    }

    /// The parts of a stretch that nothing told overlaps.
    fn untold(&self, gap: &Range<i64>) -> Vec<Range<i64>> {
        let mut parts = Vec::new();
        let mut from = gap.start;
        let at = self.told.partition_point(|told| told.end <= gap.start);
        for told in self.told[at..].iter().take_while(|told| told.start < gap.end) {
            if told.start > from {
                parts.push(from..told.start);
            }
            from = from.max(told.end);
        }
        if from < gap.end {
            parts.push(from..gap.end);
        }
        parts
    }
}

/// The first hour of the next day, or the hour itself if a day begins with it.
fn up_to_day(hour: i64) -> i64 {
    -((-hour).div_euclid(24)) * 24
}

fn join(found: &mut Vec<Silent>, hours: Range<i64>, usually: u64) {
    if hours.is_empty() {
        return;
    }
    match found.last_mut() {
        Some(last) if last.hours.end == hours.start => {
            last.hours.end = hours.end;
            last.usually = last.usually.max(usually);
        }
        _ => found.push(Silent { hours, usually }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many events in every hour of `days` days from a Monday, but for the hours left out.
    fn silences(days: i64, left_out: &[Range<i64>], each: u64) -> Vec<Range<i64>> {
        let monday = 4 * 24;
        let hours: Vec<(i64, u64)> = (0..days * 24)
            .filter(|hour| !left_out.iter().any(|out| out.contains(hour)))
            .map(|hour| (hour + monday, each))
            .collect();
        let rhythm = Rhythm::new(&hours, monday..monday + days * 24, &[]);
        rhythm.silences().into_iter().map(|silent| silent.hours.start - monday..silent.hours.end - monday).collect()
    }

    #[test]
    #[expect(clippy::single_range_in_vec_init, reason = "a list of one range of hours")]
    fn silence_is_told_by_comparable_days() {
        for (days, left_out, each, expected) in [
            (28, vec![], 25, vec![]),
            (28, vec![50..51], 25, vec![50..51]),
            (28, vec![50..51], 12, vec![]),
            (28, vec![46..54], 3, vec![46..54]),
            (28, vec![48..72], 1, vec![48..72]),
            (28, vec![40..80], 25, vec![40..80]),
            (28, vec![48..72, 240..264], 25, vec![48..72, 240..264]),
            // A whole week, and more than half of all that there is.
            (28, vec![168..336], 25, vec![168..336]),
            (28, vec![168..500], 25, vec![168..500]),
            // Ends and begins in silence, while the span of everything goes on.
            (28, vec![600..672], 25, vec![600..672]),
            (28, vec![0..30], 25, vec![0..30]),
            // Too few days to tell.
            (4, vec![50..51], 25, vec![]),
            // Every night is silent: that is the rhythm.
            (28, (0..28).map(|day| day * 24..day * 24 + 6).collect(), 25, vec![]),
            // So are weekends.
            (28, (0..4).map(|week| week * 168 + 120..week * 168 + 168).collect(), 25, vec![]),
        ] {
            assert_eq!(silences(days, &left_out, each), expected, "{days} days without {left_out:?}");
        }
    }
}
