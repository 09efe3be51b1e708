-- Old messages of all accounts in turn, from number $1 to number $2 of $3, with job, charge and one event each. Ids grow
-- with time, as in production; wallets are updated afterwards.
WITH wallet AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY id) - 1 AS account, count(*) OVER () AS accounts, id, user_id, balance, entries
    FROM wallets WHERE asset = 'CREDIT'
), moment AS MATERIALIZED (
    SELECT number, now() - interval '29 days' + number * (interval '28 days' / $3::bigint) AS at
    FROM generate_series($1::bigint, $2::bigint) AS number
), old AS MATERIALIZED (
    -- UUIDs of version 7: milliseconds, then a unique number.
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000a' || lpad(to_hex(number), 15, '0'))::uuid AS id,
        at, user_id, wallet.id AS wallet, balance - number / accounts - 1 AS balance, entries + number / accounts + 1 AS entry
    FROM moment JOIN wallet ON account = number % accounts
), message AS (
    INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
        job_id, metadata, created_at, sent_at, delivered_at)
    SELECT id, 'in_app', user_id, user_id, 'somebody', 'hello', 'delivered', 1, 1, id, id, '{}', at, at, at FROM old
), job AS (
    INSERT INTO jobs (id, kind, queue, owner_id, payload, state, attempt, max_attempts, run_at, enqueued_at, worker, result,
        request_id, created_at, started_at, attempt_started_at, finished_at)
    SELECT id, 'message.send', 'messages', user_id, jsonb_build_object('message_id', id), 'succeeded', 1, 5, at, at, 'bench',
        jsonb_build_object('message_id', id), id::text, at, at, at, at
    FROM old
), charge AS (
    INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, job_id, created_at)
    SELECT id, 'charge', id, 'CREDIT', 1, wallet, entry, balance, '00000000-0000-0000-0000-000000000002', id, at FROM old
)
INSERT INTO events (id, owner_id, type, data, created_at)
SELECT id, user_id, 'message.delivered',
    jsonb_build_object('id', id, 'channel', 'in_app', 'status', 'delivered', 'job_id', id, 'error', null), at
FROM old
