use chrono::NaiveDate;

use crate::db::Tx;

/// Archives usage of days before `today` without open completions; returns how many. The time of archiving is
/// irrelevant: reads cover both places.
///
/// # Errors
/// Database errors.
pub async fn archive(tx: &mut Tx, today: NaiveDate) -> sqlx::Result<u64> {
    let archived = sqlx::query!(
        "WITH over AS (
            DELETE FROM completion_days AS known
            WHERE day < $1 AND NOT EXISTS (
                SELECT FROM completions
                WHERE completions.user_id = known.user_id AND completions.day = known.day AND ended_at IS NULL)
            RETURNING user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros)
        INSERT INTO completion_days_archive AS old (user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros)
        SELECT user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros FROM over
        ON CONFLICT (user_id, day) DO UPDATE SET used = old.used + excluded.used,
            requests = old.requests + excluded.requests, prompt_tokens = old.prompt_tokens + excluded.prompt_tokens,
            output_tokens = old.output_tokens + excluded.output_tokens,
            cost_micros = old.cost_micros + excluded.cost_micros",
        today,
    )
    .execute(tx.conn())
    .await?;
    Ok(archived.rows_affected())
}
