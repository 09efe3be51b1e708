-- Messages of a sender by time: counts of a time span read no others.
CREATE INDEX messages_sent_at ON messages (sender_id, created_at) WHERE sender_id IS NOT NULL;
-- What came from one phone.
CREATE INDEX messages_from_phone ON messages (recipient_id, from_number, id) WHERE from_number IS NOT NULL;

-- What a user's console remembers for it: a JSON object of at most 4 KB.
CREATE TABLE preferences (
    user_id    uuid PRIMARY KEY REFERENCES users (id),
    data       jsonb NOT NULL,
    updated_at timestamptz NOT NULL
);

-- The last place in the event log that was purged: a reader that comes from before it has missed events.
CREATE TABLE event_horizon (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    xact    bigint NOT NULL,
    seq     bigint NOT NULL
);
-- Where events were purged before, all places before the oldest one that is left count as purged.
INSERT INTO event_horizon (xact, seq)
SELECT coalesce(min(xact) - 1, 0), 0 FROM (SELECT xact, seq FROM events ORDER BY seq LIMIT 1) AS oldest WHERE seq > 1;
