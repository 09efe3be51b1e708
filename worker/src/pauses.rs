//! Which queues are paused, as last read from the database. Until the first read all are closed.

use std::collections::{BTreeMap, BTreeSet};

use parking_lot::Mutex;
use shared::app::App;
use shared::jobs::{self, Queue};
use tokio::sync::watch;

/// The gates of a worker's queues.
pub(crate) struct Pauses {
    /// Whether a queue is closed.
    gates: BTreeMap<Queue, watch::Sender<bool>>,
    paused: Mutex<BTreeSet<Queue>>,
}

impl Pauses {
    pub fn new(queues: impl IntoIterator<Item = Queue>) -> Self {
        let gates = queues.into_iter().map(|queue| (queue, watch::Sender::new(true))).collect();
        Self { gates, paused: Mutex::default() }
    }

    /// Reads the paused queues and sets the gates.
    pub async fn refresh(&self, app: &App) -> sqlx::Result<()> {
        let paused = jobs::paused_queues(app.db.pool()).await?;
        let paused: BTreeSet<_> = paused.into_keys().filter(|queue| self.gates.contains_key(queue)).collect();
        let before = std::mem::replace(&mut *self.paused.lock(), paused.clone());
        for queue in paused.difference(&before) {
            tracing::warn!(%queue, "queue paused; this worker takes none of its jobs");
        }
        for queue in before.difference(&paused) {
            tracing::info!(%queue, "queue resumed");
        }
        for (queue, gate) in &self.gates {
            let is_closed = paused.contains(queue);
            gate.send_if_modified(|was_closed| std::mem::replace(was_closed, is_closed) != is_closed);
        }
        Ok(())
    }

    /// Follows the gate of a queue.
    pub fn subscribe(&self, queue: Queue) -> watch::Receiver<bool> {
        self.gates.get(&queue).map_or_else(|| watch::Sender::new(false).subscribe(), watch::Sender::subscribe)
    }

    /// Whether a queue is open.
    pub fn is_open(&self, queue: Queue) -> bool {
        self.gates.get(&queue).is_none_or(|gate| !*gate.borrow())
    }
}
