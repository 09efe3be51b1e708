-- The log of facts: one row for each thing that happened to something that a user owns.
--
-- `seq` is handed out before its transaction commits, so a reader that trusted it would skip what
-- commits late. `xact` is the transaction's own number: readers serve only transactions below the
-- oldest one that still runs, and go on from (xact, seq).
CREATE TABLE events (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xact       bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    id         uuid NOT NULL,
    owner_id   uuid NOT NULL,
    type       text NOT NULL,
    data       jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX events_of_owner ON events (owner_id, xact, seq);
CREATE INDEX events_age ON events (created_at);

-- Attempts that failed and were followed by another one. The last attempt is in the job's own row.
CREATE TABLE job_attempts (
    job_id     uuid NOT NULL,
    number     integer NOT NULL,
    worker     text,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL,
    error      jsonb NOT NULL,
    PRIMARY KEY (job_id, number)
);
ALTER TABLE jobs ADD COLUMN attempt_started_at timestamptz;

-- The message that a message repeats.
ALTER TABLE messages ADD COLUMN retry_of uuid;
