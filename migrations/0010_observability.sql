ALTER TABLE jobs
    -- W3C traceparent of what asked for the job, where that is traced.
    ADD COLUMN trace_context text,
    -- When it was to run, where that lay ahead when it was accepted: what waits on purpose is not late.
    ADD COLUMN scheduled_for timestamptz;

-- As before, and what is counted of work that waits, so that counting reads the index alone.
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (queue, run_at, id) INCLUDE (kind, state)
    WHERE state IN ('queued', 'retrying') AND max_attempts > 0;
-- Failures of the last hour among all that ended.
CREATE INDEX jobs_failed ON jobs (finished_at) INCLUDE (queue) WHERE state = 'failed';
-- The newest proof of the ledger.
CREATE INDEX jobs_proofs ON jobs (finished_at) WHERE kind = 'credits.prove' AND state = 'succeeded';
