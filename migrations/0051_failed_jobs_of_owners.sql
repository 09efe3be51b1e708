-- no-transaction
-- The failed jobs of an account: counted, and selected to be retried. They are few, so this costs the statements that accept
-- and complete jobs nothing.
CREATE INDEX CONCURRENTLY jobs_owner_failed ON jobs (owner_id, id) WHERE state = 'failed';
