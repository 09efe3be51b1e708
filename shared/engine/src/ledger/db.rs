use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{Counterparty, Entry, TransferKind, WalletState};
use crate::db::Tx;
use crate::ids::{JobId, TransferId, UserId};
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// Opens empty wallets for users without one.
///
/// # Errors
/// Database errors.
pub async fn ensure_wallets(tx: &mut Tx, users: &[UserId], asset: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO wallets (id, user_id, asset, created_at)
        SELECT id, user_id, $3, $4 FROM UNNEST($1::uuid[], $2::uuid[]) AS new (id, user_id) ORDER BY user_id
        ON CONFLICT (user_id, asset) DO NOTHING",
        &users.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>(),
        users as &[UserId],
        asset,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// State of a user's wallet for an asset; `None` without one.
///
/// # Errors
/// Database errors.
pub async fn wallet_state(db: impl PgExecutor<'_>, user: UserId, asset: &str) -> sqlx::Result<Option<WalletState>> {
    sqlx::query_as!(
        WalletState,
        "SELECT balance, promotional, low_balance_threshold FROM wallets WHERE user_id = $1 AND asset = $2",
        user.uuid(),
        asset,
    )
    .fetch_optional(db)
    .await
}

/// Sets or removes a wallet's low-balance threshold; `None` without a wallet.
///
/// # Errors
/// Database errors.
pub async fn set_threshold(
    tx: &mut Tx,
    user: UserId,
    asset: &str,
    threshold: Option<i64>,
) -> sqlx::Result<Option<WalletState>> {
    sqlx::query_as!(
        WalletState,
        "UPDATE wallets SET low_balance_threshold = $3 WHERE user_id = $1 AND asset = $2
        RETURNING balance, promotional, low_balance_threshold",
        user.uuid(),
        asset,
        threshold,
    )
    .fetch_optional(tx.conn())
    .await
}

/// A user's balance of an asset; `None` without a wallet for it.
///
/// # Errors
/// Database errors.
pub async fn balance(db: impl PgExecutor<'_>, user: UserId, asset: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("SELECT balance FROM wallets WHERE user_id = $1 AND asset = $2", user.uuid(), asset)
        .fetch_optional(db)
        .await
}

/// Filter for a statement's rows.
#[derive(Debug, Default)]
pub struct StatementFilter {
    /// Only rows of this kind.
    pub kind: Option<TransferKind>,
    /// Only rows from this time on.
    pub since: Option<DateTime<Utc>>,
    /// Only rows from before this time.
    pub until: Option<DateTime<Utc>>,
}

/// A wallet's statement, newest first.
///
/// # Errors
/// Database errors.
pub async fn statement(
    db: &mut PgConnection,
    user: UserId,
    asset: &str,
    filter: &StatementFilter,
    request: &PageRequest<i64>,
) -> sqlx::Result<Page<Entry>> {
    let wallet = sqlx::query!("SELECT id, entries FROM wallets WHERE user_id = $1 AND asset = $2", user.uuid(), asset)
        .fetch_optional(&mut *db)
        .await?;
    let Some(wallet) = wallet else { return Ok(Page { data: Vec::new(), next_cursor: None }) };
    // Entries are numbered without gaps.
    let end = request.after.map_or(wallet.entries + 1, |after| after.min(wallet.entries + 1));
    let Chosen { positions, next_cursor } = request.choose(page_of(db, wallet.id, end, filter, request.rows()).await?);
    let rows = sqlx::query!(
        r#"WITH entries AS (
            SELECT t.*, from_entry AS number, -amount AS signed, from_balance AS balance_after, to_account AS other
            FROM transfers t WHERE from_account = $1 AND from_entry = ANY($2)
            UNION ALL
            SELECT t.*, to_entry, amount, to_balance, from_account
            FROM transfers t WHERE to_account = $1 AND to_entry = ANY($2))
        SELECT entries.id AS "id!: TransferId", number AS "number!", kind AS "kind!: TransferKind", signed AS "signed!",
            balance_after AS "balance_after!", reference AS "reference!", job_id AS "job_id: JobId", note,
            entries.created_at AS "created_at!", other AS "other!", users.id AS "user_id?: UserId", users.username AS "username?"
        FROM entries LEFT JOIN wallets ON wallets.id = other LEFT JOIN users ON users.id = wallets.user_id
        ORDER BY number DESC"#,
        wallet.id,
        &positions,
    )
    .fetch_all(db)
    .await?;
    let entries = rows.into_iter().map(|row| Entry {
        id: row.id,
        number: row.number,
        kind: row.kind,
        amount: row.signed,
        balance_after: row.balance_after,
        reference: row.reference,
        job_id: row.job_id,
        counterparty: Counterparty::of(row.other, row.user_id.zip(row.username)),
        note: row.note,
        created_at: row.created_at,
    });
    Ok(Page { data: entries.collect(), next_cursor })
}

/// Incoming and outgoing rows have an index each; both are read backwards from before `end`, and merged.
async fn page_of(
    db: &mut PgConnection,
    wallet: Uuid,
    end: i64,
    filter: &StatementFilter,
    limit: i64,
) -> sqlx::Result<Vec<Looked<i64>>> {
    sqlx::query_as!(
        Looked,
        r#"SELECT number AS "position!", matches AS "matches!", is_last AS "is_last!" FROM (
            (SELECT number, matches, is_last FROM (
                SELECT from_entry AS number, ($4::text IS NULL OR kind = $4)
                        AND ($5::timestamptz IS NULL OR created_at >= $5)
                        AND ($6::timestamptz IS NULL OR created_at < $6) AS matches,
                    from_entry = $3 AND $3 > 1
                        AND ($5::timestamptz IS NULL OR created_at >= $5 - interval '1 day') AS is_last
                FROM transfers WHERE from_account = $1 AND from_entry < $2 AND from_entry >= $3
                ORDER BY from_entry DESC) AS entries
             WHERE matches OR is_last ORDER BY number DESC LIMIT $7)
            UNION ALL
            (SELECT number, matches, is_last FROM (
                SELECT to_entry AS number, ($4::text IS NULL OR kind = $4)
                        AND ($5::timestamptz IS NULL OR created_at >= $5)
                        AND ($6::timestamptz IS NULL OR created_at < $6) AS matches,
                    to_entry = $3 AND $3 > 1
                        AND ($5::timestamptz IS NULL OR created_at >= $5 - interval '1 day') AS is_last
                FROM transfers WHERE to_account = $1 AND to_entry < $2 AND to_entry >= $3
                ORDER BY to_entry DESC) AS entries
             WHERE matches OR is_last ORDER BY number DESC LIMIT $7)) AS looked
        ORDER BY number DESC LIMIT $7"#,
        wallet,
        end,
        (end - LOOKED_AT).max(1),
        filter.kind as Option<TransferKind>,
        filter.since,
        filter.until,
        limit,
    )
    .fetch_all(db)
    .await
}
