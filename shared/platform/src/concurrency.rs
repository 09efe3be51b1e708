//! Limits an account's concurrent requests per process.
//!
//! Above its limit, an account's requests wait briefly in its own queue, so that it can never hold all Postgres
//! connections. Accounts don't wait for one another.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config::Limits;
use crate::ids::UserId;

/// Timeout of a request's wait for others of its account.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Waiting requests per running one.
const WAITING: usize = 8;
/// Concurrent key lookups per account.
const KEY_LOOKUPS: usize = 4;

/// Class of a request, for its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// A send. Concurrent sends share a transaction, so many of them need few connections.
    Send,
    /// An API key lookup.
    KeyLookup,
    /// Any other request.
    Other,
}

type Key = (UserId, Work);

/// Counts requests. Clones share the counts.
#[derive(Clone)]
pub struct Concurrency(Arc<Inner>);

struct Inner {
    sends: Option<usize>,
    others: Option<usize>,
    accounts: Mutex<HashMap<Key, Account>>,
}

/// An account with requests.
struct Account {
    semaphore: Arc<Semaphore>,
    /// Its waiting and running requests.
    requests: usize,
}

/// A request's slot, until dropped. Empty without a limit.
#[derive(Default)]
pub struct Slot {
    _permit: Option<OwnedSemaphorePermit>,
    _counted: Option<Counted>,
}

/// A counted request.
struct Counted {
    inner: Arc<Inner>,
    key: Key,
}

impl Concurrency {
    /// For a process with a pool of this many connections: two are reserved for other accounts.
    #[must_use]
    pub fn new(limits: &Limits, connections: u32) -> Self {
        let (sends, others) = (limits.concurrent_sends, limits.concurrent_requests);
        let most = usize::try_from(connections).unwrap_or(usize::MAX).saturating_sub(2).max(1);
        let others = others.map(|limit| limit.min(most));
        Self(Arc::new(Inner { sends, others, accounts: Mutex::default() }))
    }

    /// A slot for a request; `None` if too many of its account are waiting already, or it timed out.
    pub async fn enter(&self, user: UserId, work: Work) -> Option<Slot> {
        let Inner { sends, others, .. } = &*self.0;
        let limit = match work {
            Work::Send => *sends,
            Work::KeyLookup => others.map(|limit| limit.min(KEY_LOOKUPS)),
            Work::Other => *others,
        };
        let Some(limit) = limit else { return Some(Slot::default()) };
        let with_waiting = |limit: usize| limit.saturating_mul(1 + WAITING);
        let most = match work {
            // It precedes all the others, and takes far less time.
            Work::KeyLookup => with_waiting(sends.unwrap_or(usize::MAX).saturating_add(others.unwrap_or_default())),
            Work::Send | Work::Other => with_waiting(limit),
        };
        let (counted, semaphore) = self.0.join((user, work), limit, most)?;
        let permit = timeout(TIMEOUT, semaphore.acquire_owned()).await.ok()?.ok()?;
        Some(Slot { _permit: Some(permit), _counted: Some(counted) })
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Account>> {
        self.accounts.lock()
    }

    /// Counts a request, unless there are `most` already; `limit` may run at a time.
    fn join(self: &Arc<Self>, key: Key, limit: usize, most: usize) -> Option<(Counted, Arc<Semaphore>)> {
        let mut accounts = self.lock();
        let new = || Account { semaphore: Arc::new(Semaphore::new(limit)), requests: 0 };
        let account = accounts.entry(key).or_insert_with(new);
        if account.requests >= most {
            return None;
        }
        account.requests += 1;
        Some((Counted { inner: self.clone(), key }, account.semaphore.clone()))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut accounts = self.inner.lock();
        if let Some(account) = accounts.get_mut(&self.key) {
            account.requests -= 1;
            if account.requests == 0 {
                accounts.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::task::unconstrained;

    use super::*;
    use crate::config::{Config, Env};

    fn concurrency(connections: u32) -> Concurrency {
        let (config, _) = Config::inspect(Env::default());
        Concurrency::new(&config.limits, connections)
    }

    #[tokio::test]
    async fn accounts_wait_only_for_their_own_requests() {
        let (all, one, other) = (concurrency(10), UserId::new(), UserId::new());
        let mut slots = Vec::new();
        while let Some(Some(slot)) = all.enter(one, Work::Other).now_or_never() {
            slots.push(slot);
        }
        assert_eq!(slots.len(), 8);
        assert!(all.enter(other, Work::Other).now_or_never().is_some());
        assert!(all.enter(one, Work::Send).now_or_never().is_some());
        let mut waits: Vec<_> = (0..64).map(|_| Box::pin(all.enter(one, Work::Other))).collect();
        assert!(waits.iter_mut().all(|wait| wait.now_or_never().is_none()));
        // The waiting limit is reached.
        assert!(matches!(all.enter(one, Work::Other).now_or_never(), Some(None)));
        slots.pop();
        assert!(waits.remove(0).await.is_some());
        drop((slots, waits));
        assert!(all.0.lock().is_empty());
    }

    #[tokio::test]
    async fn sends_have_a_separate_bound() {
        let (all, one) = (concurrency(10), UserId::new());
        let limit = Config::inspect(Env::default()).0.limits.concurrent_sends.unwrap();
        let mut slots = Vec::new();
        // This exceeds tokio's cooperative budget of a task.
        while let Some(Some(slot)) = unconstrained(all.enter(one, Work::Send)).now_or_never() {
            slots.push(slot);
            assert!(slots.len() <= limit);
        }
        assert_eq!(slots.len(), limit);
        assert!(all.enter(one, Work::Other).now_or_never().is_some());
        assert!(all.enter(UserId::new(), Work::Send).now_or_never().is_some());
    }

    #[tokio::test]
    async fn waits_time_out() {
        let (all, one) = (concurrency(3), UserId::new());
        // Two connections are reserved for others.
        let _slot = all.enter(one, Work::Other).await.unwrap();
        assert!(all.enter(one, Work::Other).await.is_none());
        assert_eq!(all.0.lock().len(), 1);
    }
}
