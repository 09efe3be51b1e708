-- Sums that reports read in place of messages, transfers and distributions.

-- Messages of a sender by UTC day and by hour: how many were accepted then over a channel and have a status now. What
-- they cost, and what of that was refunded, is the sum over all statuses; a single row's part of it says nothing.
CREATE TABLE message_days (
    sender_id uuid NOT NULL,
    day       date NOT NULL,
    channel   text NOT NULL,
    status    text NOT NULL,
    messages  bigint NOT NULL,
    credits   bigint NOT NULL,
    refunded  bigint NOT NULL,
    PRIMARY KEY (sender_id, day, channel, status)
) WITH (fillfactor = 80);
CREATE TABLE message_hours (
    sender_id uuid NOT NULL,
    hour      timestamptz NOT NULL,
    channel   text NOT NULL,
    status    text NOT NULL,
    messages  bigint NOT NULL,
    PRIMARY KEY (sender_id, hour, channel, status)
) WITH (fillfactor = 80);

-- Changes of these sums that are not in them yet. Whatever changes a message adds a row here, in the same transaction,
-- so it waits for nobody; workers move the rows into the sums. A report reads both, and so is right at any moment.
-- Short-lived rows: vacuum early.
CREATE TABLE message_changes (
    sender_id uuid NOT NULL,
    hour      timestamptz NOT NULL,
    channel   text NOT NULL,
    status    text NOT NULL,
    messages  bigint NOT NULL,
    credits   bigint NOT NULL,
    refunded  bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX message_changes_of_sender ON message_changes (sender_id);

-- Triggers, so that processes of the version before, which know nothing of the sums, keep them right as well.
-- An inbound message has no sender and is in no report.
CREATE FUNCTION count_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_changes (sender_id, hour, channel, status, messages, credits, refunded)
    SELECT sender_id, date_trunc('hour', created_at, 'UTC'), channel, status, count(*),
        coalesce(sum(price) FILTER (WHERE charge_id IS NOT NULL), 0), 0
    FROM new_messages WHERE sender_id IS NOT NULL GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END
$$;
CREATE TRIGGER messages_counted AFTER INSERT ON messages REFERENCING NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_messages();

CREATE FUNCTION count_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_changes (sender_id, hour, channel, status, messages, credits, refunded)
    SELECT sender_id, date_trunc('hour', created_at, 'UTC'), channel, status, sum(messages), 0, 0
    FROM (
        SELECT sender_id, created_at, channel, status, -1 AS messages FROM old_messages
        UNION ALL
        SELECT sender_id, created_at, channel, status, 1 FROM new_messages) AS changed
    WHERE sender_id IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING sum(messages) <> 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER messages_recounted AFTER UPDATE ON messages
    REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION count_changed_messages();

-- A refund counts for the hour of its message.
CREATE FUNCTION count_refund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paid_message uuid;
BEGIN
    SELECT reference INTO paid_message FROM transfers WHERE id = NEW.reference;
    INSERT INTO message_changes (sender_id, hour, channel, status, messages, credits, refunded)
    SELECT sender_id, date_trunc('hour', created_at, 'UTC'), channel, status, 0, 0, NEW.amount
    FROM messages WHERE id = paid_message AND charge_id = NEW.reference AND sender_id IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER transfers_refund_counted AFTER INSERT ON transfers
    FOR EACH ROW WHEN (NEW.kind = 'refund') EXECUTE FUNCTION count_refund();

-- How far messages from before are counted: those of all senders below `sender_id`; of this one those before `day`, or
-- all where that is null. A sender's reports read messages until all of its messages are counted.
CREATE TABLE message_backfill (
    is_only   boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    sender_id uuid NOT NULL,
    day       date,
    is_done   boolean NOT NULL
);
INSERT INTO message_backfill (sender_id, is_done)
SELECT '00000000-0000-0000-0000-000000000000', NOT EXISTS (SELECT FROM messages WHERE sender_id IS NOT NULL);

-- What went in and out of a wallet under each kind, up to entry `entries`. A wallet's entries have no gaps and are
-- committed in their order, so what comes after that number is what is missing here.
CREATE TABLE wallet_flows (
    wallet_id uuid NOT NULL,
    kind      text NOT NULL,
    is_in     boolean NOT NULL,
    amount    bigint NOT NULL,
    PRIMARY KEY (wallet_id, kind, is_in)
) WITH (fillfactor = 80);
CREATE TABLE wallet_flows_until (
    wallet_id uuid PRIMARY KEY,
    entries   bigint NOT NULL
) WITH (fillfactor = 80);

-- A reseller's distributions to a business owner, by status: how many, what they hand out and what they take back.
CREATE TABLE distribution_totals (
    reseller_id       uuid NOT NULL,
    business_owner_id uuid NOT NULL,
    status            text NOT NULL,
    distributions     bigint NOT NULL,
    handed_out        bigint NOT NULL,
    taken_back        bigint NOT NULL,
    PRIMARY KEY (reseller_id, business_owner_id, status)
) WITH (fillfactor = 80);

-- Distributions are few, and each waits for its reseller's wallet anyway: these sums are always complete. Whoever changes
-- several rows of a reseller holds its lock, so no two transactions wait for each other's rows.
CREATE FUNCTION count_new_distributions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('distribution totals ' || reseller_id, 0))
    FROM (SELECT DISTINCT reseller_id FROM new_distributions ORDER BY 1) AS resellers;
    INSERT INTO distribution_totals AS total
        (reseller_id, business_owner_id, status, distributions, handed_out, taken_back)
    SELECT reseller_id, business_owner_id, status, count(*), sum(greatest(credits, 0)), sum(greatest(-credits, 0))
    FROM new_distributions GROUP BY 1, 2, 3
    ON CONFLICT (reseller_id, business_owner_id, status) DO UPDATE SET
        distributions = total.distributions + excluded.distributions,
        handed_out = total.handed_out + excluded.handed_out, taken_back = total.taken_back + excluded.taken_back;
    RETURN NULL;
END
$$;
CREATE FUNCTION count_changed_distributions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('distribution totals ' || reseller_id, 0))
    FROM (SELECT DISTINCT reseller_id FROM new_distributions ORDER BY 1) AS resellers;
    INSERT INTO distribution_totals AS total
        (reseller_id, business_owner_id, status, distributions, handed_out, taken_back)
    SELECT reseller_id, business_owner_id, status, sum(sign), sum(sign * greatest(credits, 0)),
        sum(sign * greatest(-credits, 0))
    FROM (
        SELECT *, -1 AS sign FROM old_distributions
        UNION ALL
        SELECT *, 1 FROM new_distributions) AS changed
    GROUP BY 1, 2, 3 HAVING sum(sign) <> 0
    ON CONFLICT (reseller_id, business_owner_id, status) DO UPDATE SET
        distributions = total.distributions + excluded.distributions,
        handed_out = total.handed_out + excluded.handed_out, taken_back = total.taken_back + excluded.taken_back;
    RETURN NULL;
END
$$;
CREATE TRIGGER distributions_counted AFTER INSERT ON credit_distributions
    REFERENCING NEW TABLE AS new_distributions FOR EACH STATEMENT EXECUTE FUNCTION count_new_distributions();
CREATE TRIGGER distributions_recounted AFTER UPDATE ON credit_distributions
    REFERENCING OLD TABLE AS old_distributions NEW TABLE AS new_distributions
    FOR EACH STATEMENT EXECUTE FUNCTION count_changed_distributions();
-- Nobody writes distributions until this migration commits.
INSERT INTO distribution_totals (reseller_id, business_owner_id, status, distributions, handed_out, taken_back)
SELECT reseller_id, business_owner_id, status, count(*), sum(greatest(credits, 0)), sum(greatest(-credits, 0))
FROM credit_distributions GROUP BY 1, 2, 3;
