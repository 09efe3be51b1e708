-- The rows of one accepted in-app message, in one statement: the record of its Idempotency-Key, its charge (the
-- wallet and a transfer with the balance after it), the message, its job, and three events. Ids in texts are cut to the
-- length of ours.
\set sender random(0, :accounts - 1)
\set recipient (:sender + 1) % :total
WITH request AS (
    SELECT gen_random_uuid() AS key, gen_random_uuid() AS message, gen_random_uuid() AS job,
        gen_random_uuid() AS transfer, gen_random_uuid() AS request_id, sender.id AS sender_id,
        sender.username AS sender, recipient.id AS recipient_id, recipient.username AS recipient
    FROM users sender, users recipient
    WHERE lower(sender.username) = 'sender' || :sender AND lower(recipient.username) = 'sender' || :recipient
), kept AS (
    INSERT INTO idempotency_records (principal, operation, key, fingerprint, status, location, body, created_at)
    SELECT sender_id, 'POST /v1/messages', key::text, sha256(uuid_send(key)), 202, '/v1/jobs/job_' || substr(job::text, 11),
        format('{"message":{"id":"msg_%1$s","channel":"in_app","to":"%4$s","from": null,"sender":{"id":"usr_%5$s","username":"%3$s"},"recipient":{"id":"usr_%6$s","username":"%4$s"},"body":"hello","content": null,"status":"queued","segments": 1,"price": 1,"job_id":"job_%2$s","provider_message_id": null,"error": null,"provider_error": null,"send_at": null,"created_at":"2026-01-01T00:00:00.000000Z","sent_at": null,"delivered_at": null,"read_at": null,"retry_of": null,"metadata":{}},"job":{"id":"job_%2$s","kind":"message.send","state":"queued","attempt": 0,"max_attempts": 5,"run_at":"2026-01-01T00:00:00.000000Z","progress": null,"result": null,"error": null,"retried_from": null,"created_at":"2026-01-01T00:00:00.000000Z","started_at": null,"finished_at": null}}',
            substr(message::text, 11), substr(job::text, 11), sender, recipient, substr(sender_id::text, 11),
            substr(recipient_id::text, 11))::json, now()
    FROM request
    ON CONFLICT DO NOTHING RETURNING principal
), charged AS (
    UPDATE wallets SET balance = balance - 1, entries = entries + 1 FROM kept
    WHERE user_id = kept.principal AND asset = 'CREDIT' AND balance >= 1
    RETURNING wallets.id AS wallet, balance, entries
), accepted AS (
    SELECT * FROM request, charged
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
