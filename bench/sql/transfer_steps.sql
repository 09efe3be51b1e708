-- The same rows by the statements of `POST /v1/transfers`, one after the other: the sender, and in one transaction the
-- key, the receiver, the sender's total of the day, both wallets' locks, wallets and transfer, record and events.
\set giver random(0, :accounts - 1)
\set getter (:giver + 1) % :accounts
SELECT id AS sender_id, username AS sender, gen_random_uuid() AS key, gen_random_uuid() AS transfer
FROM users WHERE lower(username) = 'sender' || :giver \gset
BEGIN;
SELECT pg_try_advisory_xact_lock(hashtextextended(:sender_id || E'\nPOST /v1/transfers\n' || :key, 0)),
    fingerprint, status, location, body::text
FROM (VALUES (:sender_id::uuid, :key)) AS asked (principal, key) LEFT JOIN LATERAL (
    SELECT fingerprint, status, location, body FROM idempotency_records AS kept
    WHERE (kept.principal, kept.operation, kept.key) = (asked.principal, 'POST /v1/transfers', asked.key)
        AND created_at > now() - interval '1 day' LIMIT 1) AS record ON true;
SELECT id AS receiver_id, username AS receiver FROM users WHERE lower(username) = 'sender' || :getter \gset
INSERT INTO transfer_allowances AS known (user_id, day, sent) VALUES (:sender_id, current_date, 1)
ON CONFLICT (user_id) DO UPDATE SET day = greatest(known.day, excluded.day),
    sent = CASE WHEN known.day < excluded.day THEN 0 ELSE known.sent END + excluded.sent
RETURNING sent \gset
WITH party AS (
    SELECT id FROM (VALUES (:sender_id::uuid), (:receiver_id::uuid)) AS side (id) ORDER BY id
), wallet AS MATERIALIZED (
    SELECT wallet.* FROM party CROSS JOIN LATERAL (
        SELECT id, user_id, balance, entries, low_balance_threshold
        FROM wallets WHERE user_id = party.id AND asset = 'USD' LIMIT 1 FOR UPDATE) AS wallet
)
SELECT gave.id AS gave, gave.balance - 1 AS gave_balance, gave.entries + 1 AS gave_entry,
    got.id AS got, got.balance + 1 AS got_balance, got.entries + 1 AS got_entry
FROM wallet gave, wallet got
WHERE gave.user_id = :sender_id AND got.user_id = :receiver_id \gset
WITH wallet AS (
    UPDATE wallets SET balance = new.balance, entries = new.entries
    FROM (VALUES (:gave::uuid, :gave_balance::bigint, :gave_entry::bigint), (:got::uuid, :got_balance::bigint, :got_entry::bigint))
        AS new (id, balance, entries)
    WHERE wallets.id = new.id
)
INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance,
    to_account, to_entry, to_balance, created_by, created_at)
VALUES (:transfer, 'transfer', :transfer, 'USD', 1, :gave, :gave_entry, :gave_balance,
    :got, :got_entry, :got_balance, :sender_id, now());
WITH kept AS (
    INSERT INTO idempotency_records (principal, operation, key, fingerprint, status, body, created_at)
    VALUES (:sender_id, 'POST /v1/transfers', :key, sha256(:key::text::bytea), 201,
        format('{"id":"txf_%s","sender":{"id":"usr_%s","username":"%s"},"receiver":{"id":"usr_%s","username":"%s"},"amount":"0.01","currency":"USD","note": null,"created_at":"2026-01-01T00:00:00.000000Z"}',
            substr(:transfer::text, 11), substr(:sender_id::text, 11), :sender::text, substr(:receiver_id::text, 11), :receiver::text)::json, now())
)
INSERT INTO events (id, owner_id, type, data, created_at)
SELECT gen_random_uuid(), owner, 'wallet.balance_changed',
    format('{"asset": "USD", "amount": "%s", "balance": "%s", "transaction": {"id": "txf_%s", "kind": "transfer", "job_id": null}}',
        amount, round(balance / 100.0, 2), substr(:transfer::text, 11))::jsonb, now()
FROM (VALUES (:sender_id::uuid, '-0.01', :gave_balance::bigint), (:receiver_id::uuid, '0.01', :got_balance::bigint))
    AS side (owner, amount, balance);
COMMIT;
