use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::app::App;
use crate::credits;
use crate::ids::{DistributionId, TransferId};
use crate::ledger::{self, AssetProof};
use crate::messaging;

/// Whether the ledger adds up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Proof {
    /// All of the below is as it must be.
    pub holds: bool,
    /// What was found for each asset.
    pub assets: Vec<AssetProof>,
    /// Charges without a message, or whose message ended undelivered without a refund.
    pub orphan_charges: i64,
    /// The first of them.
    #[serde(default)]
    pub orphans: Vec<TransferId>,
    /// Refunds that give back no charge, or not what it took, or not once.
    #[serde(default)]
    pub wrong_refunds: i64,
    /// The first of them.
    #[serde(default)]
    pub refunds: Vec<TransferId>,
    /// Distributions of credits that say something else than the ledger.
    #[serde(default)]
    pub wrong_distributions: i64,
    /// The first of them.
    #[serde(default)]
    pub distributions: Vec<DistributionId>,
    /// When.
    pub checked_at: DateTime<Utc>,
}

/// Replays the whole ledger and compares, in one snapshot.
///
/// # Errors
/// The database.
pub async fn prove(app: &App) -> sqlx::Result<Proof> {
    let mut snapshot = app.db.snapshot().await?;
    let checked_at = app.clock.now();
    let assets = ledger::prove(&mut snapshot).await?;
    let orphans = messaging::orphan_charges(&mut snapshot).await?;
    let refunds = ledger::wrong_refunds(&mut snapshot).await?;
    let distributions = credits::wrong_distributions(&mut snapshot).await?;
    let wrong = [orphans.count, refunds.count, distributions.count];
    Ok(Proof {
        holds: wrong == [0; 3] && assets.iter().all(AssetProof::holds),
        assets,
        orphan_charges: orphans.count,
        orphans: orphans.first,
        wrong_refunds: refunds.count,
        refunds: refunds.first,
        wrong_distributions: distributions.count,
        distributions: distributions.first,
        checked_at,
    })
}

/// What `credits.prove` found last, if it is still kept.
///
/// # Errors
/// The database; a result of another version.
pub async fn newest_proof(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Proof>> {
    // The kind is written out, because the index is one of this kind.
    let newest = sqlx::query_scalar!(
        r#"SELECT result AS "result!: Json<Proof>" FROM jobs WHERE kind = 'credits.prove' AND state = 'succeeded'
        ORDER BY finished_at DESC LIMIT 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(newest.map(|Json(proof)| proof))
}
