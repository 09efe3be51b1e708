-- Whether anything is due that is in no queue in Redis is asked each 20 ms while there is a backlog: what is there already,
-- and what is due later, must not be read for that. `attempt >= 0` is always so; whoever says it gets this index, and who
-- does not, such as the relay when it picks by accounts, doesn't.
CREATE INDEX jobs_untold_due ON jobs (queue, run_at)
    WHERE state IN ('queued', 'retrying') AND enqueued_at IS NULL AND attempt >= 0;
