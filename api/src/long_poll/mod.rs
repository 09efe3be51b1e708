//! Long polling and streaming: `Prefer: wait=N`, which delays a response, and server-sent events.
//!
//! Waiting requests hold no connection: they watch a key, read, and sleep until the key is notified. Polls, each shared
//! by all waits of this process, find changes whose notification was lost.

mod event_poll;
mod job_poll;
mod pauses;
mod prefer;
mod session_check;
mod stream;

use std::sync::Arc;

use axum::http::request::Parts;
use shared::app::App;
use shared::events::{self, Cursor, Event};
use shared::ids::{JobId, UserId};
use shared::jobs::{self, Job};
use shared::quotas::{Quota, Slot};
use tokio::time::{Instant, sleep, sleep_until};

use event_poll::EventPoll;
use job_poll::{JobPoll, JobWait, Progress};
use pauses::{POLL_INTERVAL, passed};
use session_check::{Permit, SessionChecks};

pub(crate) use prefer::{Prefer, events_before};
pub(crate) use stream::Follower;

use crate::auth::Identity;
use crate::current_request;
use crate::problem::Problem;
use crate::routes::quotas;

/// The waits and streams of this process. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waits {
    events: Arc<EventPoll>,
    jobs: Arc<JobPoll>,
    checks: Arc<SessionChecks>,
}

impl Waits {
    /// Starts polling, until the process stops.
    pub fn start(app: &App) -> Self {
        let waits = Self::default();
        tokio::spawn(waits.clone().poll_always(app.clone()));
        tokio::spawn(waits.events.clone().hurry(app.clone()));
        tokio::spawn(waits.checks.clone().run(app.clone()));
        let app = app.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = app.open.renew_always() => {}
                () = app.hub.closing() => {}
            }
        });
        waits
    }

    async fn poll_always(self, app: App) {
        loop {
            tokio::select! {
                () = sleep(POLL_INTERVAL) => {}
                () = app.hub.closing() => return,
            }
            if let Err(error) = self.poll(&app).await {
                tracing::warn!(%error, "polling for waiting requests and streams failed; retrying");
            }
        }
    }

    /// Polls for all waits on one connection; idle while there are none.
    async fn poll(&self, app: &App) -> sqlx::Result<()> {
        if self.events.is_idle() && self.jobs.is_idle() && self.checks.is_idle() {
            return Ok(());
        }
        let mut db = app.db.pool().acquire().await?;
        self.checks.end_revoked(app, &mut db).await?;
        self.events.round(&mut db).await?;
        app.hub.wake(&self.jobs.changed(&mut db).await?);
        Ok(())
    }

    /// The waits of the process that serves a request.
    fn of(parts: &Parts) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            tracing::error!("waits are not polled: the router was built without its poller");
            Problem::internal()
        })
    }

    /// Starts checking whether a request may continue.
    fn permit(&self, identity: &Identity) -> Permit {
        self.checks.permit(identity)
    }

    /// Wakes watchers of a job's key if the job differs from its last seen state. Register after reading.
    pub fn job(&self, job: JobId, seen: Progress) -> JobWait {
        self.jobs.register(job, seen)
    }

    /// A job of `user`, once it has finished or `deadline` has passed.
    async fn job_ended(
        &self,
        app: &App,
        slot: &mut WaitSlot,
        id: JobId,
        deadline: Instant,
    ) -> Result<Option<Job>, Problem> {
        let mut watch = app.hub.watch(id.uuid());
        loop {
            let job = jobs::get(app.db.pool(), slot.user, id).await?;
            let Some(waiting) = job.as_ref().filter(|job| !job.state.is_end()) else { return Ok(job) };
            slot.take(app).await?;
            let _registered = self.job(id, (waiting.state, waiting.attempt));
            current_request::vacate();
            tokio::select! {
                () = watch.changed() => {}
                () = sleep_until(deadline) => return Ok(job),
                () = app.hub.closing() => return Ok(job),
            }
        }
    }

    /// Events after a cursor, once there are some; empty once `deadline` has passed or the process stops.
    pub async fn events(
        &self,
        app: &App,
        slot: &mut WaitSlot,
        (after, limit): (Cursor, i64),
        deadline: Option<Instant>,
    ) -> Result<Vec<Event>, Problem> {
        let user = slot.user;
        let mut watch = app.hub.watch(user.uuid());
        let mut woken = false;
        loop {
            let events = events::read(app.db.pool(), user, after, limit).await?;
            if !events.is_empty() || deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Ok(events);
            }
            slot.take(app).await?;
            let mut registration = self.events.register(user, after, woken);
            current_request::vacate();
            tokio::select! {
                // Possibly nothing to read yet: an older transaction may be running.
                () = watch.changed() => woken = true,
                () = registration.found() => woken = false,
                () = passed(deadline) => {}
                () = app.hub.closing() => return Ok(events),
            }
        }
    }
}

/// The slot of a wait: counts towards the quota `streams`, and only once the wait begins.
#[derive(Debug)]
pub(crate) struct WaitSlot {
    user: UserId,
    is_counted: bool,
    slot: Option<Slot>,
}

impl WaitSlot {
    /// For a request that waits.
    fn of(user: UserId) -> Self {
        Self { user, is_counted: true, slot: None }
    }

    /// For a stream, which has its own slot for its lifetime.
    pub fn of_stream(user: UserId) -> Self {
        Self { user, is_counted: false, slot: None }
    }

    async fn take(&mut self, app: &App) -> Result<(), Problem> {
        if self.is_counted && self.slot.is_none() {
            self.slot = Some(quotas::open(app, Quota::Streams, self.user).await?);
        }
        Ok(())
    }
}
