//! The times of events: people work by day and on weekdays, programs around the clock.

use crate::calendar::{Calendar, HOUR};
use crate::random::Random;

/// People's activity per UTC hour of a weekday: Europe in the morning, America in the afternoon, a little Asia at
/// night.
const PEOPLE: [u64; 24] =
    [14, 12, 14, 20, 26, 40, 90, 190, 300, 360, 370, 330, 300, 350, 380, 370, 330, 270, 220, 160, 110, 70, 40, 22];

/// Programs' activity per UTC hour of any day: nightly jobs on a steady base.
const PROGRAMS: [u64; 24] = [
    170, 260, 280, 230, 180, 150, 130, 120, 110, 110, 110, 110, 120, 110, 110, 110, 110, 110, 110, 110, 110, 120, 130,
    140,
];

/// The moments at which something happens, in order of time.
#[derive(Debug)]
pub(crate) struct Rhythm {
    hours: Vec<Hour>,
    random: Random,
    hour: usize,
    done_in_hour: u64,
}

#[derive(Debug)]
struct Hour {
    start_ms: i64,
    moments: u64,
    /// Of a thousand moments, the number that belong to people.
    people: u64,
}

pub(crate) struct Moment {
    pub(crate) time_ms: i64,
    /// Whether a person or a program acts.
    pub(crate) is_person: bool,
}

impl Rhythm {
    /// Exactly `moments` moments, spread over all days.
    pub(crate) fn new(calendar: &Calendar, moments: u64, mut random: Random) -> Self {
        let mut cumulative = 0_u64;
        let weighed: Vec<_> = (0..calendar.days() * 24)
            .map(|hour| {
                let weekend = calendar.is_weekend(hour / 24);
                let people = PEOPLE[hour % 24] * random.between(80, 120) / if weekend { 700 } else { 100 };
                let programs = PROGRAMS[hour % 24] * random.between(90, 110) / 100;
                let before = cumulative;
                cumulative += people + programs;
                (before, cumulative, people * 1000 / (people + programs))
            })
            .collect();
        let share = |weight: u64| (u128::from(moments) * u128::from(weight) / u128::from(cumulative.max(1))) as u64;
        let hours = weighed
            .into_iter()
            .enumerate()
            .map(|(hour, (before, after, people))| Hour {
                start_ms: calendar.start_ms + hour as i64 * HOUR,
                moments: share(after) - share(before),
                people,
            })
            .collect();
        Self { hours, random, hour: 0, done_in_hour: 0 }
    }
}

impl Iterator for Rhythm {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        while self.hours.get(self.hour)?.moments == self.done_in_hour {
            self.hour += 1;
            self.done_in_hour = 0;
        }
        let hour = &self.hours[self.hour];
        // Each moment has an equal part of the hour, and a random position in it.
        let offset = (self.done_in_hour * HOUR as u64 + self.random.below(HOUR as u64)) / hour.moments;
        self.done_in_hour += 1;
        Some(Moment { time_ms: hour.start_ms + offset as i64, is_person: self.random.below(1000) < hour.people })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn gives_exactly_the_moments_asked_for_in_order() {
        let calendar = Calendar::new(date(2024, 2, 26), 7).expect("the week exists");
        for wanted in [0, 1, 5, 168, 5000] {
            let moments: Vec<_> = Rhythm::new(&calendar, wanted, Random::for_purpose(3, "rhythm")).collect();
            assert_eq!(moments.len() as u64, wanted);
            assert!(moments.iter().all(|moment| (calendar.start_ms..calendar.end_ms()).contains(&moment.time_ms)));
            assert!(moments.is_sorted_by_key(|moment| moment.time_ms));
        }
    }

    #[test]
    fn people_rest_on_the_weekend() {
        let calendar = Calendar::new(date(2024, 2, 26), 7).expect("the week exists");
        let mut by_day = [0; 7];
        for moment in Rhythm::new(&calendar, 20_000, Random::for_purpose(3, "rhythm")).filter(|moment| moment.is_person)
        {
            by_day[calendar.day_of(moment.time_ms)] += 1;
        }
        assert!(by_day[5] * 4 < by_day[4] && by_day[6] * 4 < by_day[0], "{by_day:?}");
    }
}
