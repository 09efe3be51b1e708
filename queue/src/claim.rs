use std::fmt::Display;

use crate::{Entry, Error, FairQueue};

/// Turns entries taken from the queue into the jobs that handlers get, for example rows of a database, leased to this
/// worker. A clone does the same.
pub trait Claim: Clone + Send + Sync + Unpin + 'static {
    /// The handlers' input.
    type Job: Send + Sync + Unpin + 'static;
    /// Why nothing can be claimed now. It is logged, and the same entries are claimed again a second later.
    type Error: Display + Send;

    /// Claims `entries`; those that can't be claimed are left out of the result and forgotten. There may be fewer jobs
    /// than entries, not more.
    fn claim(&self, entries: &[Entry]) -> impl Future<Output = Result<Vec<Self::Job>, Self::Error>> + Send;

    /// Returns claimed jobs that will not run, because the worker stops.
    fn give_back(&self, jobs: Vec<Self::Job>) -> impl Future<Output = ()> + Send;

    /// The entry of a job pushed by `TaskSink`. The default is `None`: such jobs are created elsewhere, and their
    /// entries pushed by [`FairQueue::push`].
    fn entry(_job: &Self::Job) -> Option<Entry> {
        None
    }
}

/// The entry is the job, and nothing is claimed. An entry lost with a worker or with Redis is lost permanently, so this
/// is for jobs whose producer repeats them.
#[derive(Debug, Clone)]
pub struct AsIs {
    queue: FairQueue,
}

impl AsIs {
    /// Jobs of `queue`; a stopping worker returns those that have not started.
    #[must_use]
    pub fn new(queue: FairQueue) -> Self {
        Self { queue }
    }
}

impl Claim for AsIs {
    type Job = Entry;
    type Error = std::convert::Infallible;

    async fn claim(&self, entries: &[Entry]) -> Result<Vec<Entry>, Self::Error> {
        Ok(entries.to_vec())
    }

    async fn give_back(&self, jobs: Vec<Entry>) {
        put_back(&self.queue, &jobs).await;
    }

    fn entry(job: &Entry) -> Option<Entry> {
        Some(job.clone())
    }
}

/// Returns unclaimed entries to their queue. A failure is logged.
pub(crate) async fn put_back(queue: &FairQueue, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    let pushed = queue.push(entries).await.and_then(|pushed| match pushed.refused {
        refused if refused.is_empty() => Ok(()),
        refused => Err(Error::Full { refused }),
    });
    if let Err(error) = pushed {
        tracing::warn!(queue = queue.key(), entries = entries.len(), %error, "entries not put back into their queue");
    }
}
