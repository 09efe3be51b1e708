-- no-transaction
-- `jobs_backlog_due` serves its query.
DROP INDEX CONCURRENTLY IF EXISTS jobs_untold_due;
