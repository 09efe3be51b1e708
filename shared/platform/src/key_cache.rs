//! A process's cache of API keys, by digest: their users, and invalid keys.
//!
//! It never authenticates: a key is looked up at each request, so that revocations take effect everywhere. It selects
//! the quota of a request before it costs a query, and saves queries for invalid keys.

use std::time::{Duration, Instant};

use hashlink::LruCache;
use parking_lot::Mutex;

use crate::fair_queue::FairQueue;
use crate::ids::UserId;

/// Maximum number of cached keys, per sort.
const MAX_KEYS: usize = 10_000;
/// Cache lifetime of an invalid key. Keys are random, so no new key was tried before.
const UNKNOWN_TTL: Duration = Duration::from_secs(10);
/// Concurrent lookups of uncached keys, so that they never take all connections.
const LOOKUPS: usize = 2;
/// Maximum number of waiting lookups.
const LOOKUPS_WAITING: usize = 64;

/// SHA-256 of a key.
pub type KeyDigest = [u8; 32];

/// Cached data of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remembered {
    /// It was this user's at the last lookup, valid or not.
    Known(UserId),
    /// It did not exist a moment ago.
    Unknown,
    /// Not cached.
    Nothing,
}

/// A process's key cache.
pub struct KeyCache {
    known: Mutex<LruCache<KeyDigest, UserId>>,
    unknown: Mutex<LruCache<KeyDigest, Instant>>,
    /// First lookups, queued fairly by address.
    pub lookups: FairQueue,
}

impl Default for KeyCache {
    fn default() -> Self {
        Self {
            known: Mutex::new(LruCache::new(MAX_KEYS)),
            unknown: Mutex::new(LruCache::new(MAX_KEYS)),
            lookups: FairQueue::new(LOOKUPS, LOOKUPS_WAITING),
        }
    }
}

impl KeyCache {
    /// The cached data of a key.
    pub fn recall(&self, digest: &KeyDigest) -> Remembered {
        if let Some(user) = self.known.lock().get(digest) {
            return Remembered::Known(*user);
        }
        let mut unknown = self.unknown.lock();
        match unknown.get(digest) {
            Some(since) if since.elapsed() < UNKNOWN_TTL => Remembered::Unknown,
            Some(_) => {
                unknown.remove(digest);
                Remembered::Nothing
            }
            None => Remembered::Nothing,
        }
    }

    /// Caches a lookup's result: the key's user, or that there is no such key.
    pub fn remember(&self, digest: KeyDigest, owner: Option<UserId>) {
        if let Some(user) = owner {
            self.known.lock().insert(digest, user);
        } else {
            self.known.lock().remove(&digest);
            self.unknown.lock().insert(digest, Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_bounded_and_drops_revoked_keys() {
        let (cache, user) = (KeyCache::default(), UserId::new());
        let digest = |number: usize| {
            let mut digest = [0; 32];
            digest[..8].copy_from_slice(&number.to_le_bytes());
            digest
        };
        for number in 0..MAX_KEYS + 10 {
            cache.remember(digest(number), None);
            cache.remember(digest(MAX_KEYS * 2 + number), Some(user));
        }
        assert_eq!((cache.known.lock().len(), cache.unknown.lock().len()), (MAX_KEYS, MAX_KEYS));
        assert_eq!(cache.recall(&digest(0)), Remembered::Nothing);
        assert_eq!(cache.recall(&digest(MAX_KEYS)), Remembered::Unknown);
        let of_user = digest(MAX_KEYS * 3);
        assert_eq!(cache.recall(&of_user), Remembered::Known(user));
        cache.remember(of_user, None);
        assert_eq!(cache.recall(&of_user), Remembered::Unknown);
    }
}
