use sqlx::PgConnection;

use crate::ids::TransferId;
use crate::ledger::{Findings, MAX_REPORTED};

/// Charges without a message, or whose message ended undelivered without a refund. `unknown` keeps its charge; the
/// outcome of a message with an open job is still undecided.
///
/// # Errors
/// Database errors.
pub async fn orphan_charges(snapshot: &mut PgConnection) -> sqlx::Result<Findings<TransferId>> {
    let orphans = sqlx::query!(
        r#"SELECT charge.id AS "id: TransferId", count(*) OVER () AS "count!" FROM transfers charge
        LEFT JOIN messages m ON m.charge_id = charge.id
        LEFT JOIN jobs j ON j.id = m.job_id
        LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = charge.id
        WHERE charge.kind = 'charge' AND refund.id IS NULL
            AND (m.id IS NULL OR m.status IN ('failed', 'cancelled')
                OR (m.status IN ('scheduled', 'queued') AND (j.id IS NULL OR j.finished_at IS NOT NULL)))
        ORDER BY charge.id LIMIT $1"#,
        MAX_REPORTED,
    )
    .fetch_all(snapshot)
    .await?;
    Ok(orphans.into_iter().map(|row| (row.id, row.count)).collect())
}
