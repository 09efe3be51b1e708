-- What users buy over a checkout page: credits, or money for their wallet (`asset`). `quantity` is what they get, in
-- whole credits or minor units, `amount` what they pay, in minor units of `currency`. `returned` is what of that went
-- back to them (refunds, disputes); for it `taken_back` was taken from the wallet, and `shortfall` was not there any
-- more. `looks` counts how often the provider was asked: only the newest answer is believed.
CREATE TABLE recharges (
    id             uuid PRIMARY KEY,
    user_id        uuid NOT NULL,
    asset          text NOT NULL,
    quantity       bigint NOT NULL CHECK (quantity > 0),
    amount         bigint NOT NULL CHECK (amount > 0),
    currency       text NOT NULL,
    status         text NOT NULL DEFAULT 'pending'
                   CHECK (status IN ('pending', 'paid', 'failed', 'expired', 'refunded')),
    job_id         uuid NOT NULL,
    session_id     text UNIQUE,
    checkout_url   text,
    payment_intent text UNIQUE,
    returned       bigint NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND amount),
    taken_back     bigint NOT NULL DEFAULT 0 CHECK (taken_back >= 0),
    shortfall      bigint NOT NULL DEFAULT 0 CHECK (shortfall >= 0),
    looks          bigint NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    CHECK (taken_back + shortfall <= quantity)
);
CREATE INDEX recharges_of_user ON recharges (user_id, id);
CREATE INDEX recharges_pending ON recharges (id) WHERE status = 'pending';

-- Who may buy nothing more, because of a payment that went back.
CREATE TABLE recharge_blocks (
    user_id     uuid PRIMARY KEY REFERENCES users (id),
    recharge_id uuid NOT NULL,
    created_at  timestamptz NOT NULL
);

-- Events that came, so that each is taken once. What they say is not kept: it is asked for.
CREATE TABLE stripe_events (
    id          text PRIMARY KEY,
    type        text NOT NULL,
    job_id      uuid,
    received_at timestamptz NOT NULL
);
CREATE INDEX stripe_events_received ON stripe_events (received_at);
