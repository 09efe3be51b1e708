-- An account's claim to a number is pending until the provider has confirmed that the claim's token belongs to it. Only
-- verified claims are unique. `revision` counts changes of the claim, and a verification is for one of them. `checked_at`
-- is when the provider was last asked. `verification_error` is the code of the last verification, where it failed.
ALTER TABLE whatsapp_numbers
    DROP CONSTRAINT whatsapp_numbers_phone_number_id_key,
    ADD COLUMN business_account_id text,
    ADD COLUMN display_phone_number text,
    ADD COLUMN verified_name text,
    ADD COLUMN verified_at timestamptz,
    ADD COLUMN checked_at timestamptz,
    ADD COLUMN verification_error text,
    ADD COLUMN revision bigint NOT NULL DEFAULT 1,
    ADD CONSTRAINT whatsapp_numbers_state CHECK (verified_at IS NULL OR verification_error IS NULL);
-- Numbers that are in use go on, and are checked within the hour: `checked_at` is null.
UPDATE whatsapp_numbers SET verified_at = updated_at;
CREATE UNIQUE INDEX whatsapp_numbers_verified ON whatsapp_numbers (phone_number_id) WHERE verified_at IS NOT NULL;
CREATE INDEX whatsapp_numbers_checked ON whatsapp_numbers (checked_at NULLS FIRST) WHERE verified_at IS NOT NULL;
