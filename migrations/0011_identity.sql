-- Who logs in by a code that was sent to a phone has no password.
ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL;

-- A login. Access tokens name it; it ends once, and they with it.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id),
    user_agent   text,
    created_at   timestamptz NOT NULL,
    -- When tokens were last issued.
    last_used_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    -- By the database's clock, which all processes share.
    ended_at     timestamptz
);
CREATE INDEX sessions_of_user ON sessions (user_id, id) WHERE ended_at IS NULL;
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at) WHERE ended_at IS NULL;

-- Of a session's refresh tokens one works. One that was used is kept: when it comes again, it was stolen.
CREATE TABLE refresh_tokens (
    -- SHA-256: a token is 256 random bits, so there is nothing to guess.
    hash       bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- One-time codes: of each number and purpose the newest, so that a new one takes the place of older ones.
CREATE TABLE otps (
    id         uuid NOT NULL UNIQUE,
    mobile     text NOT NULL,
    purpose    text NOT NULL CHECK (purpose IN ('login', 'password_reset')),
    -- A keyed hash, from just before the code goes out. Null: there is no code, or it was refused.
    code_hash  bytea,
    -- Codes that were tried against it, right or wrong.
    tries      integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    -- Null until there is a code.
    expires_at timestamptz,
    PRIMARY KEY (mobile, purpose)
);
CREATE INDEX otps_age ON otps (created_at);
