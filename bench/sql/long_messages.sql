-- $2 messages of about 60,000 characters of the user named $1, in the conversation of the user.
WITH place AS (
    SELECT id AS conversation, owner_id AS sender FROM conversations
    WHERE owner_id = (SELECT id FROM users WHERE username = $1)
), text AS MATERIALIZED (
    SELECT number, (SELECT string_agg(md5((number * 1800 + word)::text), ' ') FROM generate_series(1, 1800) AS word) AS body
    FROM generate_series(1, $2::bigint) AS number
), said AS (
    INSERT INTO chat_messages (id, conversation_id, seq, sender_id, role, body, status, created_at)
    SELECT gen_random_uuid(), conversation, number, sender, 'user', body, 'sent', now() FROM place, text
)
UPDATE conversations SET last_seq = $2, revision = revision + $2, active_at = now() FROM place WHERE id = place.conversation
