-- Credits granted at sign-up pay for in-app messages only. They are part of a wallet's balance: `promotional` says how
-- many of it, and how many of a transfer's amount. What existed has none, but for the conversion below.
ALTER TABLE wallets
    ADD COLUMN promotional bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT wallets_promotional_within_balance CHECK (promotional BETWEEN 0 AND balance);
ALTER TABLE transfers ADD COLUMN promotional bigint NOT NULL DEFAULT 0;
-- Not checked for the rows that exist: they are all zero.
ALTER TABLE transfers
    ADD CONSTRAINT transfers_promotional_within_amount CHECK (promotional BETWEEN 0 AND amount) NOT VALID;
ALTER TABLE ledger_checkpoints ADD COLUMN promotional bigint NOT NULL DEFAULT 0;

-- The chain covers the new column. Rows with zero keep their digest, so existing blocks stay valid.
CREATE OR REPLACE FUNCTION transfer_digest(t transfers) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to((jsonb_build_array(t.id, t.kind, t.reference, t.asset, t.amount, t.from_account,
        t.from_entry, t.from_balance, t.to_account, t.to_entry, t.to_balance, t.job_id, t.note, t.created_by,
        extract(epoch FROM t.created_at))
        || CASE WHEN t.promotional = 0 THEN '[]'::jsonb ELSE jsonb_build_array(t.promotional) END)::text, 'UTF8'))
$$;

CREATE FUNCTION checkpoint_bytes(
    wallet uuid, entries bigint, balance bigint, platform bigint, promotional bigint, hash bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT checkpoint_bytes(wallet, entries, balance, platform, hash)
        || CASE WHEN promotional = 0 THEN ''::bytea ELSE int8send(promotional) END
$$;

-- Wallets that never received anything but the sign-up grant (and refunds): what is left of it becomes promotional, by
-- two transfers with the issuer. A wallet that ever got other credits keeps all of them: which of its credits were spent
-- was not recorded. (During a rolling upgrade, processes of the earlier version can't charge such a wallet.)
CREATE FUNCTION pg_temp.new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
        52, 1), 53, 1), 'hex')::uuid
$$;
WITH granted AS MATERIALIZED (
    SELECT id, balance, entries, pg_temp.new_id() AS taken_id, pg_temp.new_id() AS given_id FROM wallets w
    WHERE asset = 'CREDIT' AND balance > 0
        AND EXISTS (SELECT FROM transfers WHERE kind = 'grant' AND reference = w.user_id)
        AND NOT EXISTS (SELECT FROM transfers WHERE to_account = w.id AND to_entry IS NOT NULL AND kind NOT IN ('grant', 'refund'))
    FOR UPDATE),
taken AS (
    INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, note, created_at)
    SELECT taken_id, 'conversion', taken_id, 'CREDIT', balance, id, entries + 1, 0,
        '00000000-0000-0000-0000-000000000001', 'Sign-up credits are for in-app messages', now()
    FROM granted),
given AS (
    INSERT INTO transfers (id, kind, reference, asset, amount, promotional, from_account, to_account, to_entry, to_balance, note, created_at)
    SELECT given_id, 'conversion', given_id, 'CREDIT', balance, balance, '00000000-0000-0000-0000-000000000001',
        id, entries + 2, balance, 'Sign-up credits are for in-app messages', now()
    FROM granted)
UPDATE wallets SET promotional = granted.balance, entries = granted.entries + 2 FROM granted WHERE wallets.id = granted.id;
