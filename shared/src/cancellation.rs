//! Cancelling pending work: a job and its subject.

use chrono::{DateTime, Utc};
use strum::IntoEnumIterator;

use crate::app::App;
use crate::assistant;
use crate::db::Tx;
use crate::ids::{JobId, UserId};
use crate::job_kinds;
use crate::jobs::{self, CancelError, Cancelled, Queue, Task};

/// Jobs per read.
const BATCH_SIZE: i64 = 100;

/// Cancels a pending job of `owner` and its subject, and refunds its cost.
///
/// # Errors
/// Unknown job; one that is running, has ended or may have gone out; database errors.
pub async fn cancel_job(app: &App, owner: UserId, id: JobId) -> Result<(), CancelError> {
    let mut tx = app.db.begin().await?;
    cancel_in(app, &mut tx, owner, id).await?;
    Ok(tx.commit().await?)
}

/// The same in an open transaction, which must be rolled back after an error.
///
/// # Errors
/// As [`cancel_job`].
pub async fn cancel_in(app: &App, tx: &mut Tx, owner: UserId, id: JobId) -> Result<(), CancelError> {
    let now = app.clock.now();
    let Task { kind, payload } = jobs::cancel(tx, owner, id, now).await?;
    if let Some(kind) = job_kinds::find(&kind) {
        kind.cancel(app, tx, Cancelled { job: id, payload, at: now }).await?;
    }
    Ok(())
}

/// Requests a running job of `owner` to stop; false if its kind can't be stopped or it has ended.
///
/// # Errors
/// Database errors.
pub async fn request_stop(app: &App, owner: UserId, id: JobId) -> sqlx::Result<bool> {
    let mut tx = app.db.begin().await?;
    let is_asked = assistant::request_cancel(&mut tx, owner, id, app.clock.now()).await?
        || jobs::stop_bulk(&mut tx, owner, Some(id)).await?;
    tx.commit().await?;
    Ok(is_asked)
}

/// Cancels all pending work of `owner`, each job in its own transaction. False if a job is running or may have gone
/// out: call it again.
///
/// # Errors
/// Database errors; earlier cancellations persist.
pub async fn cancel_all(app: &App, owner: UserId) -> sqlx::Result<bool> {
    let mut tx = app.db.begin().await?;
    assistant::request_cancel_all(&mut tx, owner, app.clock.now()).await?;
    jobs::stop_bulk(&mut tx, owner, None).await?;
    tx.commit().await?;
    let mut is_done = !jobs::is_running(app.db.pool(), owner).await?;
    for queue in Queue::iter() {
        let mut after: Option<(DateTime<Utc>, JobId)> = None;
        loop {
            let waiting = jobs::waiting(app.db.pool(), owner, queue, after, BATCH_SIZE).await?;
            let Some(last) = waiting.last() else { break };
            after = Some(*last);
            for (_, job) in waiting {
                match cancel_job(app, owner, job).await {
                    // A job that ended meanwhile is no longer pending either.
                    Ok(()) | Err(CancelError::NotFound) => {}
                    Err(CancelError::TooLate(state)) => is_done &= state.is_end(),
                    Err(CancelError::Database(error)) => return Err(error),
                }
            }
        }
    }
    Ok(is_done)
}
