use chrono::{DateTime, Utc};

use super::{JobState, Queue, QueuedJob, push};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{JobId, UserId};

/// Makes a scheduled job due and notifies its queue. A job locked by another transaction is skipped: it is being
/// claimed or cancelled.
///
/// # Errors
/// Database errors.
pub async fn make_due(app: &App, tx: &mut Tx, id: JobId, now: DateTime<Utc>) -> sqlx::Result<()> {
    let row = sqlx::query!(
        r#"WITH free AS (SELECT id FROM jobs WHERE id = $1 AND state = $2 AND run_at > $3 FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET run_at = $3, scheduled_for = $3, enqueued_at = platform_now($4)
        FROM free WHERE jobs.id = free.id
        RETURNING jobs.queue, jobs.owner_id AS "owner: UserId""#,
        id.uuid(),
        JobState::Queued as JobState,
        now,
        app.clock.pinned() as Option<DateTime<Utc>>,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(()) };
    tx.notify(id.uuid());
    if let Ok(queue) = row.queue.parse::<Queue>() {
        let account = row.owner.map_or(uuid::Uuid::nil(), UserId::uuid);
        let app = app.clone();
        tx.after_commit(async move { push(&app, &[QueuedJob { queue, account, job: id }]).await });
    }
    Ok(())
}
