-- Which kinds of transfers there are is known by the code, which names them all in one place.
ALTER TABLE transfers DROP CONSTRAINT IF EXISTS transfers_kind_check;
-- One user to another, newest first for either.
CREATE INDEX transfers_paid ON transfers (from_account, id) WHERE kind = 'transfer';
CREATE INDEX transfers_got ON transfers (to_account, id) WHERE kind = 'transfer';

-- Whose balance falls below this is told so.
ALTER TABLE wallets ADD COLUMN low_balance_threshold bigint CHECK (low_balance_threshold > 0);

-- Credits from a reseller to its business owner; below zero: taken back. Those of one job succeed or fail together.
CREATE TABLE credit_distributions (
    id                uuid PRIMARY KEY,
    reseller_id       uuid NOT NULL REFERENCES users (id),
    business_owner_id uuid NOT NULL REFERENCES users (id),
    credits           bigint NOT NULL CHECK (credits <> 0),
    status            text NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed', 'cancelled')),
    job_id            uuid NOT NULL,
    note              text,
    error             jsonb,
    created_at        timestamptz NOT NULL,
    finished_at       timestamptz
);
CREATE INDEX credit_distributions_of_reseller ON credit_distributions (reseller_id, id);
CREATE INDEX credit_distributions_of_business_owner ON credit_distributions (business_owner_id, id);
CREATE INDEX credit_distributions_of_job ON credit_distributions (job_id);

-- What a user has sent to others on its newest day, in minor units.
CREATE TABLE transfer_allowances (
    user_id uuid PRIMARY KEY REFERENCES users (id),
    day     date NOT NULL,
    sent    bigint NOT NULL
) WITH (fillfactor = 80);
