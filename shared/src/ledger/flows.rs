use sqlx::PgExecutor;

use super::TransferKind;
use crate::ids::UserId;

/// What went in or out of wallets under one kind, all in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// What for.
    pub kind: TransferKind,
    /// Whether it came in.
    pub is_in: bool,
    /// How much.
    pub amount: i64,
}

/// What went in and out of the wallets of `users`, from the first transfer on.
///
/// # Errors
/// The database.
pub async fn flows(db: impl PgExecutor<'_>, asset: &str, users: &[UserId]) -> sqlx::Result<Vec<Flow>> {
    sqlx::query_as!(
        Flow,
        r#"WITH mine AS (SELECT id FROM wallets WHERE user_id = ANY($1) AND asset = $2)
        SELECT kind AS "kind!: TransferKind", is_in AS "is_in!", sum(amount)::bigint AS "amount!" FROM (
            SELECT kind, true AS is_in, amount FROM transfers, mine WHERE to_account = mine.id AND to_entry IS NOT NULL
            UNION ALL
            SELECT kind, false, amount FROM transfers, mine WHERE from_account = mine.id AND from_entry IS NOT NULL
        ) AS moved GROUP BY kind, is_in"#,
        users as &[UserId],
        asset,
    )
    .fetch_all(db)
    .await
}
