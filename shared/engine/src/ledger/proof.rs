use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{TransferId, UserId};

/// Maximum rows of a kind that an audit reports.
pub const MAX_REPORTED: i64 = 100;

/// Discrepancies of one kind.
#[derive(Debug)]
pub struct Findings<Id> {
    /// Their number.
    pub count: i64,
    /// The first of them.
    pub first: Vec<Id>,
}

impl<Id> FromIterator<(Id, i64)> for Findings<Id> {
    /// The first ones, each with the total number.
    fn from_iter<I: IntoIterator<Item = (Id, i64)>>(found: I) -> Self {
        let (first, counts): (_, Vec<_>) = found.into_iter().unzip();
        Self { count: counts.first().copied().unwrap_or_default(), first }
    }
}

/// Audit result of one asset.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AssetProof {
    /// The asset.
    #[schema(examples("CREDIT"))]
    pub asset: String,
    /// The sum of all balances including the platform's accounts; must be zero.
    pub sum: i64,
    /// Number of wallets.
    pub wallets: i64,
    /// Number of wallets that differ from a replay of their transfers.
    pub mismatches: usize,
    /// The first of them.
    pub mismatched: Vec<Mismatch>,
}

impl AssetProof {
    /// Whether the sum is zero and no wallet differs.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.sum == 0 && self.mismatches == 0
    }
}

/// A wallet that differs from a replay of its transfers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Mismatch {
    /// The wallet.
    #[serde(default)]
    pub wallet_id: Uuid,
    /// Its owner.
    pub user_id: UserId,
    /// Its recorded balance.
    pub balance: i64,
    /// The sum of its transfers.
    pub replayed: i64,
    /// The first of its transfers with a wrong running balance; null if only the wallet differs.
    #[serde(default)]
    pub transfer_id: Option<TransferId>,
}

/// Compares every wallet with a replay of its transfers since its newest checkpoint, or of all of them if `full`.
/// `snapshot` must be a transaction with a single snapshot.
///
/// # Errors
/// Database errors.
pub async fn prove(snapshot: &mut PgConnection, full: bool) -> sqlx::Result<Vec<AssetProof>> {
    let rows = sqlx::query!(
        r#"WITH base AS MATERIALIZED (
            SELECT w.id AS wallet, w.asset, user_id, w.balance, w.promotional, w.entries, coalesce(c.entries, 0) AS since,
                coalesce(c.balance, 0) AS held, coalesce(c.platform, 0) AS platform, coalesce(c.promotional, 0) AS held_promotional
            FROM wallets w LEFT JOIN LATERAL (
                SELECT entries, balance, platform, promotional FROM ledger_checkpoints
                WHERE wallet_id = w.id AND NOT $1 ORDER BY block DESC LIMIT 1) c ON true),
        entries AS (
            SELECT t.id, wallet, from_entry AS number, -amount AS signed, -t.promotional AS promotional, from_balance AS after,
                to_entry IS NULL AS is_platform
            FROM base JOIN transfers t ON from_account = wallet AND t.asset = base.asset AND from_entry > since
            UNION ALL
            SELECT t.id, wallet, to_entry, amount, t.promotional, to_balance, from_entry IS NULL
            FROM base JOIN transfers t ON to_account = wallet AND t.asset = base.asset AND to_entry > since),
        running AS (
            SELECT id, wallet, number, after, signed, entries.promotional, is_platform,
                held + sum(signed) OVER (PARTITION BY wallet ORDER BY number) AS replayed
            FROM entries JOIN base USING (wallet)),
        replay AS (
            SELECT wallet, count(*) AS entries, max(number) AS newest, sum(signed) AS moved, sum(promotional) AS promotional,
                sum(signed) FILTER (WHERE is_platform) AS platform,
                (array_agg(id ORDER BY number) FILTER (WHERE after <> replayed))[1] AS broken
            FROM running GROUP BY wallet),
        proven AS (
            SELECT wallet, asset, user_id, balance, held + coalesce(moved, 0) AS replayed, broken,
                base.platform + coalesce(replay.platform, 0) AS platform,
                balance <> held + coalesce(moved, 0) OR base.entries <> since + coalesce(replay.entries, 0)
                    OR newest <> since + replay.entries OR broken IS NOT NULL
                    OR base.promotional <> held_promotional + coalesce(replay.promotional, 0)
                    OR base.promotional NOT BETWEEN 0 AND balance AS is_wrong
            FROM base LEFT JOIN replay USING (wallet))
        SELECT asset AS "asset!", count(*) AS "wallets!", sum(balance - platform)::bigint AS "sum!",
            count(*) FILTER (WHERE is_wrong) AS "mismatches!",
            coalesce((array_agg(wallet ORDER BY wallet) FILTER (WHERE is_wrong))[1:$2], '{}') AS "wrong!",
            coalesce((array_agg(user_id ORDER BY wallet) FILTER (WHERE is_wrong))[1:$2], '{}') AS "users!: Vec<UserId>",
            coalesce((array_agg(balance ORDER BY wallet) FILTER (WHERE is_wrong))[1:$2], '{}') AS "balances!",
            coalesce((array_agg(replayed::bigint ORDER BY wallet) FILTER (WHERE is_wrong))[1:$2], '{}') AS "replayed!",
            coalesce((array_agg(broken ORDER BY wallet) FILTER (WHERE is_wrong))[1:$2], '{}') AS "broken!: Vec<Option<TransferId>>"
        FROM proven GROUP BY asset ORDER BY asset"#,
        full,
        MAX_REPORTED as i32,
    )
    .fetch_all(snapshot)
    .await?;
    let assets = rows.into_iter().map(|row| {
        let wrong = row.wrong.into_iter().zip(row.users).zip(row.balances).zip(row.replayed).zip(row.broken);
        let mismatched = wrong.map(|((((wallet_id, user_id), balance), replayed), transfer_id)| Mismatch {
            wallet_id,
            user_id,
            balance,
            replayed,
            transfer_id,
        });
        let (wallets, mismatches) = (row.wallets, usize::try_from(row.mismatches).unwrap_or_default());
        AssetProof { asset: row.asset, sum: row.sum, wallets, mismatches, mismatched: mismatched.collect() }
    });
    Ok(assets.collect())
}

/// Transfers with a statement row of a wallet that does not exist.
///
/// # Errors
/// Database errors.
pub async fn orphan_entries(snapshot: &mut PgConnection) -> sqlx::Result<Findings<TransferId>> {
    let orphans = sqlx::query!(
        r#"SELECT t.id AS "id: TransferId", count(*) OVER () AS "count!" FROM transfers t
        WHERE (from_entry IS NOT NULL AND NOT EXISTS (SELECT FROM wallets w WHERE w.id = from_account AND w.asset = t.asset))
            OR (to_entry IS NOT NULL AND NOT EXISTS (SELECT FROM wallets w WHERE w.id = to_account AND w.asset = t.asset))
        ORDER BY id LIMIT $1"#,
        MAX_REPORTED,
    )
    .fetch_all(snapshot)
    .await?;
    Ok(orphans.into_iter().map(|row| (row.id, row.count)).collect())
}

/// Refunds without a charge, with another amount or other parties than their charge, or beyond the first of a charge.
///
/// # Errors
/// Database errors.
pub async fn invalid_refunds(snapshot: &mut PgConnection) -> sqlx::Result<Findings<TransferId>> {
    let wrong = sqlx::query!(
        r#"WITH refunds AS (
            SELECT id, reference, asset, amount, promotional, to_account, count(*) OVER (PARTITION BY reference) AS times
            FROM transfers WHERE kind = 'refund')
        SELECT refunds.id AS "id: TransferId", count(*) OVER () AS "count!"
        FROM refunds LEFT JOIN transfers charge ON charge.id = refunds.reference AND charge.kind = 'charge'
        WHERE times > 1 OR charge.id IS NULL
            OR (charge.asset, charge.amount, charge.promotional, charge.from_account)
                <> (refunds.asset, refunds.amount, refunds.promotional, refunds.to_account)
        ORDER BY refunds.id LIMIT $1"#,
        MAX_REPORTED,
    )
    .fetch_all(snapshot)
    .await?;
    Ok(wrong.into_iter().map(|row| (row.id, row.count)).collect())
}
