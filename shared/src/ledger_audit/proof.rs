use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use utoipa::ToSchema;

use crate::app::App;
use crate::billing;
use crate::credits;
use crate::ids::{DistributionId, RechargeId, TransferId};
use crate::ledger::{self, AssetProof, Chain, Findings};
use crate::messaging;

/// Result of a ledger audit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Proof {
    /// Whether all checks below hold.
    pub holds: bool,
    /// Result for each asset.
    pub assets: Vec<AssetProof>,
    /// Charges without a message, or whose message ended undelivered without a refund.
    pub orphan_charges: i64,
    /// The first of them.
    #[serde(default)]
    pub orphans: Vec<TransferId>,
    /// Refunds without a charge, with a different amount, or repeated.
    #[serde(default)]
    pub wrong_refunds: i64,
    /// The first of them.
    #[serde(default)]
    pub refunds: Vec<TransferId>,
    /// Distributions of credits that contradict the ledger.
    #[serde(default)]
    pub wrong_distributions: i64,
    /// The first of them.
    #[serde(default)]
    pub distributions: Vec<DistributionId>,
    /// Recharges and deposits that contradict the ledger.
    #[serde(default)]
    pub wrong_recharges: i64,
    /// The first of them.
    #[serde(default)]
    pub recharges: Vec<RechargeId>,
    /// Transfers of nonexistent wallets. Checked by a full audit only.
    #[serde(default)]
    pub stray_transfers: i64,
    /// The first of them.
    #[serde(default)]
    pub strays: Vec<TransferId>,
    /// The hash chain behind the ledger.
    #[serde(default)]
    pub chain: Chain,
    /// Whether everything was replayed from the beginning, and the chain was checked; otherwise each wallet since its
    /// newest checkpoint.
    #[serde(default)]
    pub full: bool,
    /// Time of the audit.
    pub checked_at: DateTime<Utc>,
}

/// Replays the ledger since its newest checkpoints, or all of it, and compares, in one snapshot.
///
/// # Errors
/// Database errors.
pub async fn prove(app: &App, full: bool) -> sqlx::Result<Proof> {
    compare(&mut *app.db.snapshot().await?, full, app.clock.now()).await
}

/// The same; an audit that holds becomes the next block of the ledger's chain.
///
/// # Errors
/// Database errors.
pub async fn prove_and_checkpoint(app: &App, full: bool) -> sqlx::Result<Proof> {
    let mut snapshot = app.db.snapshot().await?;
    let mut proof = compare(&mut snapshot, full, app.clock.now()).await?;
    // Unbalanced data must never become a checkpoint of later audits.
    let block = if proof.holds { ledger::next_block(&mut snapshot).await? } else { None };
    snapshot.commit().await?;
    if let Some(block) = block {
        let mut tx = app.db.begin().await?;
        ledger::append(&mut tx, &block, proof.checked_at).await?;
        proof.chain = ledger::chain(tx.conn()).await?;
        tx.commit().await?;
    }
    Ok(proof)
}

async fn compare(snapshot: &mut PgConnection, full: bool, checked_at: DateTime<Utc>) -> sqlx::Result<Proof> {
    let assets = ledger::prove(snapshot, full).await?;
    let orphans = messaging::orphan_charges(snapshot).await?;
    let refunds = ledger::invalid_refunds(snapshot).await?;
    let distributions = credits::wrong_distributions(snapshot).await?;
    let recharges = billing::wrong_recharges(snapshot).await?;
    let (mut strays, mut chain) = (Findings::from_iter([]), ledger::chain(snapshot).await?);
    if full {
        strays = ledger::orphan_entries(snapshot).await?;
        chain.wrong_blocks = ledger::invalid_blocks(snapshot).await?;
    }
    let wrong = [orphans.count, refunds.count, distributions.count, recharges.count, strays.count];
    Ok(Proof {
        holds: wrong == [0; 5] && chain.wrong_blocks.is_empty() && assets.iter().all(AssetProof::holds),
        assets,
        orphan_charges: orphans.count,
        orphans: orphans.first,
        wrong_refunds: refunds.count,
        refunds: refunds.first,
        wrong_distributions: distributions.count,
        distributions: distributions.first,
        wrong_recharges: recharges.count,
        recharges: recharges.first,
        stray_transfers: strays.count,
        strays: strays.first,
        chain,
        full,
        checked_at,
    })
}

/// The latest result of `credits.prove`, if still stored.
///
/// # Errors
/// Database errors; a result of another version.
pub async fn newest_proof(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Proof>> {
    // The kind is a literal because the index is partial on it.
    let newest = sqlx::query_scalar!(
        r#"SELECT result AS "result!: Json<Proof>" FROM jobs WHERE kind = 'credits.prove' AND state = 'succeeded'
        ORDER BY finished_at DESC LIMIT 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(newest.map(|Json(proof)| proof))
}
