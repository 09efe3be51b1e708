use super::JobState;
use crate::app::App;
use crate::ids::JobId;

/// Stores the progress of a running attempt, in percent, and wakes streams of the job. Without effect if the attempt is
/// over.
///
/// # Errors
/// Database errors.
pub async fn report_progress(app: &App, id: JobId, attempt: i32, percent: i16) -> sqlx::Result<()> {
    let mut tx = app.db.begin_point_lookup().await?;
    let updated = sqlx::query!(
        "UPDATE jobs SET progress = $3 WHERE id = $1 AND attempt = $2 AND state = $4",
        id.uuid(),
        attempt,
        percent,
        JobState::Running as JobState,
    )
    .execute(tx.conn())
    .await?;
    if updated.rows_affected() > 0 {
        tx.notify(id.uuid());
    }
    tx.commit().await
}
