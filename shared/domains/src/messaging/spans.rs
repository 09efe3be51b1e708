//! Decomposition of a time span into sums.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

type Time = DateTime<Utc>;

crate::text_enum! {
    /// Bucket sizes for counts.
    pub enum Bucket {
        /// Hours.
        Hour,
        /// UTC days.
        Day,
    }
}

/// A part of an hour, counted message by message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub since: Time,
    pub until: Time,
    /// 1 to add it to the sums, -1 to subtract it.
    pub sign: i64,
}

/// A time span, cut into whole days, whole hours and parts of hours. Each pair is half-open: start, end.
#[derive(Debug)]
pub(super) struct Spans {
    /// All whole hours and days.
    pub whole: (Time, Time),
    /// Whole UTC days; empty with hourly buckets.
    pub days: (NaiveDate, NaiveDate),
    /// Whole hours before and after these days.
    pub hours: Vec<(Time, Time)>,
    /// At most two, of half an hour at most; a part ahead of `now` may be longer because it is empty.
    pub parts: Vec<Part>,
}

impl Spans {
    /// Cuts the half-open span from `since` to `until`.
    pub fn of((since, until): (Time, Time), bucket: Bucket, now: Time) -> Self {
        let mut parts = Vec::new();
        let (floor, ceiling) = hour(since);
        let first = if since - floor <= ceiling - since {
            parts.push(Part { since: floor, until: since, sign: -1 });
            floor
        } else {
            parts.push(Part { since, until: ceiling, sign: 1 });
            ceiling
        };
        let (floor, ceiling) = hour(until);
        let end = if ceiling - until < until - floor || (now <= until && floor < until) {
            parts.push(Part { since: until, until: ceiling, sign: -1 });
            ceiling
        } else {
            parts.push(Part { since: floor, until, sign: 1 });
            floor
        };
        parts.retain(|part| part.since < part.until);
        let (days, hours) = match bucket {
            Bucket::Hour => ((first.date_naive(), first.date_naive()), vec![(first, end)]),
            Bucket::Day => days(first, end),
        };
        Self { whole: (first, end), days, hours, parts }
    }
}

/// The start of a moment's hour and of the next one; both equal the moment if it starts an hour.
fn hour(at: Time) -> (Time, Time) {
    let within = TimeDelta::minutes(at.minute().into())
        + TimeDelta::seconds(at.second().into())
        + TimeDelta::nanoseconds(at.nanosecond().into());
    let floor = at.checked_sub_signed(within).unwrap_or(at);
    let ceiling = if floor == at { Some(at) } else { floor.checked_add_signed(TimeDelta::hours(1)) };
    (floor, ceiling.unwrap_or(at))
}

/// Whole days between whole hours, and the hours before and after them.
fn days(first: Time, end: Time) -> ((NaiveDate, NaiveDate), Vec<(Time, Time)>) {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let from = first.date_naive();
    let from = if midnight(from) == first { from } else { from.succ_opt().unwrap_or(from) };
    let until = end.date_naive();
    if from >= until {
        return ((from, from), vec![(first, end)]);
    }
    ((from, until), vec![(first, midnight(from)), (midnight(until), end)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3600;

    /// How many times a moment is counted.
    fn counted(spans: &Spans, at: Time) -> i64 {
        let is_in = |(since, until): (Time, Time)| (since <= at && at < until) as i64;
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let sums = is_in((midnight(spans.days.0), midnight(spans.days.1)))
            + spans.hours.iter().map(|hours| is_in(*hours)).sum::<i64>();
        assert_eq!(sums, is_in(spans.whole));
        sums + spans.parts.iter().map(|part| part.sign * is_in((part.since, part.until))).sum::<i64>()
    }

    fn at(seconds: i64) -> Time {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    proptest! {
        #[test]
        fn each_moment_of_the_span_is_counted_once(
            since in 0..6 * 24 * HOUR, length in 0..5 * 24 * HOUR, full in 0..4, moment in 0..12 * 24 * HOUR, by_day: bool,
        ) {
            let round = |seconds: i64, unit: i64| seconds - seconds % unit;
            let unit = [1, HOUR, 24 * HOUR, HOUR / 2][full as usize];
            let (since, until) = (at(round(since, unit)), at(round(since, unit) + round(length, unit)));
            let bucket = if by_day { Bucket::Day } else { Bucket::Hour };
            // The future is empty.
            for now in [at(moment), at(100 * 24 * HOUR)] {
                let spans = Spans::of((since, until), bucket, now);
                for probe in [moment, since.timestamp(), until.timestamp(), until.timestamp() - 1, since.timestamp() - 1] {
                    let expected = (since <= at(probe) && at(probe) < until) as i64;
                    prop_assert_eq!(counted(&spans, at(probe)), expected, "{:?} at {}", spans, at(probe));
                }
                let long = spans.parts.iter().filter(|part| part.until - part.since > TimeDelta::minutes(30));
                prop_assert!(long.clone().all(|part| now <= part.since), "{:?}", spans);
                prop_assert!(spans.parts.len() <= 2);
            }
        }
    }

    #[test]
    fn a_span_until_now_reads_only_sums() {
        let (since, now) = (at(30 * 24 * HOUR), at(60 * 24 * HOUR + 600));
        let spans = Spans::of((since, now), Bucket::Day, now);
        assert_eq!(spans.parts, [Part { since: now, until: at(60 * 24 * HOUR + HOUR), sign: -1 }]);
    }

    #[test]
    fn extreme_times_are_accepted() {
        for time in [Time::MIN_UTC, Time::MAX_UTC] {
            Spans::of((time, time), Bucket::Day, at(0));
        }
    }
}
