-- no-transaction
-- The backlog in the order in which it comes due: jobs that are neither in Redis, leased nor ended. These are the same as in
-- `jobs_backlog`, named by their times and not by their states, so that a query takes the order that it needs by how it
-- names them, on a table without statistics too. It replaces two indexes, one of which also had the jobs in Redis: the
-- statement that accepts a job for immediate delivery writes one index entry less.
-- Cost: one read of the table, one to two seconds for each million rows, during which reads and writes go on.
CREATE INDEX CONCURRENTLY jobs_backlog_due ON jobs (queue, run_at, id) INCLUDE (kind, state)
    WHERE enqueued_at IS NULL AND lease_expires_at IS NULL AND finished_at IS NULL;
