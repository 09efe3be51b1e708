//! Things that many want at the same time, done for all of them at once. There is no task behind it: of those who wait,
//! the one whose turn it is sees to all that came in the meantime.

use std::sync::{Mutex, PoisonError};

use futures::future::BoxFuture;
use tokio::sync::oneshot;

/// How many are done at once at the most.
const MAX_BATCH: usize = 256;

/// A line of those who want the same kind of thing: `T` is what is wanted, `R` what comes of it.
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
    /// Has `item` done by `work`, which answers for each of a set in its order. `None`: nobody answered, because `work`
    /// left it out or whoever did it was stopped half-way.
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
                // A caller that hung up needs no answer.
                let _ = answer.send(result);
            }
        }
    }

    fn waiting<O>(&self, change: impl FnOnce(&mut Vec<(T, oneshot::Sender<R>)>) -> O) -> O {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
