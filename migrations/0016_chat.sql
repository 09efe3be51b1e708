-- A chat. `last_seq` numbers its messages without a gap; `revision` counts every change of it but marks of reading.
-- Whoever changes a conversation, its members or its messages locks this row first.
CREATE TABLE conversations (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('direct', 'group', 'assistant')),
    name       text,
    owner_id   uuid REFERENCES users (id),
    -- The two of a direct conversation, the lower id first.
    one_id     uuid REFERENCES users (id),
    other_id   uuid REFERENCES users (id),
    last_seq   bigint NOT NULL DEFAULT 0,
    revision   bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    -- When its last message came; a list has what is newest by this first.
    active_at  timestamptz NOT NULL,
    CONSTRAINT conversations_pair CHECK ((kind = 'direct') = (one_id IS NOT NULL AND other_id IS NOT NULL)),
    CONSTRAINT conversations_once UNIQUE (one_id, other_id)
) WITH (fillfactor = 80);

CREATE TABLE conversation_members (
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    user_id         uuid NOT NULL REFERENCES users (id),
    -- The first message that they may see.
    first_seq       bigint NOT NULL,
    last_read_seq   bigint NOT NULL DEFAULT 0,
    joined_at       timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 80);
CREATE INDEX conversation_members_of_user ON conversation_members (user_id);

CREATE TABLE chat_messages (
    id              uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    seq             bigint NOT NULL,
    -- Nobody where the platform or the assistant speaks.
    sender_id       uuid,
    role            text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
    client_id       text,
    body            text NOT NULL,
    status          text NOT NULL CHECK (status IN ('sent', 'deleted')),
    created_at      timestamptz NOT NULL,
    edited_at       timestamptz,
    deleted_at      timestamptz,
    CONSTRAINT chat_messages_in_order UNIQUE (conversation_id, seq)
);
-- What a client sends again is there once.
CREATE UNIQUE INDEX chat_messages_once ON chat_messages (conversation_id, sender_id, client_id) WHERE client_id IS NOT NULL;
-- Words of any language as they are: no stems, no stop words.
CREATE INDEX chat_messages_words ON chat_messages USING gin (to_tsvector('simple', body));
