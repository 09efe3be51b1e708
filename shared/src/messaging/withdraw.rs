use chrono::{DateTime, Utc};

use super::{MessageStatus, News, advance, lock};
use crate::db::Tx;
use crate::ids::MessageId;

/// Withdraws a message whose job was withdrawn, and refunds it. False where its bytes may be out:
/// then nothing may be withdrawn.
///
/// # Errors
/// The database.
pub async fn withdraw(tx: &mut Tx, id: MessageId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    if !lock(tx, &[id]).await?.is_empty() {
        return Ok(false);
    }
    let news = News { id, status: MessageStatus::Cancelled, at: now, provider_message_id: None, error: None };
    advance(tx, &[news], now).await?;
    Ok(true)
}
