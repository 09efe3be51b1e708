-- How many completions a user may have: what its tier allows, or what an admin says. Without a row: Basic.
CREATE TABLE completion_tiers (
    user_id     uuid PRIMARY KEY REFERENCES users (id),
    tier        text NOT NULL DEFAULT 'basic' CHECK (tier IN ('basic', 'pro')),
    daily_limit integer CHECK (daily_limit >= 0),
    updated_at  timestamptz NOT NULL
);

-- What a user's completions took, by the UTC day on which they were accepted. A unit is given back to that day.
CREATE TABLE completion_days (
    user_id       uuid NOT NULL REFERENCES users (id),
    day           date NOT NULL,
    used          integer NOT NULL CHECK (used >= 0),
    requests      integer NOT NULL,
    prompt_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    -- In millionths of the currency.
    cost_micros   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, day)
) WITH (fillfactor = 80);
CREATE INDEX completion_days_over ON completion_days (day);

-- Days that are over, of which no completion is open any more.
CREATE TABLE completion_days_archive (
    user_id       uuid NOT NULL REFERENCES users (id),
    day           date NOT NULL,
    used          integer NOT NULL CHECK (used >= 0),
    requests      integer NOT NULL,
    prompt_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cost_micros   bigint NOT NULL,
    PRIMARY KEY (user_id, day)
);

-- One answer of the model, and the unit that it took. It is kept when its job is not any more.
CREATE TABLE completions (
    job_id          uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users (id),
    conversation_id uuid NOT NULL,
    -- The order in a conversation.
    place           bigint GENERATED ALWAYS AS IDENTITY,
    prompt_id       uuid NOT NULL,
    prompt_seq      bigint NOT NULL,
    day             date NOT NULL,
    -- How often the model was asked.
    attempts        integer NOT NULL DEFAULT 0,
    outcome         text CHECK (outcome IN ('answered', 'failed', 'cancelled')),
    answer_id       uuid,
    model           text,
    finish_reason   text,
    prompt_tokens   bigint,
    output_tokens   bigint,
    cancel_requested_at timestamptz,
    created_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX completions_in_line ON completions (conversation_id, place) WHERE ended_at IS NULL;
CREATE INDEX completions_open ON completions (user_id, day) WHERE ended_at IS NULL;
CREATE INDEX completions_of_conversation ON completions (conversation_id, prompt_seq);
