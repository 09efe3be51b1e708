-- Who owns a message that comes in. Of a message that went out: the provider's id of the number that it was sent from,
-- written before its bytes go out, and the recipient as the provider knows it (digits), which may differ from what the
-- sender wrote. Of a message that came in: the provider's id of the message that it quotes, reacts to, edits or revokes.
ALTER TABLE messages
    ADD COLUMN number_id text,
    ADD COLUMN recipient_address text,
    ADD COLUMN reference_id text;
-- Nothing looks for the newest message to a phone any more.
DROP INDEX messages_to_phone;

-- Of each account and phone, when messages of the account were delivered to the phone from the platform's number, and
-- when the phone answered it there. No two such moments between `since` and `until` are more than the service window
-- apart. `number_id` is null in rows from before it was recorded. Rows whose window is over are purged.
CREATE TABLE shared_threads (
    address   text NOT NULL,
    owner_id  uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('delivered', 'answered')),
    number_id text,
    since     timestamptz NOT NULL,
    until     timestamptz NOT NULL,
    CHECK (since <= until),
    PRIMARY KEY (address, owner_id, kind)
);
CREATE INDEX shared_threads_until ON shared_threads (until);

-- Windows that are open at this moment go on. Accounts with an own number sent from that one.
INSERT INTO shared_threads (address, owner_id, kind, since, until)
SELECT ltrim(recipient, '+'), sender_id, 'delivered', min(delivered_at), max(delivered_at)
FROM messages
WHERE channel = 'whatsapp' AND sender_id IS NOT NULL AND status IN ('delivered', 'read')
    AND delivered_at > now() - interval '24 hours'
    AND NOT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = sender_id)
GROUP BY 1, 2;

-- Phones that want nothing more from the platform's shared number, of whichever account: only the phone itself lifts it.
CREATE TABLE shared_opt_outs (
    channel    text NOT NULL,
    address    text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (channel, address)
);

-- A STOP that was noted for an account without an own number came in on the shared one.
INSERT INTO shared_opt_outs (channel, address, created_at)
SELECT channel, address, min(opted_out_at) FROM contacts
WHERE opted_out = 'all' AND channel = 'whatsapp'
    AND NOT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = owner_id)
GROUP BY 1, 2;
UPDATE contacts SET opted_out = NULL, opted_out_at = NULL
WHERE opted_out = 'all' AND channel = 'whatsapp'
    AND NOT EXISTS (SELECT FROM whatsapp_numbers WHERE user_id = owner_id);
