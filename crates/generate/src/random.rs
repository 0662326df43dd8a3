//! The only source of randomness. Uses only integers, so that a seed gives the same bytes on every machine.

/// `SplitMix64`: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// An independent stream per purpose, so that draws in one part never change another.
    pub(crate) fn for_purpose(seed: u64, purpose: &str) -> Self {
        // FNV-1a: a stable hash of the purpose.
        let name = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self { state: mix(seed) ^ name }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    pub(crate) fn next_wide(&mut self) -> u128 {
        (u128::from(self.next()) << 64) | u128::from(self.next())
    }

    /// A number in `0..bound`, or 0 when `bound` is 0. The bias of the multiplication is below 2⁻³² for the
    /// bounds used here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True once in `n` draws on average.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of `items`, which is not empty.
    pub(crate) fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len() as u64) as usize]
    }
}

fn mix(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A weighted choice of an index.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weights {
    cumulative: Vec<u64>,
}

impl Weights {
    pub(crate) fn new(weights: impl Iterator<Item = u64>) -> Self {
        let mut total = 0;
        let cumulative = weights
            .map(|weight| {
                total += weight;
                total
            })
            .collect();
        Self { cumulative }
    }

    /// Zipf's law: the first of `count` has most of the weight, the last ones hardly any.
    pub(crate) fn skewed(count: usize) -> Self {
        Self::new((0..count as u64).map(|rank| 1_000_000 / (rank + 4)))
    }

    /// A random index; 0 if there are none.
    pub(crate) fn pick(&self, random: &mut Random) -> usize {
        let drawn = random.below(self.cumulative.last().copied().unwrap_or(0));
        self.cumulative.partition_point(|&end| end <= drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for seed 1234567, as published with the reference implementation
    /// (<https://prng.di.unimi.it/splitmix64.c>).
    #[test]
    fn is_splitmix64() {
        let mut random = Random { state: 1_234_567 };
        let drawn = [random.next(), random.next(), random.next()];
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn weights_draw_only_what_has_weight() {
        let weights = Weights::new([0, 3, 0, 1].into_iter());
        let mut random = Random::for_purpose(1, "weights");
        let mut seen = [0; 4];
        for _ in 0..400 {
            seen[weights.pick(&mut random)] += 1;
        }
        assert_eq!((seen[0], seen[2]), (0, 0));
        assert!(seen[1] > seen[3] && seen[3] > 0);
    }
}
