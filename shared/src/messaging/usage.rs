//! What was sent, counted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use utoipa::ToSchema;

use super::{Channel, MessageStatus};
use crate::ids::UserId;

/// What a user has sent, from the first message on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Messages that went out.
    pub sent: i64,
    /// Those of them that are known to have arrived.
    pub delivered: i64,
    /// Messages that failed for good.
    pub failed: i64,
}

/// What a user's messages over one channel cost on one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CreditUsage)]
pub struct Usage {
    /// The UTC day on which they were accepted.
    pub day: NaiveDate,
    /// The channel.
    pub channel: Channel,
    /// How many.
    pub messages: i64,
    /// What they cost, in credits.
    pub credits: i64,
    /// What was given back of that until now.
    pub refunded: i64,
}

/// Counts what a user has sent.
///
/// # Errors
/// The database.
pub async fn counts(snapshot: &mut PgConnection, sender: UserId) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"SELECT count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')) AS "sent!",
            count(*) FILTER (WHERE status IN ('delivered', 'read')) AS "delivered!",
            count(*) FILTER (WHERE status = 'failed') AS "failed!"
        FROM messages WHERE sender_id = $1"#,
        sender.uuid(),
    )
    .fetch_one(snapshot)
    .await
}

/// What a user's messages cost, by UTC day and channel, newest day first. A day without messages is left out.
///
/// # Errors
/// The database.
pub async fn usage(
    db: impl PgExecutor<'_>,
    sender: UserId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Vec<Usage>> {
    sqlx::query_as!(
        Usage,
        r#"SELECT (m.created_at AT TIME ZONE 'UTC')::date AS "day!", channel AS "channel!: Channel", count(*) AS "messages!",
            coalesce(sum(charge.amount), 0)::bigint AS "credits!", coalesce(sum(refund.amount), 0)::bigint AS "refunded!"
        FROM messages m LEFT JOIN transfers charge ON charge.id = m.charge_id
            LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = m.charge_id
        WHERE sender_id = $1 AND m.created_at >= $2 AND m.created_at < $3
        GROUP BY 1, 2 ORDER BY 1 DESC, 2"#,
        sender.uuid(),
        from,
        until,
    )
    .fetch_all(db)
    .await
}

/// Spans of time that messages are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Bucket {
    /// Hours.
    Hour,
    /// UTC days.
    Day,
}

/// How many messages of one channel, accepted in one span of time, have a status.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusCount {
    /// When the span begins.
    pub since: DateTime<Utc>,
    /// The channel.
    pub channel: Channel,
    /// The status that they have now.
    pub status: MessageStatus,
    /// How many.
    pub messages: i64,
}

/// Counts what a user sent in a span of time, by smaller spans, channel and status, the oldest first. It reads these
/// messages and no others.
///
/// # Errors
/// The database.
pub async fn status_counts(
    db: impl PgExecutor<'_>,
    sender: UserId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    bucket: Bucket,
) -> sqlx::Result<Vec<StatusCount>> {
    sqlx::query_as!(
        StatusCount,
        r#"SELECT date_trunc($4, created_at, 'UTC') AS "since!", channel AS "channel: Channel",
            status AS "status: MessageStatus", count(*) AS "messages!"
        FROM messages WHERE sender_id = $1 AND created_at >= $2 AND created_at < $3
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"#,
        sender.uuid(),
        from,
        until,
        <&str>::from(bucket),
    )
    .fetch_all(db)
    .await
}
