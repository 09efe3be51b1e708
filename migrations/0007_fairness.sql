-- Work that waits, account by account: the relay takes the accounts in turn. The platform's own jobs
-- count as one account, the nil one.
CREATE INDEX jobs_waiting ON jobs (queue, coalesce(owner_id, '00000000-0000-0000-0000-000000000000'), run_at, id)
    WHERE state IN ('queued', 'retrying');
