use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::types::Json;

use super::db::net;
use super::{Direction, Distribution, DistributionStatus};
use crate::accounts::{self, UserStatus};
use crate::db::Tx;
use crate::events;
use crate::ids::{DistributionId, JobId, UserId};
use crate::jobs::JobError;
use crate::ledger::{self, CREDIT, Movement};

/// Makes the distributions of these jobs, all or none per job. Returns each job's failure.
///
/// # Errors
/// Database errors; nothing is moved.
pub async fn distribute(tx: &mut Tx, jobs: &[JobId], now: DateTime<Utc>) -> sqlx::Result<Vec<Result<(), JobError>>> {
    let pending = lock(tx, jobs).await?;
    let users: Vec<_> = pending.iter().flat_map(|it| [it.reseller_id, it.business_owner_id]).collect();
    // All at once, before any read: what is read from now on can't change.
    ledger::lock(tx, CREDIT, &users).await?;
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        let together: Vec<_> = pending.iter().filter(|it| it.job_id == *job).collect();
        let refused = match check(tx, &together).await? {
            None => move_credits(tx, &together, now).await?,
            refused => refused,
        };
        end(tx, *job, refused.as_ref(), now).await?;
        answers.push(refused.map_or(Ok(()), Err));
    }
    Ok(answers)
}

/// Fails a job's distributions.
///
/// # Errors
/// Database errors.
pub async fn fail(tx: &mut Tx, job: JobId, error: &JobError, now: DateTime<Utc>) -> sqlx::Result<()> {
    lock(tx, &[job]).await?;
    end(tx, job, Some(error), now).await
}

/// Cancels the distributions of a cancelled job.
///
/// # Errors
/// Database errors.
pub async fn withdraw(tx: &mut Tx, job: JobId, now: DateTime<Utc>) -> sqlx::Result<()> {
    lock(tx, &[job]).await?;
    write(tx, job, DistributionStatus::Cancelled, None, now).await
}

/// The pending distributions of these jobs, in request order.
async fn lock(tx: &mut Tx, jobs: &[JobId]) -> sqlx::Result<Vec<Distribution>> {
    sqlx::query_as!(
        Distribution,
        r#"SELECT id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at
        FROM credit_distributions WHERE job_id = ANY($1) AND status = 'pending' ORDER BY id FOR UPDATE"#,
        jobs as &[JobId],
    )
    .fetch_all(tx.conn())
    .await
}

/// Conditions that may have changed since acceptance.
async fn check(tx: &mut Tx, together: &[&Distribution]) -> sqlx::Result<Option<JobError>> {
    let Some(first) = together.first() else { return Ok(None) };
    // Its jobs were cancelled, except running ones.
    if accounts::get(tx.conn(), first.reseller_id).await?.is_none_or(|it| it.status == UserStatus::Suspended) {
        return Ok(Some(JobError::permanent("reseller_suspended", "You were suspended in the meantime.")));
    }
    let owners: Vec<_> = together.iter().map(|it| it.business_owner_id).collect();
    let known = accounts::business_owners(tx.conn(), first.reseller_id, &owners).await?;
    for it in together {
        let known = known.iter().find(|(id, _)| *id == it.business_owner_id);
        match (it.direction(), known) {
            (_, None) => {
                return Ok(Some(JobError::permanent("not_your_business_owner", "The account is no longer yours.")));
            }
            (Direction::Out, Some((_, UserStatus::Suspended))) => {
                return Ok(Some(JobError::permanent(
                    "business_owner_suspended",
                    "The account was suspended in the meantime.",
                )));
            }
            (Direction::Out, Some(_)) => {}
            (Direction::Back, Some(_)) => {
                if net(tx.conn(), (it.reseller_id, it.business_owner_id)).await? + it.credits < 0 {
                    return Ok(Some(insufficient()));
                }
            }
        }
    }
    Ok(None)
}

fn insufficient() -> JobError {
    JobError::permanent("insufficient_credits", "The credits were spent in the meantime.")
}

async fn move_credits(tx: &mut Tx, together: &[&Distribution], now: DateTime<Utc>) -> sqlx::Result<Option<JobError>> {
    let movements: Vec<_> = together
        .iter()
        .map(|it| {
            let (parties, amount) = ((it.reseller_id, it.business_owner_id), it.credits.abs());
            let movement = match it.direction() {
                Direction::Out => Movement::distribution(it.id, parties, amount, it.job_id),
                Direction::Back => Movement::reclaim(it.id, parties, amount, it.job_id),
            };
            Movement { note: it.note.clone(), created_by: Some(it.reseller_id), ..movement }
        })
        .collect();
    match ledger::post_all(tx, CREDIT, &movements, now).await? {
        // A pending distribution was never moved: one transaction writes both.
        Ok(_) => Ok(None),
        Err(ledger::Refusal::Insufficient { .. }) => Ok(Some(insufficient())),
        Err(refusal @ (ledger::Refusal::Done | ledger::Refusal::NoWallet)) => {
            tracing::error!(error = %refusal, "the ledger rejected a distribution");
            Ok(Some(JobError::permanent("internal_error", "Something went wrong on our side.")))
        }
    }
}

async fn end(tx: &mut Tx, job: JobId, error: Option<&JobError>, now: DateTime<Utc>) -> sqlx::Result<()> {
    let status = if error.is_some() { DistributionStatus::Failed } else { DistributionStatus::Succeeded };
    write(tx, job, status, error, now).await
}

async fn write(
    tx: &mut Tx,
    job: JobId,
    status: DistributionStatus,
    error: Option<&JobError>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ended = sqlx::query_as!(
        Distribution,
        r#"UPDATE credit_distributions SET status = $2, error = $3, finished_at = $4
        WHERE job_id = $1 AND status = 'pending'
        RETURNING id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at"#,
        job.uuid(),
        status as DistributionStatus,
        error.map(|error| json!(error)),
        now,
    )
    .fetch_all(tx.conn())
    .await?;
    events::record(tx, ended.iter().flat_map(Distribution::events), now);
    Ok(())
}
