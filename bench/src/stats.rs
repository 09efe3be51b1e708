//! Percentiles and medians.

use chrono::{DateTime, Utc};

/// Measurements, sorted.
pub(crate) struct Sorted(Vec<f64>);

impl Sorted {
    pub(crate) fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The smallest measurement that at least this share of all (0 to 1) does not exceed; NaN if none.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.max(1) - 1).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self) -> f64 {
        self.percentile(0.5)
    }

    pub(crate) fn max(&self) -> f64 {
        self.0.last().copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// From one time to another, in milliseconds.
pub(crate) fn ms_between(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    let span = to - from;
    span.num_microseconds().map_or(f64::INFINITY, |micros| whole(micros) / 1000.0)
}

/// A count as a figure; exact up to 2^53.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn whole(count: i64) -> f64 {
    count as f64
}

/// A count as a figure; exact up to 2^53.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn count(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_measured_values() {
        let sorted = Sorted::new((1..=100).rev().map(f64::from).collect());
        let bits = |value: f64| value.to_bits();
        assert_eq!(bits(sorted.percentile(0.5)), bits(50.0));
        assert_eq!(bits(sorted.percentile(0.99)), bits(99.0));
        assert_eq!(bits(sorted.max()), bits(100.0));
        assert_eq!(bits(Sorted::new(vec![7.0]).percentile(0.01)), bits(7.0));
        assert!(Sorted::new(Vec::new()).median().is_nan());
    }
}
