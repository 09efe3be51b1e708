-- $2 delivered messages of the user named $1, each with its charge, spread over the last year. Ids grow with time.
WITH sender AS (
    SELECT users.id AS user_id, wallets.id AS wallet, balance, entries
    FROM users JOIN wallets ON wallets.user_id = users.id AND asset = 'CREDIT' WHERE username = $1
), old AS MATERIALIZED (
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000b' || lpad(to_hex(number), 15, '0'))::uuid AS id,
        at, number, sender.*
    FROM sender, generate_series(1, $2::bigint) AS number,
        LATERAL (SELECT now() - interval '364 days' + number * (interval '363 days' / $2::bigint) AS at) AS moment
), message AS (
    INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
        job_id, metadata, created_at, sent_at, delivered_at)
    SELECT id, 'in_app', user_id, user_id, 'somebody', 'hello', 'delivered', 1, 1, id, id, '{}', at, at, at FROM old
), charge AS (
    INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, job_id, created_at)
    SELECT id, 'charge', id, 'CREDIT', 1, wallet, entries + number, balance - number,
        '00000000-0000-0000-0000-000000000002', id, at
    FROM old
)
UPDATE wallets SET balance = wallets.balance - $2, entries = wallets.entries + $2 FROM sender WHERE wallets.id = sender.wallet
