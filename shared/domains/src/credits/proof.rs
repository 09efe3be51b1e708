use sqlx::PgConnection;

use crate::ids::DistributionId;
use crate::ledger::{Findings, MAX_REPORTED};

/// Distributions that contradict the ledger.
///
/// Compares each distribution with its transfer, which must exist exactly if it succeeded. A pending distribution must
/// have an open job.
///
/// # Errors
/// Database errors.
pub async fn wrong_distributions(snapshot: &mut PgConnection) -> sqlx::Result<Findings<DistributionId>> {
    let wrong = sqlx::query!(
        r#"WITH moved AS (
            SELECT t.reference AS id, CASE kind WHEN 'reclaim' THEN -amount ELSE amount END AS credits,
                CASE kind WHEN 'reclaim' THEN receiver.user_id ELSE giver.user_id END AS reseller_id,
                CASE kind WHEN 'reclaim' THEN giver.user_id ELSE receiver.user_id END AS business_owner_id
            FROM transfers t LEFT JOIN wallets giver ON giver.id = from_account
                LEFT JOIN wallets receiver ON receiver.id = to_account
            WHERE kind IN ('distribution', 'reclaim'))
        SELECT coalesce(d.id, moved.id) AS "id!: DistributionId", count(*) OVER () AS "count!"
        FROM (
            SELECT d.id, d.credits, d.reseller_id, d.business_owner_id, d.status FROM credit_distributions d
            LEFT JOIN jobs ON jobs.id = d.job_id
            WHERE d.status = 'succeeded' OR (d.status = 'pending' AND (jobs.id IS NULL OR jobs.finished_at IS NOT NULL))) d
        FULL JOIN moved ON moved.id = d.id
        WHERE d.id IS NULL OR moved.id IS NULL OR d.status = 'pending'
            OR (d.credits, d.reseller_id, d.business_owner_id)
                IS DISTINCT FROM (moved.credits, moved.reseller_id, moved.business_owner_id)
        ORDER BY 1 LIMIT $1"#,
        MAX_REPORTED,
    )
    .fetch_all(snapshot)
    .await?;
    Ok(wrong.into_iter().map(|row| (row.id, row.count)).collect())
}
