//! Sums of messages by day and hour, read by reports in place of messages.
//!
//! Every acceptance, status change and refund adds its difference to `message_changes` in the same transaction
//! (triggers in `migrations/0037_rollups.sql`). [`fold`] moves differences into the sums; [`backfill`] counts messages
//! that predate them. A report adds both up, so their schedule changes its cost and never its answer.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::PgExecutor;

use crate::db::Tx;
use crate::ids::UserId;

/// Work that is pending for the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Whether there are changes to fold.
    pub changes: bool,
    /// Whether older messages are not counted yet.
    pub backfill: bool,
}

/// Result of one call of [`fold`].
#[derive(Debug, Default)]
pub struct Folded {
    /// Number of changes that were folded.
    pub changes: usize,
    /// Their senders.
    pub senders: BTreeSet<UserId>,
}

/// Progress of [`backfill`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backfill {
    /// Some messages of this sender were counted.
    Counted(UserId),
    /// All messages are counted.
    Done,
}

/// Pending work; one small read.
///
/// # Errors
/// Database errors.
pub async fn pending(db: impl PgExecutor<'_>) -> sqlx::Result<Pending> {
    sqlx::query_as!(
        Pending,
        r#"SELECT EXISTS (SELECT FROM message_changes) AS "changes!",
            EXISTS (SELECT FROM message_backfill WHERE NOT is_done) AS "backfill!""#,
    )
    .fetch_one(db)
    .await
}

/// Moves at most `limit` changes into the sums. `None` if another transaction holds the lock.
///
/// # Errors
/// Database errors; nothing is moved.
pub async fn fold(tx: &mut Tx, limit: i64) -> sqlx::Result<Option<Folded>> {
    if !lock(tx).await? {
        return Ok(None);
    }
    let senders = sqlx::query_scalar!(
        r#"WITH folded AS (
            DELETE FROM message_changes
            WHERE ctid = ANY (ARRAY(SELECT ctid FROM message_changes LIMIT $1))
            RETURNING sender_id, hour, channel, status, messages, credits, refunded),
        days AS (
            INSERT INTO message_days AS old (sender_id, day, channel, status, messages, credits, refunded)
            SELECT sender_id, (hour AT TIME ZONE 'UTC')::date, channel, status, sum(messages), sum(credits), sum(refunded)
            FROM folded GROUP BY 1, 2, 3, 4
            ON CONFLICT (sender_id, day, channel, status) DO UPDATE SET messages = old.messages + excluded.messages,
                credits = old.credits + excluded.credits, refunded = old.refunded + excluded.refunded),
        hours AS (
            INSERT INTO message_hours AS old (sender_id, hour, channel, status, messages)
            SELECT sender_id, hour, channel, status, sum(messages)
            FROM folded GROUP BY 1, 2, 3, 4 HAVING sum(messages) <> 0
            ON CONFLICT (sender_id, hour, channel, status) DO UPDATE SET messages = old.messages + excluded.messages)
        SELECT sender_id AS "sender_id: UserId" FROM folded"#,
        limit,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Some(Folded { changes: senders.len(), senders: senders.into_iter().collect() }))
}

/// Counts about `limit` messages of one sender that predate the sums. `None` if another transaction holds the lock.
///
/// # Errors
/// Database errors; nothing is counted.
pub async fn backfill(tx: &mut Tx, limit: i64) -> sqlx::Result<Option<Backfill>> {
    if !lock(tx).await? {
        return Ok(None);
    }
    let Some((sender, from)) = next_uncounted(tx).await? else {
        sqlx::query!("UPDATE message_backfill SET is_done = true, day = NULL").execute(tx.conn()).await?;
        return Ok(Some(Backfill::Done));
    };
    let until = sqlx::query_scalar!(
        r#"SELECT (created_at AT TIME ZONE 'UTC')::date AS "day!" FROM messages
        WHERE sender_id = $1 AND created_at >= $2 ORDER BY created_at OFFSET $3 LIMIT 1"#,
        sender.uuid(),
        midnight(from),
        limit,
    )
    .fetch_optional(tx.conn())
    .await?;
    // Whole days; a day with more than `limit` messages on its own.
    let until = until.and_then(|until| until.max(from.succ_opt()?).into());
    count(tx, sender, from, until).await?;
    sqlx::query!("UPDATE message_backfill SET sender_id = $1, day = $2", sender.uuid(), until)
        .execute(tx.conn())
        .await?;
    Ok(Some(Backfill::Counted(sender)))
}

/// Only one transaction at a time writes sums, so none waits for another's rows, and [`count`] replaces complete sums.
async fn lock(tx: &mut Tx) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(hashtextextended('message sums', 0)) AS "is_mine!""#)
        .fetch_one(tx.conn())
        .await
}

/// The next sender with uncounted messages, and the first day to count.
async fn next_uncounted(tx: &mut Tx) -> sqlx::Result<Option<(UserId, NaiveDate)>> {
    let row = sqlx::query!(
        r#"SELECT sender_id AS "sender_id!: UserId", day AS "from!" FROM message_backfill WHERE day IS NOT NULL
        UNION ALL
        SELECT next.sender_id, (next.created_at AT TIME ZONE 'UTC')::date
        FROM message_backfill AS last CROSS JOIN LATERAL (
            SELECT sender_id, created_at FROM messages WHERE messages.sender_id > last.sender_id
            ORDER BY sender_id, created_at LIMIT 1) AS next
        WHERE last.day IS NULL"#,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.sender_id, row.from)))
}

/// Recounts a sender's messages of some days and replaces their sums. The sums then include everything visible in this
/// snapshot, so the changes visible in the same snapshot are dropped; later ones stay.
async fn count(tx: &mut Tx, sender: UserId, from: NaiveDate, until: Option<NaiveDate>) -> sqlx::Result<()> {
    let (first, end) = (midnight(from), until.map(midnight));
    sqlx::query!(
        "WITH days AS (DELETE FROM message_days WHERE sender_id = $1 AND day >= $2 AND ($3::date IS NULL OR day < $3))
        DELETE FROM message_hours WHERE sender_id = $1 AND hour >= $4 AND ($5::timestamptz IS NULL OR hour < $5)",
        sender.uuid(),
        from,
        until,
        first,
        end,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "WITH counted AS (
            DELETE FROM message_changes
            WHERE sender_id = $1 AND hour >= $2 AND ($3::timestamptz IS NULL OR hour < $3)),
        hours AS MATERIALIZED (
            SELECT date_trunc('hour', m.created_at, 'UTC') AS hour, m.channel, m.status, count(*) AS messages,
                coalesce(sum(m.price) FILTER (WHERE m.charge_id IS NOT NULL), 0) AS credits,
                coalesce(sum(refund.amount), 0) AS refunded
            FROM messages m LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = m.charge_id
            WHERE m.sender_id = $1 AND m.created_at >= $2 AND ($3::timestamptz IS NULL OR m.created_at < $3)
            GROUP BY 1, 2, 3),
        days AS (
            INSERT INTO message_days (sender_id, day, channel, status, messages, credits, refunded)
            SELECT $1, (hour AT TIME ZONE 'UTC')::date, channel, status, sum(messages), sum(credits), sum(refunded)
            FROM hours GROUP BY 2, 3, 4)
        INSERT INTO message_hours (sender_id, hour, channel, status, messages)
        SELECT $1, hour, channel, status, messages FROM hours",
        sender.uuid(),
        first,
        end,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
