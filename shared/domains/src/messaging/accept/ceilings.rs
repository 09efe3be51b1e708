//! Limits of external messages: per account and UTC day, and for the shared number.
//!
//! Account counts are exact: one row per account, updated by the statement that accepts the messages. A message counts
//! on the day of its acceptance, whatever its outcome.
//!
//! The shared number's messages are counted in Redis, like rate limits: one row for all accounts would serialize them.
//! A permit is taken once a message is sure to be paid; a batch that is accepted on the second attempt counts twice.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use futures::future::join_all;

use crate::app::App;
use crate::ids::UserId;
use crate::messaging::{Channel, Refusal};
use crate::rate_limit::Verdict;
use platform::columns;

/// An account's external messages on its latest day, as read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sent {
    pub day: NaiveDate,
    pub sent: i64,
    /// Number of changes to the row; zero if there is none.
    pub version: i64,
}

columns! {
    /// A row to write.
    pub(super) struct Count by Counts {
        /// The account.
        user_id: UserId,
        /// The day.
        day: NaiveDate,
        /// Its messages on that day.
        sent: i64,
        /// Number of changes to the row, with this one.
        version: i64,
    }
}

/// Counts the external messages of a batch.
pub(super) struct Ceilings {
    now: DateTime<Utc>,
    of_account: Option<u32>,
    known: BTreeMap<UserId, Sent>,
    new: BTreeMap<UserId, i64>,
}

impl Ceilings {
    pub fn new(app: &App, known: BTreeMap<UserId, Sent>, now: DateTime<Utc>) -> Self {
        Self { now, of_account: app.config.sending.of_account, known, new: BTreeMap::new() }
    }

    /// Counts an account's message, unless its limit is reached. `limit` is the limit set by an admin, if any.
    pub fn count(&mut self, user: UserId, limit: Option<i32>) -> Result<(), Refusal> {
        let before = self.today(user).sent;
        let new = self.new.entry(user).or_default();
        if let Some(limit) = limit.map(i64::from).or(self.of_account.map(i64::from))
            && before + *new >= limit
        {
            return Err(Refusal::AccountLimit { limit, resets_in: seconds_of_day(self.now) });
        }
        *new += 1;
        Ok(())
    }

    /// The rows to write for the accounts' `accepted` messages.
    pub fn counts(&self, accepted: &BTreeMap<UserId, i64>) -> Counts {
        let count = |(user, new): (&UserId, &i64)| {
            let Sent { day, sent, version } = self.today(*user);
            Count { user_id: *user, day, sent: sent + new, version: version + 1 }
        };
        accepted.iter().map(count).collect()
    }

    /// Messages that an account has sent today. If another process's clock is ahead, its day counts.
    fn today(&self, user: UserId) -> Sent {
        let known = self.known.get(&user).copied().unwrap_or_default();
        let day = self.now.date_naive();
        if known.version > 0 && known.day >= day { known } else { Sent { day, sent: 0, version: known.version } }
    }
}

/// Seconds until the next UTC day, rounded up.
fn seconds_of_day(now: DateTime<Utc>) -> u32 {
    let tomorrow = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
    u32::try_from((tomorrow - now).num_seconds()).unwrap_or_default() + 1
}

/// How many of `messages` the platform's sender of a channel may send, and the verdict that blocks the rest. If `takes`
/// is false, nothing is counted.
pub(super) async fn of_shared_sender(
    app: &App,
    channel: Channel,
    messages: usize,
    takes: bool,
) -> (usize, Option<Verdict>) {
    let (mut allowed, mut obstacle) = (messages, None);
    let key = channel.to_string();
    for quota in (channel.spec().shared_quotas)(&app.config) {
        let one = || async {
            if takes { app.limiter.take(*quota, &key).await } else { app.limiter.peek(*quota, &key).await }
        };
        // Concurrently: they share a connection.
        let verdicts = join_all((0..allowed).map(|_| one())).await;
        if let Some(refused) = verdicts.iter().find(|verdict| !verdict.allowed) {
            allowed = verdicts.iter().filter(|verdict| verdict.allowed).count();
            obstacle = Some(*refused);
        }
    }
    (allowed, obstacle)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn ceilings(known: Sent, user: UserId) -> Ceilings {
        let now = "2026-03-01T23:59:30Z".parse().unwrap();
        Ceilings { now, of_account: Some(3), known: BTreeMap::from([(user, known)]), new: BTreeMap::new() }
    }

    #[test]
    fn sends_are_bounded_by_day() {
        let (user, day) = (UserId::new(), NaiveDate::from_ymd_opt(2026, 3, 1).unwrap());
        let mut today = ceilings(Sent { day, sent: 1, version: 7 }, user);
        assert!(today.count(user, None).is_ok() && today.count(user, None).is_ok());
        assert_eq!(today.count(user, None), Err(Refusal::AccountLimit { limit: 3, resets_in: 31 }));
        assert!(today.count(user, Some(4)).is_ok(), "the user's own limit");
        let counts = today.counts(&BTreeMap::from([(user, 2)]));
        assert_eq!((counts.sent, counts.version, counts.day), (vec![3], vec![8], vec![day]));

        let mut next = ceilings(Sent { day: day - TimeDelta::days(1), sent: 3, version: 7 }, user);
        assert!(next.count(user, None).is_ok());
        let counts = next.counts(&BTreeMap::from([(user, 1)]));
        assert_eq!((counts.sent, counts.version, counts.day), (vec![1], vec![8], vec![day]));

        let ahead = Sent { day: day + TimeDelta::days(1), sent: 3, version: 1 };
        assert!(ceilings(ahead, user).count(user, None).is_err(), "a process whose clock is ahead began the next day");
        let stranger = UserId::new();
        assert!(ceilings(ahead, user).count(stranger, None).is_ok());
        assert_eq!(
            ceilings(ahead, user).count(stranger, Some(0)),
            Err(Refusal::AccountLimit { limit: 0, resets_in: 31 })
        );
    }
}
