//! Equal keys, of which the last counts, as in every common parser, and which the reader of the input is told of.

use std::collections::HashMap;

use crate::event::{Note, Param};
use crate::json::Member;

/// Items up to which equal keys are looked for one by one. Real records have a few dozen; a hostile one may have a
/// million.
pub(crate) const LOOKED_THROUGH: usize = 64;

/// How many repeated keys of a record are noted.
const MAX_REPEATS: usize = 32;

/// What has a key and a value.
pub(crate) trait Keyed {
    fn key(&self) -> &str;
    fn value(&self) -> &str;
}

impl Keyed for Member<'_> {
    fn key(&self) -> &str {
        &self.key
    }

    fn value(&self) -> &str {
        self.value.get()
    }
}

impl Keyed for Param<'_> {
    fn key(&self) -> &str {
        &self.key
    }

    fn value(&self) -> &str {
        &self.value
    }
}

/// The place of each key's last item.
pub(crate) struct Places<'k, T> {
    items: &'k [T],
    /// Filled only where the items are many.
    places: HashMap<&'k str, usize>,
}

impl<'k, T: Keyed> Places<'k, T> {
    pub(crate) fn of(items: &'k [T]) -> Self {
        let places = if items.len() > LOOKED_THROUGH {
            items.iter().enumerate().map(|(at, item)| (item.key(), at)).collect()
        } else {
            HashMap::new()
        };
        Self { items, places }
    }

    /// Where the last item with this key stands.
    pub(crate) fn last(&self, key: &str) -> Option<usize> {
        if self.items.len() > LOOKED_THROUGH {
            return self.places.get(key).copied();
        }
        self.items.iter().rposition(|item| item.key() == key)
    }

    /// The items that are the last with their keys, in order of appearance.
    pub(crate) fn lasts(&self) -> impl Iterator<Item = &'k T> {
        self.items.iter().enumerate().filter(|(at, item)| self.last(item.key()) == Some(*at)).map(|(_, item)| item)
    }
}

/// Leaves the last of equal keys.
pub(crate) fn retain_lasts<T: Keyed>(items: &mut Vec<T>) {
    let places = Places::of(items);
    let kept: Vec<bool> = items.iter().enumerate().map(|(at, item)| places.last(item.key()) == Some(at)).collect();
    let mut kept = kept.into_iter();
    items.retain(|_| kept.next().unwrap_or(true));
}

/// Notes keys that stand more than once in an object with values that differ, so that all but the last are lost. `part` is
/// the key of the object in its record, nothing for the record itself.
pub(crate) fn note_repeats<T: Keyed>(items: &[T], part: Option<&str>, notes: &mut Vec<Note>) {
    let mut note = |key: &str| {
        let name = part.map_or_else(|| key.to_owned(), |part| format!("{part}.{key}"));
        let note = Note::guessed(&name, "stands more than once in a record with other values; the last one was taken");
        if !notes.contains(&note) && notes.len() < MAX_REPEATS {
            notes.push(note);
        }
    };
    let differ = |one: &T, other: &T| one.key() == other.key() && one.value() != other.value();
    if items.len() > LOOKED_THROUGH {
        let mut ordered: Vec<_> = items.iter().collect();
        ordered.sort_by(|one, other| one.key().cmp(other.key()));
        ordered.windows(2).filter(|pair| differ(pair[0], pair[1])).for_each(|pair| note(pair[0].key()));
        return;
    }
    for (at, item) in items.iter().enumerate() {
        if items[..at].iter().any(|other| differ(other, item)) {
            note(item.key());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_last_of_equal_keys_counts_however_many_there_are() {
        for count in [3, LOOKED_THROUGH, LOOKED_THROUGH + 1, 1000] {
            let text: Vec<String> = (0..count).map(|at| format!("\"k{}\":{at}", at % (count - 1))).collect();
            let text = format!("{{{}}}", text.join(","));
            let mut members = json::members(&text).unwrap();
            let lasts: Vec<_> = Places::of(&members).lasts().map(|member| member.value.get().to_owned()).collect();
            let expected: Vec<_> = (1..count).map(|at| at.to_string()).collect();
            assert_eq!(lasts, expected);
            assert_eq!(Places::of(&members).last("k0"), Some(count - 1));
            assert_eq!(Places::of(&members).last("other"), None);
            retain_lasts(&mut members);
            assert_eq!(members.iter().map(|member| member.value.get()).collect::<Vec<_>>(), expected);
        }
    }
}
