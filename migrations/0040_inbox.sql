-- The inbox: phones that wrote to an account, and what an account sent to one phone, both newest first.
--
-- Locks: writes to messages wait while its index is built (some seconds a million rows), and so do writes to contacts. To
-- avoid that, run these statements with CREATE INDEX CONCURRENTLY before `migrate`; what exists already is kept.
CREATE INDEX IF NOT EXISTS contacts_last_inbound ON contacts (owner_id, channel, last_inbound_at, address)
    WHERE last_inbound_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS messages_to_phone ON messages (sender_id, recipient, id)
    WHERE channel <> 'in_app' AND sender_id IS NOT NULL;
