use sqlx::PgConnection;

use crate::ids::RechargeId;
use crate::ledger::{Findings, MAX_REPORTED};

/// Recharges and deposits that contradict the ledger.
///
/// Compares each recharge and deposit with its transfer, which must exist exactly if it was paid, and a user's
/// reversals with the statement.
///
/// # Errors
/// Database errors.
pub async fn wrong_recharges(snapshot: &mut PgConnection) -> sqlx::Result<Findings<RechargeId>> {
    let wrong = sqlx::query!(
        r#"WITH bought AS (
            SELECT t.reference AS id, t.asset, amount, w.user_id FROM transfers t LEFT JOIN wallets w ON w.id = to_account
            WHERE kind IN ('recharge', 'deposit')),
        corrected AS (
            SELECT w.user_id, t.asset, sum(CASE kind WHEN 'reversal' THEN amount ELSE -amount END) AS taken
            FROM transfers t JOIN wallets w ON w.id = CASE kind WHEN 'reversal' THEN from_account ELSE to_account END
            WHERE kind IN ('reversal', 'restoration') GROUP BY w.user_id, t.asset),
        noted AS (
            SELECT user_id, asset, sum(taken_back) AS taken, min(id::text)::uuid AS id FROM recharges GROUP BY user_id, asset),
        wrong AS (
            SELECT coalesce(r.id, bought.id) AS id
            FROM (SELECT id, asset, quantity, user_id FROM recharges WHERE status IN ('paid', 'refunded')) r
            FULL JOIN bought ON bought.id = r.id
            WHERE (r.asset, r.quantity, r.user_id) IS DISTINCT FROM (bought.asset, bought.amount, bought.user_id)
            UNION
            SELECT noted.id FROM noted LEFT JOIN corrected USING (user_id, asset)
            WHERE noted.taken <> coalesce(corrected.taken, 0))
        SELECT id AS "id!: RechargeId", count(*) OVER () AS "count!" FROM wrong ORDER BY 1 LIMIT $1"#,
        MAX_REPORTED,
    )
    .fetch_all(snapshot)
    .await?;
    Ok(wrong.into_iter().map(|row| (row.id, row.count)).collect())
}
