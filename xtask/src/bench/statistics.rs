//! Statistics over several runs.

/// The median, minimum and maximum of some measurements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// `None` without values.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let sorted = sort(values);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median =
            if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) };
        Some(Self { median, least, most })
    }
}

/// The value that the given share of all values does not exceed.
pub(crate) fn percentile(values: impl IntoIterator<Item = f64>, share: f64) -> Option<f64> {
    let sorted = sort(values);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

fn sort(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        let spread = Spread::of([3.0, 1.0, 2.0]).unwrap();
        assert_eq!((spread.least, spread.median, spread.most), (1.0, 2.0, 3.0));
        assert!((Spread::of([1.0, 2.0]).unwrap().median - 1.5).abs() < 1e-9);
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn of_forty_the_95th_percentile_is_the_38th() {
        assert_eq!(percentile((1..=40).map(f64::from), 0.95), Some(38.0));
        assert_eq!(percentile([7.0], 0.95), Some(7.0));
        assert_eq!(percentile([], 0.95), None);
    }
}
