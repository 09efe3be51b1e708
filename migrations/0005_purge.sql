-- What the purge looks through: jobs that ended, the longest ended first.
CREATE INDEX jobs_ended ON jobs (finished_at) WHERE finished_at IS NOT NULL;
