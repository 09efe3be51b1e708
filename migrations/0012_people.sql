-- Who suspended a user: who was weaker can't lift it. What a reseller's suspension took with it (`parent`), its end
-- gives back.
ALTER TABLE users
    ADD COLUMN suspended_by text CHECK (suspended_by IN ('parent', 'reseller', 'admin')),
    ADD CONSTRAINT users_suspension CHECK (suspended_by IS NULL OR status = 'suspended'),
    ADD CONSTRAINT users_parent CHECK (parent_id IS NULL OR role = 'business_owner');
CREATE INDEX users_of_role ON users (role, id);

-- What a reseller or a business owner tells of itself. `bank` is sealed (DATA_ENCRYPTION_KEYS); `bank_masked` is what
-- is shown of it, so that reading needs no key.
CREATE TABLE profiles (
    user_id       uuid PRIMARY KEY REFERENCES users (id),
    business_name text,
    whatsapp_mode text CHECK (whatsapp_mode IN ('official', 'unofficial')),
    address       jsonb,
    bank          text,
    bank_masked   jsonb,
    settings      jsonb NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CHECK ((bank IS NULL) = (bank_masked IS NULL))
);

-- Keys for programs. Only a digest of a key is kept: it has so much chance in it that nobody can guess it from that.
CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id),
    name         text NOT NULL,
    prefix       text NOT NULL,
    digest       bytea NOT NULL UNIQUE,
    scopes       text[] NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz NOT NULL
);
CREATE INDEX api_keys_of_user ON api_keys (user_id, id);

-- Who did what to whom. `actor_id` is null where it was done on the command line; `subject_id` is the user concerned,
-- `target` the public id of the thing.
CREATE TABLE audit_log (
    id         uuid PRIMARY KEY,
    actor_id   uuid,
    api_key_id uuid,
    session_id uuid,
    address    text,
    action     text NOT NULL,
    subject_id uuid,
    target     text,
    before     jsonb,
    after      jsonb,
    request_id text,
    created_at timestamptz NOT NULL
);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_subject ON audit_log (subject_id, id);
CREATE INDEX audit_log_action ON audit_log (action, id);
CREATE TRIGGER audit_log_immutable BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
