-- Who may send outside the platform, and whose sends are stopped.
ALTER TABLE users
    -- When a one-time code that was sent to `mobile` was accepted; null again when the number changes.
    ADD COLUMN mobile_verified_at timestamptz,
    -- Who granted sending outside the platform.
    ADD COLUMN external_sending_by text CHECK (external_sending_by IN ('reseller', 'admin')),
    -- External messages a UTC day, where an admin set it.
    ADD COLUMN external_daily_limit integer CHECK (external_daily_limit >= 0),
    ADD COLUMN sending_stopped_at timestamptz,
    ADD COLUMN sending_stopped_by text CHECK (sending_stopped_by IN ('reseller', 'admin')),
    ADD COLUMN sending_stopped_reason text,
    ADD CONSTRAINT users_sending_stopped CHECK ((sending_stopped_at IS NULL) = (sending_stopped_by IS NULL)
        AND (sending_stopped_at IS NOT NULL OR sending_stopped_reason IS NULL));
-- Mostly empty: workers look in it for each set of messages.
CREATE INDEX users_sending_stopped ON users (id) WHERE sending_stopped_at IS NOT NULL;

-- An account without a password was opened by a one-time code to its number. Of all others nobody knows whether the
-- number is theirs; an admin may have set one since.
UPDATE users SET mobile_verified_at = created_at
WHERE password_hash IS NULL AND mobile IS NOT NULL AND NOT EXISTS (
    SELECT FROM audit_log WHERE subject_id = users.id AND action = 'user.changed' AND after ? 'mobile');

-- Which templates of the platform's shared number an account may send: by name, in one language or in all.
CREATE TABLE template_grants (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id),
    name       text NOT NULL,
    language   text,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX template_grants_once ON template_grants (user_id, name, coalesce(language, ''));

-- How many external messages an account sent on its newest day. One row per account, so no two accounts wait for each
-- other. `version` counts the changes of a row: whoever writes it has seen the one before.
CREATE TABLE external_sends (
    user_id uuid PRIMARY KEY,
    day     date NOT NULL,
    sent    bigint NOT NULL,
    version bigint NOT NULL
) WITH (fillfactor = 80);
