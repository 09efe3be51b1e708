use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{TransferId, UserId};

/// How many rows of a sort a proof names at the most.
pub(crate) const NAMED: usize = 100;

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
    /// The wallet.
    #[serde(default)]
    pub wallet_id: Uuid,
    /// Whose it is.
    pub user_id: UserId,
    /// What it says.
    pub balance: i64,
    /// What its transfers add up to.
    pub replayed: i64,
    /// The first of its transfers whose running balance is not what it must be; null where all are, and only the
    /// wallet differs.
    #[serde(default)]
    pub transfer_id: Option<TransferId>,
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
            SELECT id, from_account AS wallet, asset, from_entry AS number, -amount AS signed, from_balance AS after
            FROM transfers WHERE from_entry IS NOT NULL
            UNION ALL
            SELECT id, to_account, asset, to_entry, amount, to_balance FROM transfers WHERE to_entry IS NOT NULL),
        running AS (
            SELECT id, wallet, asset, number, after,
                sum(signed) OVER (PARTITION BY wallet, asset ORDER BY number) AS replayed
            FROM entries),
        replay AS (
            SELECT wallet, asset, count(*) AS entries, max(number) AS newest,
                (array_agg(id ORDER BY number) FILTER (WHERE after <> replayed))[1] AS broken,
                (array_agg(replayed ORDER BY number DESC))[1] AS replayed
            FROM running GROUP BY wallet, asset)
        SELECT coalesce(w.id, replay.wallet) AS "wallet!", coalesce(w.asset, replay.asset) AS "asset!", user_id AS "user_id?: UserId",
            broken AS "broken?: TransferId", coalesce(balance, 0) AS "balance!", coalesce(replayed, 0)::bigint AS "replayed!"
        FROM wallets w FULL JOIN replay ON replay.wallet = w.id AND replay.asset = w.asset
        WHERE w.id IS NULL OR w.balance <> coalesce(replayed, 0) OR w.entries <> coalesce(replay.entries, 0)
            OR replay.newest <> replay.entries OR replay.broken IS NOT NULL
        ORDER BY 1"#
    )
    .fetch_all(snapshot)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let user_id = row.user_id.unwrap_or_else(|| Uuid::nil().into());
            let (wallet_id, transfer_id) = (row.wallet, row.broken);
            (row.asset, Mismatch { wallet_id, user_id, balance: row.balance, replayed: row.replayed, transfer_id })
        })
        .collect())
}

/// Refunds that give back no charge, or not what it took to whom it took it from, or that are not its only one.
#[derive(Debug, Default)]
pub struct WrongRefunds {
    /// How many.
    pub count: i64,
    /// The first of them.
    pub first: Vec<TransferId>,
}

/// Compares every refund with its charge.
///
/// # Errors
/// The database.
pub async fn wrong_refunds(snapshot: &mut PgConnection) -> sqlx::Result<WrongRefunds> {
    let wrong = sqlx::query!(
        r#"WITH refunds AS (
            SELECT id, reference, asset, amount, to_account, count(*) OVER (PARTITION BY reference) AS times
            FROM transfers WHERE kind = 'refund')
        SELECT refunds.id AS "id: TransferId", count(*) OVER () AS "count!"
        FROM refunds LEFT JOIN transfers charge ON charge.id = refunds.reference AND charge.kind = 'charge'
        WHERE times > 1 OR charge.id IS NULL
            OR (charge.asset, charge.amount, charge.from_account) <> (refunds.asset, refunds.amount, refunds.to_account)
        ORDER BY refunds.id LIMIT $1"#,
        NAMED as i64,
    )
    .fetch_all(snapshot)
    .await?;
    let count = wrong.first().map_or(0, |row| row.count);
    Ok(WrongRefunds { count, first: wrong.into_iter().map(|row| row.id).collect() })
}
