-- The usage of all days is in one table: the day is part of the key, so a day that is over needs no place of its own.
-- This statement comes first for its lock: nothing is archived between the copy and the drop.
ALTER TABLE completion_days_archive RENAME TO completion_days_past;

INSERT INTO completion_days AS known (user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros)
SELECT user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros FROM completion_days_past
ON CONFLICT (user_id, day) DO UPDATE SET used = known.used + excluded.used,
    requests = known.requests + excluded.requests, prompt_tokens = known.prompt_tokens + excluded.prompt_tokens,
    output_tokens = known.output_tokens + excluded.output_tokens, cost_micros = known.cost_micros + excluded.cost_micros;

DROP TABLE completion_days_past;

-- How far the daily reset has come: the last day and user whose usage is closed. One row, locked by the run that advances it.
CREATE TABLE usage_reset (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    day      date NOT NULL,
    user_id  uuid NOT NULL
);
-- Days before the update are closed without an event.
INSERT INTO usage_reset (day, user_id)
VALUES ((now() AT TIME ZONE 'UTC')::date, '00000000-0000-0000-0000-000000000000');
