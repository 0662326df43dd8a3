//! Repeated keys: the last one wins, as in every common parser, and the input's reader is told.

use std::collections::HashMap;

use crate::event::{Note, Param};
use crate::json::Member;

/// Up to this many items, keys are compared one by one. Real records have a few dozen keys; a hostile one may have a
/// million.
pub(crate) const MAX_LINEAR: usize = 64;

/// How many repeated keys of one record are noted.
const MAX_REPEATS: usize = 32;

/// An item with a key and a value.
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

/// Finds the last item with each key.
pub(crate) struct LastItems<'k, T> {
    items: &'k [T],
    /// Filled only if there are more than [`MAX_LINEAR`] items.
    positions: HashMap<&'k str, usize>,
}

impl<'k, T: Keyed> LastItems<'k, T> {
    pub(crate) fn of(items: &'k [T]) -> Self {
        let positions = if items.len() > MAX_LINEAR {
            items.iter().enumerate().map(|(at, item)| (item.key(), at)).collect()
        } else {
            HashMap::new()
        };
        Self { items, positions }
    }

    /// The index of the last item with this key.
    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        if self.items.len() > MAX_LINEAR {
            return self.positions.get(key).copied();
        }
        self.items.iter().rposition(|item| item.key() == key)
    }

    /// The last item with each key, in order of appearance.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &'k T> {
        self.items.iter().enumerate().filter(|(at, item)| self.position(item.key()) == Some(*at)).map(|(_, item)| item)
    }
}

/// Keeps only the last item with each key.
pub(crate) fn retain_last<T: Keyed>(items: &mut Vec<T>) {
    let last_items = LastItems::of(items);
    let kept: Vec<bool> =
        items.iter().enumerate().map(|(at, item)| last_items.position(item.key()) == Some(at)).collect();
    let mut kept = kept.into_iter();
    items.retain(|_| kept.next().unwrap_or(true));
}

/// Notes keys that occur more than once in an object with different values, of which all but the last are lost. `part`
/// is the object's own key, none for the record itself.
pub(crate) fn note_repeats<T: Keyed>(items: &[T], part: Option<&str>, notes: &mut Vec<Note>) {
    let mut note = |key: &str| {
        let name = part.map_or_else(|| key.to_owned(), |part| format!("{part}.{key}"));
        let note = Note::guessed(&name, "occurs more than once in a record with different values; only one was used");
        if !notes.contains(&note) && notes.len() < MAX_REPEATS {
            notes.push(note);
        }
    };
    let differ = |one: &T, other: &T| one.key() == other.key() && one.value() != other.value();
    if items.len() > MAX_LINEAR {
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
        for count in [3, MAX_LINEAR, MAX_LINEAR + 1, 1000] {
            let text: Vec<String> = (0..count).map(|at| format!("\"k{}\":{at}", at % (count - 1))).collect();
            let text = format!("{{{}}}", text.join(","));
            let mut members = json::members(&text).unwrap();
            let lasts: Vec<_> =
                LastItems::of(&members).in_order().map(|member| member.value.get().to_owned()).collect();
            let expected: Vec<_> = (1..count).map(|at| at.to_string()).collect();
            assert_eq!(lasts, expected);
            assert_eq!(LastItems::of(&members).position("k0"), Some(count - 1));
            assert_eq!(LastItems::of(&members).position("other"), None);
            retain_last(&mut members);
            assert_eq!(members.iter().map(|member| member.value.get()).collect::<Vec<_>>(), expected);
        }
    }
}
