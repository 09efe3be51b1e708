//! Ends of completions: settles the unit and advances the line.

use chrono::{DateTime, NaiveDate, Utc};

use super::accept::lock_lines;
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ChatMessageId, ConversationId, JobId, UserId};
use crate::jobs;

/// A generated answer.
#[derive(Debug, Clone)]
pub struct Made {
    /// The id of its message.
    pub message_id: ChatMessageId,
    /// The model.
    pub model: String,
    /// The finish reason.
    pub finish_reason: String,
    /// Prompt tokens.
    pub prompt_tokens: i64,
    /// Output tokens.
    pub output_tokens: i64,
    /// Their cost, in millionths of the currency.
    pub cost_micros: i64,
}

/// How a completion ended.
#[derive(Debug, Clone)]
pub enum End {
    /// With an answer.
    Answered(Made),
    /// Without one.
    Failed,
    /// Cancelled by its owner.
    Cancelled,
}

impl End {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn made(&self) -> Option<&Made> {
        match self {
            Self::Answered(made) => Some(made),
            Self::Failed | Self::Cancelled => None,
        }
    }
}

/// An ended completion.
struct Ended {
    user_id: UserId,
    day: NaiveDate,
    conversation_id: ConversationId,
    place: i64,
}

/// Ends completions, each once: without an answer the unit is returned; the next in line is made due. Returns the
/// conversations of the newly ended ones.
///
/// # Errors
/// Database errors.
pub async fn end(
    app: &App,
    tx: &mut Tx,
    ends: &[(JobId, End)],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(JobId, ConversationId)>> {
    let jobs: Vec<_> = ends.iter().map(|(job, _)| *job).collect();
    let conversations = sqlx::query_scalar!(
        r#"SELECT conversation_id AS "id: ConversationId" FROM completions WHERE job_id = ANY($1) AND ended_at IS NULL"#,
        &jobs as &[JobId],
    )
    .fetch_all(tx.conn())
    .await?;
    lock_lines(tx, &conversations).await?;
    let mut ended = Vec::with_capacity(ends.len());
    for (job, end) in ends {
        if let Some(it) = write(tx, *job, end, now).await? {
            ended.push((*job, it, end));
        }
    }
    // Settling locks days: always in the same order.
    ended.sort_unstable_by_key(|(_, it, _)| (it.user_id, it.day));
    for (_, it, end) in &ended {
        settle_day(tx, it, end.made()).await?;
    }
    for (_, it, _) in &ended {
        advance_line(app, tx, it, now).await?;
    }
    Ok(ended.into_iter().map(|(job, it, _)| (job, it.conversation_id)).collect())
}

/// Ends the completion of a cancelled job.
///
/// # Errors
/// Database errors.
pub async fn withdraw(app: &App, tx: &mut Tx, job: JobId, now: DateTime<Utc>) -> sqlx::Result<()> {
    end(app, tx, &[(job, End::Cancelled)], now).await?;
    Ok(())
}

async fn write(tx: &mut Tx, job: JobId, end: &End, now: DateTime<Utc>) -> sqlx::Result<Option<Ended>> {
    let made = end.made();
    sqlx::query_as!(
        Ended,
        r#"UPDATE completions SET ended_at = $2, outcome = $3, answer_id = $4, model = $5, finish_reason = $6,
            prompt_tokens = $7, output_tokens = $8
        WHERE job_id = $1 AND ended_at IS NULL
        RETURNING user_id AS "user_id: UserId", day, conversation_id AS "conversation_id: ConversationId", place"#,
        job.uuid(),
        now,
        end.outcome(),
        made.map(|made| made.message_id.uuid()),
        made.map(|made| made.model.as_str()),
        made.map(|made| made.finish_reason.as_str()),
        made.map(|made| made.prompt_tokens),
        made.map(|made| made.output_tokens),
    )
    .fetch_optional(tx.conn())
    .await
}

/// Returns the unit to its day, or records the answer's usage.
async fn settle_day(tx: &mut Tx, ended: &Ended, made: Option<&Made>) -> sqlx::Result<()> {
    let (prompt, output, cost) =
        made.map_or((0, 0, 0), |made| (made.prompt_tokens, made.output_tokens, made.cost_micros));
    sqlx::query!(
        "UPDATE completion_days SET used = used - $3, prompt_tokens = prompt_tokens + $4,
            output_tokens = output_tokens + $5, cost_micros = cost_micros + $6 WHERE user_id = $1 AND day = $2",
        ended.user_id.uuid(),
        ended.day,
        i32::from(made.is_none()),
        prompt,
        output,
        cost,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes the next completion due if the first in line ended.
async fn advance_line(app: &App, tx: &mut Tx, ended: &Ended, now: DateTime<Utc>) -> sqlx::Result<()> {
    let first = sqlx::query!(
        r#"SELECT job_id AS "job_id: JobId", place FROM completions
        WHERE conversation_id = $1 AND ended_at IS NULL ORDER BY place LIMIT 1"#,
        ended.conversation_id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    match first {
        Some(next) if next.place > ended.place => jobs::make_due(app, tx, next.job_id, now).await,
        _ => Ok(()),
    }
}
