//! Parses times as people, portals and other tools spell them: every spelling with a single reading, and those whose
//! day and month could be swapped.

use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;

use super::Moment;
use super::order::Regional;

/// The readings of a time's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// One moment.
    At(Moment),
    /// Day and month are numbers in an order that the text does not show.
    Regional(Regional),
}

/// Years that a two-digit year may stand for: those in which audit logs were written.
const YEARS: std::ops::RangeInclusive<i16> = 2013..=2049;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A number in a date, and how many digits it has.
#[derive(Clone, Copy, Debug)]
struct Number {
    value: i16,
    digits: usize,
}

/// The parts of a time found so far.
#[derive(Debug, Default)]
struct Parts {
    numbers: Vec<Number>,
    /// The separator between the first two numbers.
    separator: Option<char>,
    month: Option<i8>,
    clock: Option<Time>,
    is_pm: Option<bool>,
    offset: Option<Offset>,
    /// Whether the part found last was an offset.
    has_offset: bool,
}

/// Parses a time that is neither an epoch nor ISO 8601. No zone means UTC; a time with a zone name other than UTC is
/// rejected.
pub(crate) fn read(text: &str) -> Option<Spelled> {
    if let Some(unwrapped) = unwrapped(text) {
        return unwrapped;
    }
    let text = plain(text);
    let mut parts = Parts::default();
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        rest = if letter.is_ascii_digit() {
            parts.take_number(rest)?
        } else if letter.is_ascii_alphabetic() {
            parts.take_word(rest)?
        } else {
            parts.take_mark(letter, rest)?
        };
    }
    parts.finish()
}

/// Parses a time inside a program's notation: `Timestamp('…')`, `datetime.datetime(2025, 10, 6, 12, 0)`,
/// `/Date(1759752000000)/`.
#[expect(clippy::option_option, reason = "the outer level: is it wrapped; the inner: is its content a time")]
fn unwrapped(text: &str) -> Option<Option<Spelled>> {
    let (name, inner) = text.trim_matches('/').strip_suffix(')')?.split_once('(')?;
    Some(match name {
        "Date" => {
            let ms = inner.split(['+', '-']).next().filter(|ms| !ms.is_empty());
            ms.and_then(|ms| ms.parse().ok()).map(|ms| Spelled::At(Moment { ms, ns: 0 }))
        }
        "Timestamp" | "pd.Timestamp" | "Timestamp_ntz" => {
            let mut quoted = inner.splitn(3, ['\'', '"']).skip(1);
            let (time, behind) = (quoted.next().unwrap_or(inner), quoted.next().unwrap_or_default());
            let is_placed = !behind.contains("tz") || is_utc(behind) || super::names_its_zone(time);
            if is_placed { super::of_text(time).map(Spelled::At) } else { None }
        }
        "datetime.datetime" | "datetime" => of_numbers(inner),
        _ => return None,
    })
}

/// Whether Python's print of a time zone is that of UTC, and not `UTC+02:00`.
fn is_utc(zone: &str) -> bool {
    let zone = zone.to_ascii_lowercase().replace("timedelta(0)", "");
    (zone.contains("utc") || zone.contains("gmt")) && !zone.contains(|letter: char| letter.is_ascii_digit())
}

/// Converts the arguments of Python's `datetime`.
fn of_numbers(arguments: &str) -> Option<Spelled> {
    let (numbers, zone) = arguments.split_once(", tzinfo=").unwrap_or((arguments, "UTC"));
    if !is_utc(zone) {
        return None;
    }
    let numbers: Vec<i32> = numbers.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    let at = |place: usize| numbers.get(place).copied().unwrap_or_default();
    let microseconds = at(6);
    if !(3..=7).contains(&numbers.len()) || !(0..1_000_000).contains(&microseconds) {
        return None;
    }
    let small = |place: usize| i8::try_from(at(place)).ok();
    let year = i16::try_from(at(0)).ok()?;
    let time = DateTime::new(year, small(1)?, small(2)?, small(3)?, small(4)?, small(5)?, microseconds * 1000);
    super::of_utc(time.ok()?).map(Spelled::At)
}

/// The text, trimmed, with `a.m.`, `p.m.` and the words of other languages for them as AM and PM.
fn plain(text: &str) -> String {
    let mut plain = text.trim().to_owned();
    for (spelled, meant) in [
        ("a.m.", "am"),
        ("p.m.", "pm"),
        ("A.M.", "am"),
        ("P.M.", "pm"),
        ("午前", " am "),
        ("午後", " pm "),
        ("上午", " am "),
        ("下午", " pm "),
        ("오전", " am "),
        ("오후", " pm "),
    ] {
        if plain.contains(spelled) {
            plain = plain.replace(spelled, meant);
        }
    }
    plain
}

impl Parts {
    /// Reads a clock, or a number of the date.
    fn take_number<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let behind = &text[end..];
        let is_dotted_clock = self.numbers.len() + usize::from(self.month.is_some()) >= 3 && behind.starts_with('.');
        // In Apache's logs, a colon follows the year.
        if self.clock.is_none() && (behind.starts_with(':') && end < 3 || is_dotted_clock) {
            return self.take_clock(text);
        }
        let value = (end <= 4).then(|| text[..end].parse().ok())??;
        self.numbers.push(Number { value, digits: end });
        (self.numbers.len() <= 3).then_some(behind)
    }

    /// Reads `12:00`, `0:00:01.403`, `12.00.00.000000`.
    fn take_clock<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let mut fields = [0_i8; 3];
        let mut rest = text;
        let mut count = 0;
        while count < 3 {
            let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
            let is_long = end == 2 || count == 0 && end == 1;
            fields[count] = is_long.then(|| rest[..end].parse().ok())??;
            rest = &rest[end..];
            count += 1;
            let next =
                rest.strip_prefix([':', '.']).filter(|next| next.starts_with(|next: char| next.is_ascii_digit()));
            match next {
                Some(next) if count < 3 => rest = next,
                _ => break,
            }
        }
        let mut nanoseconds = 0;
        if let Some(fraction) = rest.strip_prefix(['.', ',']).filter(|_| count == 3) {
            let end = fraction.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(fraction.len());
            let digits = &fraction[..end.min(9)];
            if !digits.is_empty() {
                nanoseconds = digits.parse::<i32>().ok()? * 10_i32.pow(9 - digits.len() as u32);
                rest = &fraction[end..];
            }
        }
        let is_clock = count >= 2;
        self.clock = Some(is_clock.then(|| Time::new(fields[0], fields[1], fields[2], nanoseconds).ok())??);
        Some(rest)
    }

    fn take_word<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let end = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
        let word = text[..end].to_ascii_lowercase();
        let is_of = |names: &[&str]| names.iter().position(|name| is_short_for(&word, name));
        match word.as_str() {
            "am" | "pm" if self.is_pm.is_none() => self.is_pm = Some(word == "pm"),
            "z" | "utc" | "gmt" if self.offset.is_none() && self.clock.is_some() => self.offset = Some(Offset::UTC),
            "t" if self.clock.is_none() => {}
            // A zone's name after its offset adds nothing.
            _ if self.has_offset && word.len() <= 5 => self.has_offset = false,
            _ => match (is_of(&MONTHS), is_of(&WEEKDAYS)) {
                (Some(month), _) if self.month.is_none() => self.month = Some(month as i8 + 1),
                (None, Some(_)) => {}
                _ => return None,
            },
        }
        Some(&text[end..])
    }

    /// Reads a separator between numbers and words, or an offset after the clock.
    fn take_mark<'a>(&mut self, mark: char, text: &'a str) -> Option<&'a str> {
        let rest = &text[mark.len_utf8()..];
        match mark {
            '+' | '-' if self.clock.is_some() && rest.starts_with(|next: char| next.is_ascii_digit()) => {
                self.take_offset(mark == '-', rest)
            }
            // JavaScript repeats the zone's name after its offset.
            '(' if self.offset.is_some() => rest.split_once(')').map(|(_, behind)| behind),
            '/' | '-' | '.' | ',' | '年' | '月' | '日' | '년' | '월' | '일' => {
                if self.numbers.len() == 1 && self.separator.is_none() {
                    self.separator = Some(mark);
                }
                Some(rest)
            }
            ':' | '@' if self.clock.is_none() => Some(rest),
            blank if blank.is_whitespace() => Some(rest),
            _ => None,
        }
    }

    /// Reads `0100`, `01:00` or `01`.
    fn take_offset<'a>(&mut self, is_west: bool, text: &'a str) -> Option<&'a str> {
        let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let (hours, minutes, rest) = match (end, text[end..].strip_prefix(':')) {
            (4, _) => (&text[..2], &text[2..4], &text[4..]),
            (1 | 2, Some(behind)) => (&text[..end], behind.get(..2)?, behind.get(2..)?),
            (1 | 2, None) => (&text[..end], "0", &text[end..]),
            _ => return None,
        };
        let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
        if seconds > super::MAX_OFFSET_S {
            return None;
        }
        // Of `GMT+0100`, `GMT` has already been read as UTC.
        if self.offset.is_some_and(|offset| offset != Offset::UTC) {
            return None;
        }
        self.offset = Some(Offset::from_seconds(if is_west { -seconds } else { seconds }).ok()?);
        self.has_offset = true;
        Some(rest)
    }

    fn finish(self) -> Option<Spelled> {
        let clock = self.clock_of_day()?;
        let offset = self.offset.unwrap_or(Offset::UTC);
        let at = |year, month: i16, day: i16| {
            let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            offset.to_timestamp(date.to_datetime(clock)).ok().and_then(Moment::of)
        };
        match (self.month, &self.numbers[..]) {
            (Some(month), [one, two]) => {
                let (year, day) = if one.digits == 4 { (one, two) } else { (two, one) };
                at(year_of(*year)?, month.into(), day.value).map(Spelled::At)
            }
            (None, [year, month, day]) if year.digits == 4 => at(year.value, month.value, day.value).map(Spelled::At),
            (None, [day, month, year]) if self.separator == Some('.') => {
                at(year_of(*year)?, month.value, day.value).map(Spelled::At)
            }
            (None, [first, second, year]) => {
                // 25/10/24 may start with its year.
                let is_year_first = year.digits == 2 && year_of(*first).is_some();
                let year = year_of(*year).filter(|_| !is_year_first)?;
                let month_first = at(year, first.value, second.value);
                let day_first = at(year, second.value, first.value);
                match (month_first, day_first) {
                    (Some(one), Some(other)) if one == other => Some(Spelled::At(one)),
                    (None, None) => None,
                    _ => {
                        let is_unpadded = second.digits == 1;
                        Some(Spelled::Regional(Regional { month_first, day_first, is_unpadded, stated_day: None }))
                    }
                }
            }
            _ => None,
        }
    }

    /// The clock in 24 hours.
    fn clock_of_day(&self) -> Option<Time> {
        // A day alone means its midnight, as in ISO 8601.
        let Some(clock) = self.clock else { return self.is_pm.is_none().then_some(Time::midnight()) };
        let hour = match (self.is_pm, clock.hour()) {
            // Some tools write AM and PM after a 24-hour clock.
            (None, hour) | (Some(true), hour @ 13..) => hour,
            (Some(is_pm), hour @ 1..=12) => hour % 12 + if is_pm { 12 } else { 0 },
            (Some(false), 0) => 0,
            _ => return None,
        };
        Time::new(hour, clock.minute(), clock.second(), clock.subsec_nanosecond()).ok()
    }
}

fn is_short_for(word: &str, name: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

/// A year of four digits, or of two if logs were written in that year.
fn year_of(number: Number) -> Option<i16> {
    match number.digits {
        4 => Some(number.value),
        2 => Some(2000 + number.value).filter(|year| YEARS.contains(year)),
        _ => None,
    }
}
