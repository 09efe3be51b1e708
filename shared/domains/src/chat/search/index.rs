//! The words of messages that were written without them.

use crate::db::Tx;
use crate::ids::ChatMessageId;

/// Messages per transaction.
const MAX_MESSAGES: i64 = 500;
/// Bytes of text per transaction, or one message: the event log waits for it.
const MAX_BYTES: i64 = 65_536;

/// Stores the words of some messages that lack them, because an older version of the platform wrote or changed them;
/// returns how many. Locked messages are left for the next call.
///
/// # Errors
/// Database errors.
pub async fn index(tx: &mut Tx) -> sqlx::Result<u64> {
    // The condition is that of the index `chat_messages_unindexed`.
    let rows = sqlx::query!(
        r#"SELECT id AS "id: ChatMessageId", body FROM chat_messages
        WHERE id IN (
                SELECT id FROM (
                    SELECT id, sum(octet_length(body)) OVER (ORDER BY id) - octet_length(body) AS before FROM (
                        SELECT id, body FROM chat_messages
                        WHERE indexed_at IS NULL OR indexed_at < edited_at OR indexed_at < deleted_at
                        ORDER BY id LIMIT $1) AS first) AS sized
                WHERE before < $2)
            AND (indexed_at IS NULL OR indexed_at < edited_at OR indexed_at < deleted_at)
        FOR NO KEY UPDATE SKIP LOCKED"#,
        MAX_MESSAGES,
        MAX_BYTES,
    )
    .fetch_all(tx.conn())
    .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let words: Vec<_> = rows.iter().map(|row| super::words(&row.body)).collect();
    let indexed = sqlx::query!(
        "UPDATE chat_messages m SET words = new.words::tsvector,
            indexed_at = greatest(m.created_at, m.edited_at, m.deleted_at)
        FROM UNNEST($1::uuid[], $2::text[]) AS new (id, words) WHERE m.id = new.id",
        &ids as &[ChatMessageId],
        &words,
    )
    .execute(tx.conn())
    .await?;
    Ok(indexed.rows_affected())
}
