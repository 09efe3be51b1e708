-- A hash chain over the ledger, built behind it: each block has for some wallets how they stood after so many entries.
-- A proof replays only what came after a wallet's newest checkpoint; a whole one finds what was changed before it.
CREATE TABLE ledger_blocks (
    number     bigint PRIMARY KEY CHECK (number > 0),
    -- The hash of the block before; empty for the first.
    previous   bytea NOT NULL,
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- `platform` is what of the balance came from accounts of the platform; the rest came from other wallets. `hash` is
-- over the wallet's checkpoint before and the digests of the transfers since, in their order.
CREATE TABLE ledger_checkpoints (
    wallet_id uuid NOT NULL,
    block     bigint NOT NULL REFERENCES ledger_blocks (number),
    entries   bigint NOT NULL,
    balance   bigint NOT NULL,
    platform  bigint NOT NULL,
    hash      bytea NOT NULL,
    PRIMARY KEY (wallet_id, block)
);
CREATE INDEX ledger_checkpoints_of_block ON ledger_checkpoints (block);

CREATE TRIGGER ledger_blocks_immutable BEFORE UPDATE OR DELETE ON ledger_blocks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_checkpoints_immutable BEFORE UPDATE OR DELETE ON ledger_checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION transfer_digest(t transfers) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(t.id, t.kind, t.reference, t.asset, t.amount, t.from_account,
        t.from_entry, t.from_balance, t.to_account, t.to_entry, t.to_balance, t.job_id, t.note, t.created_by,
        extract(epoch FROM t.created_at))::text, 'UTF8'))
$$;

CREATE FUNCTION checkpoint_bytes(wallet uuid, entries bigint, balance bigint, platform bigint, hash bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT uuid_send(wallet) || int8send(entries) || int8send(balance) || int8send(platform) || hash
$$;
