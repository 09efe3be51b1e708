//! Counts of sent messages: from the sums of [`super::rollup`] and the changes not folded into them yet. The messages
//! of a sender that is not backfilled yet are read directly.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::spans::{Bucket, Spans};
use super::{Channel, MessageStatus};
use crate::ids::UserId;

/// A user's sends since the first message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Messages that were sent.
    pub sent: i64,
    /// The ones known to be delivered.
    pub delivered: i64,
    /// Messages that failed permanently.
    pub failed: i64,
}

/// The cost of a user's messages over one channel on one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CreditUsage)]
pub struct Usage {
    /// The UTC day of their acceptance.
    pub day: NaiveDate,
    /// The channel.
    pub channel: Channel,
    /// Number of messages.
    pub messages: i64,
    /// Their cost, in credits.
    pub credits: i64,
    /// Refunded credits so far.
    pub refunded: i64,
}

/// Counts a user's sends.
///
/// # Errors
/// Database errors.
pub async fn counts(db: impl PgExecutor<'_>, sender: UserId) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"WITH ready AS MATERIALIZED (
            SELECT is_done OR sender_id > $1 OR (sender_id = $1 AND day IS NULL) AS is_ready FROM message_backfill),
        counted AS (
            SELECT status, messages FROM message_days WHERE sender_id = $1 AND (SELECT is_ready FROM ready)
            UNION ALL
            SELECT status, messages FROM message_changes WHERE sender_id = $1 AND (SELECT is_ready FROM ready)
            UNION ALL
            SELECT status, 1 FROM messages WHERE sender_id = $1 AND NOT (SELECT is_ready FROM ready))
        SELECT coalesce(sum(messages) FILTER (WHERE status IN ('sent', 'delivered', 'read')), 0)::bigint AS "sent!",
            coalesce(sum(messages) FILTER (WHERE status IN ('delivered', 'read')), 0)::bigint AS "delivered!",
            coalesce(sum(messages) FILTER (WHERE status = 'failed'), 0)::bigint AS "failed!"
        FROM counted"#,
        sender.uuid(),
    )
    .fetch_one(db)
    .await
}

/// The cost of a user's messages of the UTC days from `from` (inclusive) to `until` (exclusive), by day and channel,
/// newest day first. Days without messages are omitted.
///
/// # Errors
/// Database errors.
pub async fn usage(
    db: impl PgExecutor<'_>,
    sender: UserId,
    from: NaiveDate,
    until: NaiveDate,
) -> sqlx::Result<Vec<Usage>> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    sqlx::query_as!(
        Usage,
        r#"WITH ready AS MATERIALIZED (
            SELECT is_done OR sender_id > $1 OR (sender_id = $1 AND day IS NULL) AS is_ready FROM message_backfill),
        counted AS (
            SELECT day, channel, messages, credits, refunded FROM message_days
            WHERE sender_id = $1 AND day >= $2 AND day < $3 AND (SELECT is_ready FROM ready)
            UNION ALL
            SELECT (hour AT TIME ZONE 'UTC')::date, channel, messages, credits, refunded FROM message_changes
            WHERE sender_id = $1 AND hour >= $4 AND hour < $5 AND (SELECT is_ready FROM ready)
            UNION ALL
            SELECT (m.created_at AT TIME ZONE 'UTC')::date, channel, 1, CASE WHEN charge_id IS NULL THEN 0 ELSE price END,
                coalesce(refund.amount, 0)
            FROM messages m LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = m.charge_id
            WHERE sender_id = $1 AND m.created_at >= $4 AND m.created_at < $5 AND NOT (SELECT is_ready FROM ready))
        SELECT day AS "day!", channel AS "channel!: Channel", sum(messages)::bigint AS "messages!",
            sum(credits)::bigint AS "credits!", sum(refunded)::bigint AS "refunded!"
        FROM counted GROUP BY 1, 2 HAVING sum(messages) <> 0 ORDER BY 1 DESC, 2"#,
        sender.uuid(),
        from,
        until,
        midnight(from),
        midnight(until),
    )
    .fetch_all(db)
    .await
}

/// The number of messages of one channel and status, accepted in one bucket of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusCount {
    /// Start of the bucket.
    pub since: DateTime<Utc>,
    /// The channel.
    pub channel: Channel,
    /// Their current status.
    pub status: MessageStatus,
    /// Number of messages.
    pub messages: i64,
}

/// Counts a user's sends in a time span, by bucket, channel and status, oldest first.
///
/// Reads sums of days and hours. If the span starts or ends within an hour, the messages of the shorter part of that
/// hour are read too; none if the span ends now.
///
/// # Errors
/// Database errors.
pub async fn status_counts(
    db: impl PgExecutor<'_>,
    sender: UserId,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
    bucket: Bucket,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<StatusCount>> {
    // `OFFSET 0`: looks each span up by sender and time, instead of joining all rows of the sender.
    let Spans { whole, days, hours, parts } = Spans::of((since, until), bucket, now);
    sqlx::query_as!(
        StatusCount,
        r#"WITH ready AS MATERIALIZED (
            SELECT is_done OR sender_id > $1 OR (sender_id = $1 AND day IS NULL) AS is_ready FROM message_backfill),
        part AS (
            SELECT * FROM UNNEST($5::timestamptz[], $6::timestamptz[], $7::bigint[]) AS part (since, until, sign)
            WHERE (SELECT is_ready FROM ready)
            UNION ALL
            SELECT $2, $3, 1 WHERE NOT (SELECT is_ready FROM ready)),
        counted AS (
            SELECT day::timestamp AT TIME ZONE 'UTC' AS at, channel, status, messages FROM message_days
            WHERE sender_id = $1 AND day >= $8 AND day < $9 AND (SELECT is_ready FROM ready)
            UNION ALL
            SELECT hour, channel, status, messages
            FROM UNNEST($10::timestamptz[], $11::timestamptz[]) AS span (since, until) CROSS JOIN LATERAL (
                SELECT hour, channel, status, messages FROM message_hours
                WHERE sender_id = $1 AND hour >= span.since AND hour < span.until OFFSET 0) AS hours
            WHERE (SELECT is_ready FROM ready)
            UNION ALL
            SELECT hour, channel, status, messages FROM message_changes
            WHERE sender_id = $1 AND hour >= $12 AND hour < $13 AND (SELECT is_ready FROM ready)
            UNION ALL
            SELECT created_at, channel, status, sign FROM part CROSS JOIN LATERAL (
                SELECT created_at, channel, status FROM messages
                WHERE sender_id = $1 AND created_at >= part.since AND created_at < part.until OFFSET 0) AS messages)
        SELECT date_trunc($4, at, 'UTC') AS "since!", channel AS "channel!: Channel",
            status AS "status!: MessageStatus", sum(messages)::bigint AS "messages!"
        FROM counted GROUP BY 1, 2, 3 HAVING sum(messages) <> 0 ORDER BY 1, 2, 3"#,
        sender.uuid(),
        since,
        until,
        <&str>::from(bucket),
        &parts.iter().map(|part| part.since).collect::<Vec<_>>(),
        &parts.iter().map(|part| part.until).collect::<Vec<_>>(),
        &parts.iter().map(|part| part.sign).collect::<Vec<_>>(),
        days.0,
        days.1,
        &hours.iter().map(|(since, _)| *since).collect::<Vec<_>>(),
        &hours.iter().map(|(_, until)| *until).collect::<Vec<_>>(),
        whole.0,
        whole.1,
    )
    .fetch_all(db)
    .await
}
