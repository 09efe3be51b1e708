//! Jobs with waiting requests, polled together: one statement for all of this process finds a missed change within a
//! second.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;
use shared::ids::JobId;
use shared::jobs::{self, JobState};
use sqlx::PgConnection;
use uuid::Uuid;

/// Jobs in one statement.
const PER_STATEMENT: usize = 1_000;

/// State and attempt of a job.
pub(crate) type Progress = (JobState, i32);

/// The jobs with waiting requests in this process.
#[derive(Debug, Default)]
pub(super) struct JobPoll(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    next_id: u64,
    jobs: HashMap<u64, (JobId, Progress)>,
}

/// A wait for a change of a job; dropping it ends the wait.
#[derive(Debug)]
pub(crate) struct JobWait {
    id: u64,
    poll: Arc<JobPoll>,
}

impl Drop for JobWait {
    fn drop(&mut self) {
        self.poll.waiting(|waiting| waiting.jobs.remove(&self.id));
    }
}

impl JobPoll {
    /// Wakes those waiting on a job whose state differs from the one they last saw.
    pub fn register(self: &Arc<Self>, job: JobId, seen: Progress) -> JobWait {
        let id = self.waiting(|waiting| {
            waiting.next_id += 1;
            waiting.jobs.insert(waiting.next_id, (job, seen));
            waiting.next_id
        });
        JobWait { id, poll: self.clone() }
    }

    /// Whether no request waits.
    pub fn is_idle(&self) -> bool {
        self.waiting(|waiting| waiting.jobs.is_empty())
    }

    /// The keys of jobs that differ from their last seen state.
    pub async fn changed(&self, db: &mut PgConnection) -> sqlx::Result<Vec<Uuid>> {
        let seen: Vec<_> = self.waiting(|waiting| waiting.jobs.values().copied().collect());
        let ids: HashSet<_> = seen.iter().map(|(job, _)| *job).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let mut now = HashMap::with_capacity(ids.len());
        for some in ids.chunks(PER_STATEMENT) {
            now.extend(jobs::states(&mut *db, some).await?);
        }
        // A deleted job has changed, too.
        let changed = seen.iter().filter(|(job, seen)| now.get(job) != Some(seen));
        Ok(changed.map(|(job, _)| job.uuid()).collect())
    }

    fn waiting<T>(&self, with: impl FnOnce(&mut Waiting) -> T) -> T {
        with(&mut self.0.lock())
    }
}
