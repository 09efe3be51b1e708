-- What admins allow a user in place of the default of its role. Names and defaults are in shared/src/quotas.
CREATE TABLE user_quotas (
    user_id    uuid NOT NULL REFERENCES users (id),
    name       text NOT NULL,
    amount     bigint NOT NULL CHECK (amount >= 0),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, name)
);

-- Each of these lets a quota be counted without reading more rows than it allows.
CREATE INDEX conversations_owned ON conversations (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX recharges_pending_of_user ON recharges (user_id) WHERE status = 'pending';
-- By a column that never changes: an index on the status would make each change of a message write all of its indexes.
CREATE INDEX messages_scheduled_of_sender ON messages (sender_id, send_at) WHERE send_at IS NOT NULL;
-- The newest memberships of a user, in order.
CREATE INDEX conversation_members_newest ON conversation_members (user_id, conversation_id);
DROP INDEX conversation_members_of_user;
