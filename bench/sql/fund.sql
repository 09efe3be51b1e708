-- A wallet with 100,000.00 for every user, as `switchboard sample-data` creates it: a transfer from the account `external`.
WITH opened AS (
    INSERT INTO wallets (id, user_id, asset, balance, entries, created_at)
    SELECT gen_random_uuid(), id, 'USD', 10000000, 1, now() FROM users
    RETURNING id
), funding AS MATERIALIZED (
    SELECT gen_random_uuid() AS transfer, id AS wallet FROM opened
)
INSERT INTO transfers (id, kind, reference, asset, amount, from_account, to_account, to_entry, to_balance, created_at)
SELECT transfer, 'funding', transfer, 'USD', 10000000, '00000000-0000-0000-0000-000000000003', wallet, 1, 10000000, now()
FROM funding;
