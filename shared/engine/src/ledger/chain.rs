//! The hash chain behind the ledger. A block records the state of some wallets after a number of their entries, with a
//! hash over these entries, and a hash over all of that and the previous block. A holder of the newest hash can detect
//! any change of earlier data, including by an operator.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::proof::MAX_REPORTED;
use crate::db::Tx;

/// Wallets per block, those with the most new entries first.
const WALLETS: i64 = 10_000;
/// New entries per wallet; the rest goes into later blocks.
const ENTRIES: i64 = 100_000;

/// State of the chain.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Chain {
    /// Number of blocks.
    pub blocks: i64,
    /// The SHA-256 of the newest one, as hex; null without any.
    #[schema(examples("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))]
    pub head: Option<String>,
    /// The first blocks that contradict the ledger or the previous block. Checked by a full audit only.
    pub wrong_blocks: Vec<i64>,
}

/// The next block, not written yet.
#[derive(Debug, Default)]
pub struct Block {
    number: i64,
    previous: Vec<u8>,
    wallets: Vec<Uuid>,
    entries: Vec<i64>,
    balances: Vec<i64>,
    platforms: Vec<i64>,
    promotional: Vec<i64>,
    hashes: Vec<Vec<u8>>,
}

/// The end of the chain.
///
/// # Errors
/// Database errors.
pub async fn chain(snapshot: &mut PgConnection) -> sqlx::Result<Chain> {
    let newest = newest(snapshot).await?;
    Ok(match newest {
        None => Chain::default(),
        Some((blocks, head)) => Chain { blocks, head: Some(hex::encode(head)), wrong_blocks: Vec::new() },
    })
}

async fn newest(snapshot: &mut PgConnection) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    let row = sqlx::query!("SELECT number, hash FROM ledger_blocks ORDER BY number DESC LIMIT 1")
        .fetch_optional(snapshot)
        .await?;
    Ok(row.map(|row| (row.number, row.hash)))
}

/// The next block, over committed entries that are in no block yet; `None` if there are none.
///
/// # Errors
/// Database errors.
pub async fn next_block(snapshot: &mut PgConnection) -> sqlx::Result<Option<Block>> {
    let (number, previous) = newest(snapshot).await?.unwrap_or_default();
    let rows = sqlx::query!(
        r#"WITH base AS MATERIALIZED (
            SELECT w.id AS wallet, coalesce(c.entries, 0) AS since, coalesce(c.balance, 0) AS balance,
                coalesce(c.platform, 0) AS platform, coalesce(c.promotional, 0) AS promotional, coalesce(c.hash, '') AS hash
            FROM wallets w LEFT JOIN LATERAL (
                SELECT entries, balance, platform, promotional, hash FROM ledger_checkpoints
                WHERE wallet_id = w.id ORDER BY block DESC LIMIT 1) c ON true
            WHERE w.entries > coalesce(c.entries, 0)
            ORDER BY w.entries - coalesce(c.entries, 0) DESC, w.id LIMIT $1),
        entries AS (
            SELECT wallet, from_entry AS number, -amount AS signed, -t.promotional AS moved_promotional,
                to_entry IS NULL AS is_platform, transfer_digest(t) AS digest
            FROM base JOIN transfers t ON from_account = wallet AND from_entry > since AND from_entry <= since + $2
            UNION ALL
            SELECT wallet, to_entry, amount, t.promotional, from_entry IS NULL, transfer_digest(t)
            FROM base JOIN transfers t ON to_account = wallet AND to_entry > since AND to_entry <= since + $2)
        SELECT wallet AS "wallet!", since + count(*) AS "entries!", (balance + sum(signed))::bigint AS "balance!",
            (platform + coalesce(sum(signed) FILTER (WHERE is_platform), 0))::bigint AS "platform!",
            (promotional + sum(moved_promotional))::bigint AS "promotional!",
            sha256(hash || string_agg(digest, '' ORDER BY number)) AS "hash!"
        FROM entries JOIN base USING (wallet) GROUP BY wallet, since, balance, platform, promotional, hash"#,
        WALLETS,
        ENTRIES,
    )
    .fetch_all(snapshot)
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut block = Block { number: number + 1, previous, ..Block::default() };
    for row in rows {
        block.wallets.push(row.wallet);
        block.entries.push(row.entries);
        block.balances.push(row.balance);
        block.platforms.push(row.platform);
        block.promotional.push(row.promotional);
        block.hashes.push(row.hash);
    }
    Ok(Some(block))
}

/// Appends a block, unless another took its position; returns its hash.
///
/// # Errors
/// Database errors.
pub async fn append(tx: &mut Tx, block: &Block, now: DateTime<Utc>) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        r#"WITH point AS MATERIALIZED (
            SELECT * FROM UNNEST($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bytea[], $9::bigint[])
                AS point (wallet, entries, balance, platform, hash, promotional)),
        block AS (
            INSERT INTO ledger_blocks (number, previous, hash, created_at)
            SELECT $1, $2, sha256($2 || int8send($1) || string_agg(
                checkpoint_bytes(wallet, entries, balance, platform, promotional, hash), '' ORDER BY wallet)), $8
            FROM point
            ON CONFLICT (number) DO NOTHING RETURNING number, hash),
        written AS (
            INSERT INTO ledger_checkpoints (wallet_id, block, entries, balance, platform, promotional, hash)
            SELECT wallet, number, entries, balance, platform, promotional, point.hash FROM point, block)
        SELECT hash FROM block"#,
        block.number,
        block.previous,
        &block.wallets,
        &block.entries,
        &block.balances,
        &block.platforms,
        &block.hashes,
        now,
        &block.promotional,
    )
    .fetch_optional(tx.conn())
    .await
}

/// The first invalid blocks: their checkpoints contradict the ledger, or their hash does not match them and the
/// previous block.
///
/// # Errors
/// Database errors.
pub async fn invalid_blocks(snapshot: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"WITH spans AS (
            SELECT wallet_id, block, entries, balance, platform, promotional, hash, lag(entries, 1, 0::bigint) OVER earlier AS since,
                lag(balance, 1, 0::bigint) OVER earlier AS held, lag(platform, 1, 0::bigint) OVER earlier AS held_platform,
                lag(promotional, 1, 0::bigint) OVER earlier AS held_promotional, lag(hash, 1, ''::bytea) OVER earlier AS before
            FROM ledger_checkpoints WINDOW earlier AS (PARTITION BY wallet_id ORDER BY block)),
        forged AS (
            SELECT block FROM spans, LATERAL (
                SELECT count(*) AS entries, sum(signed) AS moved, coalesce(sum(signed) FILTER (WHERE is_platform), 0) AS platform,
                    sum(moved_promotional) AS promotional, sha256(before || string_agg(digest, '' ORDER BY number)) AS hash
                FROM (
                    SELECT from_entry AS number, -amount AS signed, -t.promotional AS moved_promotional,
                        to_entry IS NULL AS is_platform, transfer_digest(t) AS digest
                    FROM transfers t WHERE from_account = wallet_id AND from_entry > since AND from_entry <= spans.entries
                    UNION ALL
                    SELECT to_entry, amount, t.promotional, from_entry IS NULL, transfer_digest(t)
                    FROM transfers t WHERE to_account = wallet_id AND to_entry > since AND to_entry <= spans.entries) entry) replay
            WHERE (since + replay.entries, held + moved, held_platform + replay.platform, held_promotional + replay.promotional, replay.hash)
                IS DISTINCT FROM (spans.entries::bigint, spans.balance::numeric, spans.platform::numeric, spans.promotional::numeric, spans.hash)),
        broken AS (
            SELECT number FROM (
                SELECT number, previous, hash, lag(hash, 1, ''::bytea) OVER (ORDER BY number) AS before,
                    lag(number, 1, 0::bigint) OVER (ORDER BY number) AS last
                FROM ledger_blocks) block
            WHERE previous <> before OR number <> last + 1 OR hash IS DISTINCT FROM sha256(previous || int8send(number) || (
                SELECT string_agg(checkpoint_bytes(wallet_id, entries, balance, platform, promotional, c.hash), '' ORDER BY wallet_id)
                FROM ledger_checkpoints c WHERE c.block = number)))
        SELECT block AS "block!" FROM forged UNION SELECT number FROM broken ORDER BY 1 LIMIT $1"#,
        MAX_REPORTED,
    )
    .fetch_all(snapshot)
    .await
}
