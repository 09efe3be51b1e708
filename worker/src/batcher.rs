//! Coalesces concurrent requests into batches. There is no background task: the caller holding the lock processes
//! everything queued so far.

use futures::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::oneshot;

/// Maximum batch size.
const MAX_BATCH: usize = 256;

/// Batches requests of one kind: items `T`, results `R`.
pub(crate) struct Batcher<T, R> {
    waiting: Mutex<Vec<(T, oneshot::Sender<R>)>>,
    turn: tokio::sync::Mutex<()>,
}

impl<T, R> Default for Batcher<T, R> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }
}

impl<T, R> Batcher<T, R> {
    /// Adds `item` to a batch for `work`, which returns results in the order of its items. `None`: `work` omitted the
    /// item, or the processing caller was cancelled.
    pub async fn run<'a>(&self, item: T, work: impl Fn(Vec<T>) -> BoxFuture<'a, Vec<R>>) -> Option<R> {
        let (answer, mut mine) = oneshot::channel();
        self.waiting(|waiting| waiting.push((item, answer)));
        loop {
            let _turn = tokio::select! {
                biased;
                answer = &mut mine => return answer.ok(),
                turn = self.turn.lock() => turn,
            };
            let set = self.waiting(|waiting| waiting.drain(..waiting.len().min(MAX_BATCH)).collect::<Vec<_>>());
            let (items, answers): (Vec<_>, Vec<_>) = set.into_iter().unzip();
            for (answer, result) in answers.into_iter().zip(work(items).await) {
                // The caller may be gone.
                let _ = answer.send(result);
            }
        }
    }

    fn waiting<O>(&self, change: impl FnOnce(&mut Vec<(T, oneshot::Sender<R>)>) -> O) -> O {
        change(&mut self.waiting.lock())
    }
}
