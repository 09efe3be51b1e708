//! A mutex per key in this process: tasks wait here for the same row, without a connection.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

type Slot = Arc<tokio::sync::Mutex<()>>;
type Slots = Arc<Mutex<HashMap<Uuid, Slot>>>;

/// The mutexes. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct KeyedMutex {
    slots: Slots,
}

/// A held lock, until dropped.
#[derive(Debug)]
pub struct KeyedGuard {
    key: Uuid,
    slot: Slot,
    slots: Slots,
    guard: Option<OwnedMutexGuard<()>>,
}

impl KeyedMutex {
    /// Waits until all earlier holders of `key` in this process are done.
    pub async fn take(&self, key: Uuid) -> KeyedGuard {
        let slot = self.slots.lock().entry(key).or_default().clone();
        // Created before the wait, so that a cancelled wait also cleans up.
        let mut turn = KeyedGuard { key, slot, slots: self.slots.clone(), guard: None };
        turn.guard = Some(turn.slot.clone().lock_owned().await);
        turn
    }
}

impl Drop for KeyedGuard {
    fn drop(&mut self) {
        self.guard = None;
        let mut slots = self.slots.lock();
        // The map and this guard hold the last references: no other task waits.
        if Arc::strong_count(&self.slot) == 2 {
            slots.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn holders_take_turns_and_leave_no_entry() {
        let (turns, key) = (KeyedMutex::default(), Uuid::now_v7());
        let first = turns.take(key).await;
        turns.take(Uuid::now_v7()).await;
        // A cancelled wait.
        assert!(tokio::time::timeout(Duration::from_millis(1), turns.take(key)).await.is_err());
        let second = turns.take(key);
        drop(first);
        drop(second.await);
        let here = Arc::new(Mutex::new(0));
        futures::future::join_all((0..100).map(|_| async {
            let _turn = turns.take(key).await;
            *here.lock() += 1;
            tokio::task::yield_now().await;
            let mut alone = here.lock();
            assert_eq!(*alone, 1);
            *alone -= 1;
        }))
        .await;
        assert!(turns.slots.lock().is_empty());
    }
}
