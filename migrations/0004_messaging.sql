-- Billed sends. `sending_at` is set before the bytes of a provider call go out and cleared by a
-- definite answer: while it stands, nobody may send again.
CREATE TABLE messages (
    id                  uuid PRIMARY KEY,
    channel             text NOT NULL CHECK (channel IN ('in_app', 'whatsapp')),
    sender_id           uuid NOT NULL,
    recipient_id        uuid,
    recipient           text NOT NULL,
    body                text NOT NULL,
    status              text NOT NULL CHECK (status IN ('scheduled', 'queued', 'sent', 'delivered', 'read', 'failed', 'cancelled', 'unknown')),
    segments            smallint NOT NULL,
    price               bigint NOT NULL,
    charge_id           uuid,
    job_id              uuid NOT NULL,
    provider_message_id text,
    error               jsonb,
    metadata            jsonb NOT NULL,
    send_at             timestamptz,
    sending_at          timestamptz,
    created_at          timestamptz NOT NULL,
    sent_at             timestamptz,
    delivered_at        timestamptz,
    read_at             timestamptz,
    CHECK ((channel = 'in_app') = (recipient_id IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX messages_sent ON messages (sender_id, id);
CREATE INDEX messages_received ON messages (recipient_id, id) WHERE recipient_id IS NOT NULL;
CREATE UNIQUE INDEX messages_provider_id ON messages (provider_message_id) WHERE provider_message_id IS NOT NULL;
