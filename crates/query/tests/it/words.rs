//! What random filters over a log ask for.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::arbitrary::Words;
use crate::oracle::Event;

/// Texts of a log, whole, cut and in the other case, its keys and its times.
pub(crate) fn words(events: &[Event]) -> Words {
    let sorted = |mut texts: Vec<String>| {
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let of_event = |event: &Event| {
        let texts = event.texts.iter().filter_map(|(_, text)| text.clone());
        texts.chain(event.params.iter().map(|(_, value)| value.clone())).collect::<Vec<_>>()
    };
    let texts = sorted(events.iter().flat_map(of_event).collect());
    let keys = sorted(events.iter().flat_map(|event| event.params.iter().map(|(key, _)| key.clone())).collect());
    let times = || events.iter().filter_map(|event| event.time_ms).filter(|time| *time > 0);
    let texts = (select(texts), any::<Index>(), any::<Index>(), 0..4_u8).prop_map(|(text, a, b, change)| {
        let characters: Vec<char> = text.chars().collect();
        let (a, b) = (a.index(characters.len() + 1), b.index(characters.len() + 1));
        match change {
            0 => text.to_ascii_uppercase(),
            1 => characters[a.min(b)..a.max(b)].iter().collect(),
            2 => characters[..a].iter().collect(),
            _ => text,
        }
    });
    let times = times().min().unwrap()..times().max().unwrap() + 1;
    Words { texts: texts.boxed(), keys: select(keys).boxed(), times }
}
