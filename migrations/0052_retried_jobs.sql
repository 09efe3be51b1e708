-- no-transaction
-- The retries of a job: a bulk job leaves out what was retried before.
CREATE INDEX CONCURRENTLY jobs_retried ON jobs (retried_from) WHERE retried_from IS NOT NULL;
