use chrono::{DateTime, Utc};

use super::jobs::ApplyEvent;
use crate::app::App;
use crate::db::Tx;
use crate::jobs::{self, NewJob};

/// An event that Stripe told.
#[derive(Debug)]
pub struct NewStripeEvent {
    /// Stripe's id of it.
    pub id: String,
    /// Its type, `checkout.session.completed` and such.
    pub kind: String,
    /// What is to be looked at; `None` where it is nothing to us.
    pub about: Option<ApplyEvent>,
}

/// Notes an event and makes its job, once. False where it came before.
///
/// # Errors
/// The database.
pub async fn take_event(
    app: &App,
    tx: &mut Tx,
    event: &NewStripeEvent,
    request_id: Option<String>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let mut job = event.about.as_ref().map(|about| NewJob::new(about, now)).transpose()?;
    let taken = sqlx::query!(
        "INSERT INTO stripe_events (id, type, job_id, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        event.id,
        event.kind,
        job.as_ref().map(|job| job.id.uuid()),
        now,
    )
    .execute(tx.conn())
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(job) = &mut job {
        job.request_id = request_id;
        jobs::enqueue(app, tx, std::slice::from_ref(job), now).await?;
    }
    Ok(true)
}

/// Forgets events that came at `until` or before, at most `limit`; returns how many.
///
/// # Errors
/// The database.
pub async fn purge_events(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "DELETE FROM stripe_events WHERE id IN (
            SELECT id FROM stripe_events WHERE received_at <= $1 ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
        until,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}
