-- A job's account in its queue: its owner, or one account for all jobs of the platform. Postgres inlines the function: to
-- the planner it is the expression of the indexes below, which need not be built again.
CREATE FUNCTION job_account(owner_id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(owner_id, '00000000-0000-0000-0000-000000000000'::uuid);

-- Jobs that wait are in the backlog (`enqueued_at` is null) or in a queue in Redis. Renaming locks nobody out for longer
-- than a moment, and no query names an index.
ALTER INDEX jobs_untold RENAME TO jobs_backlog;
ALTER INDEX jobs_told RENAME TO jobs_queued;
