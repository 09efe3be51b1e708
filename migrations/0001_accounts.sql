-- People. A username is unique whatever its case; so is an e-mail address.
CREATE TABLE users (
    id            uuid PRIMARY KEY,
    username      text NOT NULL,
    password_hash text NOT NULL,
    email         text,
    mobile        text,
    first_name    text,
    last_name     text,
    role          text NOT NULL CHECK (role IN ('admin', 'reseller', 'business_owner', 'user')),
    parent_id     uuid REFERENCES users (id),
    status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
    created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_username_key ON users (lower(username));
CREATE UNIQUE INDEX users_email_key ON users (lower(email));
CREATE UNIQUE INDEX users_mobile_key ON users (mobile);
CREATE INDEX users_parent ON users (parent_id) WHERE parent_id IS NOT NULL;

-- The first answer to a request that carried an Idempotency-Key. `fingerprint` is keyed, so that
-- a body with a password in it can't be guessed from it.
CREATE TABLE idempotency_records (
    principal   uuid NOT NULL,
    operation   text NOT NULL,
    key         text NOT NULL,
    fingerprint bytea NOT NULL,
    status      smallint NOT NULL,
    location    text,
    -- Not jsonb: the same bytes again.
    body        json NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (principal, operation, key)
);
CREATE INDEX idempotency_records_age ON idempotency_records (created_at);
