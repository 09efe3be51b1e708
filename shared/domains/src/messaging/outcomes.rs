//! Outcomes of a set of messages, for the chaos page of `dev`.

use serde::Serialize;
use sqlx::PgExecutor;

use crate::ids::MessageId;

/// Numbers of sent messages and of their jobs, and the credits that they cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// Messages that exist.
    pub found: i64,
    /// Messages known to be delivered.
    pub delivered: i64,
    /// Messages that the provider took and has not reported as delivered yet.
    pub sent: i64,
    /// Messages that failed permanently, or were cancelled.
    pub failed: i64,
    /// Messages whose send has an unknown result.
    pub unknown: i64,
    /// Jobs that wait for their first attempt.
    pub waiting: i64,
    /// Jobs that wait for another attempt.
    pub retrying: i64,
    /// Jobs that a worker has claimed.
    pub running: i64,
    /// Jobs that succeeded.
    pub succeeded: i64,
    /// Jobs that failed or were cancelled.
    pub ended: i64,
    /// Jobs, of any of these, with more than one attempt.
    pub retried: i64,
    /// Credits charged for the messages.
    pub charged: i64,
    /// Credits of these charges that were refunded.
    pub refunded: i64,
}

/// Counts messages by their outcome. Each is looked up by its id.
///
/// # Errors
/// Database errors.
pub async fn outcomes(db: impl PgExecutor<'_>, ids: &[MessageId]) -> sqlx::Result<Outcomes> {
    sqlx::query_as!(
        Outcomes,
        r#"SELECT count(*) AS "found!", count(*) FILTER (WHERE status IN ('delivered', 'read')) AS "delivered!",
            count(*) FILTER (WHERE status = 'sent') AS "sent!",
            count(*) FILTER (WHERE status IN ('failed', 'cancelled')) AS "failed!",
            count(*) FILTER (WHERE status = 'unknown') AS "unknown!",
            count(*) FILTER (WHERE state = 'queued') AS "waiting!", count(*) FILTER (WHERE state = 'retrying') AS "retrying!",
            count(*) FILTER (WHERE state = 'running') AS "running!", count(*) FILTER (WHERE state = 'succeeded') AS "succeeded!",
            count(*) FILTER (WHERE state IN ('failed', 'cancelled')) AS "ended!",
            count(*) FILTER (WHERE attempt > 1) AS "retried!",
            coalesce(sum(CASE WHEN charge_id IS NULL THEN 0 ELSE price END), 0)::bigint AS "charged!",
            coalesce(sum(refund.amount), 0)::bigint AS "refunded!"
        FROM messages LEFT JOIN jobs ON jobs.id = job_id
            LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = charge_id
        WHERE messages.id = ANY($1)"#,
        ids as &[MessageId],
    )
    .fetch_one(db)
    .await
}
