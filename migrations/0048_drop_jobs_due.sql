-- no-transaction
-- `jobs_backlog_due` and `jobs_queued` serve its queries. Those of the previous version find their rows through
-- `jobs_backlog` and `jobs_queued` during a rollout.
DROP INDEX CONCURRENTLY IF EXISTS jobs_due;
