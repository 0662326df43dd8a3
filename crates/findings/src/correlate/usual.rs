//! What is usual for a group: how much its windows had at other times.

use std::collections::VecDeque;

/// So far from a window lies what is usual for it: what happens every night is, and an attack is not while it lasts.
const APART_MS: i64 = 43_200_000;

/// So long after its beginning a log has told what is usual, or so long and a window. Until then windows are compared
/// with later ones, too.
const LEARNING_MS: i64 = 3 * DAY_MS;
const LEARNING_BESIDE_WINDOW_MS: i64 = 2 * DAY_MS;

/// So far windows have to move apart from one to compare it with them.
const COMPARED_MS: i64 = DAY_MS;

const DAY_MS: i64 = 86_400_000;

/// How much a window needs: so many times as much as usual, and its threshold more than that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Excess {
    pub(crate) times: u64,
    pub(crate) threshold: u64,
}

impl Excess {
    pub(crate) fn holds(self, count: u64, usual: u64) -> bool {
        count >= usual.saturating_mul(self.times).max(usual.saturating_add(self.threshold))
    }
}

/// The most of earlier windows of a group.
#[derive(Default)]
pub(super) struct Earlier {
    /// When windows ended that had more than all before, and how much.
    records: VecDeque<(i64, u64)>,
    /// The most of a window that ended long enough ago.
    most: u64,
}

impl Earlier {
    pub(super) fn see(&mut self, time: i64, count: u64) {
        if self.records.back().map_or(self.most, |(_, most)| *most) < count {
            self.records.push_back((time, count));
        }
    }

    /// The most of a window that ended long enough before a time, which never goes back.
    pub(super) fn before(&mut self, time: i64) -> u64 {
        while let Some((_, most)) = self.records.pop_front_if(|(ended, _)| time.saturating_sub(*ended) >= APART_MS) {
            self.most = most;
        }
        self.most
    }
}

/// The times between which the loaded events lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogSpan {
    pub(crate) first_ms: i64,
    pub(crate) last_ms: i64,
}

impl LogSpan {
    /// Whether the log begins too late before a time to tell what is usual in windows of a length.
    pub(crate) fn is_learning(self, begin_ms: i64, window_ms: i64) -> bool {
        let learning = LEARNING_MS.max(window_ms.saturating_add(LEARNING_BESIDE_WINDOW_MS));
        begin_ms.saturating_sub(self.first_ms) < learning
    }

    /// Whether enough of the log lies apart from some times for windows of a length.
    pub(crate) fn is_comparable(self, begin_ms: i64, end_ms: i64, window_ms: i64) -> bool {
        let apart = window_ms.saturating_add(APART_MS);
        let before = begin_ms.saturating_sub(self.first_ms).saturating_sub(apart).max(0);
        let after = self.last_ms.saturating_sub(end_ms).saturating_sub(apart).max(0);
        before.saturating_add(after) >= COMPARED_MS
    }
}

/// All windows of a group, to compare those at the beginning of the log with later ones.
pub(super) struct Later {
    log: LogSpan,
    excess: Excess,
    window_ms: i64,
    /// By window: when it begins and ends, and what it has.
    windows: Vec<(i64, i64, u64)>,
}

impl Later {
    pub(super) fn of(log: LogSpan, excess: Excess, window_ms: i64) -> Self {
        Self { log, excess, window_ms, windows: Vec::new() }
    }

    pub(super) fn see(&mut self, begin_ms: i64, end_ms: i64, count: u64) {
        self.windows.push((begin_ms, end_ms, count));
    }

    /// How many were seen.
    pub(super) fn len(&self) -> usize {
        self.windows.len()
    }

    /// By window, whether it is above what is usual later in the log, too; true behind its beginning.
    pub(super) fn proven(&self) -> Vec<bool> {
        let mut proven = vec![true; self.windows.len()];
        // From the last window on: the most of those that begin long enough after.
        let (mut most, mut from) = (0, self.windows.len());
        for (at, (begin, end, count)) in self.windows.iter().enumerate().rev() {
            while from > 0 && self.windows[from - 1].0.saturating_sub(*end) >= APART_MS {
                from -= 1;
                most = most.max(self.windows[from].2);
            }
            if self.log.is_learning(*begin, self.window_ms) {
                proven[at] = self.log.is_comparable(*begin, *end, self.window_ms) && self.excess.holds(*count, most);
            }
        }
        proven
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_at_the_beginning_are_compared_with_later_ones() {
        let excess = Excess { times: 2, threshold: 5 };
        let hour = DAY_MS / 24;
        for (windows, last, window_ms, expected) in [
            (&[(0, 6)][..], 0, hour, &[false][..]),
            (&[(0, 6)], 2, hour, &[true]),
            (&[(0, 6)], 2, DAY_MS, &[false]),
            (&[(0, 6)], 3, DAY_MS, &[true]),
            (&[(0, 6), (1, 1)], 2, hour, &[true, false]),
            (&[(0, 6), (1, 2)], 3, hour, &[false, false]),
            (&[(0, 12), (2, 6), (5, 6)], 5, hour, &[true, false, true]),
        ] {
            let mut later = Later::of(LogSpan { first_ms: 0, last_ms: last * DAY_MS }, excess, window_ms);
            for (day, count) in windows {
                later.see(day * DAY_MS, day * DAY_MS + 1, *count);
            }
            let proven = later.proven();
            assert_eq!(proven, expected, "{windows:?}");
        }
    }
}
