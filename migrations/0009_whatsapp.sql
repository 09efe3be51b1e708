-- What a message says besides a text (a template or a file, as it goes out), what its provider said when it refused
-- it, and the number that a message from outside came from. Such a message has no sender among us, no job and no price.
ALTER TABLE messages
    ADD COLUMN content jsonb,
    ADD COLUMN provider_error jsonb,
    ADD COLUMN from_number text,
    ALTER COLUMN sender_id DROP NOT NULL,
    ALTER COLUMN job_id DROP NOT NULL,
    DROP CONSTRAINT messages_check,
    ADD CONSTRAINT messages_parties CHECK (CASE
        WHEN sender_id IS NULL THEN job_id IS NULL AND charge_id IS NULL AND channel <> 'in_app'
        ELSE job_id IS NOT NULL AND (channel = 'in_app') = (recipient_id IS NOT NULL)
    END);
-- Who wrote last to a phone: a message from it is an answer to that.
CREATE INDEX messages_to_phone ON messages (recipient, id) WHERE channel <> 'in_app' AND sender_id IS NOT NULL;

-- A business' own WhatsApp number. The token is sealed (DATA_ENCRYPTION_KEYS).
CREATE TABLE whatsapp_numbers (
    user_id         uuid PRIMARY KEY REFERENCES users (id),
    phone_number_id text NOT NULL UNIQUE,
    access_token    text NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);

-- What a business knows of a phone: when it last wrote, and what it does not want any more. `address` is digits only.
CREATE TABLE contacts (
    owner_id        uuid NOT NULL,
    channel         text NOT NULL,
    address         text NOT NULL,
    last_inbound_at timestamptz,
    opted_out       text CHECK (opted_out IN ('all', 'marketing')),
    opted_out_at    timestamptz,
    CHECK ((opted_out IS NULL) = (opted_out_at IS NULL)),
    PRIMARY KEY (owner_id, channel, address)
);

-- Texts with named places for what changes. The provider knows them by name and language, and takes their parameters
-- in the order in which they first occur.
CREATE TABLE message_templates (
    id         uuid PRIMARY KEY,
    owner_id   uuid NOT NULL REFERENCES users (id),
    name       text NOT NULL,
    language   text NOT NULL,
    category   text NOT NULL CHECK (category IN ('utility', 'marketing', 'authentication')),
    header     text CHECK (header IN ('text', 'image', 'video', 'document')),
    body       text NOT NULL,
    buttons    smallint NOT NULL DEFAULT 0 CHECK (buttons BETWEEN 0 AND 10),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT message_templates_name UNIQUE (owner_id, name, language)
);
