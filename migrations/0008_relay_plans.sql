-- The relay asks two questions of work that waits: is anything due, and whose turn is it? Each has its index, and
-- each index a condition that always holds and that only its own question names. So the planner has no choice: on a
-- table without statistics yet it took the wrong one, and looked through all that waits once for each account.
ALTER TABLE jobs ADD CONSTRAINT jobs_attempts_count CHECK (attempt >= 0 AND max_attempts > 0);
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (queue, run_at) WHERE state IN ('queued', 'retrying') AND max_attempts > 0;
DROP INDEX jobs_waiting;
CREATE INDEX jobs_waiting ON jobs (queue, coalesce(owner_id, '00000000-0000-0000-0000-000000000000'), run_at, id)
    WHERE state IN ('queued', 'retrying') AND attempt >= 0;
-- Nor may what ends attempts, by their ids, be done by looking through all that runs, and did.
DROP INDEX jobs_leased;
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE state = 'running' AND lease_expires_at IS NOT NULL;
