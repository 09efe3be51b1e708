use chrono::{DateTime, Utc};

use super::{CREDIT, Movement, Party, Promotional, Refusal, System, TransferKind, post};
use crate::db::Tx;
use crate::ids::{JobId, TransferId, UserId};

/// Refunds charges, each at most once: an already refunded charge is skipped. Returns the number of new refunds.
///
/// # Errors
/// Database errors; nothing is given back then.
pub async fn refund(tx: &mut Tx, charges: &[TransferId], now: DateTime<Utc>) -> sqlx::Result<usize> {
    if charges.is_empty() {
        return Ok(0);
    }
    let movements: Vec<_> = sqlx::query!(
        r#"SELECT charge.id, charge.amount, charge.promotional, charge.job_id AS "job_id: JobId", wallet.user_id AS "user_id: UserId"
        FROM transfers charge JOIN wallets wallet ON wallet.id = charge.from_account
        WHERE charge.id = ANY($1) AND charge.kind = 'charge' AND charge.asset = $2 ORDER BY charge.id"#,
        charges as &[TransferId],
        CREDIT,
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|charge| {
        let (from, to) = (Party::System(System::Revenue), Party::User(charge.user_id));
        let refund = Movement::new(TransferKind::Refund, charge.id, from, to, charge.amount);
        // Each credit is refunded as the kind that it was.
        Movement { job_id: charge.job_id, promotional: Promotional::Granted(charge.promotional), ..refund }
    })
    .collect();
    let answers = post(tx, CREDIT, &movements, now).await?;
    debug_assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(Refusal::Done))));
    Ok(answers.iter().filter(|answer| answer.is_ok()).count())
}
