-- The time by which leases and queues are compared: that of the database, which all processes share, and which is
-- one and the same throughout a transaction. Tests that move the clock pass its time; everything else passes null.
CREATE FUNCTION platform_now(pinned timestamptz) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(pinned, now());

-- Operations on many jobs, such as cancelling them: the jobs as selected at acceptance, and how far the operation has come.
-- A row is deleted along with its own job.
CREATE TABLE bulk_jobs (
    job_id      uuid PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES users (id),
    -- Emptied at the end.
    job_ids     uuid[] NOT NULL,
    matched     integer NOT NULL CHECK (matched > 0),
    position    integer NOT NULL DEFAULT 0 CHECK (position BETWEEN 0 AND matched),
    done        integer NOT NULL DEFAULT 0,
    skipped     integer NOT NULL DEFAULT 0,
    failed      integer NOT NULL DEFAULT 0,
    -- Number of jobs that were skipped or failed, by error code.
    reasons     jsonb NOT NULL DEFAULT '{}',
    is_stopping boolean NOT NULL DEFAULT false,
    ended_at    timestamptz
);
-- One operation of an account at a time.
CREATE UNIQUE INDEX bulk_jobs_open ON bulk_jobs (account_id) WHERE ended_at IS NULL;

-- Queues from which workers take no jobs.
CREATE TABLE queue_pauses (
    queue     text PRIMARY KEY,
    paused_at timestamptz NOT NULL,
    paused_by uuid REFERENCES users (id)
);
