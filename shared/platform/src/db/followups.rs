//! Background work after commits.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::metrics::Metrics;

pub(super) type Followup = Pin<Box<dyn Future<Output = ()> + Send>>;
/// Wakes tasks that wait for changes of keys.
pub(super) type Waker = Arc<dyn Fn(Vec<Uuid>) -> Followup + Send + Sync>;

/// Tasks that requests do not await.
#[derive(Clone)]
pub(super) struct Followups {
    tasks: TaskTracker,
    waker: Waker,
    pub metrics: Arc<Metrics>,
}

impl Followups {
    pub fn new(waker: Waker, metrics: Arc<Metrics>) -> Self {
        Self { tasks: TaskTracker::new(), waker, metrics }
    }

    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    /// Wakes tasks that wait for a change of `keys`.
    pub fn wake(&self, keys: Vec<Uuid>) {
        self.spawn((self.waker)(keys));
    }

    /// Waits for all tasks.
    pub async fn close(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}
