-- no-transaction
-- Messages whose words are not stored yet; empty once maintenance.index_chat has run.
CREATE INDEX CONCURRENTLY chat_messages_unindexed ON chat_messages (id)
    WHERE indexed_at IS NULL OR indexed_at < edited_at OR indexed_at < deleted_at;
