-- The rows of one transfer of a cent, in one statement: the record of its Idempotency-Key, the sender's total of the day,
-- both wallets, locked in the order of their users' ids, the transfer with the balances after it, and an event for each
-- side. Ids in texts are cut to the length of ours.
\set giver random(0, :accounts - 1)
\set getter (:giver + 1) % :accounts
WITH request AS (
    SELECT gen_random_uuid() AS key, gen_random_uuid() AS transfer, sender.id AS sender_id,
        sender.username AS sender, receiver.id AS receiver_id, receiver.username AS receiver
    FROM users sender, users receiver
    WHERE lower(sender.username) = 'sender' || :giver AND lower(receiver.username) = 'sender' || :getter
), kept AS (
    INSERT INTO idempotency_records (principal, operation, key, fingerprint, status, body, created_at)
    SELECT sender_id, 'POST /v1/transfers', key::text, sha256(uuid_send(key)), 201,
        format('{"id":"txf_%s","sender":{"id":"usr_%s","username":"%s"},"receiver":{"id":"usr_%s","username":"%s"},"amount":"0.01","currency":"USD","note": null,"created_at":"2026-01-01T00:00:00.000000Z"}',
            substr(transfer::text, 11), substr(sender_id::text, 11), sender, substr(receiver_id::text, 11), receiver)::json, now()
    FROM request
    ON CONFLICT DO NOTHING RETURNING principal
), counted AS (
    INSERT INTO transfer_allowances AS known (user_id, day, sent) SELECT principal, current_date, 1 FROM kept
    ON CONFLICT (user_id) DO UPDATE SET day = greatest(known.day, excluded.day),
        sent = CASE WHEN known.day < excluded.day THEN 0 ELSE known.sent END + excluded.sent
    RETURNING sent
), party AS MATERIALIZED (
    SELECT user_id, change
    FROM request, counted, LATERAL (VALUES (sender_id, -1), (receiver_id, 1)) AS side (user_id, change)
    WHERE sent <= 10000000 ORDER BY user_id
), locked AS MATERIALIZED (
    SELECT wallet.id, change FROM party CROSS JOIN LATERAL (
        SELECT id FROM wallets WHERE user_id = party.user_id AND asset = 'USD' LIMIT 1 FOR UPDATE) AS wallet
), changed AS (
    UPDATE wallets SET balance = balance + change, entries = entries + 1 FROM locked WHERE wallets.id = locked.id
    RETURNING wallets.id AS wallet, user_id, change, balance, entries
), moved AS (
    INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance,
        to_account, to_entry, to_balance, created_by, created_at)
    SELECT transfer, 'transfer', transfer, 'USD', 1, gave.wallet, gave.entries, gave.balance,
        got.wallet, got.entries, got.balance, sender_id, now()
    FROM request, changed gave, changed got WHERE gave.change < 0 AND got.change > 0
)
INSERT INTO events (id, owner_id, type, data, created_at)
SELECT gen_random_uuid(), user_id, 'wallet.balance_changed',
    format('{"asset": "USD", "amount": "%s", "balance": "%s", "transaction": {"id": "txf_%s", "kind": "transfer", "job_id": null}}',
        round(change / 100.0, 2), round(balance / 100.0, 2), substr(transfer::text, 11))::jsonb, now()
FROM request, changed;
