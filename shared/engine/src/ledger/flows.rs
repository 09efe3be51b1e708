//! Flows through wallets, by kind: sums up to an entry of each wallet, plus the later entries.
//!
//! A wallet's entries are numbered without gaps and committed in order, because adding one locks the wallet's row. So a
//! sum up to a number is complete at any time, and refunds count as separate entries.

use sqlx::PgExecutor;

use super::TransferKind;
use crate::db::Tx;
use crate::ids::UserId;

/// Maximum wallets summed by one transaction.
const WALLETS: i64 = 20;
/// Maximum entries per wallet that one transaction adds to its sums.
const ENTRIES: i64 = 5_000;

/// Total flow into or out of wallets under one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Its kind.
    pub kind: TransferKind,
    /// Whether it is incoming.
    pub is_in: bool,
    /// The amount.
    pub amount: i64,
}

/// Flows into and out of the wallets of `users`, since the first transfer. Reads their sums and the entries that are
/// not in them yet.
///
/// # Errors
/// Database errors.
pub async fn flows(db: impl PgExecutor<'_>, asset: &str, users: &[UserId]) -> sqlx::Result<Vec<Flow>> {
    // `OFFSET 0`: looks each wallet up by account and entry, instead of joining all of its entries.
    sqlx::query_as!(
        Flow,
        r#"WITH mine AS MATERIALIZED (
            SELECT id, coalesce(until.entries, 0) AS summed FROM wallets
            LEFT JOIN wallet_flows_until until ON until.wallet_id = id
            WHERE user_id = ANY($1) AND asset = $2)
        SELECT kind AS "kind!: TransferKind", is_in AS "is_in!", sum(amount)::bigint AS "amount!" FROM (
            SELECT kind, is_in, amount FROM mine JOIN wallet_flows ON wallet_id = mine.id
            UNION ALL
            SELECT kind, true, amount FROM mine CROSS JOIN LATERAL (
                SELECT kind, amount FROM transfers WHERE to_account = mine.id AND to_entry > mine.summed OFFSET 0) AS came
            UNION ALL
            SELECT kind, false, amount FROM mine CROSS JOIN LATERAL (
                SELECT kind, amount FROM transfers WHERE from_account = mine.id AND from_entry > mine.summed OFFSET 0) AS went
        ) AS moved GROUP BY kind, is_in"#,
        users as &[UserId],
        asset,
    )
    .fetch_all(db)
    .await
}

/// The next users after `after`, by id, with a wallet that has more than `entries` unsummed entries.
///
/// # Errors
/// Database errors.
pub async fn unsummed(db: impl PgExecutor<'_>, after: UserId, entries: i64, limit: i64) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT user_id AS "user_id: UserId" FROM wallets LEFT JOIN wallet_flows_until until ON until.wallet_id = id
        WHERE user_id > $1 AND wallets.entries > coalesce(until.entries, 0) + $2
        ORDER BY user_id LIMIT $3"#,
        after.uuid(),
        entries,
        limit,
    )
    .fetch_all(db)
    .await
}

/// Adds wallets' entries to their sums, for `users` with more than `entries` unsummed ones; the number of wallets and
/// of entries per wallet is bounded. Returns whether more is left; also false if another transaction holds the lock.
///
/// # Errors
/// Database errors; nothing is added.
pub async fn sum_up(tx: &mut Tx, users: &[UserId], entries: i64) -> sqlx::Result<bool> {
    // One at a time: two would add the same entries. A separate statement follows, so it sees what the previous holder
    // added.
    let is_mine =
        sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(hashtextextended('wallet flows', 0)) AS "is_mine!""#)
            .fetch_one(tx.conn())
            .await?;
    if !is_mine {
        return Ok(false);
    }
    let summed = sqlx::query_scalar!(
        r#"WITH due AS MATERIALIZED (
            SELECT wallets.id, coalesce(until.entries, 0) AS summed, wallets.entries AS entries,
                least(wallets.entries, coalesce(until.entries, 0) + $3) AS until
            FROM wallets LEFT JOIN wallet_flows_until until ON until.wallet_id = id
            WHERE user_id = ANY($1) AND wallets.entries > coalesce(until.entries, 0) + $2 LIMIT $4),
        flows AS (
            INSERT INTO wallet_flows AS old (wallet_id, kind, is_in, amount)
            SELECT id, kind, is_in, sum(amount) FROM (
                SELECT id, kind, true AS is_in, amount FROM due CROSS JOIN LATERAL (
                    SELECT kind, amount FROM transfers
                    WHERE to_account = due.id AND to_entry > due.summed AND to_entry <= due.until OFFSET 0) AS came
                UNION ALL
                SELECT id, kind, false, amount FROM due CROSS JOIN LATERAL (
                    SELECT kind, amount FROM transfers
                    WHERE from_account = due.id AND from_entry > due.summed AND from_entry <= due.until OFFSET 0) AS went
            ) AS moved GROUP BY id, kind, is_in
            ON CONFLICT (wallet_id, kind, is_in) DO UPDATE SET amount = old.amount + excluded.amount),
        summed AS (
            INSERT INTO wallet_flows_until (wallet_id, entries) SELECT id, until FROM due
            ON CONFLICT (wallet_id) DO UPDATE SET entries = excluded.entries)
        SELECT entries > until + $2 AS "is_more_left!" FROM due"#,
        users as &[UserId],
        entries,
        ENTRIES,
        WALLETS,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(summed.len() as i64 == WALLETS || summed.contains(&true))
}
