-- The words of a chat message come from the API with the message: the text parser of Postgres takes quadratic time for
-- some texts. `indexed_at` is the time of the text whose words are stored; older rows get theirs from the job
-- maintenance.index_chat, as do rows that processes of the version before write meanwhile.
--
-- Locks: chat_messages briefly, no rewrite. Searches of the version before continue.
ALTER TABLE chat_messages ALTER COLUMN words DROP EXPRESSION;
ALTER TABLE chat_messages ADD COLUMN indexed_at timestamptz;
-- New words collect in a list that the insert that fills it moves to the index: its default of 4 MB takes a second.
ALTER INDEX chat_messages_words SET (gin_pending_list_limit = 64);
SELECT gin_clean_pending_list('chat_messages_words');
