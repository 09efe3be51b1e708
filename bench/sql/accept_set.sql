-- The same for 100 messages in one statement with one commit, by random ones of this connection's accounts, since two
-- sets would otherwise wait for each other. A wallet is updated once, and the balances after its charges are derived
-- from that.
WITH item AS MATERIALIZED (
    SELECT number, :clients::int * floor(random() * (:accounts::int / :clients::int))::int + :client_id::int AS account FROM generate_series(1, 100) AS number
), request AS MATERIALIZED (
    SELECT number, gen_random_uuid() AS key, gen_random_uuid() AS message, gen_random_uuid() AS job,
        gen_random_uuid() AS transfer, gen_random_uuid() AS request_id, sender.id AS sender_id,
        sender.username AS sender, recipient.id AS recipient_id, recipient.username AS recipient
    FROM item
    JOIN users sender ON lower(sender.username) = 'sender' || account
    JOIN users recipient ON lower(recipient.username) = 'sender' || (account + 1) % :total
), kept AS (
    INSERT INTO idempotency_records (principal, operation, key, fingerprint, status, location, body, created_at)
    SELECT sender_id, 'POST /v1/messages', key::text, sha256(uuid_send(key)), 202, '/v1/jobs/job_' || substr(job::text, 11),
        format('{"message":{"id":"msg_%1$s","channel":"in_app","to":"%4$s","from": null,"sender":{"id":"usr_%5$s","username":"%3$s"},"recipient":{"id":"usr_%6$s","username":"%4$s"},"body":"hello","content": null,"status":"queued","segments": 1,"price": 1,"job_id":"job_%2$s","provider_message_id": null,"error": null,"provider_error": null,"send_at": null,"created_at":"2026-01-01T00:00:00.000000Z","sent_at": null,"delivered_at": null,"read_at": null,"retry_of": null,"metadata":{}},"job":{"id":"job_%2$s","kind":"message.send","state":"queued","attempt": 0,"max_attempts": 5,"run_at":"2026-01-01T00:00:00.000000Z","progress": null,"result": null,"error": null,"retried_from": null,"created_at":"2026-01-01T00:00:00.000000Z","started_at": null,"finished_at": null}}',
            substr(message::text, 11), substr(job::text, 11), sender, recipient, substr(sender_id::text, 11),
            substr(recipient_id::text, 11))::json, now()
    FROM request
    ON CONFLICT DO NOTHING RETURNING key AS kept_key
), fresh AS MATERIALIZED (
    SELECT request.*, count(*) OVER (PARTITION BY sender_id) AS of_sender,
        row_number() OVER (PARTITION BY sender_id ORDER BY number) AS place
    FROM request JOIN kept ON kept_key = request.key::text
), locked AS MATERIALIZED (
    SELECT id, user_id FROM wallets
    WHERE user_id IN (SELECT sender_id FROM fresh) AND asset = 'CREDIT' ORDER BY id FOR UPDATE
), charged AS (
    UPDATE wallets SET balance = balance - of_sender, entries = entries + of_sender
    FROM locked JOIN fresh ON fresh.sender_id = locked.user_id AND place = 1
    WHERE wallets.id = locked.id
    RETURNING wallets.id AS wallet, wallets.user_id, wallets.balance AS last_balance, entries AS last_entry
), accepted AS MATERIALIZED (
    SELECT fresh.*, wallet, last_balance + (of_sender - place) AS balance, last_entry - (of_sender - place) AS entries
    FROM fresh JOIN charged ON user_id = sender_id
), moved AS (
    INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, job_id, created_at)
    SELECT transfer, 'charge', message, 'CREDIT', 1, wallet, entries, balance, '00000000-0000-0000-0000-000000000002', job, now()
    FROM accepted
), stored AS (
    INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
        job_id, metadata, created_at)
    SELECT message, 'in_app', sender_id, recipient_id, recipient, 'hello', 'queued', 1, 1, transfer, job, '{}', now()
    FROM accepted
), enqueued AS (
    INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, enqueued_at, request_id, created_at)
    SELECT job, 'message.send', 'messages', sender_id, format('{"message_id": "msg_%s"}', substr(message::text, 11))::jsonb, 'queued', 5,
        now(), now(), request_id::text, now()
    FROM accepted
)
INSERT INTO events (id, owner_id, type, data, created_at)
SELECT gen_random_uuid(), sender_id, event.type, event.data::jsonb, now()
FROM accepted, LATERAL (VALUES
    ('credits.balance_changed', format('{"asset": "CREDIT", "amount": -1, "balance": %s, "transaction": {"id": "txf_%s", "kind": "charge", "job_id": "job_%s"}}', balance, substr(transfer::text, 11), substr(job::text, 11))),
    ('message.queued', format('{"id": "msg_%s", "channel": "in_app", "status": "queued", "job_id": "job_%s", "error": null}', substr(message::text, 11), substr(job::text, 11))),
    ('job.queued', format('{"id": "job_%s", "kind": "message.send", "state": "queued", "attempt": 0, "error": null}', substr(job::text, 11)))
) AS event (type, data);
