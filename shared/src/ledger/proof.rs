use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::UserId;

/// How many differing wallets a proof names at the most.
const NAMED: usize = 100;

/// What the proof found for one asset.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AssetProof {
    /// The asset.
    #[schema(examples("CREDIT"))]
    pub asset: String,
    /// The sum of all balances, the platform's accounts included; zero where nothing was lost.
    pub sum: i64,
    /// How many wallets there are.
    pub wallets: i64,
    /// How many wallets differ from a replay of their transfers.
    pub mismatches: usize,
    /// The first of them.
    pub mismatched: Vec<Mismatch>,
}

impl AssetProof {
    /// Whether nothing was lost and nothing differs.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.sum == 0 && self.mismatches == 0
    }
}

/// A wallet that differs from a replay of its transfers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Mismatch {
    /// Whose it is.
    pub user_id: UserId,
    /// What it says.
    pub balance: i64,
    /// What its transfers add up to.
    pub replayed: i64,
}

/// Compares every wallet with a replay of its transfers. `snapshot` must be a transaction that sees
/// one moment throughout.
///
/// # Errors
/// The database.
pub async fn prove(snapshot: &mut PgConnection) -> sqlx::Result<Vec<AssetProof>> {
    let assets = sqlx::query!(
        r#"WITH moved AS (
            SELECT asset, sum(amount) FILTER (WHERE to_entry IS NULL) AS platform_got,
                sum(amount) FILTER (WHERE from_entry IS NULL) AS platform_gave
            FROM transfers GROUP BY asset),
        held AS (SELECT asset, count(*) AS wallets, sum(balance) AS held FROM wallets GROUP BY asset)
        SELECT coalesce(held.asset, moved.asset) AS "asset!", coalesce(wallets, 0) AS "wallets!",
            (coalesce(held, 0) + coalesce(platform_got, 0) - coalesce(platform_gave, 0))::bigint AS "sum!"
        FROM held FULL JOIN moved USING (asset) ORDER BY 1"#
    )
    .fetch_all(&mut *snapshot)
    .await?;
    let mut mismatches = mismatches(snapshot).await?;
    Ok(assets
        .into_iter()
        .map(|row| {
            let mut mismatched: Vec<_> =
                mismatches.extract_if(.., |(asset, _)| *asset == row.asset).map(|it| it.1).collect();
            let count = mismatched.len();
            mismatched.truncate(NAMED);
            AssetProof { asset: row.asset, sum: row.sum, wallets: row.wallets, mismatches: count, mismatched }
        })
        .collect())
}

/// Wallets whose balance, number of entries or newest running balance is not what their transfers say.
async fn mismatches(snapshot: &mut PgConnection) -> sqlx::Result<Vec<(String, Mismatch)>> {
    let rows = sqlx::query!(
        r#"WITH entries AS (
            SELECT from_account AS wallet, asset, from_entry AS number, -amount AS signed, from_balance AS after
            FROM transfers WHERE from_entry IS NOT NULL
            UNION ALL
            SELECT to_account, asset, to_entry, amount, to_balance FROM transfers WHERE to_entry IS NOT NULL),
        running AS (
            SELECT wallet, asset, number, after,
                sum(signed) OVER (PARTITION BY wallet, asset ORDER BY number) AS replayed
            FROM entries),
        replay AS (
            SELECT wallet, asset, count(*) AS entries, max(number) AS newest, bool_or(after <> replayed) AS broken,
                (array_agg(replayed ORDER BY number DESC))[1] AS replayed
            FROM running GROUP BY wallet, asset)
        SELECT coalesce(w.id, replay.wallet) AS "wallet!", coalesce(w.asset, replay.asset) AS "asset!", user_id AS "user_id?: UserId",
            coalesce(balance, 0) AS "balance!", coalesce(replayed, 0)::bigint AS "replayed!"
        FROM wallets w FULL JOIN replay ON replay.wallet = w.id AND replay.asset = w.asset
        WHERE w.id IS NULL OR w.balance <> coalesce(replayed, 0) OR w.entries <> coalesce(replay.entries, 0)
            OR replay.newest <> replay.entries OR replay.broken
        ORDER BY 1"#
    )
    .fetch_all(snapshot)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let user_id = row.user_id.unwrap_or_else(|| Uuid::nil().into());
            (row.asset, Mismatch { user_id, balance: row.balance, replayed: row.replayed })
        })
        .collect())
}
