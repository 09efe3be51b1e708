use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgExecutor;

use super::accept::next_day;
use super::tiers::{daily_limit, limit_of};
use super::{Completion, CompletionInfo, Day, Tokens, Usage};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ChatMessageId, ConversationId, JobId, UserId};
use crate::page::{Page, PageRequest};

/// Maximum number of exchanges searched for a history.
const MAX_EXCHANGES: i64 = 200;

/// A user's usage of today.
///
/// # Errors
/// Database errors.
pub async fn usage(app: &App, user: UserId) -> sqlx::Result<Usage> {
    let now = app.clock.now();
    let known = limit_of(app.db.pool(), user).await?;
    let used = sqlx::query_scalar!(
        "SELECT used FROM completion_days WHERE user_id = $1 AND day = $2",
        user.uuid(),
        now.date_naive(),
    )
    .fetch_optional(app.db.pool())
    .await?
    .unwrap_or_default();
    let limit = daily_limit(app, known);
    let remaining = limit.map(|limit| (limit - used).max(0));
    Ok(Usage { tier: known.0, limit, used, remaining, resets_at: next_day(now) })
}

/// A user's days, newest first.
///
/// # Errors
/// Database errors.
pub async fn days(db: impl PgExecutor<'_>, user: UserId, request: &PageRequest<NaiveDate>) -> sqlx::Result<Page<Day>> {
    let rows = sqlx::query!(
        "SELECT day, requests, used, prompt_tokens, output_tokens, cost_micros FROM completion_days
        WHERE user_id = $1 AND ($2::date IS NULL OR day < $2) ORDER BY day DESC LIMIT $3",
        user.uuid(),
        request.after,
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    let days = rows.into_iter().map(|row| Day {
        day: row.day,
        requests: row.requests,
        used: row.used,
        prompt_tokens: row.prompt_tokens,
        output_tokens: row.output_tokens,
        cost: format!("{}.{:06}", row.cost_micros / 1_000_000, row.cost_micros % 1_000_000),
    });
    Ok(request.page(days.collect(), |day| day.day))
}

/// The completion of a job, if it is open.
///
/// # Errors
/// Database errors.
pub async fn completion(db: impl PgExecutor<'_>, job: JobId) -> sqlx::Result<Option<Completion>> {
    sqlx::query_as!(
        Completion,
        r#"SELECT job_id AS "job_id: JobId", user_id AS "user_id: UserId",
            conversation_id AS "conversation_id: ConversationId", place, prompt_id AS "prompt_id: ChatMessageId",
            prompt_seq, attempts, created_at, cancel_requested_at
        FROM completions WHERE job_id = $1 AND ended_at IS NULL"#,
        job.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// Whether a completion is the first in its conversation.
///
/// # Errors
/// Database errors.
pub async fn is_first(db: impl PgExecutor<'_>, completion: &Completion) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT NOT EXISTS (
            SELECT FROM completions WHERE conversation_id = $1 AND ended_at IS NULL AND place < $2) AS "is!""#,
        completion.conversation_id.uuid(),
        completion.place,
    )
    .fetch_one(db)
    .await
}

/// Counts a model request; returns the number so far.
///
/// # Errors
/// Database errors.
pub async fn begin_attempt(tx: &mut Tx, job: JobId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "UPDATE completions SET attempts = attempts + 1 WHERE job_id = $1 RETURNING attempts",
        job.uuid()
    )
    .fetch_one(tx.conn())
    .await
}

/// Records the owner's cancellation request; false if the completion has ended or is not the owner's.
///
/// # Errors
/// Database errors.
pub async fn request_cancel(tx: &mut Tx, owner: UserId, job: JobId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let noted = sqlx::query!(
        "UPDATE completions SET cancel_requested_at = coalesce(cancel_requested_at, $3)
        WHERE job_id = $1 AND user_id = $2 AND ended_at IS NULL",
        job.uuid(),
        owner.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(noted.rows_affected() > 0)
}

/// Records a cancellation request for all completions of `owner`.
///
/// # Errors
/// Database errors.
pub async fn request_cancel_all(tx: &mut Tx, owner: UserId, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE completions SET cancel_requested_at = $2
        WHERE user_id = $1 AND ended_at IS NULL AND cancel_requested_at IS NULL",
        owner.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The jobs among `jobs` with a cancellation request.
///
/// # Errors
/// Database errors.
pub async fn cancel_requested(db: impl PgExecutor<'_>, jobs: &[JobId]) -> sqlx::Result<Vec<JobId>> {
    sqlx::query_scalar!(
        r#"SELECT job_id AS "id: JobId" FROM completions WHERE job_id = ANY($1) AND cancel_requested_at IS NOT NULL"#,
        jobs as &[JobId],
    )
    .fetch_all(db)
    .await
}

/// The newest job that answers a question of the user.
///
/// # Errors
/// Database errors.
pub async fn job_of_prompt(
    db: impl PgExecutor<'_>,
    user: UserId,
    (conversation, prompt_seq): (ConversationId, i64),
) -> sqlx::Result<Option<JobId>> {
    sqlx::query_scalar!(
        r#"SELECT job_id AS "id: JobId" FROM completions
        WHERE conversation_id = $1 AND prompt_seq = $2 AND user_id = $3 ORDER BY place DESC LIMIT 1"#,
        conversation.uuid(),
        prompt_seq,
        user.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// An answered question.
#[derive(Debug)]
pub struct Exchange {
    /// The question's number in the conversation.
    pub prompt_seq: i64,
    /// The answer.
    pub answer_id: ChatMessageId,
}

/// The newest answered questions of a conversation before a position in its line.
///
/// # Errors
/// Database errors.
pub async fn exchanges(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    before: i64,
) -> sqlx::Result<Vec<Exchange>> {
    sqlx::query_as!(
        Exchange,
        r#"SELECT prompt_seq, answer_id AS "answer_id!: ChatMessageId" FROM completions
        WHERE conversation_id = $1 AND place < $2 AND answer_id IS NOT NULL
        ORDER BY prompt_seq DESC LIMIT $3"#,
        conversation.uuid(),
        before,
        MAX_EXCHANGES,
    )
    .fetch_all(db)
    .await
}

/// The completion details of those messages that are answers in a conversation.
///
/// # Errors
/// Database errors.
pub async fn answers(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    messages: &[ChatMessageId],
) -> sqlx::Result<HashMap<ChatMessageId, CompletionInfo>> {
    let rows = sqlx::query!(
        r#"SELECT job_id AS "job_id: JobId", answer_id AS "answer_id!: ChatMessageId", model AS "model!",
            finish_reason AS "finish_reason!", prompt_tokens AS "prompt_tokens!", output_tokens AS "output_tokens!"
        FROM completions WHERE conversation_id = $1 AND answer_id = ANY($2)"#,
        conversation.uuid(),
        messages as &[ChatMessageId],
    )
    .fetch_all(db)
    .await?;
    let info = rows.into_iter().map(|row| {
        let usage = Tokens::new(row.prompt_tokens, row.output_tokens);
        let info = CompletionInfo { job_id: row.job_id, model: row.model, finish_reason: row.finish_reason, usage };
        (row.answer_id, info)
    });
    Ok(info.collect())
}

/// The newest job of each of these questions of a conversation, by the question's number.
///
/// # Errors
/// Database errors.
pub async fn jobs_of_questions(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    questions: &[i64],
) -> sqlx::Result<HashMap<i64, JobId>> {
    let rows = sqlx::query!(
        r#"SELECT prompt_seq, job_id AS "job_id: JobId" FROM completions
        WHERE conversation_id = $1 AND prompt_seq = ANY($2) ORDER BY place"#,
        conversation.uuid(),
        questions,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.prompt_seq, row.job_id)).collect())
}

/// An unanswered question, to be retried.
#[derive(Debug)]
pub struct Unanswered {
    /// Its conversation.
    pub conversation_id: ConversationId,
    /// The question.
    pub prompt_id: ChatMessageId,
    /// Its number in the conversation.
    pub prompt_seq: i64,
}

/// The question that a job of `user` failed to answer; `None` if it succeeded or is open.
///
/// # Errors
/// Database errors.
pub async fn unanswered(db: impl PgExecutor<'_>, user: UserId, job: JobId) -> sqlx::Result<Option<Unanswered>> {
    sqlx::query_as!(
        Unanswered,
        r#"SELECT conversation_id AS "conversation_id: ConversationId", prompt_id AS "prompt_id: ChatMessageId", prompt_seq
        FROM completions WHERE job_id = $1 AND user_id = $2 AND outcome = 'failed'"#,
        job.uuid(),
        user.uuid(),
    )
    .fetch_optional(db)
    .await
}
