//! Cancelling or retrying many jobs, one by one, as their owners could: with the kinds' hooks, at the current prices and
//! limits.

use crate::app::App;
use crate::ask_assistant;
use crate::assistant;
use crate::cancellation;
use crate::db::{self, Tx};
use crate::ids::JobId;
use crate::job_kinds;
use crate::jobs::{self, BulkAction, BulkOutcome, BulkSubject, CancelError, JobState, Repeat, Task};
use crate::messaging::{self, Send};

/// The next thing to do for a bulk job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The job at this position.
    At(usize),
    /// Nothing: it was stopped, or has ended.
    Stopped,
}

/// Why a job was not changed.
enum Unchanged {
    /// The action no longer applies.
    Skipped(&'static str),
    /// The action was refused.
    Refused(&'static str),
    /// A database error.
    Database(sqlx::Error),
}

impl From<sqlx::Error> for Unchanged {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Changes the job at `position` and counts it, in one transaction. Without effect if another worker is ahead.
///
/// # Errors
/// Transient database errors; the job is unchanged then. Any other error is counted as a failure of this job.
pub async fn step(app: &App, bulk: JobId, action: BulkAction, (position, job): (usize, JobId)) -> sqlx::Result<Step> {
    let mut tx = app.db.begin().await?;
    if let Some(step) = elsewhere(&mut tx, bulk, position).await? {
        return Ok(step);
    }
    let outcome = match change(app, &mut tx, action, job).await {
        Ok(()) => BulkOutcome::Done,
        Err(unchanged) => {
            // What was written for a refused action goes; the count is a transaction of its own.
            tx.rollback().await;
            let outcome = outcome(unchanged, job)?;
            tx = app.db.begin().await?;
            if let Some(step) = elsewhere(&mut tx, bulk, position).await? {
                return Ok(step);
            }
            outcome
        }
    };
    jobs::advance_bulk(&mut tx, bulk, outcome).await?;
    tx.commit().await?;
    Ok(Step::At(position + 1))
}

/// Locks the bulk job. The step to take instead, if it is not at this position.
async fn elsewhere(tx: &mut Tx, bulk: JobId, position: usize) -> sqlx::Result<Option<Step>> {
    let turn = jobs::lock_bulk(tx, bulk).await?;
    let current = usize::try_from(turn.position).unwrap_or_default();
    Ok(if turn.is_stopping { Some(Step::Stopped) } else { (current != position).then_some(Step::At(current)) })
}

/// # Errors
/// A transient database error.
fn outcome(unchanged: Unchanged, job: JobId) -> sqlx::Result<BulkOutcome> {
    match unchanged {
        Unchanged::Skipped(code) => Ok(BulkOutcome::Skipped(code)),
        Unchanged::Refused(code) => Ok(BulkOutcome::Failed(code)),
        Unchanged::Database(error) if db::is_transient(&error) => Err(error),
        Unchanged::Database(error) => {
            tracing::error!(job_id = %job, %error, "a job of a bulk operation can't be changed");
            Ok(BulkOutcome::Failed("internal_error"))
        }
    }
}

async fn change(app: &App, tx: &mut Tx, action: BulkAction, job: JobId) -> Result<(), Unchanged> {
    let subject = jobs::lock_bulk_subject(tx, job).await?.ok_or(Unchanged::Skipped("not_found"))?;
    match action {
        BulkAction::Cancel => match cancellation::cancel_in(app, tx, subject.owner, job).await {
            Ok(()) => Ok(()),
            Err(CancelError::NotFound) => Err(Unchanged::Skipped("not_found")),
            Err(CancelError::TooLate(_)) => Err(Unchanged::Skipped("job_not_cancellable")),
            Err(CancelError::Database(error)) => Err(error.into()),
        },
        BulkAction::Retry => retry(app, tx, job, subject).await,
    }
}

async fn retry(app: &App, tx: &mut Tx, job: JobId, subject: BulkSubject) -> Result<(), Unchanged> {
    let BulkSubject { owner, state, kind, payload } = subject;
    // Read after the lock: another bulk job may have retried it.
    if jobs::is_retried(tx.conn(), job).await? {
        return Err(Unchanged::Skipped("job_already_retried"));
    }
    let not_retryable = || Unchanged::Skipped("job_not_retryable");
    match job_kinds::repeat(&Task { kind, payload }).filter(|_| state == JobState::Failed) {
        Some(Repeat::Message(message)) => {
            let failed = messaging::get(tx.conn(), owner, message).await?.ok_or_else(not_retryable)?;
            let send = Send::repeat(owner, failed, job, None);
            let accepted = messaging::accept_in(app, tx, &send).await?;
            accepted.map(|_| ()).map_err(|refusal| Unchanged::Refused(refusal.code()))
        }
        Some(Repeat::Question) => match ask_assistant::retry(app, tx, (owner, job), None).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(not_retryable()),
            Err(ask_assistant::Refusal::Usage(assistant::Refusal::Database(error))) => Err(error.into()),
            Err(refusal) => Err(Unchanged::Refused(refusal.code())),
        },
        None => Err(not_retryable()),
    }
}
