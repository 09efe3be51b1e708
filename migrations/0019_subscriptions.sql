-- What a user subscribed to, as the provider said last; without a status: nothing yet. `session_id` is the newest page
-- to subscribe on of which nobody knows whether it was paid, and `pages` how many were made: a page's idempotency key
-- has that number, so that two jobs at a time get the same one. `looks` counts how often the provider was asked, and
-- `settled` is the look that found things as they stand here: what an earlier one saw of the same subscription is not
-- believed any more.
CREATE TABLE subscriptions (
    user_id              uuid PRIMARY KEY REFERENCES users (id),
    customer_id          text,
    subscription_id      text UNIQUE,
    status               text CHECK (status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused', 'incomplete',
                                                'incomplete_expired', 'canceled')),
    current_period_end   timestamptz,
    cancel_at_period_end boolean NOT NULL DEFAULT false,
    session_id           text,
    pages                bigint NOT NULL DEFAULT 0,
    looks                bigint NOT NULL DEFAULT 0,
    settled              bigint NOT NULL DEFAULT 0,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    CHECK ((subscription_id IS NULL) = (status IS NULL))
);
