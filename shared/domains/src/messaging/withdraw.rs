use chrono::{DateTime, Utc};

use super::{MessageStatus, News, advance};
use crate::db::Tx;
use crate::ids::MessageId;

/// Cancels and refunds a message whose job was cancelled. False if its bytes are or may be out: then nothing may be
/// cancelled.
///
/// # Errors
/// Database errors.
pub async fn withdraw(tx: &mut Tx, id: MessageId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let waits = sqlx::query_scalar!(
        r#"SELECT status IN ('queued', 'scheduled') AND sending_at IS NULL AS "waits!" FROM messages WHERE id = $1 FOR UPDATE"#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    if waits != Some(true) {
        return Ok(false);
    }
    advance(tx, &[News::of(id, MessageStatus::Cancelled, now)], now).await?;
    Ok(true)
}
