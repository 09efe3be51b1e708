//! Accepting a question: its usage unit, and its position in the conversation's line.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::Refusal;
use super::jobs::GenerateCompletion;
use super::tiers::{daily_limit, limit_of};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ChatMessageId, ConversationId, JobId, UserId};
use crate::jobs::{self, Job, NewJob};

/// Delay of a completion behind another one. When that ends, it is made due at once; this is a fallback.
const FALLBACK_DELAY: TimeDelta = TimeDelta::seconds(60);
/// Namespace of line locks among advisory locks.
const LINES: i32 = 1_600_017;

/// A unit reserved in this transaction: its day.
#[derive(Debug)]
pub struct Unit {
    day: NaiveDate,
}

/// A posted question.
#[derive(Debug)]
pub struct Ask {
    /// The asker.
    pub user: UserId,
    /// The conversation.
    pub conversation: ConversationId,
    /// The message.
    pub prompt: ChatMessageId,
    /// Its number in the conversation.
    pub prompt_seq: i64,
    /// The originating request.
    pub request_id: Option<String>,
    /// The failed job that it repeats.
    pub retried_from: Option<JobId>,
}

/// Start of the UTC day after `now`.
pub(super) fn next_day(now: DateTime<Utc>) -> DateTime<Utc> {
    (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc()
}

/// Locks the lines of conversations until the end of the transaction, always in the same order.
pub(super) async fn lock_lines(tx: &mut Tx, conversations: &[ConversationId]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"SELECT pg_advisory_xact_lock($1, line) AS "locked" FROM (
            SELECT DISTINCT hashtext(id::text) AS line FROM UNNEST($2::uuid[]) AS wanted (id) ORDER BY line) AS lines"#,
        LINES,
        conversations as &[ConversationId],
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// Reserves a unit of today for a question in a conversation, and locks its line. The day's row is locked as well:
/// concurrent requests wait and see the remainder.
///
/// # Errors
/// No unit is left, and then `tx` must be rolled back; database errors.
pub async fn reserve(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    conversation: ConversationId,
    now: DateTime<Utc>,
) -> Result<Unit, Refusal> {
    lock_lines(tx, &[conversation]).await?;
    let limit = daily_limit(app, limit_of(tx.conn(), user).await?);
    let day = now.date_naive();
    let used = sqlx::query_scalar!(
        "INSERT INTO completion_days AS known (user_id, day, used, requests)
        SELECT $1, $2, 1, 1 WHERE $3::int IS NULL OR $3 > 0
        ON CONFLICT (user_id, day) DO UPDATE SET used = known.used + 1, requests = known.requests + 1
            WHERE $3::int IS NULL OR known.used < $3
        RETURNING used",
        user.uuid(),
        day,
        limit,
    )
    .fetch_optional(tx.conn())
    .await?;
    match (used, limit) {
        (None, Some(limit)) => Err(Refusal::DailyLimit { limit, resets_at: next_day(now) }),
        _ => Ok(Unit { day }),
    }
}

/// Enqueues the job that answers a question, behind the conversation's open ones.
///
/// # Errors
/// Database errors.
pub async fn enqueue(app: &App, tx: &mut Tx, unit: Unit, ask: Ask, now: DateTime<Utc>) -> sqlx::Result<Job> {
    let is_behind = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM completions WHERE conversation_id = $1 AND ended_at IS NULL) AS "is!""#,
        ask.conversation.uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    let run_at = if is_behind { now + FALLBACK_DELAY } else { now };
    let id = JobId::new();
    let job = NewJob {
        id,
        owner: Some(ask.user),
        request_id: ask.request_id,
        retried_from: ask.retried_from,
        ..NewJob::new(&GenerateCompletion { job_id: id }, run_at)?
    };
    sqlx::query!(
        "INSERT INTO completions (job_id, user_id, conversation_id, prompt_id, prompt_seq, day, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        job.id.uuid(),
        ask.user.uuid(),
        ask.conversation.uuid(),
        ask.prompt.uuid(),
        ask.prompt_seq,
        unit.day,
        now,
    )
    .execute(tx.conn())
    .await?;
    jobs::enqueue(app, tx, std::slice::from_ref(&job), now).await?;
    Ok(job.to_job(now))
}
