-- When a payment was first known to be made: money from a fresh deposit is held before it can be sent on to others.
ALTER TABLE recharges ADD COLUMN paid_at timestamptz;
UPDATE recharges SET paid_at = t.created_at FROM transfers t
WHERE t.kind IN ('recharge', 'deposit') AND t.reference = recharges.id;
CREATE INDEX recharges_paid ON recharges (user_id, paid_at) WHERE paid_at IS NOT NULL AND asset <> 'CREDIT';
