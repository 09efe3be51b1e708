-- What waits and is in no queue in Redis, and what waits there: the relay fills queues from the first, however much is
-- in the second, and finds what was lost on the way among the second, of which there is no more than a window.
DROP INDEX jobs_waiting;
CREATE INDEX jobs_untold ON jobs (queue, coalesce(owner_id, '00000000-0000-0000-0000-000000000000'), run_at, id)
    WHERE state IN ('queued', 'retrying') AND enqueued_at IS NULL;
CREATE INDEX jobs_told ON jobs (queue, coalesce(owner_id, '00000000-0000-0000-0000-000000000000'), run_at, id)
    WHERE state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL;

-- Facts are removed in the order in which they were noted, which is that of their ages.
DROP INDEX events_age;
