use chrono::{DateTime, Utc};

use super::{MessageStatus, News, advance};
use crate::db::Tx;
use crate::ids::MessageId;

/// Withdraws a message whose job was withdrawn, and refunds it. False where its bytes may be out, or
/// are: then nothing may be withdrawn.
///
/// # Errors
/// The database.
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
