-- The public record of one piece of asynchronous work, and at the same time its queue: Redis holds
-- only ids of rows that are due. No foreign keys: this is the hottest table, and the code that
-- inserts a job has just read its owner.
CREATE TABLE jobs (
    id               uuid PRIMARY KEY,
    kind             text NOT NULL,
    queue            text NOT NULL,
    owner_id         uuid,
    payload          jsonb NOT NULL,
    state            text NOT NULL CHECK (state IN ('queued', 'running', 'retrying', 'succeeded', 'failed', 'cancelled')),
    attempt          integer NOT NULL DEFAULT 0,
    max_attempts     integer NOT NULL,
    run_at           timestamptz NOT NULL,
    enqueued_at      timestamptz,
    lease_expires_at timestamptz,
    worker           text,
    progress         smallint CHECK (progress BETWEEN 0 AND 100),
    result           jsonb,
    error            jsonb,
    unique_key       text,
    retried_from     uuid,
    request_id       text,
    created_at       timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz
) WITH (fillfactor = 80);

-- What the relay looks through: work that waits, oldest first.
CREATE INDEX jobs_due ON jobs (queue, run_at, id) WHERE state IN ('queued', 'retrying');
-- What the reaper looks through.
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE state = 'running';
CREATE INDEX jobs_owner ON jobs (owner_id, id) WHERE owner_id IS NOT NULL;
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key) WHERE unique_key IS NOT NULL;
