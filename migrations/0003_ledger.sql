-- A user's account for one asset. `entries` counts its statement rows, so that each has a gap-free
-- number. System accounts (issuer, revenue …) have no row: every transfer would queue for it.
CREATE TABLE wallets (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id),
    asset      text NOT NULL,
    balance    bigint NOT NULL DEFAULT 0,
    entries    bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    CONSTRAINT wallets_balance_not_negative CHECK (balance >= 0),
    UNIQUE (user_id, asset)
) WITH (fillfactor = 80);

-- Double entries. `*_entry` and `*_balance` are a wallet's statement number and its balance right
-- after; both are null on a system account's side.
CREATE TABLE transfers (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('grant', 'mint', 'charge', 'refund')),
    reference    uuid NOT NULL,
    asset        text NOT NULL,
    amount       bigint NOT NULL CHECK (amount > 0),
    from_account uuid NOT NULL,
    from_entry   bigint,
    from_balance bigint CHECK (from_balance >= 0),
    to_account   uuid NOT NULL,
    to_entry     bigint,
    to_balance   bigint CHECK (to_balance >= 0),
    job_id       uuid,
    note         text,
    created_by   uuid,
    created_at   timestamptz NOT NULL,
    CHECK (from_account <> to_account),
    CHECK ((from_entry IS NULL) = (from_balance IS NULL)),
    CHECK ((to_entry IS NULL) = (to_balance IS NULL)),
    -- Each charge, refund, grant happens at most once, whatever is retried.
    CONSTRAINT transfers_once UNIQUE (kind, reference)
);
CREATE UNIQUE INDEX transfers_from_entry ON transfers (from_account, from_entry) WHERE from_entry IS NOT NULL;
CREATE UNIQUE INDEX transfers_to_entry ON transfers (to_account, to_entry) WHERE to_entry IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed: a correction is a new row', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER transfers_immutable BEFORE UPDATE OR DELETE ON transfers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
