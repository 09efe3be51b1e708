-- The words of chat messages are stored, so that a search reads them and computes none, and found by conversation.
-- Words of any language as they are: no stems, no stop words. A message is searched by its first 8192 characters.
--
-- btree_gin is a trusted extension: a role that may create objects in the database may create it.
--
-- Locks: the column rewrites chat_messages and the index is built on it, so chat waits for as long as both take (some
-- seconds a million messages). Everything else goes on. Processes of the version before go on too: their searches
-- compute words as before, now without an index of their own, within a conversation.
CREATE EXTENSION IF NOT EXISTS btree_gin;
DROP INDEX chat_messages_words;
ALTER TABLE chat_messages
    ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', left(body, 8192))) STORED;
CREATE INDEX chat_messages_words ON chat_messages USING gin (conversation_id, words);
